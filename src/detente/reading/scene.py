"""One sentence with its parties: which noun phrase means whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from detente.reading import roles
from detente.reading.memory import Memory
from detente.reading.parties import Cast, Party, distinct, is_place, words_of
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.vocabulary.gender import pronoun as gender
from detente.vocabulary.groups import free_code
from detente.vocabulary.persons import holder, offices_of

HE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
WE = frozenset({"i", "we", "us", "our", "ours", "me", "my", "mine", "myself", "ourselves"})
_OBJECT_PRONOUNS = frozenset({"it", "him", "her", "them"})
_PREMODIFIERS = ("poss", "compound", "amod", "nmod")
_BELONGING = frozenset({"of", "from", "for", "between", "with", "in", "to"})
_NO_NAMES = words("calendar")
_SOMEBODY_ELSE = frozenset(
    {
        "counterpart",
        "neighbour",
        "neighbor",
        "rival",
        "foe",
        "enemy",
        "adversary",
        "opponent",
        "ally",
        "patron",
    }
)
"""Whoever is somebody's neighbour is not that somebody."""
_FRIENDS = frozenset({"ally", "patron"})
_RULERS = frozenset({"junta", "regime"})
"""Whom one country of the text has, and others have not."""
_BODIES = frozenset({"bloc", "alliance", "agency", "watchdog", "union", "organisation", "organization"})
_STATE_HANDS = frozenset({"police", "troop", "soldier", "authority"})
"""Who acts for the state spoken of even where no article says so: "police fired tear gas"."""
_DEFINITE = frozenset({"the", "its", "his", "this", "that", "their"})
_SHARES = frozenset({"each", "neither", "either", "both", "all", "none"})
_PAIRS = {"pair": 2, "duo": 2, "twosome": 2, "trio": 3}
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Found:
    """Parties that a noun phrase means, and how that is known."""

    parties: tuple[Party, ...]
    how: str = "named"

    def __bool__(self) -> bool:
        return bool(self.parties)


NOBODY = Found((), "nobody")


@dataclass(slots=True)
class Scene:
    """The parties of one sentence, resolved with the cast of the document and what was said before."""

    sentence: Sentence
    cast: Cast
    memory: Memory
    quoted: frozenset[int] = frozenset()
    speaker: Party | None = None
    at: dict[int, Party] = field(default_factory=dict)
    places: dict[int, Party] = field(default_factory=dict)
    _seen: dict[int, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        s = self.sentence
        starts = {w.start: i for i, w in enumerate(s.words)}
        for m in self.cast.within(s.start, s.end):
            first = starts.get(m.start)
            covered = [] if first is None else [first]
            if first is None:
                covered = list(words_of(s, m))
            else:
                while covered[-1] + 1 < len(s.words) and s.words[covered[-1] + 1].start < m.end:
                    covered.append(covered[-1] + 1)
            party = Party(m.code, m.name, m.role, person=self._is_person(m.role, m.name, m.code))
            for i in covered:
                (self.places if is_place(m) else self.at)[i] = party

    def _is_person(self, role: str | None, name: str, code: str) -> bool:
        return role is not None and name != self.cast.actors.name(code)

    # -- noun phrases ---------------------------------------------------------------------------------------

    def parties(self, head: int, *, places: bool = False) -> Found:
        """Return whom the noun phrase with this head means, its conjuncts not included."""
        if places and head in self.places:
            return Found((self.places[head],), "place")
        if head not in self._seen:
            self._seen[head] = NOBODY  # guards against a loop of pronouns
            self._seen[head] = self._resolve(head)
        return self._seen[head]

    def all_parties(self, heads: tuple[int, ...], *, places: bool = False) -> Found:
        """Return whom several noun phrases mean together."""
        found = [self.parties(h, places=places) for h in heads]
        kept = [f for f in found if f]
        known = [f for f in kept if any(p.known for p in f.parties)]
        kept = known or kept
        if not kept:
            return NOBODY
        return Found(distinct(p for f in kept for p in f.parties), kept[0].how)

    def _resolve(self, head: int) -> Found:
        s, word = self.sentence, self.sentence.words[head]
        rebels = self._rebels(head)
        if rebels:
            return rebels
        if head in self.at:
            return Found(self._joined(head))
        pronoun = self._pronoun(head)
        if pronoun is not None:
            return pronoun
        if word.lower in roles.RELATIVE and s.words[word.head].dep == "relcl":
            return self.parties(s.words[word.head].head)
        if (beside := self._named_next(head)) is not None:  # "the regional bloc ECOWAS"
            return Found((self.at[beside],))
        listed = [c for c in s.under(head, "appos") if c in self.at]
        if listed and word.pos == "NOUN":  # "the mediators, Qatar and Oman"
            return Found(
                distinct(self.at[j] for c in listed for j in s.conjuncts(c) if j in self.at), "named beside"
            )
        group = self._collective(head) or self._share(head)
        if group is not None:
            return group
        other = self._other_one(head)
        if other:
            return other
        named = self._beside(head)
        if named:
            if word.lemma in words("state"):  # "Rudolf's government" is no person
                named = tuple(self.cast.party(p.code) if p.person and p.known else p for p in named)
            whose = word.lemma in words("institution") or word.pos == "PROPN"
            return Found(named, "named" if whose else "named in the phrase")
        definite = any(s.words[c].lower in _DEFINITE for c in s.children[head])
        bare = word.lemma in _STATE_HANDS and word.tag in ("NN", "NNS") and not s.under(head, "amod")
        if (definite or bare) and word.pos == "NOUN":
            back = self._look_back(head)
            if back:
                return back
        if word.pos == "PROPN" and word.tag in ("NNP", "NNPS"):
            return self._unknown_name(head)
        is_power = word.lower == "power"  # "demanded his return to power" names nobody
        if word.lemma in words("unnamed") and word.pos in ("NOUN", "PROPN") and not is_power:
            name = self.phrase(head)
            return Found((Party(free_code(name), name, known=False),), "no code")
        return NOBODY

    def _named_next(self, head: int) -> int | None:
        """Return the name that follows a noun, which the parser takes for a second subject or object."""
        s, word = self.sentence, self.sentence.words[head]
        if word.pos != "NOUN" or word.head == head:
            return None
        beside = (
            c for c in s.under(word.head, word.dep) if c > head and s.edges(c)[0] == s.edges(head)[1] + 1
        )
        return next((c for c in beside if c in self.at), None)

    def _joined(self, head: int) -> tuple[Party, ...]:
        """Return the party at a name, and those "and" joins to it where the parser put them under it."""
        s, first = self.sentence, head
        found = [self.at[head]]
        left = s.edges(head)[0]
        while True:
            while first > left and self.at.get(first - 1) == found[-1]:
                first -= 1
            if first - 2 < left or s.words[first - 1].lower not in ("and", ",") or first - 2 not in self.at:
                return distinct((*reversed(found), *self._joined_after(head)))
            found.append(self.at[first - 2])
            first -= 2

    def _joined_after(self, head: int) -> Iterator[Party]:
        """Yield whom a plural title names after the first: "the ministers of Chad and Libya"."""
        s, i = self.sentence, head + 1
        while s.words[head].tag == "NNS" and i < len(s) and self.at.get(i) == self.at[head]:
            yield from (self.at[c] for c in s.conjuncts(i) if c > i and c in self.at)
            i += 1

    def _beside(self, head: int) -> tuple[Party, ...]:
        """Find names that describe a noun: "Omani mediators", "envoys of Chad and Libya"."""
        s = self.sentence
        found: list[Party] = []
        for c in s.under(head, *_PREMODIFIERS):
            for j in s.conjuncts(c):
                if j in self.at:
                    found.append(self.at[j])
                elif s.words[c].dep == "poss":
                    if s.words[head].lemma not in _SOMEBODY_ELSE:
                        found += self.parties(j).parties
                elif s.words[j].pos in ("NOUN", "PROPN"):
                    found += self._beside(j)
        for c in s.under(head, "appos"):
            if c in self.at:
                found.append(self.at[c])
            elif s.words[c].pos in ("NOUN", "PROPN") and s.words[c].lemma in words("institution"):
                found += self._beside(c)
        if not found:
            for name, goal in roles.obliques(s, head):
                if name in _BELONGING and goal > head:
                    seat = name == "in" and s.words[head].lemma in words("state")
                    found += self.parties(goal, places=seat).parties  # "the government in Kabul"
        return distinct(found)

    def named_within(self, head: int, *, where: bool = True) -> Found:
        """Return the parties a phrase names outside its clauses: "the deal with Chad".

        ``where`` says whether a party that only tells the place counts: "plants in Chad".
        """
        direct = self.parties(head)
        if direct:
            return direct
        s = self.sentence
        found: list[Party] = []
        queue = [head]
        while queue:
            i = queue.pop(0)
            if i in self.at:
                found.append(self.at[i])
                continue
            queue += [
                c
                for c in s.children[i]
                if s.words[c].dep not in ("relcl", "acl", "advcl", "ccomp", "conj")
                and (where or s.words[c].lower not in ("in", "at", "near"))
            ]
        return Found(distinct(found), "named in the phrase") if found else NOBODY

    # -- pronouns and definite phrases ----------------------------------------------------------------------

    def _pronoun(self, i: int) -> Found | None:
        """Return whom a pronoun means; ``None`` when the word is no pronoun."""
        word = self.sentence.words[i]
        lower = word.lower
        if lower in _SHARES and (shared := self._share(i)):
            return shared
        if word.pos not in ("PRON", "DET", "NUM") and lower not in THEY:
            return None
        if lower in WE:
            speaker = self.speaker if i in self.quoted else None
            return Found((speaker,), f"pronoun {lower}") if speaker else NOBODY
        if lower in HE:
            return self._antecedent(i, lambda p: p.person and self._agrees(p, lower), lower)
        if lower in IT | THEY and (side := self._speakers_side(i)):
            return Found((side,), f"pronoun {lower}")
        if lower in IT:
            return self._antecedent(i, lambda p: not p.person, lower)
        if lower in ("their", "them", "themselves", "they") and (own := self._plural_subject(i)):
            return Found(own, f"pronoun {lower}")
        if lower in THEY or (
            word.pos == "NUM" and lower in _NUMBERS and word.dep in ("nsubj", "nsubjpass", "pobj")
        ):
            size = _NUMBERS.get(lower)
            many = self.memory.many(self.sentence.number) if size is None else None
            if many and not any(j < i for j in self.at):
                return Found((many,), f"pronoun {lower}")
            group = self._earlier_group(i, size)
            if group:
                return Found(group, f"pronoun {lower}")
            return self._antecedent(i, lambda p: not p.person, lower) if size is None else NOBODY
        return NOBODY if word.pos == "PRON" else None

    def _agrees(self, party: Party, word: str) -> bool:
        """Whether a person can be called he or she; only a name that the text writes tells."""
        other = "he" if word in _SHE else "she"
        return party.name not in self.cast.written or gender(party.name) != other

    def _speakers_side(self, i: int) -> Party | None:
        """Return the side of a single person who says what "it" or "they" will do: "Kim said they would"."""
        s, word = self.sentence, self.sentence.words[i]
        clause = word.head
        teller = s.words[clause].head
        says = s.words[clause].dep == "ccomp" and s.words[teller].lemma in words("reporting") and teller < i
        if word.dep not in ("nsubj", "nsubjpass") or not says or any(teller < j < i for j in self.at):
            return None
        who = self.all_parties(roles.subject(s, teller).heads).parties
        return self.cast.party(who[0].code) if len(who) == 1 and who[0].person and who[0].known else None

    def _plural_subject(self, i: int) -> tuple[Party, ...]:
        """Return the parties of a plural subject in a clause above: "the firms halt their projects"."""
        s = self.sentence
        for a in s.above(i):
            if not s.is_verbal(a):
                continue
            heads = tuple(h for h in roles.subject(s, a).heads if h < i and s.words[h].pos != "PRON")
            if len(heads) > 1 or any(s.words[h].tag in ("NNS", "NNPS") for h in heads):
                return self.all_parties(heads).parties
        return ()

    def _antecedent(self, i: int, fits: Callable[[Party], bool], text: str) -> Found:
        """Look for the subject of a clause above, then earlier in the sentence, then in sentences before."""
        s = self.sentence
        own = self._doers_beside(i)

        def check(party: Party) -> bool:
            return fits(party) and party.code not in own

        for a in s.above(i):
            if not s.is_verbal(a):
                continue
            for head in roles.subject(s, a).heads:
                if head < i and head != i and s.words[head].pos != "PRON":
                    found = self.parties(head)
                    if found and len(found.parties) == 1 and check(found.parties[0]):
                        return Found(found.parties, f"pronoun {text}")
            if (ahead := self._ahead(i, a)) and check(ahead):
                return Found((ahead,), f"pronoun {text}")
        before = [j for j in range(i - 1, -1, -1) if j in self.at and check(self.at[j])]
        subjects = [j for j in before if s.words[j].dep in ("nsubj", "nsubjpass")]
        for j in subjects or before:
            return Found((self.at[j],), f"pronoun {text}")
        last = self.memory.last(check, s.number)
        return Found((last,), f"pronoun {text}") if last else NOBODY

    def _ahead(self, i: int, verb: int) -> Party | None:
        """Return the subject still to come that a phrase speaks of: "since its raid, Chad has ..."."""
        s, heads = self.sentence, roles.subject(self.sentence, verb).heads
        if len(heads) != 1 or heads[0] not in self.at or s.words[heads[0]].head != verb:
            return None
        fronted = (s.edges(c) for c in s.under(verb, "prep", "advcl"))
        return self.at[heads[0]] if any(a <= i <= b < heads[0] for a, b in fronted) else None

    def _doers_beside(self, i: int) -> frozenset[str]:
        """Return whom "it" and "them" beside a verb cannot mean: those who do it, who would be "itself"."""
        s, word = self.sentence, self.sentence.words[i]
        if word.dep not in ("dobj", "pobj", "dative") or word.lower not in _OBJECT_PRONOUNS:
            return frozenset()
        verb = next((a for a in s.above(i) if s.is_verbal(a)), None)
        heads = roles.subject(s, verb).heads if verb is not None else ()
        return frozenset(p.code for h in heads if h != i for p in self.parties(h).parties)

    def _earlier_group(self, i: int, size: int | None) -> tuple[Party, ...]:
        s = self.sentence
        for j in range(i - 1, -1, -1):
            if j in self.at and s.under(j, "conj"):
                group = distinct(self.at[c] for c in s.conjuncts(j) if c in self.at)
                if len(group) > 1 and (size is None or len(group) == size):
                    return group
        group, pair = self.memory.last_group(size), self.cast.main_pair()
        if size == 2 and pair and any(self.cast.is_body(p) for p in group):
            return pair  # "the two sides" are not those who mediate
        return group or (pair if size == 2 else ())

    def _collective(self, head: int) -> Found | None:
        """Resolve "both sides", "the two leaders", "the parties" to the parties last named together."""
        s, word = self.sentence, self.sentence.words[head]
        if word.lemma not in words("collective") or word.tag not in ("NNS", "NNPS"):
            return None
        describing = s.under(head, *_PREMODIFIERS)
        if any(c in self.at for c in describing) or s.under(head, "appos"):
            return None
        counts = [_NUMBERS[s.words[c].lower] for c in s.children[head] if s.words[c].lower in _NUMBERS]
        the = any(s.words[c].lower == "the" for c in s.children[head])
        if counts:
            group = self._earlier_group(head, counts[0]) or (self.cast.main_pair() if counts[0] == 2 else ())
        elif (
            the
            and not describing
            and word.lemma in ("side", "party", "leader", "country", "neighbour", "neighbor", "foe", "rival")
        ):
            group = self._earlier_group(head, None) or self.cast.main_pair()
        else:
            return None
        return Found(group, f"both: {word.lower}") if group else None

    def _share(self, head: int) -> Found | None:
        """Resolve "each of them", "neither side" and "the pair" to all that are meant."""
        s, word = self.sentence, self.sentence.words[head]
        if word.lower in _SHARES:
            of = [g for p, g in roles.obliques(s, head) if p == "of"]
            return self.all_parties(tuple(of)) or None if of else None
        singled = any(s.words[c].lower in _SHARES for c in s.children[head]) and word.lemma in words(
            "collective"
        )
        size = _PAIRS.get(word.lower) or (2 if singled else 0)
        group = (
            self._earlier_group(head, size) if size and not s.under(head, "prep", "poss", "compound") else ()
        )
        return Found(group, f"both: {word.lower}") if group else None

    def _other_one(self, head: int) -> Found:
        """Resolve "the former", "the latter" and "its neighbour" where two parties were spoken of."""
        s, word = self.sentence, self.sentence.words[head]
        if word.lower in ("former", "latter") and any(s.words[c].lower == "the" for c in s.children[head]):
            pair = distinct(self.at[j] for j in sorted(self.at) if j < head) or self.memory.lately(s.number)
            return Found((pair[word.lower == "latter"],), f"the {word.lower}") if len(pair) == 2 else NOBODY
        owner = s.child(head, "poss")
        named = s.under(head, "amod", "appos", "compound")
        one_foe = word.lemma in _SOMEBODY_ELSE - _FRIENDS and word.tag == "NN"
        if not one_foe or owner is None or any(c in self.at for c in named):
            return NOBODY
        whose = self.parties(owner).parties
        here = distinct(self.at[j] for j in sorted(self.at) if j < head)
        for spoken_of in (here, self.memory.lately(s.number)):
            others = [p for p in spoken_of if all(p.code != o.code for o in whose)]
            others = [p for p in others if self.cast.actors.kind(p.code) == "country"]
            if len(whose) == 1 and len(others) == 1:
                return Found((others[0],), f"the {word.lemma} of {whose[0].name}")
        other = self.cast.counterpart(whose[0].code) if len(whose) == 1 else None
        return Found((other,), f"the {word.lemma} of {whose[0].name}") if other else NOBODY

    def _rebels(self, head: int) -> Found:
        """Resolve "the Malian rebels" to the armed group of the text, never to the state they fight."""
        s, word = self.sentence, self.sentence.words[head]
        if word.lemma not in words("fights_state") and not (
            word.lemma in words("group") | words("serves")
            and any(s.words[c].lemma in words("fights_state") for c in s.under(head, "compound", "amod"))
        ):
            return NOBODY
        kind = self.cast.actors.kind
        if head in self.at and kind(self.at[head].code) != "country":
            return NOBODY
        party = next(
            (
                self.at[c]
                for c in s.under(head, "compound", "amod", "appos", "nmod")
                if c in self.at and kind(self.at[c].code) != "country"
            ),
            None,
        )
        others = s.under(head, "amod", "nummod") and not any(
            c in self.at or s.words[c].dep == "poss" or s.words[c].lower in _DEFINITE
            for c in s.children[head]
        )
        party = party or (None if others else self.cast.main_of("group"))  # "local militias" are some other
        if party is None:
            name = self.phrase(head)
            party = Party(free_code(name), name, known=False)
        return Found((party,), f"the {word.lemma}")

    def _state_above(self, head: int) -> Party | None:
        """Return the state that says something of "the government": most likely its own."""
        s = self.sentence
        for a in s.above(head):
            for h in roles.subject(s, a).heads if s.is_verbal(a) else ():
                party = self.at.get(h)
                if h < head and party and self.cast.actors.kind(party.code) == "country":
                    return party
        return None

    def _look_back(self, head: int) -> Found:
        """Resolve "the government", "the group", "the president" to who was spoken of last."""
        actors, lemma = self.cast.actors, self.sentence.words[head].lemma
        number = self.sentence.number
        called = self.memory.last_called(lemma, number)
        if called and (lemma in words("state") or lemma in words("group")):
            return Found((called,), f"the {lemma}")
        if lemma in _RULERS or self.sentence.words[head].lower == "generals":
            party = self._state_above(head) or self.cast.main_state()
        elif lemma in words("group"):
            wanted = (
                ("organisation",)
                if lemma in _BODIES
                else ("group",)
                if lemma in words("fights_state")
                else None
            )
            party = self.memory.last(
                lambda p: (
                    not p.person
                    and actors.kind(p.code) != "country"
                    and (wanted is None or actors.kind(p.code) in wanted)
                ),
                number,
            )
        elif lemma in words("person"):
            return self._in_office(head)
        elif lemma in words("state") or lemma in _STATE_HANDS:
            party = self._state_above(head)
            party = party or self.memory.last(lambda p: actors.kind(p.code) == "country", number)
            party = party or self.cast.main_state()
        else:
            return NOBODY
        return Found((party,), f"the {lemma}") if party else NOBODY

    def _in_office(self, head: int) -> Found:
        """Resolve "the president" to a person of that office spoken of lately, else of the party spoken of.

        Where two parties spoken of have such an office, nobody can tell whose is meant.
        """
        s, number = self.sentence, self.sentence.number
        title = " ".join(s.words[c].lower for c in (*s.under(head, "compound", "amod"), head))
        strangers = [c for c in s.under(head, "appos") if s.words[c].pos == "PROPN" and c not in self.at]
        if strangers and (stranger := self._unknown_name(strangers[0])):
            return stranger  # "the trade minister, Rupert Hentzau": no holder of that office known elsewhere
        wanted = next((t for t in (title, s.words[head].lemma) if offices_of(t)), None)
        if wanted is None:
            party = self.memory.last(lambda p: p.person, number)
            return Found((party,), f"the {title}") if party else NOBODY
        may = offices_of(wanted)
        party = self.memory.last(lambda p: p.person and (p.role in may or "*" in may), number)
        party = party or self.memory.last(lambda p: p.person and p.role is None, number)
        if party:
            return Found((party,), f"the {title}")
        states = [p for p in self.memory.lately(number) if not p.person and p.known]
        held = [(p, holder(p.code, wanted, self.cast.on)) for p in states]
        named = [(p, person) for p, person in held if person]
        if len(named) == 1:
            state, person = named[0]
            found = Party(state.code, person.name, wanted, person=True) if person else state
            return Found((found,), f"the {title} of {state.name} on {self.cast.on}")
        if len(states) == 1 and not named:
            state = states[0]
            return Found(
                (Party(state.code, state.name, wanted, person=True),), f"the {title} of {state.name}"
            )
        return NOBODY

    def _unknown_name(self, head: int) -> Found:
        """Give an unknown name its side: by a title beside it, else a code of its own."""
        s, word = self.sentence, self.sentence.words[head]
        beside = [
            *s.under(head, "compound", "appos", "amod"),
            *(c for c in (s.words[head].head,) if head != c),
        ]
        titles = [s.words[c].lemma for c in beside if s.words[c].lemma in words("office")]
        name = self.proper_name(head)
        if word.lower in _NO_NAMES or not name:
            return NOBODY
        if titles:
            state = self.memory.last(lambda p: self.cast.actors.kind(p.code) == "country", s.number)
            state = state or self.cast.main_state()
            if state:
                return Found((Party(state.code, name, titles[0], person=True),), f"title {titles[0]}")
        with_whom = word.dep == "pobj" and s.words[word.head].lower in ("with", "by", "against", "to")
        if with_whom and s.words[s.words[word.head].head].lemma in words("motion"):
            return NOBODY  # where somebody goes is a place unless a table says that it is a party
        if word.dep in ("nsubj", "nsubjpass") or with_whom:
            return Found((Party(free_code(name), name, person=True, known=False),), "no code")
        return NOBODY

    def proper_name(self, head: int) -> str:
        """Return the capitalised words of a name, its title left out."""
        s, titles = self.sentence, words("office")
        first = head
        while first and s.words[first - 1].pos == "PROPN" and s.words[first - 1].lemma not in titles:
            first -= 1
        return s.text[s.words[first].start - s.start : s.words[head].end - s.start]

    def named(self, parties: tuple[Party, ...]) -> bool:
        """Whether the sentence names one of these."""
        codes = {p.code for p in parties}
        return any(p.code in codes for p in self.at.values())

    def phrase(self, head: int) -> str:
        """Return the words of a noun phrase without what follows its head."""
        s = self.sentence
        first = min(
            [head, *(s.edges(c)[0] for c in s.under(head, "compound", "amod", "nmod", "poss", "nummod"))]
        )
        return self.sentence.text[s.words[first].start - s.start : s.words[head].end - s.start]
