"""Did you mean...? Near misses among names, and letters of two scripts that look the same."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from detente.dispute.limits import MAX_NAME

# Letters drawn like a Latin one in common typefaces, as pairs: Cyrillic, Greek, Armenian, Roman numerals.
_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝвкмнтАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhqwbkmhtABEKMHOPCTYXIJS", strict=True))
_GREEK = dict(zip("αοινρτυκχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aoivptukxABEZHIKMNOPTYX", strict=True))
_ARMENIAN = dict(zip("օսհո", "ouhn", strict=True))
_LATIN = {"ı": "i", "ɑ": "a", "ɡ": "g"}
_TWINS = str.maketrans(_CYRILLIC | _GREEK | _ARMENIAN | _LATIN)


def skeleton(word: str) -> str:
    """Return what a word looks like: words with one skeleton cannot be told apart by eye.

    Notes
    -----
    Compatibility forms (full-width letters, ligatures) are folded by NFKC; the letters of other scripts
    that imitate Latin ones come from a short list of our own, not from the whole Unicode table.

    Examples
    --------
    >>> skeleton("sаnctions") == "sanctions"  # the first a is Cyrillic
    True
    """
    return unicodedata.normalize("NFKC", word).translate(_TWINS)


def odd_letter(word: str, other: str) -> str:
    """Name the first letter that differs between two words that look alike: the one that is not Latin."""
    for pair in zip(word, other, strict=False):
        if pair[0] != pair[1]:
            odd = max(pair, key=ord)
            return f"'{odd}' is {unicodedata.name(odd, 'a letter')} (U+{ord(odd):04X})"
    return "their letters differ"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the sentence that helps somebody who wrote ``word`` for one of ``known``.

    Tried in turn: letters that look alike, another case, the same last part (``drills`` for
    ``USA.drills``), close spelling. The empty string when nothing is near.
    """
    names = list(dict.fromkeys(known))
    if len(word) > MAX_NAME * 3 or not names:
        return ""
    looks = skeleton(word)
    for name in names:
        if name != word and skeleton(name) == looks:
            return f"it only looks like {name}: {odd_letter(word, name)}"
    folded = word.casefold()
    near = [name for name in names if name.casefold() == folded]
    near = near or [name for name in names if name.casefold().rpartition(".")[2] == folded]
    near = near or difflib.get_close_matches(word, names, n=2, cutoff=0.8)
    near = near or difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    near = near or [name for name in names if difflib.get_close_matches(_last(word), [_last(name)])]
    return f"did you mean {' or '.join(near[:3])}?" if near else ""


def _last(name: str) -> str:
    return name.rpartition(".")[2]
