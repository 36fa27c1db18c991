"""Images of the fleet over programs that were built on this machine, and stand-ins for those of a registry."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine import Engine

PROGRAMS = {
    "api": "api", "enqueuer": "enqueuer", "scan-worker": "ScanWorker", "ai-worker": "AIWorker", "notify-worker": "NotifyWorker",
    "billing-worker": "BillingWorker", "migrate": "flotilla", "bench-worker": "BenchWorker"}
REGISTRY = "ghcr.io/flotilla"


def build(engine: Engine, binaries: Path, context: Path, versions: tuple[str, ...]) -> None:
    """Builds everything; layers that an earlier run left are taken over."""
    assert engine.script("base", "bookworm", "debian:12-slim").returncode == 0
    assert engine.script("base", "trixie", "debian:13-slim").returncode == 0
    compose = (engine.root / "compose/compose.yaml").read_text()
    dockerfile = (engine.root / "Dockerfile").read_text()
    folder = Path(__file__).parent / "standins"
    names = {
        "postgres": re.search(r"POSTGRES_IMAGE=(\S+)", dockerfile)[1],
        "ollama": re.search(r"MODEL_SERVER_IMAGE=(\S+)", dockerfile)[1],
        "nginx": re.search(r"NGINX_IMAGE:-([^}]+)", compose)[1],
        "redis": re.search(r"REDIS_IMAGE:-([^}]+)", compose)[1],
        "certbot": re.search(r"CERTBOT_IMAGE:-([^}]+)", compose)[1]}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: one(engine, folder, folder / "Dockerfile", name, names[name]), names))
    ours = engine.root / "Dockerfile"
    source = "host"
    if os.environ.get("FLOTILLA_TEST_FULL"):
        # As for a release: compiled in the image's own stage, by a container that has nothing of this machine's but its toolchain.
        source, context = "built", engine.root
        toolchain = gather_toolchain(engine.folder / "toolchain")
        one(engine, toolchain, folder / "Dockerfile.toolchain", None, re.search(r"SWIFT_IMAGE=(\S+)", dockerfile)[1])
        shutil.rmtree(toolchain)
    else:
        gather(engine, binaries, context)
    # The first makes the layers that the others share.
    for target in PROGRAMS:
        for version in versions:
            one(engine, context, ours, target, f"{REGISTRY}/{target}:{version}", f"BINARIES={source}", f"VERSION={version}")
    one(engine, context, ours, "postgres", f"{REGISTRY}/postgres:{re.search(r'POSTGRES_TAG:-([^}]+)', compose)[1]}")
    one(engine, context, ours, "model-server", f"{REGISTRY}/model-server:{re.search(r'MODEL_SERVER_TAG:-([^}]+)', compose)[1]}")


def one(engine: Engine, context: Path, file: Path, target: str | None, name: str, *arguments: str) -> None:
    words = [word for argument in arguments for word in ("--build-arg", argument)]
    if target:
        words += ["--target", target]
    engine.run("build", "--network", "host", "--quiet", "--file", file, "--tag", name, *words, context, limit=3600)


def gather_toolchain(folder: Path) -> Path:
    """Swift as this machine has it, by links where these can be made; without what no build needs, a third of it."""
    unneeded = shutil.ignore_patterns("*lldb*", "*sourcekit*", "libSwiftSourceKit*", "clangd", "docc", "swift_static", "embedded", "wasm*")

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)

    shutil.rmtree(folder, ignore_errors=True)
    swift = Path(shutil.which("swift")).resolve().parents[1]
    shutil.copytree(swift, folder / "usr", symlinks=True, ignore=unneeded, copy_function=link)
    return folder


def gather(engine: Engine, binaries: Path, context: Path) -> None:
    """The context that the Dockerfile's stage `host` takes: stripped programs, and Swift's libraries beside them."""
    folder = context / "binaries"
    (folder / "lib").mkdir(parents=True)
    libraries: set[str] = set()
    for program in PROGRAMS.values():
        subprocess.run(["strip", "-o", folder / program, binaries / program], check=True)
        words = subprocess.run(["ldd", binaries / program], capture_output=True, text=True, check=True).stdout
        # What Debian has comes by its packages.
        libraries |= {path for path in re.findall(r"=> (/\S+)", words) if not path.startswith(("/lib", "/usr/lib/x86_64", "/usr/lib/aarch64"))}
    for path in libraries:
        shutil.copy(path, folder / "lib")
    shutil.copytree(engine.root / "compose/backup", context / "compose/backup")
