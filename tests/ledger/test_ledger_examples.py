"""The examples in the docstrings of the ledger hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import detente.ledger

MODULES = [f"detente.ledger.{module.name}" for module in pkgutil.iter_modules(detente.ledger.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_guide() -> None:
    guide = Path(__file__).parents[2] / "docs" / "ledger.md"
    assert doctest.testfile(str(guide), module_relative=False, encoding="utf-8").failed == 0
