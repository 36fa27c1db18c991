"""The other implementations that ours must agree with. One JSON request on stdin, one JSON answer on stdout."""

import json
import sys

import bcrypt
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa


def issue(request):
    """A fresh key of each algorithm, and each of the claims signed with it."""
    keys = {
        "HS256": request["secret"],
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }
    answer = []
    for algorithm, key in keys.items():
        public = key if algorithm == "HS256" else pem(key.public_key())
        tokens = [jwt.encode(claims, key, algorithm=algorithm) for claims in request["claims"]]
        answer.append({"algorithm": algorithm, "key": public, "tokens": tokens})
    return answer


def pem(key):
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(encoding, form).decode()


def verify(request):
    """The claims of each token, or null where PyJWT refuses it. Times are compared elsewhere."""
    options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    answer = []
    for token in request["tokens"]:
        try:
            claims = jwt.decode(token, request["key"], algorithms=[request["algorithm"]], options=options)
        except jwt.InvalidTokenError:
            claims = None
        answer.append(claims)
    return answer


def hash_passwords(request):
    return [bcrypt.hashpw(p.encode(), bcrypt.gensalt(4)).decode() for p in request["passwords"]]


def check_passwords(request):
    return [bcrypt.checkpw(p.encode(), h.encode()) for p, h in zip(request["passwords"], request["hashes"])]


request = json.load(sys.stdin)
json.dump(globals()[request["call"]](request), sys.stdout)
