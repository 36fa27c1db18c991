"""Idempotency keys as Stripe keeps them (https://docs.stripe.com/api/idempotent_requests)."""

import hashlib
import time

DAY = 24 * 3600
# No endpoint began to execute: nothing is kept.
UNKEPT = (400, 401, 403, 404, 409, 429)


class Keys:
    def __init__(self):
        self.offset = 0
        self.known = {}

    def now(self):
        return time.time() + self.offset

    def begin(self, key, method, path, body):
        """What is answered without executing anything: (status, headers, answer); None: go on, then `end`."""
        if len(key) > 255:
            return 400, {}, problem("idempotency_error", None, "Idempotency keys can be at most 255 characters long.")
        print_of = hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()
        entry = self.known.get(key)
        if entry and self.now() - entry["at"] >= DAY:
            entry = None
        if entry is None:
            self.known[key] = {"print": print_of, "at": self.now(), "answer": None}
            return None
        if entry["print"] != print_of:
            return 400, {}, problem(
                "idempotency_error", None,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.")
        if entry["answer"] is None:
            return 409, {"Stripe-Should-Retry": "true"}, problem(
                "idempotency_error", "idempotency_key_in_use",
                f"There is currently another in-progress request using this Idempotent Key ({key}).")
        status, answer = entry["answer"]
        # As Stripe: a stored error is the same the next time.
        again = {"Stripe-Should-Retry": "false"} if status >= 500 else {}
        return status, {"Idempotent-Replayed": "true", **again}, answer

    def end(self, key, status, answer):
        if status in UNKEPT:
            self.known.pop(key, None)
        else:
            self.known[key]["answer"] = (status, answer)


def problem(kind, code, message, **more):
    error = {"type": kind, "message": message, **more}
    if code:
        error["code"] = code
    return {"error": error}
