"""Whether statements can be prepared on a schema."""

from __future__ import annotations

from cluster import Cluster


def refused(cluster: Cluster, statements: list[dict[str, str]], change: str = "", database: str = "postgres") -> dict[int, str]:
    """Prepares each statement after a change that is undone.

    A statement is its text, `sql`, and the types of its parameters as numbers with commas between, `types`. The answer has the
    number of each that PostgreSQL refuses, and what it says.
    """
    types = dict(line.split("|") for line in cluster.sql("select oid, format_type(oid, null) from pg_type where oid < 20000").splitlines())
    types["0"] = "unknown"
    lines = ["begin;", "set local search_path = public;", change, "savepoint one;"]
    for number, statement in enumerate(statements):
        named = [types[oid] for oid in statement["types"].split(",") if oid]
        lines.append(f"\\warn @{number}")
        lines.append(f"prepare s{number} {'(' + ', '.join(named) + ')' if named else ''} as {statement['sql']}\n;")
        # A failure ends nothing but itself.
        lines.append("rollback to savepoint one;")
    file = cluster.folder / "statements.sql"
    file.write_text("\n".join(lines))
    done = cluster.command("psql", "-X", "-q", "-U", "postgres", "-d", database, "-f", str(file))
    found: dict[int, str] = {}
    number = -1
    for line in done.stderr.splitlines():
        if line.startswith("@"):
            number = int(line[1:])
        elif "ERROR:" in line:
            text = statements[number]["sql"] if number >= 0 else change
            found.setdefault(number, f"{line.split('ERROR:')[1].strip()} in: {text[:200]}")
    return found
