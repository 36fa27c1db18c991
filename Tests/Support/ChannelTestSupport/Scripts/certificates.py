"""Certificates of an authority that is made now, good and bad ones."""

import datetime
import ipaddress
import os
import ssl
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, key, issuer, issuer_key, hosts=(), begin=NOW - DAY, end=NOW + DAY, is_authority=False):
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(begin).not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(hosts)), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def context(made, key):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "both.pem")
        with open(path, "wb") as file:
            file.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
            file.write(made.public_bytes(serialization.Encoding.PEM))
        server.load_cert_chain(path)
    return server


def contexts():
    """TLS contexts by the name of the port that has them, and the authority's certificate."""
    def key():
        return ec.generate_private_key(ec.SECP256R1())

    root_key = key()
    root = certificate("Test authority", root_key, "Test authority", root_key, is_authority=True)
    right = [
        x509.DNSName("localhost"), x509.DNSName("hooks.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    wrong = [x509.DNSName("other.example")]

    def signed(hosts, **options):
        own = key()
        return context(certificate("Server", own, "Test authority", root_key, hosts, **options), own)

    alone = key()
    made = {
        "https": signed(right),
        "wrongName": signed(wrong),
        "expired": signed(right, begin=NOW - 3 * DAY, end=NOW - DAY),
        "selfSigned": context(certificate("Server", alone, "Server", alone, right), alone),
    }
    return made, root.public_bytes(serialization.Encoding.PEM).decode()
