"""Processes of a drill: each with a log of its own, and all of them ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def eventually(condition: Callable[[], Any], limit: float, what: str | Callable[[], str]) -> Any:
    """Asks until the answer is true; fails after the limit, in seconds."""
    deadline = time.monotonic() + limit
    while True:
        if answer := condition():
            return answer
        assert time.monotonic() < deadline, f"not within {limit} s: {what if isinstance(what, str) else what()}"
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0


class Processes:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: object, port: int | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """Starts a program in a group of its own; returns once it listens, where it has a port."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(word) for word in command], env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment,
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.running[name] = process
        if port:
            eventually(lambda: listens(port) or self.ended(name), 60, f"{name} listens on {port}")
            assert not self.ended(name), f"{name} ended: {log.read_text(errors='replace')[-2000:]}"
        return process

    def ended(self, name: str) -> bool:
        return self.running[name].poll() is not None

    def kill(self, name: str) -> None:
        """With all of its group, at once."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def send(self, name: str, number: int) -> None:
        os.killpg(self.running[name].pid, number)

    def logs(self) -> str:
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}" for file in files)

    def end(self) -> None:
        for name in list(self.running):
            try:
                self.kill(name)
            except ProcessLookupError:
                pass
