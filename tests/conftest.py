"""Settings every test runs under."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no reason to fail: speed is measured by `make bench`, not asserted here.
settings.register_profile("detente", deadline=None)
settings.load_profile("detente")
