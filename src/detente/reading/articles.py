"""Articles in, claims out: the way the rest of the house uses this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.errors import Fault, SourceError
from detente.progress import SILENT, Progress
from detente.reading.documents import OpenedDocument, find_articles
from detente.reading.lexicon import Lexicon
from detente.reading.reader import claims_of
from detente.reading.workers import articles
from detente.record.types import Claim
from detente.vocabulary.actors import Actors


def claims(opened: OpenedDocument, actors: Actors, lexicon: Lexicon | None = None) -> Iterator[Claim]:
    """Read the claims of an opened article.

    Parameters
    ----------
    opened
        The article, see :func:`detente.reading.documents.open_document`.
    actors
        Who is who; a case's own names are added with :meth:`Actors.with_names`.
    lexicon
        Trigger lexicon, the built-in one by default.

    Yields
    ------
    Claim
        In text order. The same article and names always give the same claims with the same ids.

    Raises
    ------
    SourceError
        ``D214`` when the parser is not installed.

    Notes
    -----
    Time is linear in the length of the article and mostly the parser's. Furniture is not read, and neither
    are sentences beyond :data:`detente.reading.parser.MOST_WORDS` words.
    """
    document = opened.document
    passages = tuple((opened.plain(p), p.start) for p in opened.passages)
    yield from claims_of(
        document.id, document.text, passages, actors, published=document.published, lexicon=lexicon
    )


def read(
    paths: Path | str | Iterable[Path | str],
    actors: Actors | None = None,
    progress: Progress = SILENT,
    *,
    workers: int = 1,
    lexicon: Lexicon | None = None,
) -> Iterator[Claim]:
    r"""Read articles from files and folders.

    Parameters
    ----------
    paths
        A file, a folder, or several.
    actors
        Who is who; the built-in actors by default.
    progress
        Told of every article, and of what was not understood in it.
    workers
        How many processes read.
    lexicon
        Which words report what; the built-in lexicon by default.

    Yields
    ------
    Claim
        Article by article; memory does not grow with their number. The claims and their order are the same
        for any number of workers.

    Raises
    ------
    SourceError
        After all that could be read was read: every file that could not, and why.
    LimitExceeded
        ``D224`` when the number of workers is out of range.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "news.txt").write_text("Japan eased its sanctions on the people of Myanmar.")
    ...     for claim in read(folder):
    ...         print(claim.type, claim.actor, claim.target, claim.modality, claim.issue)
    CONCEDE ('JPN',) ('MMR',) happened sanctions
    """
    files = find_articles([paths] if isinstance(paths, (str, Path)) else paths)
    progress.start(len(files), "reading")
    faults: list[Fault] = []
    for article in articles(files, actors or Actors.builtin(), workers=workers, lexicon=lexicon):
        faults += article.faults
        for warning in article.opened.warnings if article.opened else ():
            progress.note(warning.render())
        yield from article.claims
        progress.advance()
    if faults:
        raise SourceError(faults)
