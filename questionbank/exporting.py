"""The bank as a file of any format that the importer reads back."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questionbank.bodies import body_of
from questionbank.formats import aiken, gift, moodle_xml, prose_write, qti, word_write
from questionbank.formats.columns import BETWEEN_CITATIONS, COLUMNS, KINDS, LEVELS
from questionbank.formats.files import write_workbook
from questionbank.formats.media import left_out, named
from questionbank.formats.record import LETTERS, Fault, Media, Record
from questionbank.formats.sheet import header_row, to_rows
from questionbank.kinds import Body
from questionbank.models import Asset, Medium, Question

SEVERAL = f" {BETWEEN_CITATIONS} "
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Exported:
    """A file. left_out: what its format has no place for; Fault.row counts the questions from 1."""

    content: bytes
    name: str
    content_type: str
    left_out: tuple[Fault, ...] = ()


Writer = Callable[[list[Record], Files], Exported]


class _Files(Mapping[str, bytes]):
    """The bytes of kept media by their sha256, read as they are asked for and not held."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._names = {medium.sha256 for record in records for medium in record.media}

    def __getitem__(self, sha256: str) -> bytes:
        if sha256 not in self._names:
            raise KeyError(sha256)
        return bytes(Asset.objects.values_list("data", flat=True).get(pk=sha256))

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def export(questions: Iterable[Question], format_: str = "excel") -> Exported:
    """Return `questions` in their latest wording. format_: a key of FORMATS.

    Expects latest_version with its choices, citations and media prefetched, and topics selected.
    """
    records = [record_of(question) for question in questions]
    return FORMATS[format_][1](records, _Files(records))


def _without_media(records: Sequence[Record]) -> tuple[Fault, ...]:
    """Return a fault for every picture, sound and film, for formats that have no place for any."""
    return tuple(
        fault for place, record in enumerate(records, start=1) for fault in left_out(place, iter(record.media))
    )


def _excel(records: list[Record], files: Files) -> Exported:
    content = write_workbook(header_row(), (row for record in records for row in to_rows(record)))
    return Exported(content, "cau-hoi.xlsx", SHEET, _without_media(records))


def _csv(records: list[Record], files: Files) -> Exported:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(header_row())
    writer.writerows([_no_formula(cell) for cell in row] for record in records for row in to_rows(record))
    content = ("\ufeff" + target.getvalue()).encode()
    return Exported(content, "cau-hoi.csv", "text/csv; charset=utf-8", _without_media(records))


def _no_formula(cell: str) -> str:
    """Return `cell` so that a spreadsheet does not calculate it: the space is read away again."""
    return f" {cell}" if cell[:1] in "=+-@" else cell


def _word(records: list[Record], files: Files) -> Exported:
    content, lost = word_write.write_docx(records, files)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Exported(content, "cau-hoi.docx", kind, lost)


def _text(records: list[Record], files: Files) -> Exported:
    content = prose_write.write_text(records).encode()
    return Exported(content, "cau-hoi.txt", "text/plain; charset=utf-8", _without_media(records))


def _gift(records: list[Record], files: Files) -> Exported:
    text, lost = gift.write(records)
    faults = (*lost, *_without_media(records))
    return Exported(text.encode(), "cau-hoi.gift.txt", "text/plain; charset=utf-8", faults)


def _aiken(records: list[Record], files: Files) -> Exported:
    text, lost = aiken.write(records)
    faults = (*lost, *_without_media(records))
    return Exported(text.encode(), "cau-hoi.aiken.txt", "text/plain; charset=utf-8", faults)


def _moodle(records: list[Record], files: Files) -> Exported:
    content, lost = moodle_xml.write(records, files)
    return Exported(content, "cau-hoi.moodle.xml", "application/xml", lost)


def _qti(version: str) -> Writer:
    def made(records: list[Record], files: Files) -> Exported:
        content, lost = qti.write(records, version, files)
        return Exported(content, f"cau-hoi.qti-{version}.zip", "application/zip", lost)

    return made


FORMATS: dict[str, tuple[str, Writer]] = {
    "excel": ("Excel", _excel),
    "csv": ("CSV", _csv),
    "word": ("Word", _word),
    "text": ("TXT", _text),
    "gift": ("GIFT", _gift),
    "moodle": ("Moodle XML", _moodle),
    "aiken": ("Aiken", _aiken),
    "qti21": ("QTI 2.1", _qti("2.1")),
    "qti22": ("QTI 2.2", _qti("2.2")),
    "qti30": ("QTI 3.0", _qti("3.0")),
}


def template(topics: Sequence[str]) -> bytes:
    """Return an empty file with the columns that the importer reads; cells of fixed words offer them.

    topics: codes of the topics.
    """
    offered = {
        COLUMNS["topic"][0]: topics,
        COLUMNS["kind"][0]: [words[0].capitalize() for kind, words in KINDS.items() if kind != "situation"],
        COLUMNS["difficulty"][0]: [words[0].capitalize() for words in LEVELS.values()],
    }
    return write_workbook(header_row(), [], offered)


def record_of(question: Question) -> Record:
    """Return `question` in its latest wording; several citations stand beside each other."""
    version = question.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    choices = sorted(version.choices.all(), key=lambda c: c.position)
    cited = list(version.citations.all())
    record = record_asking(body_of(version, choices))
    return replace(
        record,
        code=question.code,
        topic=question.topic.code,
        difficulty=version.difficulty,
        explanation=version.explanation,
        document=SEVERAL.join(c.provision.document.number for c in cited),
        address=SEVERAL.join(c.provision.address for c in cited),
        quote=SEVERAL.join(c.quote for c in cited),
        remarks=tuple(c.remark for c in choices) if any(c.remark for c in choices) else (),
        media=tuple(_media(medium) for medium in sorted(version.media.all(), key=lambda m: (m.place, m.pk))),
    )


def _media(medium: Medium) -> Media:
    kind = medium.asset.content_type
    return Media(medium.place, named(medium.asset_id, kind), kind, medium.alt, medium.asset_id)


def record_asking(body: Body) -> Record:
    """Return what `body` asks, without code, topic or citation."""
    return Record(
        row=0,
        code="",
        topic="",
        kind=body.kind,
        difficulty=2,
        stem=body.stem,
        choices=body.choices,
        key=tuple(LETTERS[place] for place in sorted(body.right)),
        keep_order=body.keep_order,
        partners=body.partners,
        accepted=body.accepted,
        tolerance=body.tolerance,
        parts=tuple(map(record_asking, body.parts)),
        rubric=body.rubric,
    )
