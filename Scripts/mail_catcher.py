"""The mail server of ./run: takes every message, delivers none, and keeps each as a file that a mail program opens.

    mail_catcher.py PORT FOLDER     0001.eml, 0002.eml …; of more than a thousand the newest

Serves until it is killed. Prints one line of JSON once it answers, and one line for each message.
"""

import asyncio
import json
import os
import sys
from email import policy
from email.parser import BytesParser

MOST_BYTES = 35_000_000
MOST_FILES = 1_000


class Folder:
    def __init__(self, path):
        self.path = path
        os.makedirs(path, mode=0o700, exist_ok=True)
        self.numbers = sorted(int(name[:-4]) for name in os.listdir(path) if name[:-4].isdigit() and name.endswith(".eml"))

    def keep(self, recipients, data):
        number = self.numbers[-1] + 1 if self.numbers else 1
        name = f"{number:04}.eml"
        # Whole or not at all, for those who watch the folder.
        with open(os.path.join(self.path, ".new"), "wb") as file:
            file.write(data)
        os.replace(os.path.join(self.path, ".new"), os.path.join(self.path, name))
        self.numbers.append(number)
        while len(self.numbers) > MOST_FILES:
            os.unlink(os.path.join(self.path, f"{self.numbers.pop(0):04}.eml"))
        subject = BytesParser(policy=policy.default).parsebytes(data, headersonly=True).get("Subject", "")
        line = f"{name} for {', '.join(recipients)}: {subject}"
        print("".join(c if c.isprintable() else " " for c in line)[:300], flush=True)
        return name


class Conversation:
    def __init__(self, folder, reader, writer):
        self.folder, self.reader, self.writer = folder, reader, writer
        self.sender, self.recipients = None, []

    async def run(self):
        try:
            await self.say("220 localhost ESMTP: keeps mail, delivers none")
            while line := await asyncio.wait_for(self.reader.readline(), 300):
                verb, _, rest = line.decode(errors="replace").strip().partition(" ")
                if not await self.obey(verb.upper(), rest):
                    break
        except (OSError, ValueError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            pass
        self.writer.close()

    async def say(self, line):
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()
        return True

    async def obey(self, verb, rest):
        address = rest.partition(":")[2].strip().partition(">")[0].lstrip("<")
        if verb in ("EHLO", "HELO"):
            self.sender, self.recipients = None, []
            return await self.say(f"250-localhost\r\n250-SIZE {MOST_BYTES}\r\n250-8BITMIME\r\n250 SMTPUTF8")
        if verb == "MAIL":
            self.sender, self.recipients = address, []
            return await self.say("250 Ok")
        if verb == "RCPT" and self.sender is not None:
            self.recipients.append(address)
            return await self.say("250 Ok")
        if verb == "DATA" and self.recipients:
            return await self.take()
        if verb in ("RSET", "NOOP"):
            if verb == "RSET":
                self.sender, self.recipients = None, []
            return await self.say("250 Ok")
        if verb == "QUIT":
            await self.say("221 Bye")
            return False
        return await self.say("503 Not now" if verb in ("RCPT", "DATA") else "502 Not known here")

    async def take(self):
        await self.say("354 End with a dot on a line by itself")
        lines, size = [], 0
        while (line := await asyncio.wait_for(self.reader.readline(), 300)) != b".\r\n":
            if not line:
                return False
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line[1:] if line.startswith(b".") else line)
        if size > MOST_BYTES:
            return await self.say("552 Too large")
        recipients, self.sender, self.recipients = self.recipients, None, []
        return await self.say("250 Ok: kept as " + self.folder.keep(recipients, b"".join(lines)))


async def main():
    port, folder = int(sys.argv[1]), Folder(sys.argv[2])

    async def serve(reader, writer):
        await Conversation(folder, reader, writer).run()

    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=1_000_000)
    print(json.dumps({"ready": folder.path}), flush=True)
    await server.serve_forever()


asyncio.run(main())
