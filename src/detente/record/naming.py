"""How events keep their ids while their claims come, go and are grouped anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence


def event_id_of(claim: str) -> str:
    """Return the id of the event that a claim founds: ``e-`` and the claim's own hash.

    Examples
    --------
    >>> event_id_of("c-d3af96779cde")
    'e-d3af96779cde'
    """
    return "e-" + claim.removeprefix("c-")


def claim_founding(event: str) -> str | None:
    """Return the claim that founded the event of this id, ``None`` for an imported row's id.

    Thereby an id once cited leads to the event that now holds its founding claim, even in a record that was
    made again from scratch and never knew the id.
    """
    return "c-" + event[2:] if event.startswith("e-") else None


def named(
    groups: Sequence[tuple[Sequence[str], Sequence[str]]],
    known: Iterable[tuple[str, Sequence[str]]],
    aliases: Mapping[str, str],
    elsewhere: Container[str] = (),
    became: Mapping[str, str] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Give each group of claims an id, the one it had wherever it had one.

    Parameters
    ----------
    groups
        Groups in their order: the ids of the imported rows in it, of which the first names it, and the ids of
        its claims, oldest first.
    known
        The events as they were: their ids, and the ids of their claims.
    aliases
        Former ids as they were, each with the known event it stands for.
    elsewhere
        Ids that mean something else already.
    became
        Former ids of claims, each with the claim of the corrected text that took its place.

    Returns
    -------
    (ids, aliases)
        One id for each group, and every former id with the id it stands for now.

    Notes
    -----
    A known event's heir is the group that holds most of its claims (the founding claim decides a draw). A
    group that is heir to several keeps the id it shares most claims with; the others become aliases. A group
    that is heir to none is named after its first claim whose name is free. An id that once meant something is
    never given to something else.
    """
    known = sorted(known)
    became = became or {}
    ids: list[str | None] = [rows[0] if rows else None for rows, _ in groups]
    home = {claim: number for number, (_, claims) in enumerate(groups) for claim in claims}
    rows = {row: number for number, (some, _) in enumerate(groups) for row in some}

    heirs: dict[str, int] = {}
    wills: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for event, held in known:
        present = (became.get(claim, claim) for claim in held)
        shares = Counter(home[claim] for claim in present if claim in home)
        if event in rows:
            heirs[event] = rows[event]
        elif shares:
            founding = claim_founding(event) or ""
            founder = home.get(became.get(founding, founding), -1)
            heir = min(shares, key=lambda n: (-shares[n], n != founder, n))
            heirs[event] = heir
            wills[heir].append((shares[heir], event))
    for heir, claimants in wills.items():
        if ids[heir] is None:
            # In a draw the id that a person may have typed (an imported row's) goes before one of ours.
            claimants.sort(key=lambda will: (-will[0], will[1].startswith("e-"), will[1]))
            ids[heir] = claimants[0][1]

    taken = {name for name in ids if name} | set(heirs) | set(aliases)
    final: list[str] = []
    for (_, claims), name in zip(groups, ids, strict=True):
        final.append(name or _free(claims, taken, elsewhere))
        taken.add(final[-1])

    current = set(final)
    former = {old: final[number] for old, number in heirs.items()}
    former |= {row: final[number] for row, number in rows.items()}
    stands_for = former | {alias: former[event] for alias, event in aliases.items() if event in former}
    return final, {old: new for old, new in sorted(stands_for.items()) if old not in current}


def _free(claims: Sequence[str], taken: Container[str], elsewhere: Container[str]) -> str:
    for claim in claims:
        name = event_id_of(claim)
        if name not in taken and name not in elsewhere:
            return name
    nth = 2
    while (name := f"{event_id_of(claims[0])}-{nth}") in taken or name in elsewhere:
        nth += 1
    return name
