"""For programs that are started with this folder in PYTHONPATH."""

import loopback  # noqa: F401
