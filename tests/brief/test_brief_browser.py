"""In a browser: the script runs under the page's own policy, and nothing is asked of any network."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from brief_page import Page
from brief_sample import sample

from detente.brief import render

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no browser is installed")
def test_the_script_runs_and_nothing_is_refused(tmp_path: Path) -> None:
    assert BROWSER
    path = tmp_path / "brief.html"
    path.write_text(render(sample()), "utf-8")
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--dump-dom",
            f"{path.as_uri()}#e-ev33",
        ],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if not done.stdout.startswith("<!DOCTYPE html>"):
        pytest.skip("the browser cannot run here")
    assert "CONSOLE" not in done.stderr
    page = Page(done.stdout)
    (tools,) = [e for e in page.all("div") if e.attributes.get("class") == "filter"]
    assert "hidden" not in tools.attributes
    assert "open" in page.by_id("e-ev33").attributes
    assert "open" not in page.by_id("e-ev34").attributes
