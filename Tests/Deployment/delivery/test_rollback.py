"""deploy/release and deploy/rollback, against a git repository on this machine and an `argocd` with prepared answers."""

import re
import time

import pytest
import yaml
from conftest import ROOT, GitOps, run

QUICK = ("--timeout", "1.5", "--settle", "0.2", "--pause", "0.05", "--give-up", "5")


def answer(health: str = "Healthy", revision: str = "HEAD", phase: str = "Succeeded", message: str = "") -> dict:
    return {"status": {
        "sync": {"status": "Synced", "revision": revision}, "health": {"status": health},
        "operationState": {"phase": phase, "message": message, "syncResult": {"revision": revision}},
    }}


def released(gitops: GitOps, version: str = "0.3.0", **files: str) -> None:
    gitops.version(version, **files)
    done = gitops.call("release", "production", version)
    assert done.returncode == 0, done.stderr


def test_a_release_changes_its_overlay_and_nothing_else(gitops: GitOps):
    """Every image of one overlay is at the version; the commit holds that file alone, and is published."""
    released(gitops)
    assert "newTag: 0.3.0}" in gitops.published() and "0.2.0" not in gitops.published()
    assert "0.3.0" not in gitops.published("staging")
    assert run("git", "-C", gitops.origin, "show", "--format=", "--name-only", "main").stdout.split() == [
        "k8s/overlays/production/kustomization.yaml"]


def test_a_release_goes_on_top_of_others_commits(gitops: GitOps):
    """When another commit came in between, the release is put on top of it and pushed again."""
    gitops.version("0.3.0")
    other = gitops.folder / "other"
    run("git", "clone", "--quiet", gitops.origin, other)
    hook = gitops.clone / ".git/hooks/pre-push"
    hook.write_text(f"""#!/bin/sh
[ ! -e {gitops.folder}/done ] || exit 0
touch {gitops.folder}/done
cd {other} && git pull --quiet origin main && echo x >x && git add x && git commit --quiet -m other && git push --quiet origin HEAD:main
""")
    hook.chmod(0o755)
    assert gitops.call("release", "production", "0.3.0").returncode == 0
    subjects = run("git", "-C", gitops.origin, "log", "-2", "--format=%s", "main").stdout.splitlines()
    assert subjects == ["production: 0.2.0 to 0.3.0", "other"]


@pytest.mark.parametrize("version", ["latest", "v0.3.0", "0.3", ""])
def test_only_a_version_is_released(gitops: GitOps, version: str):
    """A tag that moves would hide what runs."""
    done = gitops.call("release", "production", version)
    assert done.returncode == 1 and "is no version" in done.stderr
    assert "newTag: 0.2.0" in gitops.published()


def test_an_overlay_of_two_releases_is_refused(gitops: GitOps):
    """Half a release has no version before."""
    file = "k8s/overlays/production/kustomization.yaml"
    gitops.write(file, gitops.published().replace("flotilla/api, newTag: 0.2.0", "flotilla/api, newTag: 0.1.0"))
    gitops.commit("half")
    assert "names 2 releases" in gitops.call("release", "production", "0.3.0").stderr


def test_a_healthy_release_stays(gitops: GitOps):
    """Status 0 once Argo CD runs that commit, healthy and for a while."""
    released(gitops)
    gitops.argocd(answer("Progressing"), answer("Degraded"), answer())
    # It ends when it is healthy: a busy machine may take its time.
    done = gitops.call("rollback", "production", *QUICK, "--timeout", "60", "--give-up", "60")
    assert (done.returncode, "production runs 0.3.0" in done.stdout) == (0, True), done.stderr
    assert "newTag: 0.3.0" in gitops.published()


def test_the_health_of_what_ran_before_is_not_taken_for_that_of_the_release(gitops: GitOps, alertmanager):
    """Argo CD that has not seen the commit says Healthy, and means the release before."""
    released(gitops)
    gitops.argocd(answer(revision="BEFORE"))
    assert gitops.call("rollback", "production", *QUICK, ALERTMANAGER_URL=alertmanager[0]).returncode == 4
    assert "newTag: 0.2.0" in gitops.published()


def test_a_release_that_is_healthy_for_a_moment_is_not(gitops: GitOps):
    """Health has to last: pods that crash after their start were healthy once."""
    released(gitops)
    gitops.argocd(*[answer("Healthy"), answer("Degraded")] * 100)
    assert gitops.call("rollback", "production", *QUICK).returncode == 4


def test_an_unhealthy_release_is_taken_back(gitops: GitOps, alertmanager):
    """Its commit is reverted and published, an alert goes out, and status 1 ends the pipeline when the one before is healthy."""
    url, came = alertmanager
    released(gitops)
    gitops.argocd(*[answer("Degraded", phase="Failed", message="migrate failed")], answer(), answer())
    done = gitops.call("rollback", "production", *QUICK, ALERTMANAGER_URL=url)
    assert done.returncode == 1, done.stderr
    assert "newTag: 0.2.0" in gitops.published() and "0.3.0" not in gitops.published()
    assert [a["labels"]["alertname"] for a in came] == ["ReleaseReverted"]
    assert came[0]["labels"]["severity"] == "P1" and "migrate failed" in came[0]["annotations"]["summary"]


def test_it_is_taken_back_when_the_time_is_over(gitops: GitOps):
    """A release that never becomes healthy is reverted after --timeout; the one before may then not be healthy either: status 4."""
    released(gitops)
    gitops.argocd(answer("Progressing", phase="Running"))
    assert gitops.call("rollback", "production", *QUICK).returncode == 4
    assert "newTag: 0.2.0" in gitops.published()


def test_what_was_given_up_is_taken_back_at_once(gitops: GitOps):
    """A part of it that is degraded for --give-up will not heal: the rest of --timeout is not waited for."""
    released(gitops)
    gitops.argocd(*[answer("Degraded")] * 200)
    started = time.monotonic()
    done = gitops.call("rollback", "production", "--timeout", "25", "--settle", "0.2", "--pause", "0.05", "--give-up", "0.3")
    assert done.returncode == 4 and "Degraded" in done.stderr
    assert time.monotonic() - started < 20
    assert "newTag: 0.2.0" in gitops.published()


def test_it_waits_for_longer_than_a_migration_and_a_rollout_may_take():
    """A release that was taken back under a migration at work would end that migration; and the pipelines wait for both."""
    wait = int(re.search(r'"--timeout", type=float, default=(\d+)', (ROOT / "deploy/rollback").read_text())[1])
    base = {name: (ROOT / f"k8s/base/{name}.yaml").read_text() for name in ("migrate", "every-pod", "model-server")}
    migration = int(re.search(r"activeDeadlineSeconds: (\d+)", base["migrate"])[1])
    rollout = int(re.search(r"progressDeadlineSeconds: (\d+)", base["every-pod"])[1])
    assert migration + rollout <= wait
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yaml").read_text())["jobs"]
    assert all(2 * wait <= jobs[name]["timeout-minutes"] * 60 for name in ("staging", "production"))


def test_a_revert_is_not_reverted(gitops: GitOps, alertmanager):
    """What was taken back is not brought again by the next run."""
    url, came = alertmanager
    released(gitops)
    gitops.argocd(answer("Degraded", phase="Failed"))
    assert gitops.call("rollback", "production", *QUICK).returncode == 4
    assert gitops.call("rollback", "production", *QUICK, ALERTMANAGER_URL=url).returncode == 4
    assert "newTag: 0.2.0" in gitops.published()
    assert "Nothing is changed" in came[0]["annotations"]["summary"]


BARRIER = {"Sources__Storage__Migrations__V0020_contract": "-- oldest program: 0.3.0\nalter table a drop column b;\n"}


def test_it_stops_and_asks_where_the_version_before_cannot_live_with_a_migration(gitops: GitOps, alertmanager):
    """Nothing is reverted; an alert names the migration; status 3."""
    url, came = alertmanager
    released(gitops, **BARRIER)
    gitops.argocd(answer("Degraded", phase="Failed"))
    done = gitops.call("rollback", "production", *QUICK, ALERTMANAGER_URL=url)
    assert done.returncode == 3 and "newTag: 0.3.0" in gitops.published()
    assert came[0]["labels"]["alertname"] == "ReleaseNotReverted"
    assert "V0020_contract.sql needs programs of 0.3.0 or newer" in came[0]["annotations"]["summary"]


@pytest.mark.parametrize(
    ("sql", "word"),
    [("drop table flotilla.jobs;\n", "does not say so"), ("-- oldest program: soon\nselect 1;\n", "needs programs of soon"),
     ("-- oldest program: 0.10.0\nselect 1;\n", "needs programs of 0.10.0")],
)
def test_it_stops_where_a_migration_does_not_say_clearly_whom_it_leaves_behind(gitops: GitOps, sql: str, word: str):
    """One that narrows without the header, one whose header is no version; and 0.10 is newer than 0.2."""
    released(gitops, Sources__Storage__Migrations__V0021_x=sql)
    gitops.argocd(answer("Degraded", phase="Failed"))
    done = gitops.call("rollback", "production", *QUICK)
    assert done.returncode == 3 and word in done.stderr


def test_a_person_may_decide_otherwise(gitops: GitOps):
    """--despite-migrations goes on."""
    released(gitops, **BARRIER)
    gitops.argocd(answer("Degraded", phase="Failed"), answer(), answer())
    assert gitops.call("rollback", "production", "--despite-migrations", *QUICK).returncode == 1
    assert "newTag: 0.2.0" in gitops.published()


def test_a_migration_that_the_version_before_can_live_with_stops_nothing(gitops: GitOps):
    """A step without the header, or whose oldest program is the version before."""
    released(gitops, Sources__Storage__Migrations__V0020_more="create table c ();\n",
             Sources__Scans__Migrations__V0210_old="-- oldest program: 0.2.0\ndrop table d;\n")
    gitops.argocd(answer("Degraded", phase="Failed"), answer(), answer())
    assert gitops.call("rollback", "production", *QUICK).returncode == 1


def test_what_cannot_be_known_is_no_permission(gitops: GitOps):
    """Without the tags of both versions it stops and asks, too."""
    assert gitops.call("release", "production", "0.9.0").returncode == 0
    gitops.argocd(answer("Degraded", phase="Failed"))
    done = gitops.call("rollback", "production", *QUICK)
    assert done.returncode == 3 and "there is no tag v0.9.0" in done.stderr


def test_a_commit_that_changed_more_is_not_reverted(gitops: GitOps):
    """The rest of such a commit would go with the release."""
    gitops.version("0.3.0")
    gitops.write("k8s/overlays/production/kustomization.yaml", gitops.published().replace("0.2.0", "0.3.0"))
    gitops.write("k8s/base/api.yaml", "x")
    gitops.commit("both")
    gitops.argocd(answer("Degraded", phase="Failed"))
    done = gitops.call("rollback", "production", *QUICK)
    assert done.returncode == 5 and "changed more than the release" in done.stderr


def test_by_hand_it_waits_for_nothing(gitops: GitOps):
    """--now takes a healthy release back, and ends with 0 once the one before runs."""
    released(gitops)
    gitops.argocd(answer())
    assert gitops.call("rollback", "production", "--now", *QUICK).returncode == 0
    assert "newTag: 0.2.0" in gitops.published()


def test_without_argocd_nothing_is_guessed(gitops: GitOps):
    """An `argocd` that is not there, or not signed in, is no verdict on a release."""
    released(gitops)
    assert gitops.call("rollback", "production", *QUICK, PATH="/usr/bin:/bin").returncode == 5
    gitops.argocd(answer("Healthy"), status=20)
    assert gitops.call("rollback", "production", *QUICK).returncode == 5
    assert "newTag: 0.3.0" in gitops.published()


def test_an_alert_that_cannot_be_sent_does_not_stop_the_rollback(gitops: GitOps):
    """Alertmanager may be what is down."""
    released(gitops)
    gitops.argocd(answer("Degraded", phase="Failed"), answer(), answer())
    done = gitops.call("rollback", "production", *QUICK, ALERTMANAGER_URL="http://127.0.0.1:9")
    assert done.returncode == 1 and "could not be sent" in done.stderr
