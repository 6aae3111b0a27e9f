"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "blocks bylines days decode documents faults front_matter furniture heads html language markup repeats"
)


@pytest.mark.parametrize("name", MODULES.split())
def test_examples(name: str) -> None:
    module = importlib.import_module(f"detente.reading.{name}")
    assert doctest.testmod(module).failed == 0
