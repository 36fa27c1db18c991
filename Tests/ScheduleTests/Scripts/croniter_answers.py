# Answers for lists of {cron, zone, from, count} what croniter says, as whole seconds since 1970.
import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter


def answer(case):
    zone = ZoneInfo(case["zone"])
    # By the clock on the wall, without a zone: what happens where clocks are turned is not asked here.
    start = datetime.fromtimestamp(case["from"], zone).replace(tzinfo=None)
    seconds = len(case["cron"].split()) == 6
    walk = croniter(case["cron"], start, second_at_beginning=seconds, implement_cron_bug=True)
    found = []
    for _ in range(case["count"]):
        try:
            found.append(int(walk.get_next(datetime).replace(tzinfo=zone).timestamp()))
        except CroniterBadDateError:
            # It looks 50 years ahead, and gives up on some that have both kinds of days.
            return None
    return found


print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    print(json.dumps([answer(case) for case in json.loads(line)]), flush=True)
