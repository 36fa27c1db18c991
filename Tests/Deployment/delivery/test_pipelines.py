"""GitHub Actions and Jenkins: their files, that both have the same stages, and that the stages run in their order."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, STAGES, run

WORKFLOWS = ROOT / ".github/workflows"
FILES = sorted(WORKFLOWS.glob("*.yaml"))
TOOLS = Path(sys.executable).parent
#: In their order; those after `quality-gate` for tags alone.
ORDER = ["lint", "secrets", "dependencies", "manifests", "test", "coverage", "quality-gate", "image", "scan", "sbom", "push", "sign",
         "load", "inference", "latency", "memory", "staging", "integration", "zap", "production"]
HELPERS = {"common.sh", "tools", "gpu", "generic_coverage.py", "integration.py"}


def workflow(name: str) -> dict:
    return yaml.safe_load((WORKFLOWS / f"{name}.yaml").read_text())


def commands(job: dict) -> list[str]:
    return [step["run"] for step in job.get("steps", []) if "run" in step]


def stage(command: str) -> str | None:
    """The stage that a command runs: its script's name, or what it asks of the GPU."""
    found = re.fullmatch(r"deploy/stages/(?:gpu )?([a-z-]+)", command.strip())
    return found[1] if found and found[1] not in ("tools", "stop") else None


def of_actions() -> list[str]:
    jobs = [job for name in ("checks", "release") for job in workflow(name)["jobs"].values()]
    return [found for job in jobs for command in commands(job) if (found := stage(command))]


#: A Jenkinsfile with one fault each, and the complaint.
JENKINS_FAULTS = [
    ("agent none", "agnt none", "agnt is no section"),
    ("stage('secrets') { steps { sh 'deploy/stages/secrets' } }", "stage('secrets') { }", "has to have steps or stages"),
    ("stage('lint') { steps {", "stage('lint') { step {", "step is no section"),
    ("post {\n                success", "post {\n                succes", "post has no succes"),
    ("stages {\n        stage('analysis')", "stages {\n        stge('analysis')", "stge is no stage"),
    ("pipeline {", "pipeline {{", "startup failed"),
]


@pytest.fixture(scope="module")
def jenkins(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """What the check makes of the Jenkinsfile, then of each broken one: all at once, since Groovy starts slowly."""
    folder, text = tmp_path_factory.mktemp("jenkins"), (ROOT / "Jenkinsfile").read_text()
    files = [ROOT / "Jenkinsfile"]
    for number, (old, new, _) in enumerate(JENKINS_FAULTS):
        assert old in text, old
        files.append(folder / f"Jenkinsfile.{number}")
        files[-1].write_text(text.replace(old, new, 1))
    java = next(Path("/usr/lib/jvm").glob("java-17-openjdk*"))
    done = run("groovy", Path(__file__).parent / "DeclarativeCheck.groovy", *files, env=os.environ | {"JAVA_HOME": str(java)})
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_actionlint_finds_nothing():
    """Keys, needs, expressions, labels and the shell of every step."""
    done = run(TOOLS / "actionlint", "-config-file", ROOT / ".github/actionlint.yaml", *FILES, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing():
    """Injections, actions that may change, credentials that stay, too many rights."""
    done = run(TOOLS / "zizmor", "--offline", "--no-progress", *FILES)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("tool", "old", "new", "word"),
    [
        ("actionlint", "needs: analysis", "needs: analyses", "analyses"),
        ("actionlint", "timeout-minutes: 30", "timeout: 30", "timeout"),
        ("zizmor", "run: deploy/stages/lint", "run: echo ${{ github.event.pull_request.title }}", "template-injection"),
        ("zizmor", "@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4", "unpinned-uses"),
        ("zizmor", "persist-credentials: false", "clean: true", "artipacked"),
    ],
)
def test_a_broken_workflow_is_refused(tmp_path: Path, tool: str, old: str, new: str, word: str):
    """Each tool is seen to find what it is there for."""
    text = (WORKFLOWS / "checks.yaml").read_text()
    assert old in text
    file = tmp_path / "checks.yaml"
    file.write_text(text.replace(old, new))
    options = ["--offline", "--no-progress"] if tool == "zizmor" else []
    done = run(TOOLS / tool, *options, file)
    assert done.returncode != 0 and word in done.stdout + done.stderr, done.stdout


def test_the_jenkinsfile_is_declarative_and_whole(jenkins: list[dict]):
    """Groovy's own parser reads it, and every section is one that Jenkins knows."""
    assert jenkins[0]["complaints"] == []


def left_signed_in(text: str) -> list[str]:
    """Registries that an agent, which outlives its build, is signed in to afterwards."""
    entered = re.findall(r"docker login (?:([a-z.]+) )?--username", text)
    ended = re.findall(r"docker logout ?([a-z.]*)", "; ".join(re.findall(r"always \{ sh '([^']*)' \}", text)))
    return sorted(set(entered) - set(ended))


def test_no_agent_of_jenkins_stays_signed_in():
    """Each sign-in to a registry is ended, whatever became of the build."""
    text = (ROOT / "Jenkinsfile").read_text()
    assert "docker login ghcr.io" in text and left_signed_in(text) == []
    assert left_signed_in(text.replace("docker logout ghcr.io; ", "")) == ["ghcr.io"]


def test_a_person_has_the_time_to_approve():
    """The whole may take as long as all stages together, the approval's days among them; and each of them is bounded."""
    hours = {"HOURS": 1, "DAYS": 24}
    text = (ROOT / "Jenkinsfile").read_text()
    whole, *stages = [int(n) * hours[unit] for n, unit in re.findall(r"timeout\(time: (\d+), unit: '(\w+)'\)", text)]
    assert whole >= sum(stages) and max(stages) == 72
    assert len(stages) == len(re.findall(r"^        stage\(", text, re.MULTILINE))


@pytest.mark.parametrize("number", range(len(JENKINS_FAULTS)), ids=[fault[2] for fault in JENKINS_FAULTS])
def test_a_broken_jenkinsfile_is_refused(jenkins: list[dict], number: int):
    """What Jenkins would refuse at the start of a build is refused here."""
    found = jenkins[number + 1]["complaints"]
    assert any(JENKINS_FAULTS[number][2] in complaint for complaint in found), found


def test_both_have_the_same_stages_in_the_same_order(jenkins: list[dict]):
    """GitHub Actions, Jenkins, and the scripts that both call."""
    stages = [given for given in jenkins[0]["stages"] if given["name"] != "approval"]
    assert [given["name"] for given in stages] == ORDER
    for given in stages:
        assert [found for command in given["commands"] if (found := stage(command))] == [given["name"]]
    assert of_actions() == ORDER
    scripts = {file.name for file in STAGES.iterdir()} - HELPERS
    assert scripts == set(ORDER) - {"load", "inference", "latency", "memory"}


def test_nothing_may_take_for_ever_or_more_rights_than_it_needs():
    """Each job has a limit of time; actions are pinned by commit; a workflow reads, and a job says what it writes."""
    for file in FILES:
        text, parsed = file.read_text(), yaml.safe_load(file.read_text())
        assert parsed["permissions"] == {"contents": "read"}
        assert all("timeout-minutes" in job for job in parsed["jobs"].values() if "uses" not in job)
        ours = "./.github/workflows/checks.yaml"
        assert all(used == ours or re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", used) for used in re.findall(r"uses: (\S+)", text))
        assert "pull_request_target" not in text


def test_production_waits_for_staging_and_for_a_person():
    """Its environment has reviewers; Jenkins asks without holding an agent."""
    jobs = workflow("release")["jobs"]
    assert jobs["production"]["needs"] == "staging" and jobs["production"]["environment"] == "production"
    assert set(jobs["staging"]["needs"]) == {"images", "models"} and jobs["models"]["runs-on"] == ["self-hosted", "linux", "gpu"]
    text = (ROOT / "Jenkinsfile").read_text()
    assert text.index("stage('zap')") < text.index("input message:") < text.index("stage('production')")


def rehearsal(place: Path, name: str, failing: str | None = None) -> Path:
    """A repository with the workflows as they are, `name` alone by a push, but that actions of others and containers cannot be had here, and each stage only
    writes its name, and whether its credentials came; one of them may fail."""
    folder = place / "repository"
    (folder / ".github/workflows").mkdir(parents=True)
    for file in FILES:
        text = workflow(file.stem)
        for job in text["jobs"].values():
            if "uses" in job:
                continue
            job.pop("container", None)
            job["runs-on"] = "ubuntu-24.04"
            job["steps"] = [
                step for step in job["steps"]
                # `act` itself stands in for the checkout.
                if step.get("uses", "actions/checkout").startswith("actions/checkout") and not step.get("name", "").startswith("sign in")]
        text["on"] = text.pop(True)
        if file.stem != name:
            text["on"].pop("push")
        if text["on"]:
            (folder / f".github/workflows/{file.name}").write_text(yaml.safe_dump(text, sort_keys=False))
    stages = folder / "deploy/stages"
    stages.mkdir(parents=True)
    for file in STAGES.iterdir():
        (stages / file.name).write_text(
            f'#!/bin/sh\necho "{file.name} $* ${{ARGOCD_AUTH_TOKEN:+argocd}}${{SONAR_TOKEN:+sonar}} $TAG" >>{place}/ran\n'
            + ("exit 1\n" if file.name == failing else ""))
        (stages / file.name).chmod(0o755)
    for command in (["init", "--quiet"], ["add", "--all"], ["-c", "user.name=p", "-c", "user.email=p@x", "commit", "-qm", "x"],
                    ["tag", "v0.3.0"]):
        run("git", "-C", folder, *command, check=True)
    return folder


def act(folder: Path, event: dict | None = None):
    home = folder.parent / "home"
    home.mkdir()
    (home / "event.json").write_text(json.dumps(event or {}))
    return run(TOOLS / "act", "push", "--eventpath", home / "event.json", "-P", "ubuntu-24.04=-self-hosted", "--pull=false",
               "--concurrent-jobs", "1", "-s", "ARGOCD_AUTH_TOKEN=token-1", "-s", "SONAR_TOKEN=token-2", "--env", f"HOME={home}",
               cwd=folder, env=os.environ | {"HOME": str(home), "XDG_CACHE_HOME": str(home)})


def test_the_stages_of_a_change_run(tmp_path: Path):
    """`act` runs the workflow on this machine: every stage once, in order, the gate with its token."""
    done = act(rehearsal(tmp_path, "checks"), {"ref": "refs/heads/main"})
    assert done.returncode == 0, done.stdout[-3000:]
    ran = [line.split() for line in (tmp_path / "ran").read_text().splitlines()]
    assert [words[0] for words in ran if words[0] != "tools"] == ORDER[:7]
    assert ["quality-gate", "sonar"] in ran


def test_a_release_runs_to_production(tmp_path: Path):
    """The checks, images, models, staging and production, from the images on with the tag; Argo CD's token for the last two alone."""
    done = act(rehearsal(tmp_path, "release"), {"ref": "refs/tags/v0.3.0"})
    assert done.returncode == 0, done.stdout[-3000:]
    ran = [line.split() for line in (tmp_path / "ran").read_text().splitlines() if not line.startswith("tools")]
    names = [words[1] if words[0] == "gpu" else words[0] for words in ran]
    assert [name for name in names if name != "stop"] == ORDER
    assert all(words[-1] == "v0.3.0" for words, name in zip(ran, names) if name not in ORDER[:7])
    assert ["quality-gate", "sonar"] in ran
    assert {words[0] for words in ran if "argocd" in words} == {"staging", "production"}


@pytest.mark.parametrize("failing", ["test", "scan", "integration"])
def test_a_stage_that_fails_ends_the_release(tmp_path: Path, failing: str):
    """Nothing after it is run: no image of a commit whose tests fail, no push of an image with holes, no production after a staging that fails."""
    done = act(rehearsal(tmp_path, "release", failing), {"ref": "refs/tags/v0.3.0"})
    assert done.returncode != 0
    ran = {line.split()[0] for line in (tmp_path / "ran").read_text().splitlines()}
    later = set(ORDER[ORDER.index(failing) + 1:]) - {"load", "inference", "latency", "memory"}
    assert failing in ran and not ran & later
