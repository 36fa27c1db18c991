"""The GitOps folder: which release an overlay names, and commits that change nothing else."""

import os
import re
import subprocess
from pathlib import Path

#: One line an image, in k8s/overlays/*/kustomization.yaml.
_TAG = re.compile(r"(\{name: ghcr\.io/flotilla/[a-z-]+, newTag: )([^}\s]+)(\})")
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9a-z.]+)?")
#: How often a push is tried again when another one came first.
PUSHES = 5
#: A runner has no name of its own; where one is set by these variables, it counts.
_ENVIRONMENT = {
    f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Flotilla delivery"), ("EMAIL", "delivery@flotilla.invalid"))
} | dict(os.environ)


class Refused(Exception):
    """Why nothing was done, and what to do."""


def git(repository: Path, *arguments: str, check: bool = True) -> str:
    """Runs git, two minutes at most. Raises `Refused` with what it wrote."""
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments], capture_output=True, text=True, timeout=120, check=False,
        env=_ENVIRONMENT,
    )
    if check and done.returncode:
        raise Refused(f"git {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


def file_of(overlay: str) -> str:
    return f"k8s/overlays/{overlay}/kustomization.yaml"


def tag_in(text: str) -> str:
    """The one release that an overlay's file names. Raises `Refused` where there are several or none."""
    tags = {found[1] for found in (match.groups() for match in _TAG.finditer(text))}
    if len(tags) != 1:
        raise Refused(f"the overlay names {len(tags)} releases ({', '.join(sorted(tags))}), and has to name one")
    return tags.pop()


def with_tag(text: str, version: str) -> str:
    """The file with every image of ours at a release."""
    if not _VERSION.fullmatch(version):
        raise Refused(f"{version!r} is no version such as 0.3.0")
    return _TAG.sub(rf"\g<1>{version}\g<3>", text)


def is_at_least(version: str, least: str) -> bool:
    """Whether a version is another one or newer; 0.3.0-rc.1 comes before 0.3.0. What is no version, nothing reaches."""
    if not (_VERSION.fullmatch(version) and _VERSION.fullmatch(least)):
        return False

    def key(text: str) -> tuple:
        numbers, _, before = text.partition("-")
        return tuple(map(int, numbers.split("."))), not before, before

    return key(version) >= key(least)


def push(repository: Path, remote: str, branch: str) -> None:
    """Publishes the newest commit; when others came first, it is put on top of theirs and pushed again."""
    for _ in range(PUSHES):
        done = subprocess.run(
            ["git", "-C", str(repository), "push", "--quiet", remote, f"HEAD:{branch}"],
            capture_output=True, text=True, timeout=120, check=False, env=_ENVIRONMENT,
        )
        if done.returncode == 0:
            return
        git(repository, "fetch", "--quiet", remote, branch)
        git(repository, "rebase", "--quiet", "FETCH_HEAD")
    raise Refused(f"{remote}/{branch} takes no commit of ours: {done.stderr.strip()}")
