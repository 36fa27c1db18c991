"""The Dockerfile: hadolint, and what it does not look at."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COMPOSE, ROOT, run, tool

DOCKERFILES = sorted(file for file in ROOT.glob("**/Dockerfile*") if not any(part.startswith(".") for part in file.parts))
TARGETS = {"api", "enqueuer", "scan-worker", "ai-worker", "notify-worker", "billing-worker", "migrate", "bench-worker", "postgres",
           "model-server", "model-server-gpu"}
#: By which an image says what it is, where it comes from and under which licences.
LABELS = ("title", "description", "source", "licenses", "vendor", "version", "revision", "created")
DEVELOPMENT = re.compile(r"\S+-dev\b|\b(gcc|g\+\+|make|git|sudo|vim|wget)\b")


def stages(text: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The instructions of each stage, and the stage or image that it begins with."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    here: list[tuple[str, str]] = []
    body = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    for word, rest in re.findall(r"^([A-Z]+)\s+(.*)$", re.sub(r"\\\n", " ", body), re.M):
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            here = []
            found[name.strip()] = (base, here)
        else:
            here.append((word, rest))
    return found


def whole(name: str, all_stages: dict) -> list[tuple[str, str]]:
    """The instructions of a stage after those of the stages that it stands on."""
    if name not in all_stages:
        return []
    base, own = all_stages[name]
    return whole(base, all_stages) + own


def findings(text: str) -> Iterator[str]:
    known = stages(text)
    # The engine that Debian 12 has builds it, too.
    for form in ("# syntax=", "<<EOF", "COPY --link"):
        if form in text:
            yield f"{form} is used: an engine without a registry cannot read it"
    for target in sorted(TARGETS):
        lines = whole(target, known)
        if not lines:
            yield f"there is no target {target}"
            continue
        last = dict(lines)
        user = last.get("USER", "")
        if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", user):
            yield f"{target} runs as {user or 'root'}"
        if "HEALTHCHECK" not in last:
            yield f"{target} has no HEALTHCHECK, or none that says so"
        if "STOPSIGNAL" not in last:
            yield f"{target} has no STOPSIGNAL"
        labels = " ".join(rest for word, rest in lines if word == "LABEL")
        for label in LABELS:
            if f"org.opencontainers.image.{label}=" not in labels:
                yield f"{target} has no label {label}"
        for word, rest in lines:
            if word == "RUN" and "apt-get install" in rest:
                if "--no-install-recommends" not in rest or "rm -rf /var/lib/apt/lists/*" not in rest:
                    yield f"{target} keeps what it does not need: {rest}"
                if DEVELOPMENT.search(rest):
                    yield f"{target} has a tool that no program needs: {DEVELOPMENT.search(rest)[0]}"
            if word == "ADD" or (word == "COPY" and re.match(r"(--\S+ )*\.\s", rest)):
                yield f"{target} takes the whole context"
            if word == "ENV" and re.search(r"PASSWORD|SECRET|TOKEN", rest):
                yield f"{target} holds a secret"


def test_hadolint_finds_nothing_but_unpinned_packages() -> None:
    """hadolint is clean at the level info. DL3008 stays: Debian serves one version of a package, so that a pin ends with its update."""
    assert DOCKERFILES
    result = run(tool("hadolint"), "--ignore", "DL3008", "--failure-threshold", "info", "--no-color", *DOCKERFILES)
    assert result.returncode == 0, result.stdout


def test_each_target_is_what_runs_in_production() -> None:
    """Each target exists, does not run as root, says how it is, how it stops and what it is, and holds no tool."""
    assert list(findings((ROOT / "Dockerfile").read_text())) == []


def test_the_context_holds_no_secret_and_no_build() -> None:
    """.dockerignore leaves out everything that it does not name, and names neither settings nor secrets nor builds."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    named = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert not named & {"compose", "compose/.env", "compose/secrets", ".build", ".git", ".env"}
    # What SwiftPM needs to read the package at all.
    paths = set(re.findall(r'path: "(\w+)', (ROOT / "Package.swift").read_text())) | {"Package.swift", "Sources"}
    assert paths <= named, f"SwiftPM misses {paths - named}"


def test_every_program_of_the_fleet_has_an_image() -> None:
    """Each program that the package offers is compiled into the images, but for the benchmark."""
    programs = set(re.findall(r'\.executable\(name: "(\w+)"', (ROOT / "Package.swift").read_text())) - {"bench"}
    text = (ROOT / "Dockerfile").read_text()
    assert set(re.search(r"for product in ([\w ]+);", text)[1].split()) == programs
    assert set(re.findall(r"COPY --from=binaries /out/(\w+) ", text)) == programs


def test_compose_and_the_dockerfile_name_the_same_images() -> None:
    """Every image of ours in the compose files is a target, and PostgreSQL and Ollama have the versions that these stand on."""
    text = (ROOT / "Dockerfile").read_text()
    compose = "".join(file.read_text() for file in COMPOSE.glob("**/*.yaml"))
    assert set(re.findall(r"\$\{IMAGE_REGISTRY:-[^}]+\}/([\w-]+):", compose)) <= TARGETS
    assert f"postgres:{re.search(r'POSTGRES_TAG:-([^}]+)', compose)[1]}-bookworm" in text
    assert f"ollama/ollama:{re.search(r'MODEL_SERVER_TAG:-([^}]+)', compose)[1]}\n" in text


BROKEN = {
    "root": ("USER 10001:10001\nSTOPSIGNAL", "STOPSIGNAL", "api runs as 0:0|enqueuer runs as root"),
    "root by name": ("USER 999:999", "USER postgres", "postgres runs as postgres"),
    "no health check": ("HEALTHCHECK NONE\n", "", "migrate has no HEALTHCHECK"),
    "no licences": ('      org.opencontainers.image.licenses="Apache-2.0 AND MIT" \\\n', "", "model-server has no label licenses"),
    "no commit": ('org.opencontainers.image.revision="${REVISION}"', 'revision="${REVISION}"', "postgres has no label revision"),
    "no signal": ("STOPSIGNAL SIGINT\n", "", "postgres has no STOPSIGNAL"),
    "a missing target": (" AS ai-worker", " AS worker-ai", "there is no target ai-worker"),
    "a compiler": ("install -y --no-install-recommends poppler-utils", "install -y --no-install-recommends poppler-utils gcc", "no program needs: gcc"),
    "recommended packages": ("install -y --no-install-recommends poppler-utils", "install -y poppler-utils", "keeps what it does not need"),
    "the whole context": ("COPY --from=binaries /out/api /opt/flotilla/", "COPY . /opt/flotilla/", "api takes the whole context"),
    "a secret": ("LOG_FORMAT=json", "JWT_SECRET=hunter2", "api holds a secret"),
    "a frontend that is fetched": ("ARG SWIFT_IMAGE", "# syntax=docker/dockerfile:1\nARG SWIFT_IMAGE", "# syntax= is used"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sample_is_found(name: str, without) -> None:
    """hadolint has no word on these; the rules do."""
    old, new, expected = BROKEN[name]
    found = list(findings(without((ROOT / "Dockerfile").read_text(), old, new)))
    assert any(re.search(expected, sentence) for sentence in found), found


@pytest.mark.parametrize("sample", ["RUNN true", "COPY --from=nosuch /a /b", "RUN cd /tmp && sudo ls", "USER root"])
def test_hadolint_finds_a_broken_sample(sample: str, without, tmp_path: Path) -> None:
    """hadolint runs, and finds what is wrong at the level info."""
    file = tmp_path / "Dockerfile"
    file.write_text(without((ROOT / "Dockerfile").read_text(), 'CMD ["migrate"]', f'{sample}\nCMD ["migrate"]'))
    assert run(tool("hadolint"), "--ignore", "DL3008", "--failure-threshold", "info", "--no-color", file).returncode == 1
