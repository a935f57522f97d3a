"""The bank as an Excel file that the importer reads back."""

from collections.abc import Iterable
from dataclasses import replace

from questionbank.bodies import body_of
from questionbank.formats.columns import BETWEEN_CITATIONS
from questionbank.formats.files import write_workbook
from questionbank.formats.record import LETTERS, Record
from questionbank.formats.sheet import header_row, to_rows
from questionbank.kinds import Body
from questionbank.models import Question

SEVERAL = f" {BETWEEN_CITATIONS} "


def export(questions: Iterable[Question]) -> bytes:
    """Return `questions` in their latest wording as an .xlsx file.

    Expects latest_version with its choices and citations prefetched, and topics selected.
    """
    return write_workbook(header_row(), (row for question in questions for row in to_rows(record_of(question))))


def template() -> bytes:
    """Return an empty file with the columns that the importer reads."""
    return write_workbook(header_row(), [])


def record_of(question: Question) -> Record:
    """Return `question` in its latest wording; several citations stand beside each other."""
    version = question.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    choices = sorted(version.choices.all(), key=lambda c: c.position)
    cited = list(version.citations.all())
    record = _asked(body_of(version, choices))
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
    )


def _asked(body: Body) -> Record:
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
        parts=tuple(map(_asked, body.parts)),
        rubric=body.rubric,
    )
