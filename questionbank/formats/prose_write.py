"""Records → the lines that a person would write for them, which `prose.read` reads back to equal records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questionbank.formats.choices import speaks_of_others, true_or_false
from questionbank.formats.citations import split_citation
from questionbank.formats.columns import BETWEEN, BETWEEN_CITATIONS, BETWEEN_GAPS, COLUMNS, KINDS, LEVELS
from questionbank.formats.labels import protected, star_protected
from questionbank.formats.parting import join_parts
from questionbank.formats.record import Media, Record
from questionbank.kinds import CHOOSING

_LEFT, _RIGHT = [str(number) for number in range(1, 27)], "abcdefghijklmnopqrstuvwxyz"
_ITEMS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Written:
    """A line of a document. label: what a person sets in bold before the words. media: that stand after them."""

    label: str
    words: str
    media: tuple[Media, ...] = ()


def write_text(records: Iterable[Record]) -> str:
    """Return `records` as plain text, which names a picture or sound in brackets and cannot hold it."""
    blocks = []
    for number, record in enumerate(records, start=1):
        lines = [line for written in written_lines(record, str(number)) for line in _plain(written)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def written_lines(record: Record, number: str) -> Iterator[Written]:
    """Yield the lines of a question with this number: "5", or "5.2" for a part of a situation."""
    yield from _several(f"Câu {number}.", record.stem, tuple(m for m in record.media if m.place == -1))
    if record.kind != "single" or true_or_false(record.choices):
        yield _field("kind", KINDS[record.kind][0].capitalize())
    yield from _sides(record)
    yield from _key(record)
    for name, remark in zip(_LEFT if record.kind == "match" else _ITEMS, record.remarks, strict=False):
        if remark:
            yield Written(f"Nhận xét {name}:", protected(remark))
    usual = record.kind == "true_false" or any(map(speaks_of_others, record.choices))
    if record.kind in CHOOSING and record.keep_order != usual:
        yield _field("keep_order", "Có" if record.keep_order else "Không")
    if record.explanation:
        yield from _several("Giải thích:", record.explanation)
    yield from _citations(record)
    for name, text in (("topic", record.topic), ("code", record.code)):
        if text:
            yield _field(name, protected(text))
    if record.difficulty != 2:
        yield _field("difficulty", LEVELS[record.difficulty][0].capitalize())
    for place, part in enumerate(record.parts, start=1):
        yield from written_lines(part, f"{number}.{place}")


def file_line(medium: Media) -> str:
    """Return the line that stands, with the words for it, where a file belongs that the document cannot hold."""
    return f"[{'Hình' if medium.content_type.startswith('image/') else 'Tệp'}: {medium.alt or medium.name}]"


def _plain(written: Written) -> Iterator[str]:
    yield f"{written.label} {written.words}".strip()
    yield from map(file_line, written.media)


def _field(name: str, words: str) -> Written:
    return Written(f"{COLUMNS[name][0]}:", words)


def _several(label: str, text: str, media: tuple[Media, ...] = ()) -> Iterator[Written]:
    """Yield a text of several lines, the media with the last."""
    first, *others = [protected(line) for line in text.split("\n")]
    yield Written(label, first, () if others else media)
    for place, line in enumerate(others, start=1):
        yield Written("", line, media if place == len(others) else ())


def _sides(record: Record) -> Iterator[Written]:
    """Yield choices, items in their right order, or the sides of a match."""
    for place, text in enumerate(record.choices):
        media = tuple(m for m in record.media if m.place == place)
        name = _LEFT[place] if record.kind == "match" else _ITEMS[place]
        yield Written(f"{name}.", star_protected(protected(text)), media)
    for place, text in enumerate(record.partners):
        yield Written(f"{_RIGHT[place]}.", star_protected(protected(text)))


def _key(record: Record) -> Iterator[Written]:
    if record.kind in CHOOSING:
        yield _field("key", ", ".join(record.key))
    elif record.kind == "order":
        yield _field("key", " - ".join(_ITEMS[: len(record.choices)]))
    elif record.kind == "match":
        pairs = zip(_LEFT, _RIGHT, record.choices, strict=False)
        yield _field("key", ", ".join(f"{left} - {right}" for left, right, _choice in pairs))
    elif record.accepted:
        groups = f" {BETWEEN_GAPS} ".join(join_parts(group, BETWEEN) for group in record.accepted)
        yield _field("key", protected(groups))
    if record.tolerance:
        yield _field("tolerance", protected(record.tolerance))
    if record.rubric:
        yield _field("rubric", "")
        for criterion, points in record.rubric:
            yield Written("-", f"{protected(criterion)}: {points} điểm")


def _citations(record: Record) -> Iterator[Written]:
    """Yield "Căn cứ:" for each citation where it can be told apart again, else document and address by themselves."""
    documents, addresses, quotes = map(_parts, (record.document, record.address, record.quote))
    joined = [f"{a} {d}" for a, d in zip(addresses, documents, strict=False)]
    pairs = [(a, d, "") for a, d in zip(addresses, documents, strict=False)]
    if len(documents) == len(addresses) and [split_citation(text) for text in joined] == pairs:
        for text in joined:
            yield _field("address", protected(text))
    else:
        for text in documents:
            yield _field("document", protected(text))
        for text in addresses:
            yield Written("Điều khoản:", protected(text))
    for text in quotes:
        yield from _several("Trích dẫn:", text)


def _parts(text: str) -> Sequence[str]:
    parts = text.split(f" {BETWEEN_CITATIONS} ")
    return parts if all(part and part == part.strip() for part in parts) else [text] if text else []
