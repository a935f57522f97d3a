"""The bank as an Excel file that the importer reads back."""

from collections.abc import Iterable

from questionbank.formats.files import write_workbook
from questionbank.formats.record import LETTERS, Record
from questionbank.formats.sheet import header_row, to_row
from questionbank.models import Question


def export(questions: Iterable[Question]) -> bytes:
    """Return `questions` in their latest wording as an .xlsx file.

    Expects latest_version with its choices and citations prefetched, and topics selected.
    """
    return write_workbook(header_row(), (to_row(_record(question)) for question in questions))


def template() -> bytes:
    """Return an empty file with the columns that the importer reads."""
    return write_workbook(header_row(), [])


def _record(question: Question) -> Record:
    version = question.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    choices = sorted(version.choices.all(), key=lambda c: c.position)
    cited = next(iter(version.citations.all()), None)
    return Record(
        row=0,
        code=question.code,
        topic=question.topic.code,
        kind=version.kind,
        difficulty=version.difficulty,
        stem=version.stem,
        choices=tuple(c.text for c in choices),
        key=tuple(LETTERS[i] for i, c in enumerate(choices) if c.is_correct),
        explanation=version.explanation,
        document=cited.provision.document.number if cited else "",
        address=cited.provision.address if cited else "",
        quote=cited.quote if cited else "",
        keep_order=version.keep_order,
    )
