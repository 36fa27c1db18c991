"""Names under 127.0.0.1 are 127.0.0.1 itself: boto3 calls S3 Control at `<account>.<host of the endpoint>`."""

import socket

ADDRESS = "127.0.0.1"
original = socket.getaddrinfo


def getaddrinfo(host, *args, **kwargs):
    if isinstance(host, str) and host.endswith("." + ADDRESS):
        host = ADDRESS
    return original(host, *args, **kwargs)


socket.getaddrinfo = getaddrinfo
