"""The engine of Scripts/engine.sh, and its network."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW_NETWORK = 0x40000000


class Engine:
    docker = "/usr/bin/docker"

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        # Docker Compose is this environment's, whatever else is in PATH.
        self.environment = os.environ | {
            "DOCKER_HOST": f"unix://{folder}/docker.sock", "DOCKER_BUILDKIT": "1", "HOME": str(folder),
            "PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin"}

    def script(self, *words: object, limit: int = 600) -> subprocess.CompletedProcess[str]:
        command = [str(self.root / "Scripts/engine.sh"), str(words[0]), str(self.folder), *map(str, words[1:])]
        return subprocess.run(command, capture_output=True, text=True, timeout=limit)

    def start(self, mode: str) -> str | None:
        """Why there can be none here, or nothing."""
        result = self.script("start", mode)
        if result.returncode == 3:
            return result.stderr.strip()
        assert result.returncode == 0, result.stderr
        return None

    def stop(self) -> None:
        self.script("stop")

    def run(self, *words: object, check: bool = True, limit: int = 900, **options) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [self.docker, *map(str, words)], capture_output=True, text=True, timeout=limit, env=self.environment, **options)
        if check and result.returncode:
            print(result.stdout[-4000:], result.stderr[-4000:], sep="\n")
            result.check_returncode()
        return result

    @contextmanager
    def network(self) -> Iterator[None]:
        """This process, and what it starts, in the engine's network, where the published ports are."""
        library = ctypes.CDLL(None, use_errno=True)
        own = os.open("/proc/self/ns/net", os.O_RDONLY)
        pid = (self.folder / "pid").read_text().strip()
        other = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
        try:
            assert library.setns(other, NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
            yield
        finally:
            assert library.setns(own, NEW_NETWORK) == 0
            os.close(own)
            os.close(other)
