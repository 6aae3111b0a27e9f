"""Blanking Markdown marks so that what remains is plain text of the same length."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\[\]\n]{0,200}\])")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,60}\]:?")
_COMMENT = re.compile(r"<!--(?:[^<]|<(?!!--)){0,5000}?-->")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^>\s]{1,2000}>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,1000})?/?>")
_LINE_MARK = re.compile(
    r"^[ \t]{0,12}(?:#{1,6}(?=[ \t])|(?:>[ \t]?)+|[-*+•·](?=[ \t])|\d{1,3}[.)](?=[ \t]))", re.M
)
_HEADING_END = re.compile(r"[ \t]#{1,6}[ \t]*$", re.MULTILINE)
# Marks of emphasis need no partner to be marks; an underscore inside a word is part of the word.
_EMPHASIS = re.compile(r"\*+|`+|~~|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&apos;": "'",
    "&nbsp;": " ",
}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)))


def plain_markdown(text: str) -> str:
    """Return text of the same length in which the marks of Markdown are blanks and the words stand.

    Parameters
    ----------
    text
        A stretch of Markdown.

    Returns
    -------
    str
        ``len(plain_markdown(t)) == len(t)``, and every word stands where it stood.

    Notes
    -----
    Repetition is bounded and stops at the next opening mark, so time is linear. Pictures go with their
    captions, links keep their words, addresses go, an entity becomes its character and blanks.

    Examples
    --------
    >>> plain_markdown("**Talks** [resumed](http://example.org/a) &amp; ended")
    '  Talks    resumed                        &     ended'
    """
    for pattern in (_COMMENT, _IMAGE, _AUTOLINK, _FOOTNOTE, _LINE_MARK, _HEADING_END):
        text = pattern.sub(_blank, text)
    text = _LINK.sub(lambda m: " " + m[1] + " " * (len(m[2]) + 1), text)
    text = _TAG.sub(_blank, text)
    text = _EMPHASIS.sub(_blank, text)
    text = _ESCAPE.sub(" ", text)
    return _ENTITY.sub(lambda m: _ENTITIES[m[0]].ljust(len(m[0])), text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
