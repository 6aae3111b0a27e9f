"""Which outcome somebody means: by its id, its name or its number, or as it stands today."""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from detente.dispute.compile import Model
from detente.dispute.faults import FaultList, shown
from detente.dispute.lookalike import suggestion
from detente.errors import ModelError, Place

TODAY = "now"
"""What today's outcome may be called, unless a state of the file bears the name."""
HOW_TO_SAY_NOW = (
    "list under `now:` the options taken today, as in now: [USA.meet], keep a `history:`, or say where to "
    "start from"
)


def find_state(model: Model, name: str) -> int:
    """Return the number of the outcome that somebody means.

    Parameters
    ----------
    model
        A dispute and its outcomes.
    name
        An id; the number of an outcome that has a name; what the file calls it, in any case and with blanks
        for hyphens; or ``now``.

    Returns
    -------
    int
        Position among the outcomes, which is that of the graph.

    Raises
    ------
    ModelError
        When no outcome, or more than one, is called so (``D112``), or ``now`` is none (``D169``).

    Examples
    --------
    >>> from detente.dispute import loads
    >>> dispute = loads("{actors: {A: {options: {x: Act}}}, states: {deal-done: [A.x]}}")
    >>> model = Model.of(dispute)
    >>> find_state(model, "Deal done"), find_state(model, "1"), find_state(model, "0")
    (1, 1, 0)
    """
    outcomes, wanted = model.outcomes, name.strip()
    by_id = outcomes.find(wanted)
    if by_id is not None:
        return by_id
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else -1
    called: set[int] = set(_taking(model, number).tolist() if number >= 0 else ()) or {
        at
        for state in model.dispute.states
        for text in (state.id, state.text)
        if text and _plain(text) == _plain(wanted) and (at := outcomes.find(state.id)) is not None
    }
    if len(called) == 1:
        return called.pop()
    if not called and wanted.casefold() in (TODAY, "today"):
        return today(model)
    faults = FaultList()
    names = [*outcomes.index, TODAY]
    hint = suggestion(wanted, names) or "`detente solve` lists the outcomes and what they are called"
    what = (
        f"several outcomes are called {shown(wanted)}" if called else f"no outcome is called {shown(wanted)}"
    )
    faults.add("D112", what, None, hint)
    raise ModelError(faults.sorted())


def today(model: Model) -> int:
    """Return the number of today's outcome.

    Raises
    ------
    ModelError
        When the options taken today make no outcome of the model, or do not tell which (``D169``).
    """
    dispute = model.dispute
    bits = {option.id: bit for bit, option in enumerate(dispute.options)}
    found = _taking(model, sum(1 << bits[option] for option in dispute.now)) if bits else _NONE
    if len(found) == 1:
        return int(found[0])
    faults = FaultList()
    taken = ", ".join(dispute.now) or "nothing"
    what = f"fits {len(found)} outcomes" if len(found) else "is not a possible outcome"
    place = Place(dispute.file) if dispute.file else None
    faults.add("D169", f"what is done today ({taken}) {what}", place, HOW_TO_SAY_NOW)
    raise ModelError(faults.sorted())


_NONE = np.empty(0, np.int32)


def _taking(model: Model, code: int) -> NDArray[np.int32]:
    """Return the outcomes in which exactly some options are taken; of outcomes made one, the one."""
    found: NDArray[np.int32] = np.unique(model.outcomes.one[model.outcomes.apart == code])
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.replace("-", " ").replace("_", " ").split())
