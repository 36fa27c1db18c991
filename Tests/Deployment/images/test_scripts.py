"""The commands beside the compose files, and the servers' files that they go with, read by the real servers."""

import hashlib
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COMPOSE, ROOT, run

SHELL = [file for file in sorted(COMPOSE.rglob("*")) if file.is_file() and "secrets" not in file.parts
         and (file.suffix == ".sh" or file.read_bytes().startswith((b"#!/bin/bash", b"#!/bin/sh")))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder after compose/setup."""
    folder = tmp_path_factory.mktemp("setup") / "compose"
    shutil.copytree(COMPOSE, folder, ignore=shutil.ignore_patterns("secrets", ".env"))
    result = setup(folder, "fleet.example.org", "ops@example.org")
    assert result.returncode == 0, result.stderr
    return folder


def setup(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # It asks for Docker Compose, and nothing of it.
    stub = folder.parent / "bin"
    stub.mkdir(exist_ok=True)
    (stub / "docker-compose").write_text("#!/bin/sh\n")
    (stub / "docker-compose").chmod(0o755)
    return run(folder / "setup", *words, env={"PATH": f"{stub}:/usr/bin:/bin"})


def secret(folder: Path, name: str) -> str:
    return (folder / "secrets" / name).read_text()


def test_shellcheck_finds_nothing() -> None:
    """shellcheck is clean on every script of the folder, and on the engine's."""
    assert len(SHELL) > 8
    result = run("shellcheck", "--external-sources", *SHELL, ROOT / "Scripts/engine.sh", cwd=ROOT)
    assert result.returncode == 0, result.stdout


def test_setup_makes_what_the_files_name(made: Path) -> None:
    """Each secret that a compose file names is there, may be read by every container's user, and lies in a folder for root alone."""
    named = {name for file in made.glob("*.yaml") for name in re.findall(r"file: \./secrets/(\w+)", file.read_text())}
    there = {file.name for file in (made / "secrets").iterdir()}
    assert named <= there, named - there
    assert (made / "secrets").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (made / "secrets").iterdir()} == {0o644}
    assert re.search(r"^DOMAIN=fleet.example.org$", (made / ".env").read_text(), re.M)
    assert re.search(r"^ACME_EMAIL=ops@example.org$", (made / ".env").read_text(), re.M)


def test_secrets_are_long_differ_and_fit(made: Path) -> None:
    """What is made has 256 bits and is no other's; URLs hold the passwords, Redis's users only their digests."""
    random = [name for name in ("database_superuser_password", "database_owner_password", "database_service_password", "redis_password",
                                "redis_operator_password", "redis_metrics_password", "jwt_secret", "backup_cipher")]
    values = [secret(made, name) for name in random]
    assert len(set(values)) == len(values) and all(re.fullmatch("[0-9a-f]{64}", value) for value in values)
    assert f"://flotilla_service:{secret(made, 'database_service_password')}@" in secret(made, "database_url")
    users = secret(made, "redis_users")
    assert not [value for value in values if value in users]
    assert hashlib.sha256(secret(made, "redis_password").encode()).hexdigest() in users


def test_setup_changes_nothing_that_is_there(made: Path) -> None:
    """Run again, every file is as it was, what an operator wrote among them."""
    (made / "secrets/smtp_url").chmod(0o644)
    (made / "secrets/smtp_url").write_text("smtps://mail.example.org")
    before = {file.name: file.read_text() for file in (made / "secrets").iterdir()}
    assert setup(made).returncode == 0
    assert {file.name: file.read_text() for file in (made / "secrets").iterdir()} == before
    assert re.search(r"^DOMAIN=fleet.example.org$", (made / ".env").read_text(), re.M)


@pytest.mark.parametrize("words", [("a", "b", "c")])
def test_setup_refuses_what_it_does_not_know(made: Path, words: tuple[str, ...]) -> None:
    """Too many words are no settings."""
    assert setup(made, *words).returncode == 1


def test_nothing_is_upgraded_without_settings(tmp_path: Path) -> None:
    """upgrade, rollback and prove say what to do where compose/setup was never run, and change nothing."""
    folder = tmp_path / "compose"
    shutil.copytree(COMPOSE, folder, ignore=shutil.ignore_patterns("secrets", ".env"))
    setup(folder, "--help")
    environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    for words in (("upgrade", "0.3.0"), ("rollback",), ("prove",)):
        result = run(folder / words[0], *words[1:], env=environment)
        assert result.returncode == 1 and "compose/setup" in result.stderr, words


class Redis:
    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        # The file as it is, but for places that are a container's.
        text = (folder / "redis/redis.conf").read_text().replace("/run/secrets/", f"{folder}/secrets/").replace("dir /data", f"dir {folder}")
        (folder / "redis.conf").write_text(text.replace("bind * -::*", "bind 127.0.0.1").replace("port 6379", f"port {port}"))
        self.port = str(port)
        self.process = subprocess.Popen(["redis-server", folder / "redis.conf"], stdout=subprocess.DEVNULL)

    def ask(self, user: str, password: str, *words: str) -> str:
        credentials = ["--user", user, "--pass", password] if user else []
        return run("redis-cli", "--no-auth-warning", "-p", self.port, *credentials, *words).stdout.strip()


@pytest.fixture(scope="module")
def redis(made: Path) -> Iterator[Redis]:
    redis = Redis(made)
    for _ in range(200):
        if redis.ask("health", "any", "ping") == "PONG":
            break
        time.sleep(0.05)
    yield redis
    redis.process.terminate()
    redis.process.wait(10)


def test_redis_takes_the_file_and_lets_in_whom_it_should(made: Path, redis: Redis) -> None:
    """Each user may do its own work and no more; who comes without a name may do nothing."""
    def ask(user: str, secret_name: str, *words: str) -> str:
        return redis.ask(user, secret(made, secret_name), *words)

    assert redis.ask("", "", "ping").startswith("NOAUTH")
    assert redis.ask("health", "any", "ping") == "PONG" and redis.ask("health", "any", "info").startswith("NOPERM")
    assert ask("flotilla", "redis_password", "zadd", "flotilla:a", "1", "b") == "1"
    for words in (("zadd", "other", "1", "b"), ("flushall",), ("config", "get", "*"), ("keys", "*")):
        assert ask("flotilla", "redis_password", *words).startswith("NOPERM"), words
    assert "used_memory" in ask("metrics", "redis_metrics_password", "info")
    assert ask("metrics", "redis_metrics_password", "zrange", "flotilla:a", "0", "-1").startswith("NOPERM")
    assert ask("operator", "redis_operator_password", "config", "get", "maxmemory-policy").split() == ["maxmemory-policy", "noeviction"]
    assert ask("operator", "redis_operator_password", "config", "get", "appendonly").split() == ["appendonly", "yes"]
    assert ask("flotilla", "redis_operator_password", "ping").startswith(("WRONGPASS", "AUTH failed", "NOAUTH"))


def postgres(file: Path, name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    newest = max(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return run(newest, "-C", name, "-D", folder, "-c", f"config_file={file}")


def test_postgresql_takes_the_file(tmp_path: Path, without) -> None:
    """PostgreSQL reads every setting, and refuses a misspelt one and one without a unit that it knows."""
    file = COMPOSE / "postgres/postgresql.conf"
    for name, value in {"synchronous_commit": "on", "archive_mode": "on", "max_connections": "300", "full_page_writes": "on"}.items():
        result = postgres(file, name, tmp_path)
        assert (result.returncode, result.stdout.strip()) == (0, value), result.stderr
    assert (ROOT / "compose/backup" / re.search(r"archive_command = '/opt/backup/(\S+) %p'", file.read_text())[1]).exists()
    for old, new in (("shared_buffers", "shared_bufers"), ("768MB", "768XB")):
        sample = tmp_path / "broken.conf"
        sample.write_text(without(file.read_text(), old, new))
        assert postgres(sample, "work_mem", tmp_path).returncode != 0
