"""The rows of a file that wait for a person's word: what was read, what is wrong with it, and what can be taken."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from questionbank.assets import keep_for
from questionbank.formats.record import Fault, Record, Sheet
from questionbank.formats.record import bad_rows as bad_among
from questionbank.judging import IN_BANK, against_bank
from questionbank.likeness import keys
from questionbank.models import ImportBatch, ImportFault, ImportRow, Question

AT_ONCE = 500  # rows compared with the bank at a time
Verdict = ImportRow.Verdict
_OF_A_QUESTION = ("question_in_bank", "near_duplicate", IN_BANK)  # faults that begin with its code


@transaction.atomic
def keep(batch: ImportBatch, piece: Sheet, *, now: datetime) -> None:
    """Keep a piece of the file, compared with the bank."""
    keep_for(batch, piece.files, now=now)
    keyed = {record.row: keys(record.stem) for record in piece.records}
    told = against_bank(piece.records, piece.faults, keyed)
    verdicts = _verdicts(piece.records, (*piece.faults, *told))
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch, row=record.row, record=record.to_json(), keys=keyed[record.row], verdict=verdicts[record.row]
        )
        for record in piece.records
    )
    _keep_faults(batch, piece.faults, of_bank=False)
    _keep_faults(batch, told, of_bank=True)


def recheck(batch: ImportBatch) -> None:
    """Compare the rows with the bank and the regulations as they are now."""
    for start in range(0, batch.rows.count(), AT_ONCE):
        rows = list(batch.rows.order_by("row")[start : start + AT_ONCE])
        _recheck(batch, rows)


@transaction.atomic
def _recheck(batch: ImportBatch, rows: list[ImportRow]) -> None:
    records = [Record.from_json(row.record) for row in rows]
    following = batch.rows.filter(row__gt=rows[-1].row).order_by("row").values_list("row", flat=True).first()
    held = batch.faults.filter(row__gte=rows[0].row)
    held = held.filter(row__lt=following) if following is not None else held
    of_file = [fault(found) for found in held.filter(of_bank=False)]
    held.filter(of_bank=True).delete()
    told = against_bank(records, of_file, {row.row: row.keys for row in rows})
    _keep_faults(batch, told, of_bank=True)
    verdicts = _verdicts(records, (*of_file, *told))
    for row in rows:
        row.verdict = verdicts[row.row]
    ImportRow.objects.bulk_update(rows, ["verdict"])


def good_rows(batch: ImportBatch, *, revise_known: bool = False) -> QuerySet[ImportRow]:
    """Return the rows that can be taken; with `revise_known`, those whose code the bank holds as well."""
    return batch.rows.filter(verdict__in=_taken(revise_known=revise_known))


def has_good(batch: ImportBatch) -> bool:
    return good_rows(batch).exists()


def has_bad(batch: ImportBatch, *, revise_known: bool = False) -> bool:
    return batch.rows.exclude(verdict__in=_taken(revise_known=revise_known)).exists()


def counted(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows have each verdict."""
    found = dict(batch.rows.values_list("verdict").annotate(Count("pk")).order_by())
    return {verdict: found.get(verdict, 0) for verdict in Verdict.values}


def empty_columns(batch: ImportBatch) -> list[str]:
    """Return the columns that are empty in every one of several rows."""
    rows = batch.rows.count()
    empty = batch.faults.filter(code="empty").values("column").annotate(count=Count("pk")).order_by("column")
    return [found["column"] for found in empty if found["count"] == rows > 1]


def twins_beside(faults: Iterable[ImportFault]) -> dict[int, Question]:
    """Return, by key of the fault, the question of the bank that a row repeats, with its latest wording."""
    named = {found.pk: found.value.split(" ")[0] for found in faults if found.code in _OF_A_QUESTION}
    asked = Question.objects.with_wordings().filter(code__in=set(named.values()))
    by_code = {question.code: question for question in asked}
    return {key: by_code[code] for key, code in named.items() if code in by_code}


def records_of(batch: ImportBatch) -> Iterator[Record]:
    """Yield every row, good or bad."""
    for given in batch.rows.order_by("row").values_list("record", flat=True).iterator(AT_ONCE):
        yield Record.from_json(given)


def good_records(batch: ImportBatch, *, revise_known: bool = False) -> Iterator[Record]:
    """Yield the rows that can be taken."""
    rows = good_rows(batch, revise_known=revise_known).order_by("row")
    for given in rows.values_list("record", flat=True).iterator(AT_ONCE):
        yield Record.from_json(given)


def faults_of(batch: ImportBatch) -> Iterator[Fault]:
    """Yield the faults, by row."""
    yield from map(fault, batch.faults.order_by("row", "column", "pk").iterator(AT_ONCE))


def _taken(*, revise_known: bool) -> tuple[str, ...]:
    return (Verdict.GOOD, Verdict.KNOWN) if revise_known else (Verdict.GOOD,)


def _verdicts(records: Sequence[Record], faults: Sequence[Fault]) -> dict[int, str]:
    """Return a verdict for each row."""
    bad = bad_among(Sheet(tuple(records), tuple(fault for fault in faults if fault.code != IN_BANK)))
    known = bad_among(Sheet(tuple(records), tuple(faults)))
    return {
        record.row: Verdict.BAD if record.row in bad else Verdict.KNOWN if record.row in known else Verdict.GOOD
        for record in records
    }


def _keep_faults(batch: ImportBatch, faults: Sequence[Fault], *, of_bank: bool) -> None:
    ImportFault.objects.bulk_create(ImportFault(batch=batch, of_bank=of_bank, **vars(fault)) for fault in faults)


def fault(held: ImportFault) -> Fault:
    """Return a fault as the readers tell it."""
    return Fault(held.row, held.column, held.code, held.value, held.note)
