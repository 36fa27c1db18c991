"""The stages' scripts, with programs that write down how they were called in place of those which need a registry or a network."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, STAGES, program, run

IMAGES = ["api", "enqueuer", "scan-worker", "ai-worker", "notify-worker", "billing-worker", "migrate", "postgres", "model-server",
          "model-server-gpu"]
#: No release of Kubernetes': it has a managed PostgreSQL, and models on GPUs, by the version of their server.
NOT_RELEASED = {"postgres", "model-server", "model-server-gpu"}
RECORD = '#!/bin/bash\necho "$(basename "$0") $*" >>"$CALLS"\n'


@pytest.fixture
def stub(tmp_path: Path):
    """Runs a stage with these programs in front of all others; returns what happened and what they were asked."""
    def call(stage: str, *arguments: str, programs: dict[str, str], **environment: str) -> tuple[subprocess.CompletedProcess, list[str]]:
        for name, text in programs.items():
            program(tmp_path / "bin", name, text)
        calls = tmp_path / "calls"
        calls.write_text("")
        done = run(STAGES / stage, *arguments, env={
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path), "CALLS": str(calls), **environment})
        return done, calls.read_text().splitlines()
    return call


def test_the_images_are_the_dockerfiles_targets():
    """Each published image is a target, and is what the manifests run."""
    text = (ROOT / "Dockerfile").read_text()
    listed = next(line for line in (STAGES / "common.sh").read_text().splitlines() if line.startswith("images=("))
    assert listed.removeprefix("images=(").removesuffix(")").split() == IMAGES
    assert all(f" AS {image}\n" in text for image in IMAGES)
    overlay = (ROOT / "k8s/overlays/production/kustomization.yaml").read_text()
    assert all((f"ghcr.io/flotilla/{image}, newTag" in overlay) == (image not in NOT_RELEASED) for image in IMAGES)


def test_what_compose_asks_for_is_published(stub):
    """Each image of ours in a compose file is one that the stages push, under that very tag."""
    done, calls = stub("push", programs={"docker": RECORD + '[ "$1" != manifest ]\n'}, TAG="v0.3.0")
    assert done.returncode == 0, done.stderr
    pushed = {call.split()[-1] for call in calls if call.split()[1] == "push"}
    for file in [ROOT / "compose/compose.yaml", *(ROOT / "compose/overrides").glob("*.yaml")]:
        for image, tag in re.findall(r"ghcr\.io/flotilla}/([a-z-]+):\$\{\w+(?::[-?]([^}]*))?}", file.read_text()):
            if image != "bench-worker":
                version = tag if re.fullmatch(r"[0-9.]+", tag) else "0.3.0"
                assert f"ghcr.io/flotilla/{image}:{version}" in pushed, (file.name, image, tag)


@pytest.mark.parametrize("tag", ["", "0.3.0", "vlatest", "v0.3.0; rm -rf x"])
def test_a_stage_wants_a_versions_tag(stub, tag: str):
    """Nothing is built under a name that is none."""
    done, calls = stub("image", programs={"docker": RECORD}, TAG=tag)
    assert done.returncode != 0 and not calls


def test_every_image_is_built_with_its_version(stub):
    """One build a target, with the version in its label."""
    done, calls = stub("image", programs={"docker": RECORD}, TAG="v0.3.0")
    assert done.returncode == 0, done.stderr
    assert [call.split("--target ")[1].split()[0] for call in calls] == IMAGES
    assert all("VERSION=0.3.0" in call for call in calls)


def test_a_version_that_is_there_is_not_overwritten(stub):
    """A tag means one image for ever, or a rollback brings something else."""
    done, calls = stub("push", programs={"docker": RECORD + '[ "$1" != manifest ] || [[ $3 == docker.io/*migrate* ]]\n'}, TAG="v0.3.0")
    assert done.returncode != 0 and "is there already" in done.stderr
    assert not [call for call in calls if " push " in f" {call} "]


def test_both_registries_get_every_image(stub):
    """GHCR, and Docker Hub."""
    done, calls = stub("push", programs={"docker": RECORD + '[ "$1" != manifest ]\n'}, TAG="v0.3.0")
    assert done.returncode == 0, done.stderr
    pushed = [call.split()[-1] for call in calls if call.split()[1] == "push"]
    pushed = [image for image in pushed if image.endswith(":0.3.0")]
    assert pushed == [f"{registry}/{image}:0.3.0" for registry in ("ghcr.io/flotilla", "docker.io/flotilla") for image in IMAGES]


def test_an_image_is_signed_by_its_digest(stub, tmp_path: Path):
    """A tag could be moved between the signature and its check."""
    inspect = 'image=${4%:*}; echo "other.example/x@sha256:0"; echo "${image#docker.io/}@sha256:abc"\n'
    programs = {"docker": "#!/bin/bash\n" + inspect, "cosign": RECORD}
    done, calls = stub("sign", programs=programs, TAG="v0.3.0", ACTIONS_ID_TOKEN_REQUEST_URL="https://x")
    assert done.returncode == 0, done.stderr
    assert not [call for call in calls if "--key" in call]
    signed = [call.split()[-1] for call in calls if call.startswith("cosign sign")]
    assert len(signed) == 2 * len(IMAGES) and all(image.endswith("@sha256:abc") and "other" not in image for image in signed)


def test_an_image_without_a_digest_is_not_signed(stub):
    """It was never pushed."""
    done, calls = stub("sign", programs={"docker": "#!/bin/bash\n", "cosign": RECORD}, TAG="v0.3.0", SIGSTORE_ID_TOKEN="t")
    assert done.returncode != 0 and "has no digest" in done.stderr and not calls


def test_a_pipeline_without_an_identity_signs_with_its_key(stub):
    """Jenkins has none: cosign would ask for a browser. Without a key either, nothing is signed, and it is said."""
    programs = {"docker": '#!/bin/bash\nimage=${4%:*}; echo "${image#docker.io/}@sha256:abc"\n', "cosign": RECORD}
    done, calls = stub("sign", programs=programs, TAG="v0.3.0", COSIGN_PRIVATE_KEY="k")
    assert done.returncode == 0 and len(calls) == 4 * len(IMAGES), done.stderr
    assert all("--key env://COSIGN_PRIVATE_KEY" in call for call in calls)
    done, calls = stub("sign", programs=programs, TAG="v0.3.0")
    assert done.returncode != 0 and "COSIGN_PRIVATE_KEY" in done.stderr and not calls
    jenkinsfile = (ROOT / "Jenkinsfile").read_text()
    assert "variable: 'COSIGN_PRIVATE_KEY'" in jenkinsfile and "variable: 'COSIGN_PASSWORD'" in jenkinsfile


def test_a_tool_from_its_image_is_the_runners_user(stub, tmp_path: Path):
    """cosign's own user could not read the sign-in to a registry, SonarQube's not write into the folder; and without a variable to pass on
    the image is no variable's name."""
    copy = tmp_path / "copy"
    (copy / "deploy").mkdir(parents=True)
    shutil.copytree(STAGES, copy / "deploy/stages")
    # A runner that lacks it: the tools of this environment are not in its PATH.
    folder = program(tmp_path / "bin", "docker", RECORD).parent
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(tmp_path), "CALLS": str(tmp_path / "calls")}
    done = run(copy / "deploy/stages/tools", "cosign", env=environment)
    assert done.returncode == 0, done.stderr
    for given in ({}, {"SIGSTORE_ID_TOKEN": "a word"}):
        (tmp_path / "calls").write_text("")
        run(copy / ".flotilla-test/bin/cosign", "sign", env=environment | given, check=True)
        [call] = (tmp_path / "calls").read_text().splitlines()
        before, image, after = call.partition(" ghcr.io/sigstore/cosign/cosign:")
        assert image and after.endswith(" sign"), call
        assert f"--user {os.getuid()}:{os.getgid()} " in before and f"{tmp_path}/.docker:{copy}/.flotilla-test/bin/home/.docker:ro" in before
        # What it keeps and what it makes meanwhile: the images' own folders are their users' alone.
        home = f"{copy}/.flotilla-test/bin/home"
        assert f"--env HOME={home} --env TMPDIR={home} " in before and os.access(home, os.W_OK)
        assert re.findall(r"--env (\w+) ", before + " ") == list(given)


def test_zap_fails_for_what_its_list_calls_fail_alone(stub):
    """ZAP says 2 for mere warnings unless it is told -I; and it writes its report as a user of its own."""
    zap = RECORD + '[[ " $* " == *" -I "* ]] || exit 2\n'
    done, calls = stub("zap", programs={"docker": zap, "curl": "#!/bin/bash\nprintf 200\n"}, STAGING_URL="https://staging.example")
    assert done.returncode == 0, done.stderr
    assert "zap-api-scan.py -t https://staging.example/openapi.json" in calls[0]
    report = ROOT / "deploy/zap/report.html"
    assert report.stat().st_mode & 0o002
    report.unlink()


@pytest.mark.parametrize("spoil", [False, True])
def test_the_lists_of_packages_are_looked_at(stub, tmp_path: Path, spoil: bool):
    """Trivy, asked with the stage's own options for what it would look at, sees every list; left to itself it sees none of them."""
    lines = (STAGES / "dependencies").read_text().replace("\\\n", " ").splitlines()
    words = shlex.split(next(line for line in lines if line.startswith("trivy fs ")))[2:]
    options = [word for at, word in enumerate(words) if word == "--file-patterns" or words[at - 1] == "--file-patterns"]
    lists = ROOT / "Scripts/requirements"
    shutil.copytree(lists, tmp_path / "Scripts/requirements")
    trivy = ROOT / ".flotilla-test/manifests/bin/trivy"
    if not trivy.exists():
        pytest.skip("Trivy is a tool of the room manifests")
    done = run(trivy, "fs", *([] if spoil else options), "--offline-scan", "--skip-version-check", "--quiet", "--format", "cyclonedx",
               "--cache-dir", tmp_path / "cache", tmp_path, check=True)
    found = {c["name"] for c in json.loads(done.stdout).get("components", []) if c["name"].endswith(".txt")}
    assert found == (set() if spoil else {f"Scripts/requirements/{file.name}" for file in lists.glob("*.txt")})


def test_what_is_missing_is_named(stub):
    """Before anything is done."""
    done, _ = stub("quality-gate", programs={"sonar-scanner": RECORD}, SONAR_TOKEN="t")
    assert done.returncode != 0 and "set SONAR_HOST_URL" in done.stderr
    done, _ = stub("tools", "cobol", programs={})
    assert done.returncode != 0 and "no tool that this knows" in done.stderr


def test_coverage_becomes_what_sonarqube_reads(tmp_path: Path):
    """Paths of the repository; lines covered and not; what is outside is left out."""
    lcov = f"SF:{tmp_path}/Sources/a.swift\nDA:1,3\nDA:2,0\nend_of_record\nSF:/usr/include/x.h\nDA:9,1\nend_of_record\n"
    done = run(sys.executable, STAGES / "generic_coverage.py", tmp_path, input=lcov, check=True)
    root = ElementTree.fromstring(done.stdout)
    assert [file.get("path") for file in root] == ["Sources/a.swift"]
    assert [(line.get("lineNumber"), line.get("covered")) for line in root[0]] == [("1", "true"), ("2", "false")]


def test_sonarqube_and_zap_are_given_what_exists():
    """Folders of the properties; each rule of ZAP's list has a number, what to do, and its name in brackets."""
    properties = dict(line.split("=", 1) for line in (ROOT / "sonar-project.properties").read_text().splitlines() if "=" in line and line[0] != "#")
    for folder in (properties["sonar.sources"] + "," + properties["sonar.tests"]).split(","):
        assert (ROOT / folder).is_dir(), folder
    rules = [line.split("\t") for line in (ROOT / "deploy/zap/rules.tsv").read_text().splitlines() if line[0] != "#"]
    assert all(len(r) == 3 and r[0].isdigit() and r[1] in ("FAIL", "WARN", "IGNORE") and r[2][0] == "(" for r in rules)
    assert len({rule[0] for rule in rules}) == len(rules)


def test_shellcheck_finds_nothing():
    """Every stage."""
    scripts = [f for f in STAGES.iterdir() if f.suffix != ".py"]
    done = run("shellcheck", "--external-sources", "--source-path=SCRIPTDIR", *scripts)
    assert done.returncode == 0, done.stdout
