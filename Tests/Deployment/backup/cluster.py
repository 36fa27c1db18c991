"""A PostgreSQL server of its own with the backup's programs set up around it, on this machine and without a container."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / "compose" / "backup"


def server_programs() -> Path:
    """The newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    assert found, "PostgreSQL is not installed: apt-get install postgresql pgbackrest jq"
    return found[-1]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


class Cluster:
    """`folder` holds `data`, `repository`, `metrics` and `scratch`; its server listens on 127.0.0.1 and on a socket there."""

    def __init__(self, *, second_repository: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="flotilla-backup-", dir="/tmp"))
        self.port = free_port()
        self.data = self.folder / "data"
        self.repository = self.folder / "repository"
        self.metrics = self.folder / "metrics"
        self.cipher = self.folder / "cipher"
        self.cipher.write_text(secrets.token_hex(32))
        # The programs as an image has them: where a user who is not root can read them.
        self.programs = self.folder / "programs"
        shutil.copytree(PROGRAMS, self.programs)
        for name in ("repository", "metrics", "scratch", "socket", "lock"):
            (self.folder / name).mkdir()
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "PGDATA": str(self.data),
            "PGHOST": str(self.folder / "socket"),
            "PGPORT": str(self.port),
            "BACKUP_REPOSITORY": str(self.repository),
            "BACKUP_CIPHER_FILE": str(self.cipher),
            "BACKUP_METRICS": str(self.metrics),
            "BACKUP_SCRATCH": str(self.folder / "scratch"),
            "PGBACKREST_LOCK_PATH": str(self.folder / "lock"),
            "LANG": "C.UTF-8",
        }
        if second_repository:
            (self.folder / "second").mkdir()
            self.environment |= {
                "PGBACKREST_REPO2_PATH": str(self.folder / "second"),
                "PGBACKREST_REPO2_CIPHER_TYPE": "aes-256-cbc",
                "PGBACKREST_REPO2_CIPHER_PASS_FILE": str(self.cipher),
                "PGBACKREST_REPO2_RETENTION_FULL": "2",
            }
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", "postgres:postgres", self.folder], check=True)

    def create(self) -> None:
        self.command(
            str(server_programs() / "initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8",
            "--locale=C", "--wal-segsize=1", "--data-checksums",
        )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}/socket'\n"
                f"archive_mode = on\narchive_command = '{self.programs}/pgbackrest-archive %p'\narchive_timeout = 60\n"
                "max_connections = 200\nshared_buffers = 64MB\n"
            )
        self.start()

    def command(self, *words: str, check: bool = True, limit: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*as_postgres(), *words], env=self.environment | more, capture_output=True, text=True, errors="replace", timeout=limit,
            stdin=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def run(self, program: str, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs one of the backup's programs."""
        return self.command(str(self.programs / program), *words, check=check, **more)

    def spawn(self, program: str, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*as_postgres(), str(self.programs / program), *words], env=self.environment | more, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip

    def start(self) -> None:
        self.command(str(server_programs() / "pg_ctl"), "start", "-D", str(self.data), "-w", "-s", "-l", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        self.command(
            str(server_programs() / "pg_ctl"), "stop", "-D", str(self.data), "-m", mode, "-w", "-s", check=False)  # fmt: skip

    def lose_data(self) -> None:
        """The disaster: the server dies, and its data folder is gone."""
        self.stop("immediate")
        shutil.rmtree(self.data)

    def sql(self, text: str, database: str = "postgres") -> str:
        return self.command(
            "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", text
        ).stdout.strip()

    def keep_log(self, limit: float = 60) -> None:
        """Waits until all that was committed so far is in the repository."""
        segment = self.sql("select pg_walfile_name(pg_switch_wal())")
        deadline = time.monotonic() + limit
        while self.sql(f"select last_archived_wal >= '{segment}' from pg_stat_archiver") != "t":
            assert time.monotonic() < deadline, self.sql("select * from pg_stat_archiver")
            time.sleep(0.1)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def figures(self) -> dict[str, float]:
        """What node-exporter would read."""
        values: dict[str, float] = {}
        for file in self.metrics.glob("*.prom"):
            for line in file.read_text().splitlines():
                if not line.startswith("#"):
                    name, value = line.split()
                    values[name] = float(value)
        return values

    def remove(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
