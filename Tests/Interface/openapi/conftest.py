"""A fleet with data of every kind, and its description."""

import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Browser/site"))
from fleet import Fleet  # noqa: E402


@pytest.fixture(scope="session")
def fleet(tmp_path_factory):
    # With a secret of its own the gateway's route has something to verify; without one it answers 503.
    fleet = Fleet(tmp_path_factory.mktemp("fleet"), STRIPE_WEBHOOK_SECRET="whsec_" + "0" * 32)
    try:
        fleet.data = fleet.fill()
        yield fleet
    finally:
        fleet.stop()


@pytest.fixture(scope="session")
def document(fleet):
    return fleet.call("GET", "/openapi.json")
