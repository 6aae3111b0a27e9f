"""Moves derived from options are those of the definition, in both forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LimitExceeded, ModelError
from detente.graph import MAX_BITS, Arcs, Graph, OptionBit, Rows


@st.composite
def option_graphs(draw: st.DrawFn) -> Graph:
    """Up to four actors, some without options, up to six bits anywhere among the 62, any feasible set."""
    actors = draw(st.integers(1, 4))
    size = draw(st.sampled_from([1, 2, 3, 4, 5, 6, MAX_BITS]))
    ways = st.sampled_from([None, None, "take", "drop"])
    options = [OptionBit(f"o{b}", draw(st.integers(0, actors - 1)), draw(ways)) for b in range(size)]
    codes = draw(st.lists(st.integers(0, 2**size - 1), min_size=1, max_size=24, unique=True))
    names = [f"A{i}" for i in range(actors)]
    return Graph.from_options(names, options, codes, np.zeros((actors, len(codes)), np.int32))


def moves_by_definition(graph: Graph, actor: int) -> set[tuple[int, int]]:
    """Both feasible, different, only in the actor's own options, each changed one in its direction."""
    found = set()
    for s, before in enumerate(graph.codes.tolist()):
        for q, after in enumerate(graph.codes.tolist()):
            changed = [bit for bit in range(len(graph.options)) if (before ^ after) >> bit & 1]
            if changed and all(
                graph.options[bit].actor == actor
                and not (graph.options[bit].one_way == "take" and before >> bit & 1)
                and not (graph.options[bit].one_way == "drop" and after >> bit & 1)
                for bit in changed
            ):
                found.add((s, q))
    return found


def pairs(arcs: Arcs) -> list[tuple[int, int]]:
    return list(zip(arcs.source.tolist(), arcs.target.tolist(), strict=True))


@given(option_graphs())
def test_moves_follow_the_definition(graph: Graph) -> None:
    for i in range(len(graph.actors)):
        listed = pairs(graph.arcs(i))
        assert listed == sorted(listed)
        assert set(listed) == moves_by_definition(graph, i)
        assert len(listed) == len(set(listed))


@given(option_graphs())
def test_rows_hold_the_same_moves(graph: Graph) -> None:
    for i in range(len(graph.actors)):
        rows = graph.rows(i)
        assert rows.start[-1] == len(rows.state)
        for s in range(len(graph.states)):
            r = rows.row_of[s]
            row = rows.state[rows.start[r] : rows.start[r + 1]].tolist()
            assert row == sorted(set(row)) and s in row
            assert set(row) - {s} == set(graph.arcs(i).of(s).tolist())


@given(option_graphs())
def test_moves_listed_are_the_moves_derived(graph: Graph) -> None:
    derived = [pairs(graph.arcs(i)) for i in range(len(graph.actors))]
    listed = Graph.from_arcs(graph.actors, graph.states, derived, graph.ranks, graph.options, graph.codes)
    assert [pairs(listed.arcs(i)) for i in range(len(graph.actors))] == derived
    assert listed.rows(0).arcs().target.tolist() == listed.arcs(0).target.tolist()


def test_a_change_of_several_options_is_one_move_even_across_infeasible_states() -> None:
    graph = Graph.from_options(["A"], [OptionBit("x", 0), OptionBit("y", 0)], [0, 3], [[0, 1]])
    assert pairs(graph.arcs(0)) == [(0, 1), (1, 0)]


def test_sixty_two_options_work_and_the_next_is_a_fault() -> None:
    options = [OptionBit(f"o{b}", b % 2) for b in range(MAX_BITS)]
    top = 2**MAX_BITS - 1
    graph = Graph.from_options(["A", "B"], options, [top, top ^ 2**60, top ^ 2**61], np.zeros((2, 3), int))
    assert [pairs(graph.arcs(i)) for i in (0, 1)] == [[(0, 1), (1, 0)], [(0, 2), (2, 0)]]
    with pytest.raises(ModelError, match="63 option bits, at most 62 fit"):
        Graph.from_options(["A", "B"], [*options, OptionBit("more", 0)], [0], np.zeros((2, 1), int))


def test_repeated_moves_count_once() -> None:
    assert pairs(Arcs.from_pairs([(1, 0), (0, 1), (1, 0)], 3)) == [(0, 1), (1, 0)]
    assert pairs(Arcs.from_pairs([], 2)) == []


def test_a_list_of_moves_has_a_limit_and_rows_do_not_need_it() -> None:
    options = [OptionBit(f"o{b}", 0) for b in range(5)]
    graph = Graph.from_options(["A"], options, range(32), [range(32)])
    assert len(graph.arcs(0).target) == 32 * 31
    with pytest.raises(LimitExceeded, match="up to 1,024 moves of one actor, the limit for a list is 1,023"):
        graph.arcs(0, limit=1023)
    assert len(graph.rows(0).state) == 32


def test_many_one_way_options_make_short_work() -> None:
    """All 4,096 combinations of 12 one-way options of one actor: 3**12 entries, as many moves and states."""
    rows = Rows.from_options(np.arange(4096), 4095, take=4095)
    assert len(rows.state) == 3**12
    assert rows.arcs().of(4095).tolist() == []
    assert len(rows.arcs().of(0)) == 4095


def test_one_way_options_without_end_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LimitExceeded, match="131,072 levels of one-way options in 131,072 states"):
        Rows.from_options(np.arange(2**17), 2**17 - 1, drop=2**17 - 1)
    monkeypatch.setattr("detente.graph.rows.MAX_ENTRIES", 26)
    with pytest.raises(LimitExceeded, match="more than 26 entries"):
        Rows.from_options(np.arange(8), 7, take=7)
