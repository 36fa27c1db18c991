"""The programs of the version before live with the schema of this one, so that a release can be rolled back by starting them.

Debian packages: postgresql.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from cluster import ROOT, Cluster
from statements import refused

BINARIES = Path(os.environ.get("FLOTILLA_TEST_BINARIES", ROOT / ".build" / "test" / "debug"))
FIXTURES = sorted((ROOT / "Tests" / "System" / "backup" / "statements").glob("*.json"))


@pytest.fixture(scope="module")
def migrations() -> ModuleType:
    spec = importlib.util.spec_from_file_location("migrations", ROOT / "Scripts" / "migrations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["migrations"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def schema() -> Iterator[Cluster]:
    """A database as this version's `flotilla migrate` makes it."""
    cluster = Cluster()
    try:
        cluster.create()
        done = subprocess.run(
            [BINARIES / "flotilla", "migrate"], capture_output=True, text=True, timeout=120, cwd=cluster.folder,
            env={"PATH": os.environ["PATH"], "DATABASE_URL": cluster.url(), "REDIS_URL": "redis://127.0.0.1:1", "HOME": str(cluster.folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        yield cluster
    finally:
        cluster.remove()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_statements(schema: Cluster, fixture: Path) -> None:
    """Every statement of an earlier version's programs can be prepared on the present schema.

    Where it cannot: keep what the programs of before use for one more version. Of a version that is not released yet, the statement
    may be taken out of the fixture instead.
    """
    statements = json.loads(fixture.read_text())
    assert len(statements) > 200
    assert refused(schema, statements) == {}


@pytest.mark.parametrize(
    "change",
    [
        "alter table flotilla.deliveries rename column reason to why;",
        "alter table flotilla.jobs drop column priority cascade;",
        "drop table flotilla.worker_sessions cascade;",
        "drop function flotilla.begin_payment;",
        "alter table flotilla.limits alter column max_running type text using max_running::text;",
    ],
)
def test_narrowed_schema(schema: Cluster, change: str) -> None:
    """A schema that lacks what those programs use is found."""
    for fixture in FIXTURES:
        assert refused(schema, json.loads(fixture.read_text()), change) != {}


@pytest.mark.parametrize(
    "sql, reason",
    [
        ("drop table flotilla.due;", "takes away flotilla.due"),
        ("alter table flotilla.jobs drop column priority;", "takes away flotilla.jobs.priority"),
        ("alter table flotilla.jobs add column a int, drop priority;", "takes away flotilla.jobs.priority"),
        ("alter table flotilla.jobs rename to works;", "renames in flotilla.jobs"),
        ("alter table flotilla.jobs\n    rename column kind to sort;", "renames in flotilla.jobs"),
        ("ALTER TABLE flotilla.jobs ALTER COLUMN kind TYPE citext;", "changes the type of flotilla.jobs.kind"),
        ("alter table flotilla.jobs alter kind set not null;", "demands flotilla.jobs.kind"),
        ("alter table flotilla.jobs add column flag boolean not null;", "demands flotilla.jobs.flag, which has no default"),
        ("alter table flotilla.jobs add constraint c check (kind <> '');", "refuses rows of flotilla.jobs"),
        ("create unique index u on flotilla.jobs (kind);", "refuses rows of flotilla.jobs"),
        ("drop function flotilla.enqueue(text);", "takes away the function flotilla.enqueue"),
        ("truncate flotilla.due;", "empties flotilla.due"),
        ("revoke insert on flotilla.due from flotilla_dispatcher;", "takes away rights to flotilla.due"),
        ("/* drop */ drop /* it */ type flotilla.status;", "takes away flotilla.status"),
    ],
)
def test_narrowing(migrations: ModuleType, sql: str, reason: str) -> None:
    """What takes away or narrows is found by its text."""
    assert migrations.narrowings(f"create table flotilla.other (id int);\n{sql}") == [reason]


@pytest.mark.parametrize(
    "sql",
    [
        "create table flotilla.a (id int primary key); create unique index u on flotilla.a (id); alter table flotilla.a drop id;",
        "alter table flotilla.jobs add column flag boolean not null default false, add column note text;",
        "alter table flotilla.jobs alter column kind drop not null; alter table flotilla.jobs drop constraint c;",
        "create index i on flotilla.jobs (kind); drop index flotilla.j;",
        "-- drop table flotilla.jobs;\nrevoke execute on function flotilla.f() from public;",
    ],
)
def test_additions(migrations: ModuleType, sql: str) -> None:
    """What only adds, or changes what it has made itself, is not."""
    assert migrations.narrowings(sql) == []


def test_released(migrations: ModuleType) -> None:
    """A migration that came after the newest released version adds only, or says that rolling back needs a restored backup."""
    done = subprocess.run(
        ["git", "tag", "--list", "v[0-9]*", "--sort=-version:refname", "--merged", "HEAD"], cwd=ROOT, capture_output=True, text=True)  # fmt: skip
    tags = done.stdout.split()
    if not tags:
        pytest.skip("no version was released yet: no git tag v…")
    for path in migrations.since(tags[0]):
        sql = path.read_text()
        assert migrations.DECLARED.search(sql) or migrations.narrowings(sql) == [], path.name


def test_command(migrations: ModuleType, tmp_path: Path) -> None:
    """The command's status says whether what git has since a commit can be rolled back."""
    repository = tmp_path / "repository"
    folder = repository / "Sources" / "Storage" / "Migrations"
    folder.mkdir(parents=True)
    (repository / "Scripts").mkdir()
    script = repository / "Scripts" / "migrations.py"
    script.write_text((ROOT / "Scripts" / "migrations.py").read_text())

    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=repository, check=True, capture_output=True)

    def status() -> tuple[int, str]:
        git("add", "-A")
        git("commit", "-qm", "next")
        done = subprocess.run([sys.executable, script, "--since", "before"], capture_output=True, text=True)
        return done.returncode, done.stdout

    git("init", "-q")
    (folder / "V0001_a.sql").write_text("drop table flotilla.old;")
    git("add", "-A")
    git("commit", "-qm", "first")
    git("tag", "before")
    (folder / "V0002_b.sql").write_text("alter table flotilla.jobs add column a int;")
    assert status() == (0, "")
    (folder / "V0003_c.sql").write_text("-- oldest program: 0.3.0\ndrop table flotilla.due;")
    assert status() == (1, "V0003_c.sql: needs programs of 0.3.0 or newer\n")
    (folder / "V0004_d.sql").write_text("drop table flotilla.jobs;")
    code, text = status()
    assert code == 2 and "V0004_d.sql: takes away flotilla.jobs; and it does not say so" in text
