#!/usr/bin/env python3
"""Which migrations the programs of the version before cannot live with.

    Scripts/migrations.py [--since REF]

A release is rolled back by starting the programs of before on the schema as it is. So a migration adds: tables, columns that may be
left out, indexes. What takes away or narrows what those programs use needs a version between that uses it no more, or, where that
cannot be, the header

    -- oldest program: VERSION

in the migration, at which deploy/rollback stops. Prints such migrations, and those that narrow without that header; with --since only those that git has since REF,
such as the tag of the version that serves. Exit status 0: none; 1: rolling back needs a restored backup; 2: a header is missing.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DECLARED = re.compile(r"^-- oldest program: (\S+)$", re.MULTILINE)
NAME = r"(?:if (?:not )?exists )?(?:only )?([\w.\"%]+)"

# What narrows, and why the programs of before fail on it.
RULES = (
    (rf"\bdrop (?:table|view|materialized view|type|domain|schema|sequence)\b {NAME}", "takes away {0}"),
    (rf"\bdrop (?:function|procedure|aggregate)\b {NAME}", "takes away the function {0}"),
    (rf"\balter table {NAME}[^;]*?\bdrop (?:column )?(?!constraint|default|not null|expression|identity)(?:if exists )?(\w+)", "takes away {0}.{1}"),
    (rf"\balter (?:table|view|type|function|index) {NAME}[^;]*?\brename\b", "renames in {0}"),
    (rf"\balter table {NAME}[^;]*?\bset schema\b", "moves {0}"),
    (rf"\balter table {NAME}[^;]*?\balter (?:column )?(\w+) (?:set data )?type\b", "changes the type of {0}.{1}"),
    (rf"\balter table {NAME}[^;]*?\balter (?:column )?(\w+) (?:set not null|drop default)", "demands {0}.{1}"),
    (rf"\balter table {NAME}[^;]*?\badd (?:column )?(?:if not exists )?(?!constraint|primary|unique|check|foreign|exclude)(\w+)(?![^,;]*\b(?:default|generated)\b)[^,;]*\bnot null\b", "demands {0}.{1}, which has no default"),
    (rf"\balter table {NAME}[^;]*?\badd (?:constraint \w+ )?(?:check|unique|primary key|foreign key|exclude)\b", "refuses rows of {0}"),
    (rf"\bcreate unique index (?:concurrently )?{NAME} on {NAME}", "refuses rows of {1}"),
    (rf"\btruncate (?:table )?{NAME}", "empties {0}"),
    (rf"\brevoke\b[^;]*?\bon (?:table )?{NAME}", "takes away rights to {0}"),
)  # fmt: skip


def code(sql: str) -> str:
    """The statements in small letters, without comments, each space one."""
    sql = re.sub(r"--[^\n]*", " ", sql)
    sql = re.sub(r"/\*.*?\*/", " ", sql, flags=re.DOTALL)
    return re.sub(r"\s+", " ", sql).lower()


def narrowings(sql: str) -> list[str]:
    """What a migration takes away or narrows. What it has made itself is its own."""
    text = code(sql)
    own = set(re.findall(rf"\bcreate (?:or replace )?(?:table|view|type|function|index|sequence)\b {NAME}", text))
    found = []
    for pattern, reason in RULES:
        for match in re.finditer(pattern, text):
            names = [name or "" for name in match.groups()]
            subject = names[-1] if pattern.startswith(r"\bcreate unique") else names[0]
            # PUBLIC never had a right that a program of ours uses.
            if subject in own or (pattern.startswith(r"\brevoke") and re.match(r"[^;]*\bfrom public\b", text[match.start() :])):
                continue
            found.append(reason.format(*names))
    return found


def files() -> list[Path]:
    return sorted(ROOT.glob("Sources/*/Migrations/V*.sql"), key=lambda path: path.name)


def since(ref: str) -> set[Path]:
    """Those that came after a commit."""
    done = subprocess.run(
        ["git", "diff", "--name-only", "--diff-filter=A", ref, "--", "Sources/*/Migrations/V*.sql"], cwd=ROOT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return {ROOT / line for line in done.stdout.splitlines()}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--since", metavar="REF", help="a commit or a tag; without, every migration")
    options = parser.parse_args()
    chosen = files()
    if options.since:
        new = since(options.since)
        chosen = [path for path in chosen if path in new]
    status = 0
    for path in chosen:
        sql = path.read_text()
        declared = DECLARED.search(sql)
        if declared:
            print(f"{path.name}: needs programs of {declared[1]} or newer")
            status = max(status, 1)
        elif options.since and (found := narrowings(sql)):
            print(f"{path.name}: {'; '.join(found)}; and it does not say so")
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main())
