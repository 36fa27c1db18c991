"""An endpoint that accepts what comes, and notes what the package `standardwebhooks` says of it."""

from standardwebhooks import Webhook

secrets = []


def set(settings):
    """Adds secrets: tests that share the server do not take those of others away."""
    secrets.extend(secret for secret in settings["secrets"] if secret not in secrets)
    return True


def check(request, raw):
    """What to answer, and the verdict: for each secret whether the delivery is signed with it."""
    verdict = []
    for secret in secrets:
        try:
            Webhook(secret).verify(raw, request["headers"], json_parse=False)
            verdict.append("verified")
        except Exception as error:
            verdict.append(str(error))
    return {"status": 204}, verdict
