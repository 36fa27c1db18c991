"""Reads mails by Python's own `email`: what another program sees in them."""

import sys
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import getaddresses

sys.path.insert(0, sys.argv[1])
from helper import end_with_parent, say, serve  # noqa: E402


def part(message):
    return dict(
        type=message.get_content_type(), encoding=message.get("Content-Transfer-Encoding", ""),
        charset=message.get_content_charset() or "", text=message.get_content().replace("\r\n", "\n"))


def mailboxes(raw):
    """By the older reader: the newer one puts a space between encoded words of a name (RFC 2047, 6.2 has none)."""
    return [[str(make_header(decode_header(name))), address] for name, address in getaddresses([raw])]


def parse(command):
    with open(command["file"], "rb") as file:
        data = file.read()
    message = BytesParser(policy=policy.default).parsebytes(data)
    raw = BytesParser(policy=policy.compat32).parsebytes(data)
    parts = list(message.iter_parts()) if message.is_multipart() else [message]
    defects = [repr(d) for p in message.walk() for d in p.defects]
    defects += [f"{name}: {d!r}" for name in message.keys() for d in message[name].defects]
    return dict(
        names=message.keys(), headers={name.lower(): str(message[name]) for name in message.keys()},
        to=mailboxes(raw["To"]), sender=mailboxes(raw["From"]),
        date=message["Date"].datetime.timestamp(), type=message.get_content_type(),
        parts=[part(p) for p in parts], defects=defects)


end_with_parent()
say(True)
serve(dict(parse=parse))
