# Answers for lists of {zone, instants} how far the zone's clocks are ahead of UTC at each instant, in seconds, by Python's
# reading of the system's zone files.
import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo


def answer(case):
    zone = ZoneInfo(case["zone"])
    moments = [datetime.fromtimestamp(instant, timezone.utc) for instant in case["instants"]]
    return [int(moment.astimezone(zone).utcoffset().total_seconds()) for moment in moments]


print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    print(json.dumps([answer(case) for case in json.loads(line)]), flush=True)
