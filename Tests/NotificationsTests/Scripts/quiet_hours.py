# Answers for lists of {zone, from, to, now} at which second (since 1970) the clock of the zone first shows no quiet hour, by
# walking it minute by minute with Python's zone data.
import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo


def minute(text):
    return int(text[:2]) * 60 + int(text[3:])


def answer(case):
    zone, first, last = ZoneInfo(case["zone"]), minute(case["from"]), minute(case["to"])
    now = case["now"]
    # After the first minute, whole minutes: no zone is turned within one in these years.
    for instant in [now] + list(range(now - now % 60 + 60, now + 3 * 86400, 60)):
        clock = datetime.fromtimestamp(instant, zone)
        reading = clock.hour * 60 + clock.minute
        quiet = first <= reading < last if first <= last else reading >= first or reading < last
        if not quiet:
            return instant
    return None


print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    print(json.dumps([answer(case) for case in json.loads(line)]), flush=True)
