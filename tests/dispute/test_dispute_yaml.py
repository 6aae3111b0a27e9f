"""What YAML does to text: types, encodings, places, bounds, and files broken at random."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.dispute import check, check_text, load, loads
from detente.dispute.faults import FaultList
from detente.dispute.nodes import Scalar
from detente.dispute.source import Source, offsets_in_source
from detente.dispute.tree import parse_tree
from detente.errors import ModelError

CASE = Path(__file__).with_name("manual.yaml")


def codes(text: str) -> list[str]:
    return [fault.code for fault in check_text(text)]


def test_scalars_are_text_until_their_field_types_them() -> None:
    text = """
    title: 1_000
    actors:
      NO: {name: yes, options: {on: off, 0o7: 12:30:00}, prefers: [not on, 0o7]}
      null_: {name: 'null', also: [~, 1e3], prefers: []}
    """
    dispute = loads(text)
    norway, other = dispute.actors
    assert (dispute.title, norway.code, norway.name, other.name) == ("1_000", "NO", "yes", "null")
    assert [(o.id, o.name) for o in norway.options] == [("NO.on", "off"), ("NO.0o7", "12:30:00")]
    assert other.also == ("~", "1e3")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(newline: str, mark: str, tmp_path: Path) -> None:
    text = "# case\nactors:\n  A: {options: {x: X}, prefers: [x and]}\n"
    file = tmp_path / "case.yaml"
    file.write_bytes((mark + text.replace("\n", newline)).encode())
    (fault,) = check(file)
    assert fault.place is not None
    assert (fault.place.line, fault.place.column, fault.place.length) == (3, 36, 3)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "latin-1", "cp949", "gb18030"])
def test_other_encodings_are_refused_clearly(encoding: str, tmp_path: Path) -> None:
    word = "caf\u00e9" if encoding == "latin-1" else "\ud55c\ubc18\ub3c4"
    file = tmp_path / "case.yaml"
    file.write_bytes(f"title: {word}\n".encode(encoding))
    (fault,) = check(file)
    assert fault.code in ("D103", "D104")
    with pytest.raises(ModelError):
        load(file)


def test_names_in_any_script() -> None:
    text = """
    actors:
      미국: {options: {제재완화: 制裁を緩める}, prefers: [북한.폐기 if 제재완화]}
      북한: {options: {폐기: 废除}, prefers: [미국.제재완화, إيران.تخصيب]}
      إيران: {options: {تخصيب: التخصيب}, prefers: [not تخصيب]}
      भारत: {options: {वार्ता: बातचीत}, prefers: [वार्ता]}
    """
    assert check_text(text) == ()
    assert [o.id for o in loads(text).options][2] == "إيران.تخصيب"


def test_a_name_typed_on_two_systems_is_one_name() -> None:
    text = "actors: {A: {options: {re\u0301sume\u0301: X}, prefers: [r\u00e9sum\u00e9]}}"
    assert loads(text).options[0].id == "A.r\u00e9sum\u00e9"


def test_folders_are_cases_too(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(CASE.read_bytes())
    assert load(tmp_path).title == load(CASE).title
    assert [f.code for f in check(tmp_path / "none")] == ["D101"]
    assert [f.code for f in check("nul\0l")] == ["D101"]
    assert [f.code for f in check("/dev/null")] == ["D101"]


STYLES = ["plain", "single", "double", "literal", "folded"]


def dressed(words: list[str], style: str) -> str:
    """Write words as YAML in one of its styles, over several lines where it allows that."""
    if style == "plain":
        return "k: " + "\n   ".join(words)
    if style == "single":
        return "k: '" + "\n  ".join(words).replace("'", "''") + "'"
    if style == "double":
        inside = [word.replace("\\", "\\\\").replace('"', '\\"').replace("e", "\\x65") for word in words]
        return 'k: "' + " \\\n   ".join(inside) + '"'
    return f"k: {'|' if style == 'literal' else '>-'}\n   " + "\n   ".join(words)


words = st.builds(str.__add__, st.sampled_from("abe"), st.text("aeb'한ä", max_size=4))


@given(st.lists(words, min_size=1, max_size=6), st.sampled_from(STYLES))
@example(["it's", "'quoted'"], "single")
@example(["here", "we", "see"], "double")
def test_characters_of_a_value_are_found_in_the_source(words: list[str], style: str) -> None:
    text = dressed(words, style)
    faults = FaultList()
    root = parse_tree(Source("f", text), faults)
    assert root is not None
    scalar = root.entries["k"][1]
    assert isinstance(scalar, Scalar)
    raw = text[scalar.start : scalar.end]
    offsets = offsets_in_source(raw, scalar.value, scalar.style)
    assert len(offsets) == len(scalar.value) + 1
    assert list(offsets) == sorted(offsets)
    for character, at in zip(scalar.value, offsets, strict=False):
        if not character.isspace():
            written = "\\x65" if raw[at] == "\\" and character == "e" else character
            assert raw.startswith(written, at)
    start = scalar.value.index(words[-1])
    place = scalar.part(start, start + 1)
    assert place.source is not None
    assert place.source == text.split("\n")[(place.line or 0) - 1]


def test_a_reading_may_remove_add_and_replace() -> None:
    text = """
    title: base
    as_of: 2019-01-01
    actors:
      A: {options: {x: X, y: Y}, prefers: [x, y]}
      B: {prefers: [A.x]}
    impossible: [A.x and A.y]
    readings:
      bare: {actors: {A: {options: {y: null}, prefers: [x]}}, impossible: null, as_of: null}
      wide: {actors: {C: {options: {z: Z}, prefers: [A.x, z]}}}
    """
    assert check_text(text) == ()
    bare, wide = loads(text, reading="bare"), loads(text, reading="wide")
    assert [o.id for o in bare.options] == ["A.x"]
    assert (bare.constraints, bare.as_of, bare.title) == ((), None, "base")
    assert [o.id for o in wide.options] == ["A.x", "A.y", "C.z"]
    assert loads(text).readings == wide.readings == ("bare", "wide")


def test_a_reading_may_be_an_actors_view() -> None:
    text = """
    actors:
      A: {options: {x: X}, prefers: [x]}
      B: {options: {y: Y}, prefers: [not y]}
    readings:
      sceptic: {actors: {A: {prefers: [not x]}}}
      seen-by-b: {view_of: B, actors: {A: {prefers: [not x]}}}
    """
    assert check_text(text) == ()
    assert loads(text).view_of is None
    assert loads(text).views == loads(text, reading="sceptic").views == {"seen-by-b": "B"}
    assert loads(text, reading="seen-by-b").view_of == "B"
    assert loads(text, reading="sceptic").view_of is None


def test_what_history_leaves_is_now_unless_now_is_given() -> None:
    text = """
    as_of: 2019-06-01
    actors: {A: {options: {x: X, y: Y, z: Z}, prefers: [x, y, z]}}
    history:
      - {on: 2019-05-01, drop: [A.x], take: [A.y], text: second}
      - {on: 2018-01-01, take: [A.x, A.z]}
      - {on: 2020-01-01, drop: [A.z]}
    """
    dispute = loads(text)
    assert dispute.now == ("A.y", "A.z")
    assert [row.on.year for row in dispute.history] == [2018, 2019, 2020]
    assert loads(text + "\n    now: []").now == ()
    assert loads(text + "\n    now: [A.z, A.x]").now == ("A.x", "A.z")


def test_what_an_offer_costs_may_be_said() -> None:
    text = """
    actors: {A: {options: {x: X}, prefers: [x]}, B: {prefers: [A.x]}}
    offers:
      - {id: o, by: A, to: B, on: 2019-01-01, package: [A.x], reply: silent, costs: {A.x: [A, B]}}
    """
    assert loads(text).offers[0].costs == {"A.x": ("A", "B")}


BOMBS = {
    "brackets": "a: " + "[" * 200_000,
    "braces": "{" * 200_000,
    "dashes": "- " * 200_000,
    "nodes": "a: [" + "b," * 240_000 + "]",
    "long plain": "a: " + "b " * 249_000,
    "long quoted": "a: '" + "b'' " * 120_000 + "'",
    "blank lines": "a: b\n" + "\n" * 490_000,
    "comments": "# c\n" * 120_000,
    "keys": "\n".join(f"k{n}: v" for n in range(14_000)),
    "long key": "? " + "k" * 490_000 + "\n: v",
    "long names": "actors: {A: {prefers: [" + ", ".join("n" * 1000 + str(n) for n in range(450)) + "]}}",
    "unknown names": "actors: {A: {options: {"
    + ", ".join(f"option{n}: x" for n in range(62))
    + "}, prefers: ["
    + ", ".join(f"optoin{n}" for n in range(14_000))
    + "]}}",
    "billion laughs": "terms:\n  t0: A.x\n"
    + "".join(f"  t{n}: {' and '.join([f't{n - 1}'] * 10)}\n" for n in range(1, 30))
    + "actors: {A: {options: {x: X}, prefers: [t29]}}",
    "chain of terms": "terms:\n  t0: A.x\n"
    + "".join(f"  t{n}: not t{n - 1}\n" for n in range(1, 5000))
    + "actors: {A: {options: {x: X}, prefers: [t4999]}}",
    "tied options": "actors: {A: {options: {"
    + ", ".join(f"o{n}: x" for n in range(62))
    + "}, prefers: [o0]}}\nalways:\n"
    + "".join(f"  - A.o{n} or A.o{(n * 7 + 3) % 62} or A.o{(n * 5 + 1) % 62}\n" for n in range(62)),
    "many readings": CASE.read_text("utf-8").split("readings:")[0]
    + "readings:\n"
    + "".join(f"  r{n}: {{title: t{n}}}\n" for n in range(4000)),
    "many statements": "actors: {A: {options: {"
    + ", ".join(f"o{n}: x" for n in range(16))
    + "}, prefers: ["
    + ", ".join(" or ".join(f"o{(n + k) % 16}" for k in range(16)) for n in range(4000))
    + "]}}\nalways: ['"
    + " or ".join(f"A.o{k}" for k in range(16))
    + "']",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.timeout(120)
def test_no_file_stalls_the_program(name: str) -> None:
    # The aim is 2 s on a quiet machine; what is unbounded takes hours.
    assert check_text(BOMBS[name])


TEXT = CASE.read_text("utf-8")
SPICE = ["", "\t", "  ", "\n", "---\n", "\x00", "\u202e", "\ud83d", ": ", "- ", "&a ", "*a", "!!int ", ", "]
SPICE += [*"|[]{}>#()%?~0é\"'", "null", "not", "and", "if", "USA", "PRK.tests", "1e999"]


def mutated(seed: int) -> str:
    """Damage the example: cut, repeat, swap and insert pieces of lines."""
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    text = TEXT
    for _ in range(chance.randint(1, 6)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + chance.choice([0, 1, 5, 40]))
        match chance.randrange(4):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:a] + text[a:b] * 2 + text[b:]
            case 2:
                text = text[:a] + chance.choice(SPICE) + text[b:]
            case _:
                lines = text.split("\n")
                i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[i], lines[j] = lines[j], lines[i]
                text = "\n".join(lines)
    return text


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_damaged_files_give_faults_and_nothing_else(seed: int) -> None:
    text = mutated(seed)
    found = check_text(text)
    for fault in found:
        fault.render()
    try:
        loads(text)
    except ModelError as error:
        assert any(fault.severity == "error" for fault in found)
        assert any(fault.severity == "error" for fault in error.faults)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_faults_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    check(file)
