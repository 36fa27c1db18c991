"""The pages of the alerts. Commands are compared with the program where FLOTILLA_TEST_BINARIES has one."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
import yaml

from support import ROOT, RUNBOOKS, alerts, run

PAGES = sorted(RUNBOOKS.glob("*.md"))
BINARIES = os.environ.get("FLOTILLA_TEST_BINARIES")


def complaints(page: Path, text: str) -> list[str]:
    """What a reader who has just been woken would miss."""
    found = []
    severities = {alert["labels"]["severity"] for alert in alerts() if alert["alert"] == page.stem}
    if not text.startswith(f"# {page.stem}\n\nSeverity {' and '.join(sorted(severities))}"):
        found.append("its head is not that of the alert")
    for section in ("## Is it so\n\n```sh\n", "## What to do\n", "## It is over when\n"):
        if section not in text:
            found.append(f"no {section.strip()}")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not (page.parent / link).resolve().is_file():
            found.append(f"{link} is nowhere")
    for name in re.findall(r"\bdocs/[a-z_-]+\.md", text):
        if not (ROOT / name).is_file():
            found.append(f"{name} is nowhere")
    return found


def commands(text: str) -> list[str]:
    """Each `flotilla …` of a page."""
    return [found.split("#")[0].strip() for found in re.findall(r"(?:^\s*|`)(flotilla [a-z][^`\n]*)", text, re.MULTILINE)]


def usage_of(verb: str) -> str:
    return run(Path(BINARIES or "") / "flotilla", "help", verb).stdout


def unknown(command: str, usage: str) -> str | None:
    """What of a command its usage does not have."""
    words = shlex.split(command)[2:]
    options = [word.split("=")[0] for word in words if word.startswith("--")]
    verbs = [word for word in words[:1] if re.fullmatch(r"[a-z]+", word) and words[0] != word.upper()]
    if "usage:" not in usage:
        return command
    for word in options + verbs:
        if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", usage):
            return f"{command}: {word}"
    return None


def asked_of_compose(text: str) -> list[tuple[str, list[str]]]:
    """Each `docker compose …` of a page: its verb, and the services that it names."""
    found = []
    for given in re.findall(r"docker compose ((?:[^`\n#|;\\]|\\\n)*)", text):
        words = given.replace("\\\n", " ").split()
        while words and words[0].startswith("-"):
            words = words[2 if words[0] in ("-f", "--file") else 1:]
        if not words or words[0] not in ("build", "exec", "logs", "ps", "pull", "restart", "run", "start", "stop", "up"):
            continue
        verb, words, named = words[0], words[1:], []
        while words:
            word = words.pop(0)
            if word in ("--tail", "--since", "--entrypoint", "--user", "--wait-timeout"):
                words = words[1:]
            elif word == "--scale":
                named.append(words.pop(0).split("=")[0])
            elif not word.startswith("-"):
                named.append(word)
                if verb in ("exec", "run"):
                    break
        found.append((verb, [name for name in named if name != "…"]))
    return found


def without_service(text: str, services: set[str]) -> list[str]:
    return [f"docker compose {verb} … {name}" for verb, names in asked_of_compose(text) for name in names if name not in services]


def test_services() -> None:
    """Each service that a page's command names is one of the compose files, in the runbooks and in every other page."""
    services = set()
    for file in [*(ROOT / "compose").glob("*.yaml"), *(ROOT / "compose/overrides").glob("*.yaml")]:
        services |= set(yaml.safe_load(file.read_text(encoding="utf-8"))["services"])
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    assert sum(len(asked_of_compose(text)) for text in texts.values()) > 25
    assert {page.name: wrong for page, text in texts.items() if (wrong := without_service(text, services))} == {}
    restore = "docker compose run --rm --no-deps --entrypoint /opt/backup/restore backup \\\n    --to TIME"
    assert without_service(restore, services) == ["docker compose run … backup"]
    assert without_service("`docker compose logs --tail 5 api databse`; and so on", services) == ["docker compose logs … databse"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    """Each page says whether it is so, what to do and when it is over, and leads to what there is."""
    assert complaints(page, page.read_text(encoding="utf-8")) == []


@pytest.mark.skipif(not BINARIES, reason="SKIP: FLOTILLA_TEST_BINARIES is not set: the commands of the runbooks are not compared")
def test_commands() -> None:
    """Each command of a page is one of the program, with options that it has."""
    asked = {command for page in PAGES for command in commands(page.read_text(encoding="utf-8"))}
    usages = {verb: usage_of(verb) for verb in {command.split()[1] for command in asked}}
    assert len(asked) > 20
    assert [wrong for command in sorted(asked) if (wrong := unknown(command, usages[command.split()[1]]))] == []


def test_broken() -> None:
    """A page without its sections, with a link to nowhere or with an option that there is not is complained of."""
    page = RUNBOOKS / "ApiDown.md"
    found = complaints(page, "# ApiDown\n\nSeverity P3 [x](Nowhere.md) docs/nowhere.md")
    assert len(found) == 6, found
    usage = "usage: flotilla jobs [--status S] [ID | replay]\n"
    assert unknown("flotilla jobs --state failed", usage) == "flotilla jobs --state failed: --state"
    assert unknown("flotilla jobs replay --status failed", usage) is None
    assert unknown("flotilla top", "there is no command top") == "flotilla top"
