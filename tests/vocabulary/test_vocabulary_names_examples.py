"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = "actions actors lexicon forms parties persons titles"


@pytest.mark.parametrize("name", MODULES.split())
def test_examples(name: str) -> None:
    module = importlib.import_module(f"detente.vocabulary.{name}")
    assert doctest.testmod(module).failed == 0
