"""Questions from a file: read and checked first, written only when a person accepts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from people.models import User
from questionbank import waiting
from questionbank.formats.front import read_pieces
from questionbank.formats.record import Record
from questionbank.judging import Cited, wording_of
from questionbank.models import ImportBatch, Question, Topic
from questionbank.writing import BadWording, Draft, QuestionRetired, Revision, check, keep_checked, revise_checked
from regulations.citing import ProvisionNotFound

AT_ONCE = 500  # rows at a time
BROKEN_AFTER = timedelta(days=1)  # no file takes so long to read
_Waiting = tuple[Record, Sequence[int]]


class Refused(Exception):
    """An import that is not carried out."""


class AlreadyAccepted(Refused):
    """The rows of this batch are in the bank."""


class HasFaults(Refused):
    """Rows are wrong, and the person did not ask for the good ones alone."""


class NothingGood(Refused):
    """No row can be taken."""


class BankMovedOn(Refused):
    """What was right when the file was read is so no longer; `recheck` tells what."""


def read_file(*, raw: bytes, file_name: str, by: User, now: datetime, default_topic: str = "") -> ImportBatch:
    """Keep the rows of a file with their faults, a few hundred at a time; the bank is not touched.

    default_topic: code for rows that name no topic.
    Raises one of `front.REFUSED`, and then keeps nothing.
    """
    topics = Topic.objects.offered().values_list("code", flat=True)
    batch = ImportBatch.objects.create(uploaded_by=by, file_name=file_name[:200], created_at=now)
    try:
        for piece in read_pieces(raw, topics=topics, default_topic=default_topic):
            waiting.keep(batch, piece, now=now)
    except Exception:
        batch.delete()
        raise
    batch.read_at = now
    batch.save(update_fields=["read_at"])
    return batch


def clear_broken(*, now: datetime, dry_run: bool = False) -> int:
    """Delete the imports whose reading was broken off a day ago or more, with their rows; return how many."""
    broken = ImportBatch.objects.filter(read_at=None, created_at__lte=now - BROKEN_AFTER)
    count = broken.count()
    if not dry_run:
        broken.delete()
    return count


def accept(
    *,
    batch: ImportBatch,
    by: User,
    now: datetime,
    only_good: bool = False,
    revise_known: bool = False,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[int]:
    """Write the rows as drafts, all or none; with `revise_known`, rows whose code the bank holds as new versions.

    Returns the keys of the questions. Everything is compared with the bank and the regulations again before the one
    transaction that writes begins, so that it is short.
    watch: told (done, in all) after every AT_ONCE rows, half of a row being done when it is checked; whatever it raises
    takes everything back.
    Raises AlreadyAccepted, HasFaults, NothingGood or BankMovedOn.
    """
    if ImportBatch.objects.filter(pk=batch.pk, accepted_at__isnull=False).exists():
        raise AlreadyAccepted
    if not only_good and waiting.has_bad(batch, revise_known=revise_known):
        raise HasFaults
    total = waiting.good_rows(batch, revise_known=revise_known).count()
    if not total:
        raise NothingGood
    watch(0, total)
    checked = 0
    cited, topics = Cited(), {topic.code: topic for topic in Topic.objects.all()}
    for rows in _in_turn(batch, revise_known=revise_known):
        _check([record for record, _keys in rows], topics, cited, revise_known=revise_known)
        checked += len(rows)
        watch(checked // 2, total)
    try:
        return _write_all(batch, total, topics, cited, by=by, now=now, revise_known=revise_known, watch=watch)
    except IntegrityError as error:  # a code was taken in between
        raise BankMovedOn from error


@transaction.atomic
def _write_all(
    batch: ImportBatch,
    total: int,
    topics: dict[str, Topic],
    cited: Cited,
    *,
    by: User,
    now: datetime,
    revise_known: bool,
    watch: Callable[[int, int], None],
) -> list[int]:
    if ImportBatch.objects.filter(pk=batch.pk, accepted_at=None).update(accepted_at=now) != 1:
        raise AlreadyAccepted
    written: list[int] = []
    for rows in _in_turn(batch, revise_known=revise_known):
        written += _write(rows, topics, cited, by=by, now=now)
        watch((total + len(written)) // 2, total)
    batch.assets.all().delete()
    ImportBatch.objects.filter(pk=batch.pk).update(written=len(written))
    batch.refresh_from_db()
    return written


def _in_turn(batch: ImportBatch, *, revise_known: bool) -> Iterator[list[_Waiting]]:
    """Yield the rows that can be taken, AT_ONCE at a time, each with the keys of its stem."""
    last = -1
    rows = waiting.good_rows(batch, revise_known=revise_known).order_by("row")
    while held := list(rows.filter(row__gt=last)[:AT_ONCE]):
        last = held[-1].row
        yield [(Record.from_json(row.record), row.keys) for row in held]


def _check(records: list[Record], topics: dict[str, Topic], cited: Cited, *, revise_known: bool) -> None:
    """Raise BankMovedOn where a row cannot be taken any more."""
    known = Question.objects.filter(code__in=[record.code for record in records if record.code])
    if known.filter(state=Question.State.RETIRED).exists() or (known.exists() and not revise_known):
        raise BankMovedOn
    try:
        for record in records:
            if topics[record.topic].retired_at is not None:
                raise BankMovedOn
            check(wording_of(record, cited.by(record)))
    except (KeyError, ProvisionNotFound, BadWording) as error:
        raise BankMovedOn from error


def _write(rows: list[_Waiting], topics: dict[str, Topic], cited: Cited, *, by: User, now: datetime) -> list[int]:
    known = {q.code: q for q in Question.objects.filter(code__in=[r.code for r, _keys in rows if r.code])}
    revisions: list[Revision] = []
    drafts: list[Draft] = []
    for record, keys in rows:
        topic, wording = topics[record.topic], wording_of(record, cited.by(record))
        if record.code in known:
            revisions.append(Revision(known[record.code], wording, topic, keys))
        else:
            drafts.append(Draft(topic, wording, record.code, keys))
    try:
        revised = revise_checked(revisions=revisions, by=by, now=now) if revisions else []
    except QuestionRetired as error:
        raise BankMovedOn from error
    return [question.pk for question in (*keep_checked(drafts=drafts, by=by, now=now), *revised)]
