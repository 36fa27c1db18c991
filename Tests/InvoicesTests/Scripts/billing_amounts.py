"""The amounts of invoices, computed a second time: written from docs/billing-amounts.md, day by day and with `decimal`.

Each line is a list of cases {month, changes, use: [{metric, day, quantity}], billed: [{metric, from, to, quantity}],
flat: [{month, currency, rate, reason, net}]}; the answer is a list of {lines, groups, net, vat, total} or {refused}.
"""

import json
import sys
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 80
HIGHEST = 2**63 - 1
DAY = timedelta(days=1)
DECIMALS = {"JPY": 0, "KWD": 3}


class Refused(Exception):
    pass


def nearest(number):
    rounded = int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if abs(rounded) > HIGHEST:
        raise Refused("amount_too_large")
    return rounded


def fitting(number):
    if abs(number) > HIGHEST:
        raise Refused("amount_too_large")
    return number


def days_of(month):
    day = date.fromisoformat(month + "-01")
    days = []
    while day.isoformat()[:7] == month:
        days.append(day)
        day += DAY
    return days


def terms_on(changes, day):
    found = None
    for change in changes:
        if date.fromisoformat(change["starts_on"]) <= day:
            found = change
    if found and found.get("ends_on") and date.fromisoformat(found["ends_on"]) <= day:
        return None
    return found


def same(one, other):
    return (
        one["plan"] == other["plan"] and one["users"] == other["users"] and set(one["modules"]) == set(other["modules"])
    )


def segments_of(changes, month):
    """Lists of consecutive days with their terms."""
    found = []
    for day in days_of(month):
        terms = terms_on(changes, day)
        if terms is None:
            continue
        if found and found[-1][0][-1] + DAY == day and same(found[-1][1], terms):
            found[-1][0].append(day)
        else:
            found.append(([day], terms))
    return found


def micros_of_cent(plan):
    return 10 ** (6 - DECIMALS.get(plan["currency"], 2))


def line(kind, plan, days, quantity, micros, metric=None):
    return {
        "kind": kind,
        "quantity": quantity,
        "unit_price_micros": micros,
        "net_cents": nearest(Decimal(quantity) * micros / micros_of_cent(plan)),
        "from": days[0].isoformat(),
        "to": (days[-1] + DAY).isoformat(),
        "metric": metric,
        "vat_rate": plan["vat_rate"],
        "reason": plan.get("vat_exemption_reason"),
        "currency": plan["currency"],
    }


def flat_lines(days, terms, length):
    plan = terms["plan"]

    def share(cents):
        return nearest(Decimal(cents) * micros_of_cent(plan) * len(days) / length)

    yield line("plan", plan, days, 1, share(plan["price_cents"]))
    for module in plan["modules"]:
        if module["code"] in terms["modules"]:
            yield line("module", plan, days, 1, share(module["price_cents"]))
    users = terms["users"] - plan["included_users"]
    if users > 0:
        yield line("users", plan, days, users, share(plan["user_price_cents"]))


def metered_lines(segments, metric, use, billed, currency):
    parts = []
    for days, terms in segments:
        for meter in terms["plan"]["metered"]:
            if meter["metric"] == metric:
                quantity = sum(one["quantity"] for one in use if date.fromisoformat(one["day"]) in days)
                parts.append({"days": days, "plan": terms["plan"], "meter": meter, "used": quantity})
    for place, part in enumerate(parts):
        if part["used"] < 0:
            missing, part["used"] = -part["used"], 0
            for earlier in reversed(parts[:place]):
                taken = min(missing, earlier["used"])
                earlier["used"] -= taken
                missing -= taken
    count = 0
    for part in parts:
        included = part["meter"]["included"]
        after = count + part["used"]
        # The numbers of units from count + 1 to after that are above what is included.
        part["due"] = after - max(count, included) if after > max(count, included) else 0
        count = after
    too_much = 0
    for one in billed:
        place = [part for part in parts if date.fromisoformat(one["from"]) in part["days"]]
        if place:
            place[0]["due"] -= one["quantity"]
        else:
            too_much += one["quantity"]
    for part in parts:
        if part["due"] < 0:
            too_much -= part["due"]
            part["due"] = 0
    for part in parts:
        taken = min(too_much, part["due"])
        part["due"] -= taken
        too_much -= taken
        # None: nothing else is on the invoice yet.
        if part["due"] and currency() in (None, part["plan"]["currency"]):
            yield line("metered", part["plan"], part["days"], fitting(part["due"]), part["meter"]["unit_price_micros"], metric)


def adjustment(first, length, currency, rate, reason, cents):
    micros = abs(cents) * 10 ** (6 - DECIMALS.get(currency, 2))
    return {
        "kind": "adjustment", "quantity": -1 if cents < 0 else 1, "unit_price_micros": fitting(micros),
        "net_cents": fitting(cents), "from": first.isoformat(), "to": (first + length * DAY).isoformat(), "metric": None,
        "vat_rate": rate, "reason": reason, "currency": currency}


def adjustments(case, lines):
    """What earlier months cost by now beside what was billed of them."""
    currency = lines[0]["currency"] if lines else None
    more, less = [], []
    for month in sorted({one["month"] for one in case["flat"] if one["month"] < case["month"]}):
        billed = [one for one in case["flat"] if one["month"] == month]
        segments = segments_of(case["changes"], month)
        currencies = {one["currency"] for one in billed} | {terms["plan"]["currency"] for _, terms in segments}
        if len(currencies) > 1 or currency not in {None} | currencies:
            continue
        days = days_of(month)
        owed = {}
        for one in billed:
            key = (one["rate"], one.get("reason"))
            owed[key] = owed.get(key, 0) - one["net"]
        for part, terms in segments:
            for one in flat_lines(part, terms, len(days)):
                key = (one["vat_rate"], one["reason"])
                owed[key] = owed.get(key, 0) + one["net_cents"]
        for (rate, reason), cents in sorted(owed.items(), key=lambda item: (-item[0][0], item[0][1] or "")):
            one = (days[0], len(days), billed[0]["currency"], rate, reason, cents)
            (more if cents > 0 else less).append(one)
    for one in more:
        # Without another line the first of these gives the invoice its currency.
        if not lines or lines[0]["currency"] == one[2]:
            lines.append(adjustment(*one))
    for first, length, own, rate, reason, cents in less:
        if not lines or lines[0]["currency"] != own:
            continue
        left = sum(one["net_cents"] for one in lines if (one["vat_rate"], one["reason"]) == (rate, reason))
        taken = min(-cents, left)
        if taken > 0:
            lines.append(adjustment(first, length, own, rate, reason, -taken))


def invoice(case):
    month, changes = case["month"], case["changes"]
    length = len(days_of(month))
    lines = []
    segments = segments_of(changes, month)
    if len({terms["plan"]["currency"] for _, terms in segments}) > 1:
        raise Refused("mixed_currencies")
    for days, terms in segments:
        lines += flat_lines(days, terms, length)
    for used_in in sorted({one["day"][:7] for one in case["use"]}, reverse=True):
        own = segments_of(changes, used_in)
        for metric in sorted({one["metric"] for one in case["use"] if one["day"][:7] == used_in}):
            use = [one for one in case["use"] if one["metric"] == metric and one["day"][:7] == used_in]
            billed = [one for one in case["billed"] if one["metric"] == metric and one["from"][:7] == used_in]
            for one in metered_lines(own, metric, use, billed, lambda: lines[0]["currency"] if lines else None):
                lines.append(one)
    adjustments(case, lines)
    sums = {}
    for one in lines:
        key = (one["vat_rate"], one["reason"])
        sums[key] = sums.get(key, 0) + one["net_cents"]
    groups = []
    for (rate, reason), net in sorted(sums.items(), key=lambda item: (-item[0][0], item[0][1] or "")):
        vat = nearest(Decimal(net) * rate / 10000)
        groups.append({"rate": rate, "reason": reason, "net": fitting(net), "vat": vat})
    net = fitting(sum(group["net"] for group in groups))
    vat = fitting(sum(group["vat"] for group in groups))
    return {"lines": lines, "groups": groups, "net": net, "vat": vat, "total": fitting(net + vat)}


def answer(case):
    try:
        return invoice(case)
    except Refused as refused:
        return {"refused": str(refused)}


print(json.dumps("ready"), flush=True)
for text in sys.stdin:
    print(json.dumps([answer(case) for case in json.loads(text)]), flush=True)
