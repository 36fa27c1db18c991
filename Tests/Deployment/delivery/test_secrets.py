"""No secret in what is under version control; gitleaks is seen to find one."""

import shutil
import sys
from pathlib import Path

import pytest
from conftest import ROOT, run

GITLEAKS = Path(sys.executable).parent / "gitleaks"
#: Looks like one of theirs, and opens nothing.
PLANTED = {
    "aws": "aws_access_key_id = " + "AKIA" + "Z7VRSQ5TJN2XMPLK",
    "slack": "token: " + "xoxb-" + "9123456781-9123456781-Zq3tY8wKp2LmN5vRb7XcD1fG",
    "key": "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEA7bq2vV4JXkq2Zt9W\n" * 12 + "-----END RSA " + "PRIVATE KEY-----",
}


def leaks(folder: Path):
    return run(GITLEAKS, "dir", ".", "--redact", "--no-banner", "--verbose", "--config", ROOT / "deploy/gitleaks.toml", cwd=folder)


def tracked(folder: Path) -> Path:
    """The files of the repository, without what builds left behind."""
    names = run("git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def test_no_file_holds_a_secret(tmp_path: Path):
    """Every file of the repository."""
    done = leaks(tracked(tmp_path))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("kind", "place"), [("aws", "deploy/x.env"), ("aws", "Tests/x.env"), ("slack", "docs/x.md"), ("key", "k8s/x.yaml")])
def test_a_planted_secret_is_found(tmp_path: Path, kind: str, place: str):
    """Wherever it is, tests among it, for what opens a cloud."""
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(PLANTED[kind])
    done = leaks(tmp_path)
    assert done.returncode == 1 and "REDACTED" in done.stdout, done.stdout + done.stderr
