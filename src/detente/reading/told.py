"""What an act becomes by the way it is told: still to come, refused, obliged, alleged by another."""

from __future__ import annotations

from detente.reading.acts import Deed
from detente.reading.arguments import Parties
from detente.reading.attribution import Source
from detente.reading.lexicon import GROUPS
from detente.reading.modality import Standing
from detente.record.types import Modality
from detente.vocabulary.actions import TYPES


def as_told(deed: Deed, who: Parties, stands: Standing, said: Source) -> tuple[str | None, Parties, Standing]:
    """Adapt the type to time, refusal and obligation: a future visit is AGREE, "will not meet" is REJECT."""
    kind: str | None = deed.type
    group = GROUPS.get(deed.type)
    if stands.obliged and group in ("friendly", "yielding", "hostile", "verbal"):
        if said.party is None or any(p.code == said.party.code for p in who.actor):
            return None, who, stands
        asked = Parties((said.party,), who.actor, False, f"{who.why}; said to have to")
        return "REQUEST", asked, Standing("demanded", stands.negated, stands.certainty, why="must")
    if stands.future and deed.operators[:1] != ("demand",):
        if stands.negated and group in ("friendly", "yielding"):
            return (
                "REJECT",
                _directed(who),
                Standing("happened", False, stands.certainty, True, why="will not"),
            )
        if group in ("friendly", "yielding"):
            kind = TYPES[deed.type].future
            who = _directed(who) if kind != deed.type else who
        elif (
            deed.type != "PROTEST"
            and group in ("hostile", "verbal")
            and stands.modality in ("offered", "pledged", "threatened")
        ):
            # Not to test is no threat but a promise of restraint, kept as the act that will not be done.
            restraint = group == "hostile" and stands.negated
            kind = "THREATEN" if group == "hostile" and not restraint else kind
            modality: Modality = "pledged" if restraint else "threatened"
            stands = Standing(modality, stands.negated, stands.certainty, True, why=stands.why)
    elif deed.type == "PROTEST" and who.actor and all(p.person for p in who.actor):
        return "ACCUSE", who, stands  # an office protests in words
    elif group in ("hostile", "verbal") and _own_threat(who, stands, said):
        return "THREATEN", who, Standing("threatened", False, stands.certainty, why=f"own act, {stands.why}")
    elif _breach_alleged(deed, who, stands, said):
        accuser = (said.party,) if said.party else ()
        return "ACCUSE", Parties(accuser, who.actor, False, f"{who.why}; said of another"), stands
    elif (
        stands.negated
        and deed.type == "AGREE"
        and (stands.modality == "happened" or (stands.modality == "offered" and _not_wanted(deed)))
    ):
        return "REJECT", who, Standing("happened", False, stands.certainty, why="not agreed")
    return kind, who, stands


def _not_wanted(deed: Deed) -> bool:
    """Whether not to be ready refuses; to have offered nothing does not."""
    return deed.operators[:1] != ("offer",)


def _directed(who: Parties) -> Parties:
    """Give a mutual act that is still to come, or refused, back to the one who plans or refuses it."""
    others = tuple(p for p in who.actor if p not in who.first)
    return Parties(who.first, others, False, who.why) if who.mutual and who.first and others else who


def _own_threat(who: Parties, stands: Standing, said: Source) -> bool:
    """Whether somebody says what their own side will or may do under a condition."""
    if stands.modality != "conditional" or stands.negated or said.party is None:
        return False
    return stands.main_clause and any(p.code == said.party.code for p in who.actor)


def _breach_alleged(deed: Deed, who: Parties, stands: Standing, said: Source) -> bool:
    """Whether somebody says that another broke its word: an accusation, whatever the truth."""
    if said.party is None or not said.party.known or deed.act is None or deed.operators:
        return False
    if deed.type != "REJECT" and not (deed.type == "RETREAT" and stands.negated):  # "has never kept its word"
        return False
    other = all(p.code != said.party.code for p in who.actor)
    return other and bool(deed.act.object & {"commitment", "truce", "obligation"})
