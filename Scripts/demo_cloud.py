"""The demonstration's AWS: moto on a loopback port, with an estate in it and every signature checked.

Serves until it is killed. Prints one line of JSON once it answers. The access keys are given, so that they are known
before this runs:

    demo_cloud.py PORT        FLEET_ACCESS_KEY_ID, FLEET_SECRET_ACCESS_KEY: may assume the role
                              OWNER_ACCESS_KEY_ID, OWNER_SECRET_ACCESS_KEY: may say whom the role trusts
"""

import json
import logging
import os
import sys

from moto import mock_aws, settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

import demo_estate


def give_key(user, key_id, secret):
    """Gives a user an access key that the caller chose; AWS, and moto's calls, only give random ones."""
    backend = iam_backends[demo_estate.ACCOUNT]["aws"]
    key = backend.create_access_key(user)
    del backend.access_keys[key.access_key_id]
    key.access_key_id, key.secret_access_key = key_id, secret
    backend.access_keys[key_id] = key


def main():
    port = int(sys.argv[1])
    keys = [
        (user, os.environ[f"{name}_ACCESS_KEY_ID"], os.environ[f"{name}_SECRET_ACCESS_KEY"])
        for user, name in [(demo_estate.FLEET_USER, "FLEET"), (demo_estate.OWNER_USER, "OWNER")]
    ]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # moto's own client calls must not go through a proxy, nor to AWS.
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CA_BUNDLE"):
        os.environ.pop(name, None)
    # Built before the first request can come in: who gets an answer gets it from the whole estate.
    estate = mock_aws()
    estate.start()
    counts = demo_estate.build()
    for user, key_id, secret in keys:
        give_key(user, key_id, secret)
    estate.stop(remove_data=False)
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ActionAuthenticatorMixin.request_count = 0

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler)
    print(json.dumps({"ready": counts}), flush=True)
    server.serve_forever()


main()
