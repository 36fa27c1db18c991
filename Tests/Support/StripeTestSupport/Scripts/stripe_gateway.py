"""A Stripe for tests: localstripe, and before it what Stripe does and localstripe does not (keys, refusals, real shapes), which
misbehaves on request. Prints {"url": …}, then answers commands, a JSON line each.

A step of a script, or of a seeded share of all POSTs, answers one request: {"status", "headers", "body"} instead of executing it;
or {"fault"}: `drop_before` and `silent_before` (not executed: the connection ends, or is silent), `drop_after`, `silent_after`, `cut`
(executed, then no answer or half of one), `late` and `late_after` (executed after, or answered after, "seconds"), `hold` (its key is in
flight; executed when released), `error_after` (executed, then 500, which is kept under its key), `limit` (429), `html` (502).
"""

import asyncio
import os
import random
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

import stripe
from localstripe import resources, webhooks
from localstripe.server import app

import likeness
from front import Front, listen
from helper import end_with_parent, say, serve

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


def customer(command):
    """A customer with a method: a card by its number, or an account by its IBAN."""
    made = resources.Customer._api_create(name="School")
    if command["iban"]:
        method = resources.PaymentMethod._api_create(type="sepa_debit", sepa_debit={"iban": command["iban"]})
    else:
        card = {"number": command["card"], "exp_month": "12", "exp_year": "2090", "cvc": "123"}
        method = resources.PaymentMethod._api_create(type="card", card=card)
    resources.PaymentMethod._api_attach(method.id, customer=made.id)
    return {"customer": made.id, "paymentMethod": method.id}


def change(command):
    """Gives a method another card, another word for its declines, or takes it from its customer."""
    method = resources.store["payment_method:" + command["paymentMethod"]]
    if command.get("card"):
        method._card_number = command["card"]
    if command.get("declineCode"):
        likeness.declines[method.id] = {
            "code": command.get("code") or "card_declined", "decline_code": command["declineCode"]}
    if command.get("detached"):
        resources.PaymentMethod._api_detach(method.id)
    return True


def charges(command):
    """What money has moved, by localstripe's own charges."""
    intents = {intent.id: intent for intent in likeness.all_of("payment_intent")}
    found = []
    for charge in likeness.all_of("charge"):
        if charge.status != "succeeded":
            continue
        intent = intents.get(charge.payment_intent)
        found.append({
            "id": charge.id, "paymentIntent": charge.payment_intent, "amountCents": charge.amount,
            "currency": charge.currency, "customer": charge.customer,
            "invoiceID": intent.metadata.get("invoice_id") if intent else None,
            "refundedCents": likeness.refunded(intent) if intent else 0})
    return found


def settings(command):
    if command.get("key"):
        front.api_key = command["key"]
    if command.get("isLikeStripe") is not None:
        front.is_like_stripe = command["isLikeStripe"]
    return True


def script(command):
    front.scripts.setdefault(command["name"], []).extend(command["steps"])
    return True


def share(command):
    front.random, front.shares = random.Random(command["seed"]), command["faults"]
    return True


def advance(command):
    front.keys.offset += command["seconds"]
    return True


def webhook(command):
    webhooks.register_webhook(command["name"], command["url"], command["secret"], command["events"] or None)
    return True


def refund(command):
    """By hand, in the dashboard."""
    made = resources.Refund._api_create(payment_intent=command["paymentIntent"], amount=command["amountCents"])
    return {"id": made.id}


async def requests(command):
    def matching():
        return [seen for seen in front.seen if command["name"] in ("", seen["key"], f"{seen['method']} {seen['path']}")]

    await front.wait(lambda: len(matching()) >= command["count"])
    return matching()


async def held(command):
    return await front.wait(lambda: len(front.held) >= command["count"])


def sign(command):
    """By the stripe package."""
    return {"field": stripe.WebhookSignature.generate_signature_header(
        command["body"], command["secret"], command["seconds"])}


def verify(command):
    try:
        event = stripe.Webhook.construct_event(command["body"], command["field"], command["secret"])
        return {"field": event["id"]}
    except (ValueError, stripe.SignatureVerificationError) as error:
        return {"field": type(error).__name__}


def on_loop(function):
    """localstripe and the front live on one loop: nothing of theirs is touched from another thread."""
    async def call(command):
        result = function(command)
        return await result if asyncio.iscoroutine(result) else result

    return lambda command: asyncio.run_coroutine_threadsafe(call(command), loop).result()


async def start():
    global front
    front = Front()
    inside = await listen(app)
    return await front.start(f"http://127.0.0.1:{inside}")


end_with_parent()
likeness.install()
port = loop.run_until_complete(start())
threading.Thread(target=loop.run_forever, daemon=True).start()
say({"url": f"http://127.0.0.1:{port}"})
commands = (
    customer, change, charges, settings, script, share, advance, webhook, refund, requests, held, sign, verify)
serve({function.__name__: on_loop(function) for function in commands}
      | {"release": on_loop(lambda command: front.release())})
