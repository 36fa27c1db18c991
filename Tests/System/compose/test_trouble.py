"""What happens to the stack, and what it does about it: deaths, a wiped Redis, another version under load, a stop."""

import re
import time

import pytest
from fleet import Fleet
from load import Load

PROCESSES = ("api", "enqueuer", "scan-worker", "notify-worker", "billing-worker", "ai-worker", "bench-worker", "redis", "nginx", "postgres",
             "ollama", "backup-service", "certbot")


@pytest.mark.parametrize("service", PROCESSES)
def test_a_killed_process_comes_back(fleet: Fleet, service: str) -> None:
    """kill -9 of everything inside a container, which is no stop by hand: the engine starts it again, and it is ready."""
    before = fleet.inspect(service)["RestartCount"]
    fleet.compose("exec", "-T", service, "sh", "-c", "kill -9 -1", check=False)
    fleet.wait_until(f"{service} is started again", lambda: fleet.inspect(service)["RestartCount"] > before)
    seconds = fleet.wait_until(f"{service} is ready", lambda: fleet.state(service) == "healthy")
    print(f"| {service} | killed | ready again {seconds:.1f} s later |")


def test_a_wiped_redis_loses_no_job(fleet: Fleet) -> None:
    """Redis is emptied twice under load: every job that was accepted is done once."""
    password = (fleet.folder / "secrets/redis_operator_password").read_text()
    wipe = ("redis-cli", "--no-auth-warning", "--user", "operator", "--pass", password, "flushall")
    with Load(fleet).during() as load:
        for _ in range(2):
            assert "OK" in fleet.compose("exec", "-T", "redis", *wipe).stdout
            wanted = len(load.accepted) + 50
            fleet.wait_until("the load goes on", lambda: len(load.accepted) > wanted)
    accepted, lost, doubled = load.account()
    print(f"| Redis wiped twice | {accepted} accepted | {lost} lost | {doubled} doubled | refused {len(load.refused)} |")
    assert (lost, doubled) == (0, 0)


def test_an_upgrade_and_the_way_back_lose_nothing(fleet: Fleet) -> None:
    """compose/upgrade and compose/rollback under load: no job is lost or done twice, and no caller is refused."""
    began = time.monotonic()
    with Load(fleet).during() as load:
        fleet.command("upgrade", "0.2.1", "--no-pull")
        upgraded = time.monotonic() - began
        assert {fleet.inspect(service)["Config"]["Image"].rpartition(":")[2] for service in ("api", "enqueuer", "bench-worker")} == {"0.2.1"}
        fleet.command("rollback")
    accepted, lost, doubled = load.account()
    print(f"| upgrade {upgraded:.0f} s, rollback | {accepted} accepted | {lost} lost | {doubled} doubled | "
          f"refused {load.refused} | slowest answer {load.slowest:.2f} s |")
    assert (lost, doubled, load.refused) == (0, 0, [])
    assert fleet.inspect("api")["Config"]["Image"].endswith(":0.2.0")
    assert len(fleet.compose("ps", "--quiet", "api").stdout.split()) == 1


def test_an_upgrade_that_fails_goes_back_by_itself(fleet: Fleet) -> None:
    """A version whose API does not become ready leaves the one before serving, under load, and says so."""
    # An API that ends at once: the image of another program under its name.
    for name, source in {"api": "migrate:0.2.1", "migrate": "migrate:0.2.1"}.items():
        fleet.engine.run("tag", f"ghcr.io/flotilla/{source}", f"ghcr.io/flotilla/{name}:0.9.9")
    with Load(fleet).during() as load:
        result = fleet.command("upgrade", "0.9.9", "--no-pull", check=False)
    assert result.returncode == 1 and "version 0.2.0 serves again" in result.stderr
    assert load.account()[1:] == (0, 0) and load.refused == []
    assert re.search(r"^IMAGE_TAG=0.2.0$", (fleet.folder / ".env").read_text(), re.M)


def test_a_stop_drains(fleet: Fleet) -> None:
    """Jobs that run when the stack is stopped end within the grace; those that wait run after the start; none twice."""
    jobs = [{"kind": "bench.sleep", "payload": {"ms": 4000}}] * 40
    accepted = [job["id"] for job in fleet.admin.ask("POST", "/jobs/batch", {"jobs": jobs}).json["jobs"]]
    running = "select count(*) from flotilla.jobs where kind = 'bench.sleep' and status = 'running'"
    fleet.wait_until("jobs run", lambda: int(fleet.sql(running)) > 0)
    began = time.monotonic()
    fleet.compose("stop", "bench-worker")
    took = time.monotonic() - began
    assert fleet.sql(running) == "0"
    done = int(fleet.sql("select count(*) from flotilla.jobs where kind = 'bench.sleep' and status = 'succeeded' and attempt = 1"))
    log = fleet.compose("logs", "--no-log-prefix", "--tail", "20", "bench-worker").stdout
    assert '"message":"stopped"' in log and took < 38, log
    fleet.compose("start", "bench-worker")
    load = Load(fleet, accepted=accepted)
    assert load.account() == (40, 0, 0)
    print(f"| stop | drained in {took:.1f} s | {done} had ended | 40 of 40 once |")
