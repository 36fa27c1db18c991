"""What the checks of delivery share. Debian packages: git groovy openjdk-17-jre-headless shellcheck."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STAGES = ROOT / "deploy/stages"


def run(*command: object, **options) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, two minutes at most; what it prints is text."""
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, **options)


def program(folder: Path, name: str, text: str) -> Path:
    """A small program that stands in for one which cannot be had here."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)
    return file


class GitOps:
    """A repository that Argo CD would follow, on this machine: `origin` is bare, `clone` is where the pipeline works."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.clone = folder, folder / "origin.git", folder / "clone"
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "p", "GIT_AUTHOR_EMAIL": "p@x", "GIT_COMMITTER_NAME": "p", "GIT_COMMITTER_EMAIL": "p@x",
        }
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", self.origin)
        run("git", "clone", "--quiet", self.origin, self.clone)
        self.git("checkout", "--quiet", "-b", "main")
        for overlay in ("staging", "production"):
            self.write(f"k8s/overlays/{overlay}/kustomization.yaml",
                       (ROOT / f"k8s/overlays/{overlay}/kustomization.yaml").read_text())
        self.write("Sources/Storage/Migrations/V0001_first.sql", "create table a ();\n")
        self.commit("the first")
        self.git("tag", "v0.2.0")

    def git(self, *arguments: str, check: bool = True) -> str:
        return run("git", "-C", self.clone, *arguments, check=check, env=self.environment).stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.clone / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        self.git("push", "--quiet", "origin", "HEAD:main", "--tags")
        return self.git("rev-parse", "HEAD")

    def version(self, version: str, **files: str) -> None:
        """A tagged version of the sources, with what it adds to them."""
        for path, text in files.items():
            self.write(path.replace("__", "/") + ".sql", text)
        self.write("version", version)
        self.commit(f"version {version}")
        self.git("tag", f"v{version}")
        self.git("push", "--quiet", "origin", "--tags")

    def call(self, script: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return run("/usr/bin/python3", ROOT / "deploy" / script, *arguments, "--repository", self.clone,
                   env={n: v for n, v in self.environment.items() if not n.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))} | environment)

    def published(self, overlay: str = "production") -> str:
        """The overlay's file as Argo CD sees it."""
        return run("git", "-C", self.origin, "show", f"main:k8s/overlays/{overlay}/kustomization.yaml").stdout

    def argocd(self, *answers: dict, status: int = 0) -> None:
        """An `argocd` that answers these in turn, the last one for ever. HEAD in them is what `main` is at that moment, BEFORE the
        commit before."""
        place = self.folder / "answers"
        place.mkdir(exist_ok=True)
        for number, answer in enumerate(answers):
            (place / f"{number}.json").write_text(json.dumps(answer))
        program(self.folder / "bin", "argocd", f"""#!/bin/bash
echo "$@" >>{self.folder}/asked
number=$(($(wc -l <{self.folder}/asked) - 1))
[ $number -lt {len(answers)} ] || number={len(answers) - 1}
head=$(git -C {self.origin} rev-parse main) before=$(git -C {self.origin} rev-parse main^)
sed "s/HEAD/$head/g; s/BEFORE/$before/g" {place}/$number.json
exit {status}
""")


@pytest.fixture
def gitops(tmp_path: Path) -> GitOps:
    return GitOps(tmp_path)


@pytest.fixture
def alertmanager() -> Iterator[tuple[str, list[dict]]]:
    """Alertmanager's `POST /api/v2/alerts`: its address, and what came."""
    came: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/api/v2/alerts":
                came.extend(json.loads(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Not on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", came
    server.shutdown()
    server.server_close()
