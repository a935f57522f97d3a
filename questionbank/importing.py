"""Questions from a spreadsheet: read and checked first, written only when a person accepts."""

from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import User
from questionbank.formats.files import read_sheets
from questionbank.formats.record import Fault, Record
from questionbank.formats.sheet import COLUMNS, Sheet, fold, parse
from questionbank.models import Difficulty, ImportBatch, Question, QuestionVersion, Topic
from questionbank.writing import BadWording, Wording, check, write_question
from regulations.citing import ProvisionNotFound, find_provision
from regulations.models import Provision


class Refused(Exception):
    """An import that is not carried out."""


class AlreadyAccepted(Refused):
    """The rows of this batch are in the bank."""


class HasFaults(Refused):
    """Rows are wrong, and the person did not ask for the good ones alone."""


class NothingGood(Refused):
    """No row can be taken."""


def read_file(*, raw: bytes, file_name: str, by: User, now: datetime) -> ImportBatch:
    """Keep the rows of a file with their faults; the bank is not touched.

    Raises files.FileTooLarge, files.NotASpreadsheet or sheet.ColumnsMissing.
    """
    topics = set(Topic.objects.values_list("code", flat=True))
    sheet = parse(read_sheets(raw), topics=topics)
    faults = [*sheet.faults, *_against_bank(sheet)]
    return ImportBatch.objects.create(
        uploaded_by=by,
        file_name=file_name[:200],
        rows={"records": [r.to_json() for r in sheet.records], "faults": [vars(f) for f in faults]},
        created_at=now,
    )


def faults_of(batch: ImportBatch) -> list[Fault]:
    """Return the faults of `batch`, by row."""
    return sorted((Fault(**given) for given in batch.rows["faults"]), key=lambda f: (f.row, f.column))


def good_records(batch: ImportBatch) -> list[Record]:
    """Return the records that no fault speaks against."""
    bad = {fault.row for fault in faults_of(batch) if not fault.note}
    return [r for r in (Record.from_json(given) for given in batch.rows["records"]) if r.row not in bad]


def wrong_rows(batch: ImportBatch) -> int:
    """Return how many rows cannot be taken."""
    return len({fault.row for fault in faults_of(batch) if not fault.note})


@transaction.atomic
def accept(*, batch: ImportBatch, by: User, now: datetime, only_good: bool = False) -> list[Question]:
    """Write the rows as drafts, all or none. Raises AlreadyAccepted, HasFaults or NothingGood."""
    if ImportBatch.objects.filter(pk=batch.pk, accepted_at=None).update(accepted_at=now) != 1:
        raise AlreadyAccepted
    if wrong_rows(batch) and not only_good:
        raise HasFaults
    records = good_records(batch)
    if not records:
        raise NothingGood
    topics = {t.code: t for t in Topic.objects.all()}
    written = [
        write_question(
            topic=topics[record.topic], wording=wording_of(record, _provision(record)), by=by, now=now, code=record.code
        )
        for record in records
    ]
    batch.refresh_from_db()
    return written


def wording_of(record: Record, provision: Provision) -> Wording:
    """Return what `record` asks, resting on `provision`."""
    return Wording(
        kind=record.kind,
        difficulty=Difficulty(record.difficulty),
        stem=record.stem,
        choices=record.choices,
        right=frozenset("ABCDEF".index(letter) for letter in record.key),
        explanation=record.explanation,
        cited=[(provision, record.quote)],
        keep_order=record.keep_order,
    )


def _provision(record: Record) -> Provision:
    return find_provision(record.document, record.address)


def _against_bank(sheet: Sheet) -> list[Fault]:
    """Faults that only the bank and the regulations can tell."""
    codes = set(Question.objects.values_list("code", flat=True))
    stems = {fold(stem): code for stem, code in QuestionVersion.objects.values_list("stem", "question__code")}
    found: list[Fault] = []
    for record in sheet.records:
        if record.code and record.code in codes:
            found.append(_fault(record, "code", "code_in_bank", record.code))
        elif fold(record.stem) in stems:
            found.append(_fault(record, "stem", "stem_in_bank", stems[fold(record.stem)]))
        found.extend(_citation_faults(record))
    return found


def _citation_faults(record: Record) -> list[Fault]:
    if not record.document or not record.address:
        return [_fault(record, "document" if not record.document else "address", "empty", "")]
    try:
        check(wording_of(record, _provision(record)))
    except ProvisionNotFound as missing:
        return [_fault(record, "address", "provision_not_found", str(missing))]
    except BadWording as wrong:
        return [_fault(record, "quote" if wrong.field == "cited" else "stem", "wording", str(wrong))]
    return []


def _fault(record: Record, column: str, code: str, value: Any) -> Fault:
    return Fault(record.row, COLUMNS[column][0], code, str(value))
