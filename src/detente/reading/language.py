"""Whether a text is English, by its small words."""

from __future__ import annotations

import re
from collections import Counter

_SMALL_WORDS = {
    "English": "the of and to in that is was for with on by from has have be at this which not are "
    "were its his their but as it an he who had been will would said after they than or if "
    "no more when about into over",
    "French": "le la les des et du une dans que qui pour pas sur est au aux avec par ce cette sont "
    "ses mais ont",
    "Spanish": "el la los las de y del una que en por con para se es su como más pero sus este entre fue ha",
    "Portuguese": "o os as da do das dos e uma que em por com para não é seu sua mais mas ao foi entre pelo",
    "German": "der die das und den von zu mit des auf für ist im dem nicht ein eine sich auch dass "
    "wird bei nach",
    "Italian": "il lo gli della del di che e un una per con non è sono dei nel alla anche più come ha dal",
    "Dutch": "de het een van en dat die niet zijn met voor op aan er maar om ook naar bij wordt heeft",
    "Turkish": "ve bir bu için ile de da olarak çok daha olan sonra ancak kadar gibi ise değil",
    "Polish": "i w na z do się nie jest że to o jak po przez od dla ale oraz był",
    "Indonesian": "yang dan di dengan untuk dari ini itu dalam pada tidak akan juga oleh adalah",
}
_SETS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 3_000
_ENOUGH = 25
_SURE = 0.12


def other_language(text: str, *, sure: bool = False) -> str | None:
    """Return the language of a text that is not English, ``None`` for English or when it cannot be told.

    Parameters
    ----------
    text
        Running text; only the first 3,000 words or so are looked at.
    sure
        Whether to name only a language that is clearly recognised, as is wise for a single paragraph.

    Returns
    -------
    str or None
        Such as ``French``, or ``another language`` or ``another script``.

    Notes
    -----
    Small words make up some 40 % of English prose. A text is taken for another language when they are under
    8 % and another language's are more, or when most letters are not Latin. Under 25 words only the script
    decides, because headlines have few small words.

    Examples
    --------
    >>> other_language("The talks ended without an agreement and both sides left.") is None
    True
    >>> other_language("Переговоры завершились без соглашения")
    'another script'
    """
    sample = text[: _SAMPLE * 12]
    words = [word.casefold() for word in _WORD.findall(sample)[:_SAMPLE]]
    letters = "".join(words)
    latin = sum(1 for c in letters if c < "\u0250" or "\u1e00" <= c <= "\u1eff")
    if letters and latin * 2 < len(letters):
        return "another script"
    if len(words) < _ENOUGH:
        return None
    counts = Counter(words)
    share = {language: sum(counts[word] for word in small) / len(words) for language, small in _SETS.items()}
    if share["English"] >= 0.08:
        return None
    best = max(share, key=lambda language: share[language])
    if sure:
        return best if share[best] >= max(_SURE, 3 * share["English"]) else None
    return best if best != "English" and share[best] >= 0.08 else "another language"
