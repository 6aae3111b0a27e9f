"""Every code of the registry is raised by some file, and its caret stands under what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from detente.dispute import check_text, compile_graph, loads
from detente.dispute.citations import idle_judgements, needs_model, unknown_citations
from detente.dispute.faults import FAULTS, legible, shown
from detente.errors import Fault, ModelError

A = "actors: {A: {options: {x: X, y: Y}, prefers: [x, y]}}\n"
AB = "actors: {A: {options: {x: X}, prefers: [x]}, B: {options: {y: Y}, prefers: [y]}}\n"

CHAIN = " > ".join(f"i{n}" for n in range(502))
BOTH = "{on: 2019-01-01, take: [A.x], drop: [A.x]}"
TAKEN = "{on: 2019-01-01, take: [A.x, B.y]}"
REFUSED = "{id: o, by: B, to: A, on: 2019-01-01, package: [B.y], reply: rejected}"
UNDONE = "{on: 2019-01-01, drop: [A.x]}"
TURN = "{on: 2019-01-01, precipitant: external, departure: abrupt, consequence: escalatory}"
STEP = "{id: i, by: A, to: B, text: t, announced: 2019-01-01, carried_out: 2019-02-01}"
OWN_PATRON = "{of: A, patron: [B, A], signal: 1}"
PLEDGE = "{id: p, by: A, to: B, text: t, made: 2019-01-01"
TO_ONESELF = "{id: p, by: A, to: [A, B], text: t, made: 2019-01-01}"
TOO_EARLY = "{id: p, by: A, to: B, text: t, made: 2019-01-01, due: 2018-01-01}"


def many(count: int) -> str:
    return ", ".join(f"o{n}: x" for n in range(count))


# code, file, the text under the caret ("" when the whole file is meant)
RAISED = [
    ("D102", "a: " + "[" * 40 + "]" * 40, "["),
    ("D102", "a: [" + "b, " * 40_000 + "]", "b"),
    ("D102", f"actors: {{A: {{options: {{{many(63)}}}}}}}", "actors"),
    ("D102", A + f"impossible: ['{'x or ' * 500}x']", "x"),
    ("D102", A + f"states: {{{', '.join(f's{n}: null' for n in range(4097))}}}", "states"),
    ("D102", A + f"ledger: {{weights: [{CHAIN}]}}", CHAIN),
    ("D104", A + "title: a: b", ":"),
    ("D104", A + "title: [a\n\n", "["),
    ("D104", 'title: "\\Uffffffff"', ""),
    ("D105", "title: &t x", "&t x"),
    ("D105", "title: *t", "*t"),
    ("D105", "title: !!python/object x", "!!python/object x"),
    ("D105", A + "<<: {title: x}", "<<"),
    ("D105", A + "---\ntitle: x", "---"),
    ("D105", "%YAML 1.1\n---\n" + A, "%"),
    ("D106", "title: a\ntitle: b", "title"),
    ("D106", "actors: {A: {options: {caf\u00e9: X, cafe\u0301: Y}, prefers: []}}", "cafe\u0301"),
    ("D107", "? [a, b]\n: c", "[a, b]"),
    ("D107", "~: c", "~"),
    ("D108", "titel: a", "titel"),
    ("D108", A + "readings: {r: {readings: {q: {}}}}", "readings"),
    ("D109", A + "offers: [{id: o}]", "{id: o}"),
    ("D109", A + "only_states: true", "only_states"),
    ("D109", "# nothing\n", ""),
    ("D110", A + "impossible: [A.z]", "A.z"),
    ("D111", A + "impossible: [Q.x]", "Q"),
    ("D112", "actors: {A: {options: {x: X}, ranking: ['0', '1', s9]}}", "s9"),
    ("D113", A + "impossible: [z]", "z"),
    ("D114", "title: [a]", "[a]"),
    ("D114", "- a", "- a"),
    ("D114", A + "ledger: {weights: [a]}", "a"),
    ("D115", "as_of: 2019-02-29", "2019-02-29"),
    ("D115", "as_of: 20190228", "20190228"),
    ("D115", "as_of: NO", "NO"),
    ("D116", A.replace("y]", "{maybe: y, chance: 1_0}]"), "1_0"),
    ("D116", A.replace("y]", "{maybe: y, chance: .nan}]"), ".nan"),
    ("D116", A.replace("y]}", "y], red_lines: 0o1}"), "0o1"),
    ("D117", A + "only_states: yes\nstates: {s: []}", "yes"),
    ("D118", "actors: {A B: {prefers: []}}", "A B"),
    ("D118", "actors: {'A\\u200b': {prefers: []}}".replace("'", '"'), '"A\\u200b"'),
    ("D118", A + "terms: {and: A.x}", "and"),
    ("D119", "actors: {A: {options: {meet: X, m\u0435et: Y}, prefers: []}}", "m\u0435et"),
    ("D120", A + "impossible: [A.x and]", "and"),
    ("D121", A + "terms: {p: q, q: not p}", "p"),
    ("D122", A + "terms: {x: A.y}", "x"),
    ("D123", A + "now: [A.x, A.x]", "A.x"),
    ("D123", "actors: {A: {options: {x: X}, ranking: ['0', '1', '0']}}", "'0'"),
    ("D124", "actors: {A: {options: {x: {levels: [a, b], one_way: take}}, prefers: [x]}}", "one_way"),
    ("D108", A + "view_of: A", "view_of"),
    ("D111", A + "readings: {r: {view_of: B}}", "B"),
    ("D125", A.replace("y]}", "y], red_lines: 3}"), "3"),
    ("D126", "actors: {A: {options: {x: X}, prefers: [x], ranking: ['0', '1']}}", "ranking"),
    ("D127", "actors: {A: {options: {x: X}, ranking: ['0']}}", "ranking"),
    ("D127", A.replace("y]}", "y], moves: []}") + "states: {war: null}", "prefers"),
    ("D128", A + "states: {'0': [A.x]}", "'0'"),
    ("D129", A + "impossible: [A.x]\nstates: {s: [A.x]}", "s"),
    ("D130", "actors: {A: {options: {x: X}, prefers: []}}\nstates: {war: null}", "A"),
    ("D131", "actors: {A: {options: {x: X}, prefers: [x], moves: [['0', '0']]}}", "['0', '0']"),
    ("D132", A + "impossible: [A.x, not A.x]", "A.x"),
    ("D133", A + "readings: {r: {q: null}}", ""),
    ("D134", A + "readings: {r: {as_of: null}}", "as_of"),
    ("D135", A + f"history: [{BOTH}]", BOTH),
    ("D139", A + "ledger: {weights: [a > b, b > c, c > a]}", "c > a"),
    ("D140", A + "impossible: [A.x]\nsame: {s: A.x}", "s"),
    ("D140", A + "same: {s: A.x, t: A.y}", "t"),
    ("D141", AB + f"pledges: [{TO_ONESELF}]", TO_ONESELF),
    ("D142", AB + f"pledges: [{TOO_EARLY}]", TOO_EARLY),
    ("D141", AB + f"ledger: {{outside: {{events: {{e: {OWN_PATRON}}}}}}}", OWN_PATRON),
    ("D109", AB + "ledger: {outside: {events: {e: {of: A}}}}", "{of: A}"),
    ("D109", AB + "ledger: {standing: {events: {e: {to: A}}}}", "{to: A}"),
    ("D116", AB + "ledger: {standing: {events: {e: {to: A, kind: visit, size: 0}}}}", "size"),
    ("D117", AB + "ledger: {standing: {events: {e: {to: A, kind: feast}}}}", "feast"),
    ("D117", AB + "ledger: {standing: {weights: [visit > feast]}}", "visit > feast"),
    ("D139", AB + "ledger: {outside: {weights: [signal > material, material > signal]}}", "material > signal"),
    ("D111", AB + "ledger: {outside: {events: {e: {of: C, signal: 1}}}}", "C"),
    ("D117", AB + f"pledges: [{PLEDGE}, reversibility: never}}]", "never"),
    ("D194", AB + f"pledges: [{PLEDGE}, kind: standing, due: 2020-01-01}}]", "due"),
    ("D195", AB + "ledger: {outside: {events: {e: {of: A, shift: [0.2, 0.1]}}}}", "[0.2, 0.1]"),
    ("D195", AB + "ledger: {outside: {events: {e: {of: A, shift: [0.2]}}}}", "[0.2]"),
    ("D196", AB + f"pledges: [{PLEDGE}, conduct: {{for: [e1], outside: e1}}}}]", "outside"),
    ("D170", "actors: {A: {options: {x: X}, better: [['0', '1'], ['1', '0']]}}", "['1', '0']"),
    ("D170", "actors: {A: {options: {x: X}, better: [['0', '0']]}}", "['0', '0']"),
    ("D171", "actors: {A: {options: {x: X, y: Y}, better: [['0', '1'], ['1', '2'], ['2', '0']]}}", "better"),
    ("D126", "actors: {A: {options: {x: X}, ranking: ['0', '1'], better: [['0', '1']]}}", "better"),
    ("D112", "actors: {A: {options: {x: X}, better: [['0', '7']]}}", "'7'"),
    ("D123", "actors: {A: {options: {x: X}, better: [['0', '1'], ['0', '1']]}}", "['0', '1']"),
    ("D102", f"actors: {{A: {{options: {{{many(13)}}}, better: [['0', '1']]}}}}", "better"),
    ("D180", "actors: {A: {options: {x: X}}, B: {prefers: [A.x]}}", "A"),
    ("D181", A + "impossible: [not A.x]", "x"),
    ("D182", A + "impossible: [A.x]", "x"),
    ("D183", "actors: {A: {options: {x: X, y: Y}, prefers: [x]}}", "y"),
    ("D184", A + "impossible: [A.x]\nnow: [A.x]", "now"),
    ("D185", AB + "same: {s: A.x}", "s"),
    ("D186", "actors: {A: {options: {x: {one_way: take}}, prefers: [x]}}\n" + f"history: [{UNDONE}]", UNDONE),
    ("D187", f"actors: {{A: {{options: {{{many(40)}}}, prefers: []}}}}", "actors"),
    ("D188", AB.replace("[x]", "[x, B.y or x, x if B.y]"), "x if B.y"),
    ("D190", AB + f"impossible: [A.x and B.y]\nhistory: [{TAKEN}, {UNDONE.replace('19-', '20-')}]", TAKEN),
    ("D191", A + "history: [{on: 2018-01-01, take: [A.x]}, " + UNDONE + "]", UNDONE),
    ("D192", AB.replace("[x]", "[B.y]") + f"offers: [{REFUSED}]", REFUSED),
    ("D197", AB + f"as_of: 2018-01-01\nturning_points: [{TURN}]", TURN),
    ("D197", AB + f"as_of: 2018-01-01\ninitiatives: [{STEP}]", STEP),
    ("D198", AB + f"turning_points: [{TURN.replace('}', ', between: A}')}]", "between"),
    ("D199", AB + f"initiatives: [{STEP.replace('}', ', checklist: {announced: no}}')}]", "checklist"),
    ("D109", AB + "turning_points: [{on: 2019-01-01}]", "{on: 2019-01-01}"),
    ("D117", AB + f"turning_points: [{TURN.replace('abrupt', 'sudden')}]", "sudden"),
    ("D108", AB + f"initiatives: [{STEP.replace('}', ', checklist: {bold: yes}}')}]", "bold"),
    ("D117", AB + f"initiatives: [{STEP.replace('}', ', checklist: {graduated: maybe}}')}]", "maybe"),
    ("D141", AB + f"initiatives: [{STEP.replace('to: B', 'to: [A, B]')}]", STEP.replace("to: B", "to: [A, B]")),
    ("D142", AB + f"initiatives: [{STEP.replace('}', ', due: 2018-01-01}')}]", STEP.replace("}", ", due: 2018-01-01}")),
    ("D123", AB + f"initiatives: [{STEP}, {STEP}]", "i"),
]  # fmt: skip


def under_caret(fault: Fault) -> str:
    place = fault.place
    assert place is not None
    if place.column is None:
        return ""
    assert place.source is not None
    return place.source[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize(("code", "text", "marked"), RAISED, ids=[row[0] for row in RAISED])
def test_the_code_is_raised_where_the_mistake_is(code: str, text: str, marked: str) -> None:
    reading = "nobody" if code == "D133" else None
    found = [fault for fault in check_text(text, reading=reading) if fault.code == code]
    assert found, check_text(text)
    if marked or code in ("D104", "D109"):
        assert any(under_caret(fault) == marked for fault in found), [under_caret(f) for f in found]
    for fault in found:
        assert fault.severity == FAULTS[code].severity
        assert fault.hint
        assert not fault.message.endswith(".")


def test_files_that_cannot_be_read_have_a_code(tmp_path: Path) -> None:
    from detente.dispute import check

    missing = tmp_path / "none.yaml"
    assert [fault.code for fault in check(missing)] == ["D101"]
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9\n")
    (fault,) = check(tmp_path / "latin.yaml")
    assert (fault.code, fault.place and (fault.place.line, fault.place.column)) == ("D103", (1, 11))


def test_codes_of_other_questions() -> None:
    observer = loads("actors: {A: {prefers: [], because: [e1]}}")
    assert [f.code for f in needs_model(observer)] == ["D137"]
    assert [f.code for f in unknown_citations(observer, ["e2"])] == ["D136"]
    judging = loads(A + "ledger: {events: {e1: {size: 2}, e2: {size: 1}}}")
    (idle,) = idle_judgements(judging, {"e2"})
    assert (idle.code, idle.severity, under_caret(idle)) == ("D193", "warning", "e1")
    with pytest.raises(ModelError) as found:
        compile_graph(loads(A), {"A.prefers.1": True})
    assert [f.code for f in found.value.faults] == ["D138"]


def test_every_code_of_the_registry_is_raised_by_a_test_here() -> None:
    elsewhere = {"D101", "D103", "D136", "D137", "D138", "D150", "D151", "D152", "D169", "D189", "D193"}
    conversion = {f"D16{n}" for n in range(7)}  # raised by the tests of detente convert
    assert {code for code, _, _ in RAISED} | elsewhere | conversion == set(FAULTS)
    assert list(FAULTS) == sorted(FAULTS)
    for kind in FAULTS.values():
        assert kind.explanation.endswith(".")
        assert not kind.title.endswith(".")


def rendered(text: str) -> str:
    return "\n".join(fault.render() for fault in check_text(text))


def test_messages_as_people_see_them() -> None:
    text = """\
actors:
  USA:
    options: {drills: Hold exercises, meet: Meet}
    prefers:
      - not PRK.testz
      - drils or meat
      - >-
        (drills and
          'x)
      - MEET if meet
  PRK:
    options: {tests: Test}
    prefers: [not USA.dr\u0456lls]
    one_way: take
as_of: 2019-2-1
"""
    assert rendered(text) == snapshot("""\
case.yaml:5:13: error D110: unknown option PRK.testz
      - not PRK.testz
            ^^^^^^^^^
  fix: did you mean PRK.tests?
case.yaml:6:9: error D113: unknown option or term drils
      - drils or meat
        ^^^^^
  fix: did you mean drills?
case.yaml:6:18: error D113: unknown option or term meat
      - drils or meat
                 ^^^^
  fix: did you mean meet?
case.yaml:9:11: error D120: ' means nothing here
          'x)
          ^
  fix: names are letters, digits, _ and -; statements use and or not if iff ( )
case.yaml:10:9: error D113: unknown option or term MEET
      - MEET if meet
        ^^^^
  fix: did you mean meet?
case.yaml:13:19: error D110: unknown option USA.drіlls
    prefers: [not USA.drіlls]
                  ^^^^^^^^^^
  fix: it only looks like USA.drills: 'і' is CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I (U+0456)
case.yaml:14:5: error D108: unknown key in actor PRK: one_way
    one_way: take
    ^^^^^^^
  fix: it has name, also, options, prefers, ranking, better, red_lines, moves, because
case.yaml:15:8: error D115: 2019-2-1 is not a date
as_of: 2019-2-1
       ^^^^^^^^
  fix: write YYYY-MM-DD, such as 2019-02-28\
""")


def test_the_caret_stands_under_wide_letters_and_marks() -> None:
    text = "actors: {미국: {options: {제재: x}, prefers: [제재 and 회담]}}"
    assert rendered(text) == snapshot("""\
case.yaml:1:50: error D113: unknown option or term 회담
actors: {미국: {options: {제재: x}, prefers: [제재 and 회담]}}
                                                       ^^^^
  fix: write ACTOR.option, or define it under terms\
""")
    assert rendered(
        "actors: {A: {options: {\u0935\u093e\u0930\u094d\u0924\u093e: x}, prefers: [y]}}"
    ) == snapshot("""\
case.yaml:1:46: error D113: unknown option or term y
actors: {A: {options: {वार्ता: x}, prefers: [y]}}
                                            ^
  fix: write ACTOR.option, or define it under terms\
""")


def test_a_file_without_meaning_says_how_to_begin() -> None:
    assert rendered("") == snapshot("""\
case.yaml: error D109: the file says nothing
  fix: start with title: and actors:\
""")
    assert rendered("just words") == snapshot("""\
case.yaml:1:1: error D114: a case file is a map of fields
just words
^^^^^^^^^^
  fix: start with title: and actors:\
""")


def test_nothing_in_a_message_can_steer_a_terminal() -> None:
    text = 'actors: {A: {prefers: ["\\e[31m\\u202egnp"]}}\n"k\\e": 1'
    for fault in check_text(text):
        assert "\x1b" not in fault.render()
        assert "\u202e" not in fault.render()
    assert legible("a\x1bb\u202ec") == "a\ufffdb\ufffdc"
    assert shown("x" * 100) == "x" * 59 + "…"


def test_a_flood_of_faults_is_counted() -> None:
    found = check_text(A + "impossible: [" + "q, " * 500 + "]")
    assert len(found) == 201
    assert found[-1].message == "300 more faults are not shown, the limit is 200"


def test_a_fault_in_two_readings_is_told_once_and_says_where() -> None:
    text = A + "readings:\n  r: {actors: {A: {options: {x: null}}}}\n  s: {title: fine}\n"
    found = [fault for fault in check_text(text) if fault.severity == "error"]
    assert [fault.message for fault in found] == snapshot(["in the reading r: unknown option or term x"])
