"""What the images are, by their labels and by their SBOMs, which the pipeline's own stage makes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import VERSIONS
from engine import Engine
from images import PROGRAMS, REGISTRY

LABELS = {"title", "description", "source", "licenses", "vendor", "version", "revision", "created"}
#: What no image that runs holds; PostgreSQL's own packages come with scripts that are called so.
TOOLS = re.compile(r"(gcc|g\+\+|make|git|sudo|wget|binutils|(?!postgresql).*-dev)(-\d+)?")


def installed(dockerfile: str, words: str) -> set[str]:
    """The packages that the Dockerfile's instruction with these words in it installs."""
    text = re.sub(r"\\\n", " ", dockerfile)
    line = next(line for line in text.splitlines() if "apt-get install" in line and words in line)
    return set(re.search(r"--no-install-recommends\s+(.*?)\s*&&", line)[1].split())


def complaints(document: dict, wanted: set[str]) -> list[str]:
    """What an SPDX document lacks as the list of an image's parts."""
    packages = {package["name"]: package for package in document.get("packages", [])}
    found = [f"no {name}" for name in sorted(wanted - set(packages))]
    found += [f"{name} is a tool" for name in sorted(packages) if TOOLS.fullmatch(name)]
    debian = [p for p in packages.values() if any("pkg:deb" in r["referenceLocator"] for r in p.get("externalRefs", []))]
    if len(debian) < 50:
        found.append(f"{len(debian)} packages of Debian")
    found += [f"{p['name']} has no version" for p in debian if not p.get("versionInfo")]
    if document.get("spdxVersion") not in ("SPDX-2.3", "SPDX-3.0"):
        found.append("no SPDX")
    return found


def test_every_image_says_what_it_is(engine: Engine) -> None:
    """Each image has the labels of its origin, version and licences; the programs' say the version that they were built as."""
    listed = engine.run("images", "--format", "{{.Repository}}:{{.Tag}}", f"{REGISTRY}/*").stdout.split()
    assert {name.rpartition("/")[2].partition(":")[0] for name in listed} >= {*PROGRAMS, "postgres", "model-server"}
    for name in listed:
        labels = json.loads(engine.run("inspect", "--format", "{{json .Config.Labels}}", name).stdout)
        assert {label for label in LABELS if labels.get(f"org.opencontainers.image.{label}")} == LABELS, name
        program, _, version = name.rpartition("/")[2].partition(":")
        # Servers have versions of their own; the test below gives one the name that the stage looks for.
        if program in PROGRAMS and version in VERSIONS:
            assert labels["org.opencontainers.image.version"] == version


@pytest.mark.parametrize(("image", "words"), [("api", "libpq5"), ("postgres", "pgbackrest")])
def test_the_stage_makes_a_whole_sbom(engine: Engine, tmp_path: Path, image: str, words: str) -> None:
    """deploy/stages/sbom, as a pipeline runs it: each package that the Dockerfile installs is in the list, with its version."""
    version = VERSIONS[0]
    name = f"{REGISTRY}/{image}:{version}"
    if image not in PROGRAMS:
        other = next(each for each in engine.run("images", "--format", "{{.Repository}}:{{.Tag}}", f"{REGISTRY}/{image}").stdout.split())
        engine.run("tag", other, name)
    environment = engine.environment | {
        "TAG": f"v{version}", "IMAGES": image, "REGISTRY": REGISTRY, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SYFT_CACHE_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run([engine.root / "deploy/stages/sbom"], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    document = json.loads((engine.root / f"sbom/{image}.spdx.json").read_text())
    dockerfile = (engine.root / "Dockerfile").read_text()
    wanted = installed(dockerfile, words)
    assert complaints(document, wanted) == []
    print(f"| SBOM of {image} | {len(document['packages'])} packages |")
    # A list that lacks something is seen to.
    document["packages"] = [package for package in document["packages"] if package["name"] != words]
    assert complaints(document, wanted) == [f"no {words}"]
    document["packages"] = [{"name": "gcc-12"}]
    assert {"gcc-12 is a tool", "0 packages of Debian"} <= set(complaints(document, wanted))
