"""What actors did, held against what the file says they want."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.dispute.accounts import after
from detente.dispute.evaluate import allowed
from detente.dispute.faults import FaultList, shown
from detente.dispute.rank import fulfilled
from detente.dispute.telling import wish_text
from detente.dispute.types import Actor, Constraint, Dispute, Wish
from detente.errors import Place


@dataclass(frozen=True, slots=True)
class Deed:
    """A choice an actor made: the outcome it brought about, and what it passed over.

    Parameters
    ----------
    code
        ``D191`` for a row of history, ``D192`` for the reply to an offer.
    actor
        Who chose.
    chosen
        Options taken in the outcome it brought about, in the order of the file.
    passed
        The outcomes it passed over. Where several acted at once there are two: in one the actor alone had
        not acted, in the other nobody had.
    told
        What it did, for a message.
    place
        Where the file says so.
    """

    code: str
    actor: str
    chosen: tuple[str, ...]
    passed: tuple[tuple[str, ...], ...]
    told: str
    place: Place | None


def check_conduct(dispute: Dispute, faults: FaultList) -> None:
    """Tell history that passes through impossible outcomes, and deeds and replies against written wishes.

    Parameters
    ----------
    dispute
        A dispute without errors.
    faults
        Told what is found, as ``D190`` to ``D192``.

    Notes
    -----
    A deed is compared with the outcome in which the actor had left its own options as they were; a row in
    which several act may be one bargain, so it is told only when the actor would rather have stood where all
    stood before, too. Rows before the ledger's baseline say how things stood and are no deeds. An accepted or
    rejected package is compared with what stood before that day; an offer that was countered, left without
    reply or whose reply is disputed is no choice. Only possible outcomes count. ``maybe`` lines do not, but
    one that would explain the deed is named. O(choices x statements).
    """
    bits = {option.id: bit for bit, option in enumerate(dispute.options)}
    _check_history(dispute, bits, faults)
    found = [*_deeds(dispute), *_replies(dispute)]
    for actor in dispute.actors:
        own = [deed for deed in found if deed.actor == actor.code]
        pairs = [(deed, passed) for deed in own for passed in deed.passed]
        chosen = np.array([_code(deed.chosen, bits) for deed, _ in pairs], np.int64)
        passed = np.array([_code(taken, bits) for _, taken in pairs], np.int64)
        possible = _possible(dispute, chosen, bits) & _possible(dispute, passed, bits)
        reasons = _against(dispute, actor, chosen, passed, bits)
        told: dict[int, list[tuple[str, str] | None]] = {}
        for (deed, _), can_be, reason in zip(pairs, possible.tolist(), reasons, strict=True):
            told.setdefault(id(deed), []).append(reason if can_be else None)
        for deed in own:
            why = told[id(deed)]
            if why[0] is not None and None not in why:
                faults.add(deed.code, f"{deed.told}; {why[0][0]}", deed.place, why[0][1])


def states_of(dispute: Dispute) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Yield every day of the history with the options that stand taken after it."""
    options = {option.id: option for option in dispute.options}
    taken: dict[str, str] = {}
    for number, row in enumerate(dispute.history):
        taken = after(row, taken, options)
        if number + 1 == len(dispute.history) or dispute.history[number + 1].on != row.on:
            yield row.on, tuple(ident for ident in options if ident in taken.values())


def _check_history(dispute: Dispute, bits: dict[str, int], faults: FaultList) -> None:
    """Tell days after which impossible options stand together; of today D184 tells."""
    days = list(states_of(dispute))
    codes = np.array([_code(taken, bits) for _, taken in days], np.int64)
    broken: dict[int, Constraint] = {}
    for constraint in dispute.constraints:
        for at in np.flatnonzero(~allowed(constraint, codes, bits)).tolist():
            broken.setdefault(at, constraint)
    for at, constraint in sorted(broken.items()):
        day, taken = days[at]
        if taken == dispute.now or (at and days[at - 1][1] == taken):
            continue
        place = next(row.place for row in reversed(dispute.history) if row.on == day)
        rule = f"{constraint.kind} {', '.join(s.text for s in constraint.statements)}"
        message = (
            f"after {day} stand {shown(', '.join(taken) or 'no options', 200)}, which {shown(rule)} rules out"
        )
        faults.add("D190", message, place, "add what was dropped or taken that day, or loosen the constraint")


def _deeds(dispute: Dispute) -> Iterator[Deed]:
    options = {option.id: option for option in dispute.options}
    baseline = dispute.ledger.baseline or date.min
    taken: dict[str, str] = {}
    for row in dispute.history:
        before, taken = taken, after(row, taken, options)
        actors = dict.fromkeys(options[ident].actor for ident in (*row.take, *row.drop))
        for code in actors if row.on >= baseline else ():
            alone = {whole: ident for whole, ident in taken.items() if options[ident].actor != code}
            alone |= {whole: ident for whole, ident in before.items() if options[ident].actor == code}
            if alone == taken:
                continue
            changes = [
                f"{way} {', '.join(own)}"
                for way, idents in (("took", row.take), ("dropped", row.drop))
                if (own := [ident for ident in idents if options[ident].actor == code])
            ]
            passed = [alone, before] if len(actors) > 1 else [alone]
            yield Deed(
                "D191",
                code,
                _in_order(options, taken),
                tuple(_in_order(options, side) for side in passed),
                f"{code} {' and '.join(changes)} on {row.on}",
                row.place,
            )


def _in_order(options: Iterable[str], taken: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ident for ident in options if ident in taken.values())


def _replies(dispute: Dispute) -> Iterator[Deed]:
    options = {option.id: option for option in dispute.options}
    for offer in dispute.offers:
        if offer.reply not in ("accepted", "rejected"):
            continue
        stood: dict[str, str] = {}
        for row in dispute.history:
            if row.on < offer.on:
                stood = after(row, stood, options)
        taken = stood | {options[ident].level_of or ident: ident for ident in offer.package}
        without, with_it = _in_order(options, stood), _in_order(options, taken)
        chosen, passed = (with_it, without) if offer.reply == "accepted" else (without, with_it)
        account = f", by the account of {offer.account}" if offer.account else ""
        told = f"{offer.to} {offer.reply} the package {offer.id} on {offer.on}{account}"
        yield Deed("D192", offer.to, chosen, (passed,), told, offer.place)


def _against(
    dispute: Dispute,
    actor: Actor,
    chosen: NDArray[np.int64],
    passed: NDArray[np.int64],
    bits: dict[str, int],
) -> list[tuple[str, str] | None]:
    """Return for every choice why the other was preferred, and what to do; ``None`` where it was not."""
    other = "the file has it prefer the opposite"
    if actor.better is not None:
        why = (f"{other}: its pairs under better say so", "correct the pair, or the row")
        pairs = set(actor.better)
        names = {_code(state.taken, bits): state.id for state in dispute.states if state.taken is not None}
        ids = [[names.get(code, str(code)) for code in codes.tolist()] for codes in (passed, chosen)]
        return [why if pair in pairs else None for pair in zip(*ids, strict=True)]
    if actor.prefers is None:
        why = (f"{other}: its ranking places that higher", "correct the ranking, or the row")
        ranks = [[_rank(dispute, actor, int(code)) for code in codes] for codes in (chosen, passed)]
        return [
            why if here is not None and there is not None and here > there else None
            for here, there in zip(*ranks, strict=True)
        ]
    order = list(bits)
    leads = fulfilled(actor.prefers, passed, order) - fulfilled(actor.prefers, chosen, order)
    return [_explained(actor.prefers, lead.tolist(), other) for lead in leads.T]


def _explained(wishes: Sequence[Wish], leads: Sequence[int], other: str) -> tuple[str, str] | None:
    """Tell which line decides for what was passed over; leads say how much more of each line it fulfils."""
    numbered = list(enumerate(zip(wishes, leads, strict=True), 1))
    deciding = [(n, wish, lead) for n, (wish, lead) in numbered if lead and wish.kind != "maybe"]
    if not deciding or deciding[0][2] < 0:
        return None
    number, wish, _ = deciding[0]
    why = f"{other}: line {number}, {shown(wish_text(wish))}, decides"
    doubts = [n for n, (unsure, lead) in numbered if unsure.kind == "maybe" and lead < 0 and n < number]
    if doubts:
        return why, f"expected if line {doubts[0]} (maybe) is held; else reorder the lines or doubt the row"
    return why, "reorder the lines, or doubt the row; wishes may also have changed since"


def _rank(dispute: Dispute, actor: Actor, code: int) -> int | None:
    """Return the place of an outcome in a ranking, 0 the best; ``None`` when it has none."""
    names = {state.id: state.taken for state in dispute.states}
    bits = {option.id: bit for bit, option in enumerate(dispute.options)}
    for place, group in enumerate(actor.ranking or ()):
        for ident in group:
            taken = names.get(ident)
            if ident == str(code) if taken is None else _code(taken, bits) == code:
                return place
    return None


def _code(taken: Sequence[str], bits: dict[str, int]) -> int:
    return sum(1 << bits[ident] for ident in taken)


def _possible(dispute: Dispute, codes: NDArray[np.int64], bits: dict[str, int]) -> NDArray[np.bool_]:
    if dispute.only_states:
        listed = [_code(state.taken, bits) for state in dispute.states if state.taken is not None]
        return np.isin(codes, np.array(listed, np.int64))
    possible = np.ones(len(codes), bool)
    for constraint in dispute.constraints:
        possible &= allowed(constraint, codes, bits)
    return possible
