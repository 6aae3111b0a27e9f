"""The public names are frozen: a change here is a change for users and needs a line in the changelog."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import detente

PUBLIC = [
    "Case",
    "Claim",
    "DetenteError",
    "Dispute",
    "Document",
    "Event",
    "Fault",
    "Graph",
    "Ledger",
    "ModelError",
    "Review",
    "SourceError",
    "Stability",
    "StoreError",
    "Sweep",
    "__version__",
    "demo_case",
    "load",
    "loads",
    "new_case",
    "open",
    "read",
    "solve",
]


def test_public_names() -> None:
    assert sorted(detente.__all__) == PUBLIC
    assert [name for name in PUBLIC if getattr(detente, name) is None] == []


def test_every_module_imports_silently() -> None:
    names = [
        m.name for m in pkgutil.walk_packages(detente.__path__, "detente.") if m.name != "detente.__main__"
    ]
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_unknown_name_is_an_attribute_error() -> None:
    module = importlib.import_module("detente")
    try:
        module.nothing_of_that_name  # noqa: B018
    except AttributeError as error:
        assert "nothing_of_that_name" in str(error)
    else:
        raise AssertionError
