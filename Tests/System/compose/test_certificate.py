"""A certificate by ACME from Pebble, Let's Encrypt's own test authority: asked for by the stack's certbot, served by its nginx."""

import json
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fleet import DOMAIN, Fleet

IMAGE = "certbot/certbot:v5.1.0"


@pytest.fixture
def pebble(fleet: Fleet, tmp_path: Path) -> Iterator[Path]:
    """Its folder, with the certificate that its own server shows."""
    folder = tmp_path / "pebble"
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=pebble", "-addext",
         "subjectAltName=DNS:pebble", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
    settings = {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000", "certificate": "/pebble/cert.pem",
                "privateKey": "/pebble/key.pem", "httpPort": 8080, "tlsPort": 8443}
    (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
    for path in (tmp_path, folder, *folder.iterdir()):
        path.chmod(0o755)
    nginx = fleet.inspect("nginx")["NetworkSettings"]["Networks"]["flotilla_edge"]["IPAddress"]
    fleet.engine.run(
        "run", "--detach", "--name", "pebble", "--network", "flotilla_edge", "--network-alias", "pebble", "--add-host", f"{DOMAIN}:{nginx}",
        "--env", "PEBBLE_VA_NOSLEEP=1", "--volume", f"{folder}:/pebble:ro", "--entrypoint", "pebble", IMAGE, "-config", "/pebble/pebble.json")
    yield folder
    print(fleet.engine.run("logs", "--tail", "20", "pebble", check=False).stdout)
    fleet.engine.run("rm", "--force", "pebble", "acme", check=False)


def served() -> str:
    return ssl.get_server_certificate(("127.0.0.1", 443))


def test_the_certificate_comes_by_acme_while_the_stack_serves(fleet: Fleet, pebble: Path) -> None:
    """The self-made certificate gives way to the authority's, without a restart, for a name that the authority saw to be ours."""
    before = served()
    settings = {"ACME_EMAIL": "ops@example.org", "ACME_SERVER": "https://pebble:14000/dir", "REQUESTS_CA_BUNDLE": "/pebble/cert.pem"}
    words = [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
    fleet.compose("run", "--detach", "--no-deps", "--name", "acme", *words, "--volume", f"{pebble}:/pebble:ro", "certbot")
    try:
        seconds = fleet.wait_until("nginx serves another certificate", lambda: served() != before, 120)
    finally:
        print(fleet.engine.run("logs", "--tail", "30", "acme", check=False).stdout)
    text = subprocess.run(
        ["openssl", "x509", "-noout", "-issuer", "-ext", "subjectAltName"], input=served(), capture_output=True, text=True, check=True).stdout
    print(f"| certificate | by Pebble | served {seconds:.0f} s after it was asked for |")
    assert "Pebble" in text and f"DNS:{DOMAIN}" in text
    assert "in order" in fleet.engine.run("exec", "acme", "/bin/sh", "/etc/flotilla/renew.sh", "--healthy").stdout
    assert fleet.inspect("nginx")["RestartCount"] == 0
    # Callers of later tests know this one.
    fleet.outside.authority.write_text(served())
