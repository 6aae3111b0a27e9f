"""Benchmarks live in ``bench_*.py``, so that a plain run of the tests leaves them alone."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("python_files", "bench_*.py")
    config.addinivalue_line("markers", 'long: takes half a minute and more; leave out with -m "not long"')
