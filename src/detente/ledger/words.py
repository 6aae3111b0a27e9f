"""Numbers, dates, shares and names in plain English, for sentences about the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WITH_ARTICLE_FIRST = frozenset({"African", "Arab", "European", "United"})
_WITH_ARTICLE_LAST = frozenset(
    {
        "Agency", "Authority", "Coalition", "Council", "Court", "Emirates", "Federation", "Government",
        "League", "Maldives", "Nations", "Netherlands", "Philippines", "Republic", "Taliban", "Union",
    }
)  # fmt: skip


def day(when: date) -> str:
    """Return a day as ``4 May 2019``, whatever the machine's language."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def one_line(text: str) -> str:
    r"""Return a text with one blank wherever it has blanks, tabs or ends of lines.

    Examples
    --------
    >>> one_line(" that  they\nagreed ")
    'that they agreed'
    """
    # Most texts are one line already, and every space but the plain one counts as not printable.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 claim``, ``2 claims``, ``no claims``.

    Examples
    --------
    >>> count(0, "reply", "replies"), count(1, "reply"), count(1200, "claim")
    ('no replies', '1 reply', '1,200 claims')
    """
    many = many or one + "s"
    return f"no {many}" if number == 0 else f"{number:,} {one if number == 1 else many}"


def be(number: int) -> str:
    """Return ``is`` for one and ``are`` for none or many."""
    return "is" if number == 1 else "are"


def percent(share: float) -> str:
    """Return a share as a percentage that says 0 or 100 only when it is exactly that.

    Examples
    --------
    >>> percent(0.0), percent(0.001), percent(0.704), percent(0.999), percent(1.0)
    ('0%', 'less than 1%', '70%', 'more than 99%', '100%')
    """
    if 0 < share < 0.01:
        return "less than 1%"
    if 0.99 < share < 1:
        return "more than 99%"
    return f"{share * 100:.0f}%"


def listed(items: Sequence[str]) -> str:
    """Join words as in ``a, b and c``.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def actor(code: str, names: Mapping[str, str]) -> str:
    """Return an actor's name as it stands within a sentence, with its article where English wants one.

    Examples
    --------
    >>> actor("USA", {"USA": "United States"}), actor("PRK", {"PRK": "North Korea"}), actor("X", {})
    ('the United States', 'North Korea', 'X')
    """
    name = names.get(code, code)
    words = name.split()
    if words and (words[0] in _WITH_ARTICLE_FIRST or words[-1] in _WITH_ARTICLE_LAST):
        return f"the {name}"
    return name


def actors(codes: Sequence[str], names: Mapping[str, str], nobody: str = "nobody named") -> str:
    """Return several actors' names joined, or ``nobody``."""
    return listed([actor(code, names) for code in codes]) if codes else nobody


def sentence(text: str) -> str:
    """Return the text with a capital first letter and one full stop.

    Examples
    --------
    >>> sentence("the talks failed")
    'The talks failed.'
    """
    return text[:1].upper() + text[1:].rstrip(".") + "."


def short(text: str, most: int = 160) -> str:
    """Return a text cut at a word to at most ``most`` characters, with an ellipsis where cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
