"""Migrations that the version before can live with, or that say that it cannot: what deploy/rollback goes by."""

import re

import pytest
from conftest import ROOT

#: What programs of the version before may still use, or do not know to fill.
TAKES_AWAY = [
    (r"\bdrop\s+(table|view|type|function|procedure|schema)\b", "drops what older programs may use"),
    (r"\bdrop\s+column\b", "drops a column"),
    (r"\brename\s+(to|column|constraint)?", "renames"),
    (r"\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b", "changes a type"),
    (r"\balter\s+column\s+\w+\s+set\s+not\s+null\b", "demands what older programs leave out"),
    (r"\balter\s+column\s+\w+\s+drop\s+default\b", "takes away what older programs rely on"),
    (r"\badd\s+column\s+(?:if\s+not\s+exists\s+)?\w+\s+(?!.*\bdefault\b)[^,;]*\bnot\s+null\b", "adds a column that older programs do not fill"),
    (r"\badd\s+constraint\b", "refuses what older programs may write"),
    (r"\bcreate\s+unique\s+index\b.*\bon\s+(?:flotilla\.)?(\w+)", "refuses what older programs may write"),
]
OLDEST = re.compile(r"^-- oldest program: (\d+\.\d+\.\d+)$", re.MULTILINE)
#: The first release has no version before; its steps may do what they like.
FIRST = {"Accounts": 199, "Scans": 299, "Notifications": 399, "Billing": 499, "Generations": 599, "Storage": 99}
FILES = sorted((ROOT / "Sources").glob("**/Migrations/V*.sql"))


def takes_away(sql: str) -> list[str]:
    """Why older programs may not live with a step; what it does to tables that it makes itself does not count."""
    text = re.sub(r"--[^\n]*", "", sql).lower()
    own = set(re.findall(r"create\s+table\s+(?:flotilla\.)?(\w+)", text))
    found = []
    for statement in text.split(";"):
        table = re.search(r"\balter\s+table\s+(?:only\s+)?(?:flotilla\.)?(\w+)", statement)
        if table and table[1] in own:
            continue
        for pattern, why in TAKES_AWAY:
            match = re.search(pattern, statement, re.DOTALL)
            if match and not (match.groups() and match[match.lastindex or 0] in own):
                found.append(why)
    return found


def complaint(sql: str) -> str | None:
    reasons = takes_away(sql)
    return f"{', '.join(reasons)}: write `-- oldest program: VERSION` at its head" if reasons and not OLDEST.search(sql) else None


def first_release() -> bool:
    """Whether 0.2.0 is still to come: then every step that there is belongs to it."""
    return "0.2.0, not yet released" in (ROOT / "CHANGELOG.md").read_text()


def test_every_step_after_the_first_release_says_whom_it_leaves_behind():
    """A step that takes away names the oldest program that can live with it."""
    if first_release():
        assert FILES and all(int(re.match(r"V(\d+)_", f.name)[1]) <= FIRST[f.parent.parent.name] for f in FILES)
        return
    assert {f.name: c for f in FILES if (c := complaint(f.read_text()))} == {}


@pytest.mark.parametrize(
    "sql",
    ["alter table flotilla.jobs drop column kind;", "drop table flotilla.jobs;", "alter table jobs rename column a to b;",
     "alter table jobs alter column a type bigint;", "alter table jobs alter column a set not null;",
     "alter table jobs add column a int not null;", "alter table jobs add constraint c check (a > 0);",
     "create unique index i on flotilla.jobs (a);", "drop function flotilla.f(int);"],
)
def test_what_takes_away_is_found(sql: str):
    """And is let through with the header."""
    assert complaint(sql)
    assert complaint(f"-- why\n-- oldest program: 0.3.0\n{sql}") is None


@pytest.mark.parametrize(
    "sql",
    ["create table flotilla.a (b int not null); create unique index on flotilla.a (b); alter table flotilla.a add constraint c check (b > 0);",
     "alter table jobs add column a int;", "alter table jobs add column a int not null default 0;", "create index i on jobs (a);",
     "-- drop table jobs\nselect 1;"],
)
def test_what_adds_is_let_through(sql: str):
    """New tables, and columns that older programs need not know."""
    assert complaint(sql) is None
