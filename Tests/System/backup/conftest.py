"""The servers of these tests are those of the fast ones."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Deployment" / "backup"))
