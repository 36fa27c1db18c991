"""What Stripe does and localstripe 1.15 does not: lists by customer and time with the newest first, refusals of what is wrong,
declines in their real shape. Used on localstripe's own objects, in its process."""

from localstripe import resources
from localstripe.errors import UserError

from idempotency import problem

# By currency, in its smallest unit (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
LEAST = {"eur": 50, "usd": 50, "gbp": 30, "chf": 50, "cad": 50, "jpy": 50, "kwd": 0}
MOST = 99_999_999

# By payment method: what its declines say.
declines = {}


def listed(
        cls, url, customer=None, payment_intent=None, charge=None, created=None, limit=None, starting_after=None, **others):
    if others:
        raise UserError(400, "Unexpected " + ", ".join(others))
    limit = int(limit) if limit else 10
    if not 1 <= limit <= 100:
        raise UserError(400, "Invalid limit")
    bounds = {name: int(value) for name, value in (created or {}).items()}
    page = resources.List(url, limit=limit, starting_after=starting_after)
    page._list = [
        one for one in reversed(all_of(cls.object))
        if (customer is None or one.customer == customer)
        and (payment_intent is None or one.payment_intent == payment_intent)
        and (charge is None or one.charge == charge)
        and one.created >= bounds.get("gte", 0) and one.created < bounds.get("lt", 1 << 62)]
    return page


def all_of(kind):
    return [value for name, value in resources.store.items() if name.startswith(kind + ":")]


def install():
    # Every write would go to one file of the machine.
    resources.Store.dump_to_disk = lambda self: None
    resources.PaymentIntent._api_list_all = classmethod(listed)
    resources.Refund._api_list_all = classmethod(listed)
    trigger = resources.Charge._trigger_payment

    def under_way(self, on_success=None):
        # A debit of an account would count as paid before it is.
        if self._is_async_payment_method():
            self.status = "pending"
        trigger(self, on_success)

    resources.Charge._trigger_payment = under_way


def refusal(path, form):
    """Why Stripe would not begin to execute a POST: its answer with 400, or None."""
    if path == "/v1/payment_intents":
        amount, currency = int(form.get("amount", "0")), form.get("currency", "")
        if currency not in LEAST:
            return invalid(None, f"Invalid currency: {currency}.", "currency")
        if amount < LEAST[currency]:
            return invalid("amount_too_small", "Amount must be at least 50 cents.", "amount")
        if amount > MOST:
            return invalid("amount_too_large", "Amount must be no more than 999,999.99.", "amount")
        customer, method = form.get("customer", ""), form.get("payment_method", "")
        for kind, name in (("customer", customer), ("payment_method", method)):
            if f"{kind}:{name}" not in resources.store:
                return invalid("resource_missing", f"No such {kind}: '{name}'", kind)
        if resources.store[f"payment_method:{method}"].customer != customer:
            return invalid(
                None, f"The customer does not have a payment method with the ID {method}. The payment method must be "
                "attached to the customer.", "payment_method")
    if path == "/v1/refunds":
        intent = resources.store.get("payment_intent:" + form.get("payment_intent", ""))
        if intent is None:
            return invalid("resource_missing", "No such payment_intent", "payment_intent")
        back = refunded(intent)
        if intent.status == "succeeded" and back >= intent.amount:
            return invalid("charge_already_refunded", "Charge has already been refunded.", None)
        if int(form.get("amount", intent.amount)) > intent.amount - back:
            return invalid(None, "Refund amount is greater than unrefunded amount on charge.", "amount")
    return None


def invalid(code, message, param):
    return problem("invalid_request_error", code, message, **({"param": param} if param else {}))


def refunded(intent):
    charge = intent.latest_charge
    return sum(r.amount for r in all_of("refund") if charge is not None and r.charge == charge.id)


def shown(value):
    """An object, or a list of them, with what Stripe says more."""
    if value.get("object") == "list":
        return {**value, "data": [shown(item) for item in value["data"]]}
    if value.get("object") != "payment_intent":
        return value
    charge = value.get("latest_charge")
    more = {
        "amount_received": value["amount"] if value["status"] == "succeeded" else 0,
        "latest_charge": charge["id"] if isinstance(charge, dict) else charge,
    }
    if value.get("last_payment_error"):
        more["last_payment_error"] = {"type": "card_error", **value["last_payment_error"], **said_of(value)}
        if value["last_payment_error"]["code"] == "payment_intent_authentication_failure":
            more["last_payment_error"]["code"] = "authentication_required"
    return {**value, **more}


def said_of(value):
    charge = value.get("latest_charge") or {}
    method = charge.get("payment_method") if isinstance(charge, dict) else None
    return declines.get(method, {"decline_code": "generic_decline"}) if method else {}


def answered(path, form, status, value):
    """localstripe's answer as Stripe would have given it: (status, answer)."""
    if path != "/v1/payment_intents" and status == 404:
        return 404, invalid("resource_missing", "No such object.", "id")
    if path == "/v1/payment_intents" and status == 402:
        charge = resources.store["charge:" + value["error"]["charge"]]
        intent = resources.store["payment_intent:" + charge.payment_intent]
        said = declines.get(charge.payment_method, {"decline_code": "generic_decline"})
        return 402, problem(
            "card_error", said.get("code", "card_declined"), "Your card was declined.",
            decline_code=said["decline_code"], payment_intent=shown(intent._export()))
    if path == "/v1/payment_intents" and value.get("status") == "requires_action" and form.get("off_session") == "true":
        intent = resources.store["payment_intent:" + value["id"]]
        intent.next_action, intent.payment_method, intent._authentication_failed = None, None, True
        return 402, problem(
            "card_error", "authentication_required", "Your card was declined. This transaction requires authentication.",
            decline_code="authentication_required", payment_intent=shown(intent._export()))
    return status, shown(value)
