"""The house itself: imports go one way, modules stay small, importing is quick and silent."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "detente"
ROOMS = (
    "errors", "progress", "whole", "vocabulary", "record", "graph", "dispute", "reading", "ledger", "stability",
    "bottomlines", "outlook", "catalogue", "case", "brief", "web", "cli",
)  # fmt: skip
SOLVERS_MAY_IMPORT = {"errors", "progress", "graph", "stability"}
MODULES = sorted(SOURCE.rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            names = [
                f"{node.module}.{a.name}" if node.module == "detente" else str(node.module)
                for a in node.names
            ]
        found |= {
            name.split(".")[1]
            for name in names
            if name.startswith("detente.") and name != "detente.__version__"
        }
    return found & set(ROOMS)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SOURCE)))
def test_a_room_imports_only_from_rooms_above_it(module: Path) -> None:
    here = room(module)
    if here in ("__init__", "__main__"):
        return
    wrong = {other for other in imported_rooms(module) if ROOMS.index(other) > ROOMS.index(here)}
    assert not wrong
    if here == "stability":
        assert imported_rooms(module) <= SOLVERS_MAY_IMPORT
    if here == "graph":
        assert imported_rooms(module) <= {"errors", "graph"}


def test_every_package_is_a_known_room() -> None:
    assert {room(m) for m in MODULES} - {"__init__", "__main__"} <= set(ROOMS)


def test_modules_are_small() -> None:
    sizes = {m: len(m.read_text("utf-8").splitlines()) for m in MODULES}
    assert {m: n for m, n in sizes.items() if n > 600} == {}
    assert statistics.median(n for n in sizes.values() if n > 5) <= 150


def test_importing_detente_is_silent_and_loads_nothing_else() -> None:
    code = (
        "import sys, importlib.util; before = set(sys.modules); import detente; "
        "new = {n.split('.')[0] for n in set(sys.modules) - before}; "
        "foreign = {n for n in new if n != 'detente' and n not in sys.stdlib_module_names}; "
        "sys.exit(repr(foreign) if foreign else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
