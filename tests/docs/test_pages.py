"""Pages that follow from the code are up to date, and every code a fault carries is explained on them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
assert spec
assert spec.loader
pages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pages)


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == pages.PAGES[name](), "run `python docs/pages.py`"


def test_every_code_in_the_source_is_explained() -> None:
    page = pages.faults_page()
    used = {
        code
        for module in (ROOT / "src").rglob("*.py")
        for code in re.findall(r"\bD[1-6]\d\d\b", module.read_text("utf-8"))
    }
    # The manual of faults names ranges such as D1xx, and D110 in the example of errors.py is a real one.
    assert {code for code in used if f"| {code} |" not in page} == set()
