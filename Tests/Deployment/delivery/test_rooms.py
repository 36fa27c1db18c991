"""How ./test counts: what failed, what passed, and what could not be tried (Scripts/rooms.sh)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = {
    "skipped": "import pytest\ndef test_a(): pytest.skip('no engine here')\n",
    "mixed": "import pytest\ndef test_a(): print('FAILED database: a word of a program')\ndef test_b(): pytest.skip('no engine here')\n",
    "failing": "def test_a(): assert False\n",
    "broken": "import nosuch\n",
}
SCRIPT = """
set -uo pipefail
root=$PWD folder=$PWD/out program=test arguments=() limit=1m lanes=1 half=x bundle=none example=none
. {root}/Scripts/prepare.sh
. {root}/Scripts/rooms.sh
run_rooms "$@"
"""


@pytest.mark.parametrize(("names", "status", "last", "said"), [
    (["mixed"], 0, "1 passed, 0 failed, SKIPPED 1 of mixed", "no engine here"),
    (["mixed", "skipped"], 0, "1 passed, 0 failed, SKIPPED 1 of mixed, SKIPPED 1 of skipped", "SKIP: nothing of skipped was tested"),
    (["skipped"], 1, "0 passed, 0 failed, SKIPPED 1 of skipped", "SKIP: nothing of skipped was tested"),
    (["failing", "skipped"], 1, "0 passed, 1 failed, SKIPPED 1 of skipped", "test_a"),
    (["mixed", "broken"], 2, "1 passed, 1 failed, SKIPPED 1 of mixed", "nosuch"),
])
def test_what_could_not_be_tried_is_neither_passed_nor_failed(tmp_path: Path, names: list[str], status: int, last: str, said: str) -> None:
    """A room that was skipped stands in the last line; it fails nothing, unless nothing was tried at all."""
    for name in names:
        room = tmp_path / "Tests/System" / name
        room.mkdir(parents=True)
        (room / "test_it.py").write_text(ROOMS[name])
        python = tmp_path / "out" / name / "bin/python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        # An environment is known by the folder that its Python was started from.
        (tmp_path / "out" / name / "pyvenv.cfg").write_text((Path(sys.prefix) / "pyvenv.cfg").read_text())
        (tmp_path / "out" / name / "lib").symlink_to(Path(sys.prefix) / "lib")
    done = subprocess.run(
        ["bash", "-c", SCRIPT.format(root=ROOT), "bash", *(f"Tests/System/{name}" for name in names)], cwd=tmp_path, capture_output=True,
        text=True, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (status, last), done.stdout + done.stderr
    assert said in done.stdout + done.stderr
