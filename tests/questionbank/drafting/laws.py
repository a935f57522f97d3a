"""Small laws for the tests of drafting, read by the real parser."""

from questionbank.drafting import Draft, Source, propose
from questionbank.drafting.reading import Text, read
from questionbank.drafting.statements import Statements
from regulations.parsing import parse
from tests.regulations.texts import COLLECTION, SHIPPED, parsed

HEAD = "# Nghị định số 9/2024/NĐ-CP ngày 01/02/2024 của Chính phủ\nNGHỊ ĐỊNH\nVề việc thử\n\n"


def law(body: str) -> Text:
    """Return a decree with these articles as drafting reads it."""
    return read(source(body))


def source(body: str) -> Source:
    return Source.of(parse(HEAD.partition("\n")[2] + body, HEAD.partition("\n")[0].lstrip("# ")))


def drawn(pattern: object, text: Text, *corpus: Text) -> list[Draft]:
    """Return what one pattern drafts from `text`, before the guards: of each question its first offer."""
    held = [text, *corpus]
    first: dict[str, Draft] = {}
    for draft in pattern.drafts(text, held, Statements.of(held)):  # type: ignore[attr-defined]
        first.setdefault(draft.stem, draft)
    return list(first.values())


def key(draft: Draft) -> list[str]:
    return [draft.choices[place] for place in sorted(draft.right)]


def real_sources() -> list[Source]:
    """Return every real text that has articles, those shipped first."""
    paths = [*sorted(SHIPPED.glob("*.txt")), *sorted(COLLECTION.glob("*.txt"))]
    return [Source.of(parsed(path)) for path in paths if path.stem not in ("67-QĐ-TCT",)]


def shipped_sources() -> list[Source]:
    return [Source.of(parsed(path)) for path in sorted(SHIPPED.glob("*.txt"))]


def proposed(name: str) -> list[Draft]:
    return propose(Source.of(parsed(SHIPPED / f"{name}.txt")), shipped_sources())
