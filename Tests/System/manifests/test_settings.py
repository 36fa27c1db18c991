"""Each program starts with exactly what its manifest gives it, and keeps to what the manifests promise of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import PROGRAMS, ROOT, Staging, get, wait_for
from rendering import quantity

SERVING = [name for name in PROGRAMS if name != "migrate"]


@pytest.mark.parametrize("name", SERVING)
def test_a_program_becomes_ready(staging: Staging, name: str):
    """Its settings and secrets are those of staging: none is refused, and both servers let it in, with the least of rights."""
    def ready() -> bool:
        assert staging.processes[name].poll() is None, staging.log(name)
        status, body = get(staging.addresses[name] + "/readyz")
        return status == 200 and json.loads(body)["status"] == "ready"

    wait_for(ready, 90, f"{name} is ready: {get(staging.addresses[name] + '/readyz')}")
    assert get(staging.addresses[name] + "/healthz")[0] == 200


@pytest.mark.parametrize("name", SERVING)
def test_it_opens_no_more_connections_than_are_counted(staging: Staging, name: str):
    """The pools' bounds, as the program itself reports them; a worker's executor has the same again, and twice while it is replaced."""
    wait_for(lambda: staging.figures(name), 60, f"figures of {name}")
    most = sum(value for figure, value in staging.figures(name) if figure.startswith("flotilla_database_pool_maximum"))
    processes = 3 if name.endswith("-worker") else 1
    counted = int(staging.pods[name].owner["metadata"]["annotations"]["flotilla.example/database-connections"])
    assert most > 0 and most * processes == counted


@pytest.mark.parametrize("name", SERVING)
def test_at_rest_it_uses_less_than_half_of_what_it_asks_for(staging: Staging, name: str):
    """Else a scaler by memory would never take a pod away. Debug programs, which use more than released ones."""
    group = staging.processes[name].pid
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == group:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss_Anon"))
        except (OSError, StopIteration):
            continue
    asked = quantity(staging.pods[name].spec["containers"][0]["resources"]["requests"]["memory"])
    assert 0 < total < asked / 2, f"{total / 2**20:.0f} MiB of {asked / 2**20:.0f}"


def test_the_stage_integration_passes(staging: Staging):
    """deploy/stages/integration.py, as the pipeline asks staging."""
    body = {"email": "school@flotilla.example", "password": "a long enough password", "company_name": "Release"}
    request = urllib.request.Request(staging.addresses["api"] + "/auth/signup", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        token = json.loads(answer.read())["token"]
    done = subprocess.run([sys.executable, ROOT / "deploy/stages/integration.py", staging.addresses["api"]], capture_output=True, text=True,
                          env=os.environ | {"STAGING_TOKEN": token}, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_migration_may_run_again(staging: Staging):
    """As at every sync."""
    done = staging.migrate()
    assert (done.returncode, done.stdout.strip()) == (0, "nothing to do"), done.stderr
