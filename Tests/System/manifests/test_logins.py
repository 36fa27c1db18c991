"""The logins of a managed PostgreSQL, made by the SQL of docs/kubernetes.md, by a master login that is no superuser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import BINARIES, ROOT, free_port, get, wait_for

sys.path.insert(0, str(ROOT / "Tests/Deployment/backup"))
from cluster import Cluster  # noqa: E402

BLOCKS = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/kubernetes.md").read_text(encoding="utf-8"), re.S)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        made.create()
        # As RDS's own: it may make roles and databases, and is no superuser.
        made.sql("create role master login createrole createdb")
        yield made
    finally:
        made.remove()


def as_login(cluster: Cluster, login: str, database: str, text: str) -> subprocess.CompletedProcess[str]:
    words = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", login, "-d", database, "-At"]
    return subprocess.run(words, input=text, capture_output=True, text=True, timeout=60)


def test_the_owner_may_fence_what_a_managed_server_was_put_back_to(cluster: Cluster) -> None:
    """compose/backup/after-restore.sql does its work as the owner, too, who is no superuser and meets row-level security (docs/backup.md)."""
    assert as_login(cluster, "master", "postgres", BLOCKS[0]).returncode == 0
    migrated = subprocess.run([BINARIES / "flotilla", "migrate"], cwd="/", capture_output=True, text=True, timeout=120, env={
        "PATH": "/usr/bin:/bin", "HOME": str(cluster.folder), "REDIS_URL": "redis://redis.invalid:6379/0",
        "DATABASE_URL": f"postgresql://flotilla_owner@127.0.0.1:{cluster.port}/flotilla"})
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    mail = "insert into flotilla.deliveries (id, tenant, notification_id, channel, recipient, job_id) select id, id, id, 'email', 'a@b.example', id"
    made = as_login(cluster, "postgres", "flotilla", f"set session_replication_role = replica; {mail} from gen_random_uuid() id")
    assert made.returncode == 0, made.stderr
    text = (ROOT / "compose/backup/after-restore.sql").read_text(encoding="utf-8")
    assert "-f compose/backup/after-restore.sql" in (ROOT / "docs/backup.md").read_text(encoding="utf-8")
    fenced = as_login(cluster, "flotilla_owner", "flotilla", "\\set until now\n" + text)
    assert fenced.returncode == 0 and "by email that may have been sent, now unknown: 1" in fenced.stdout, fenced.stdout + fenced.stderr
    assert as_login(cluster, "postgres", "flotilla", "select status, reason from flotilla.deliveries").stdout == "unknown|restored\n"


def test_the_sql_of_the_page_makes_both_logins(cluster: Cluster) -> None:
    """The owner migrates without being a superuser; the processes' login serves, owns nothing and sees no tenant's rows by itself."""
    owner, service = BLOCKS
    made = as_login(cluster, "master", "postgres", owner)
    assert made.returncode == 0, made.stderr
    at = f"127.0.0.1:{cluster.port}/flotilla"
    place = {"PATH": "/usr/bin:/bin", "HOME": str(cluster.folder)}
    migrating = place | {"DATABASE_URL": f"postgresql://flotilla_owner@{at}", "REDIS_URL": "redis://redis.invalid:6379/0"}

    def flotilla(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([BINARIES / "flotilla", *words], env=migrating, cwd="/", capture_output=True, text=True, timeout=120)

    assert flotilla("migrate", "--check").returncode == 1
    migrated = flotilla("migrate")
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    assert (flotilla("migrate", "--check").returncode, flotilla("migrate", "--check").stdout) == (0, "the database is as new as this version\n")
    made = as_login(cluster, "flotilla_owner", "flotilla", service)
    assert made.returncode == 0, made.stderr
    assert as_login(cluster, "postgres", "flotilla", "select bool_or(rolsuper) from pg_roles where rolname like 'flotilla%'").stdout == "f\n"
    assert as_login(cluster, "flotilla_service", "flotilla", "select count(*) from flotilla.users").returncode != 0
    port, redis = free_port(), free_port()
    processes = [subprocess.Popen(
        [shutil.which("redis-server"), "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"], stdout=subprocess.DEVNULL)]
    try:
        wait_for(lambda: subprocess.run(["redis-cli", "-p", str(redis), "ping"], capture_output=True).returncode == 0, 20, "Redis answers")
        processes.append(subprocess.Popen([BINARIES / "api"], cwd="/", stderr=subprocess.DEVNULL, env=place | {
            "DATABASE_URL": f"postgresql://flotilla_service@{at}", "REDIS_URL": f"redis://127.0.0.1:{redis}", "PORT": str(port),
            "JWT_SECRET": "0123456789abcdef0123456789abcdef"}))
        url = f"http://127.0.0.1:{port}"
        ready = lambda: get(url + "/readyz")  # noqa: E731
        wait_for(lambda: ready()[0] == 200 and json.loads(ready()[1])["status"] == "ready", 60, f"the API is ready: {ready()}")
        # A new version's migration that has not been applied is seen by the processes' login, too.
        as_login(cluster, "postgres", "flotilla", "delete from flotilla.migrations where version = 12")
        wait_for(lambda: ready()[0] == 503, 20, f"the API is not ready: {ready()}")
        assert "postgres_schema_outdated" in ready()[1]
        assert flotilla("migrate", "--check").returncode == 1
    finally:
        for process in processes:
            process.kill()
            process.wait()
