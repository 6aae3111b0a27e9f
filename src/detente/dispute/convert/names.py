"""Words for people -> the short names that statements need."""

from __future__ import annotations

from detente.dispute.lookalike import skeleton
from detente.dispute.values import KEYWORDS, NOT_IN_NAME, settled

_LONGEST = 40


class Names:
    """Gives out names, each once, and none that only looks different from another.

    Parameters
    ----------
    fallback
        What is called so when its words hold no letter or digit.

    Examples
    --------
    >>> names = Names("option")
    >>> [names.of(words) for words in ("Release Water!", "release water", "not", "...", "핵 실험")]
    ['Release_Water', 'release_water', 'not_', 'option', '핵_실험']
    >>> Names("option", lower=True).of("Release Water")
    'release_water'
    """

    def __init__(self, fallback: str, lower: bool = False) -> None:
        self.fallback = fallback
        self.lower = lower
        self._looks: set[str] = set()

    def of(self, words: str) -> str:
        """Return a name made of words, with a number where the bare name is taken."""
        text = settled(words.lower() if self.lower else words)
        kept = "".join(c if c.isprintable() and c != "\ufffd" else " " for c in NOT_IN_NAME.sub(" ", text))
        base = "_".join(kept.split())[:_LONGEST].strip("_-") or self.fallback
        base += "_" * (base in KEYWORDS)
        name, number = base, 2
        while skeleton(name) in self._looks:
            name, number = f"{base}_{number}", number + 1
        self._looks.add(skeleton(name))
        return name
