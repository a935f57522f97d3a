"""Correcting a question after it was asked: every paper that holds it is marked again, in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from contests import boards
from contests.marking import AS_WRITTEN, Earned, Ruling, ruled, time_correct, total
from contests.models import Answer, Contest, KeyEdition, Paper, PaperQuestion
from contests.paper_marking import Rulings, rulings_of, share_of
from contests.record.ledger import note
from contests.review.refusals import NoSuchAnswer, NotAsked, ReasonMissing
from contests.standings import listed, standings
from people.models import User
from questionbank.bodies import choices_of
from questionbank.kinds import CHOOSING
from questionbank.models import Kind, QuestionVersion

BATCH = 500  # papers; within what SQLite lets one query name
Told = Callable[[int, int], None]  # papers looked at, papers in all


@dataclass(frozen=True)
class Move:
    """Somebody whom a correction moves, on the list of the contest or of the round called `on`."""

    on: str
    entrant: int
    score: tuple[int, int]  # hundredths of a point, before and after
    place: tuple[int, int]


@dataclass(frozen=True)
class Correction:
    """What a correction did, or would do. papers: how many hold the question. changed: with another score."""

    papers: int
    changed: int
    moves: tuple[Move, ...]


def preview(*, contest: Contest, version: QuestionVersion, ruling: Ruling, by: User, now: datetime) -> Correction:
    """Return what `correct` would do, found out by doing it and taking it back. Raises what `correct` raises."""
    with transaction.atomic():
        found = _correct(contest, version, ruling, "?", by, now, None)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def correct(
    *,
    contest: Contest,
    version: QuestionVersion,
    ruling: Ruling,
    reason: str,
    by: User,
    now: datetime,
    told: Told | None = None,
) -> Correction:
    """Rule on a question for every paper of every round that holds it, mark them again and note it in the record.

    The same ruling again changes nothing more. Papers not closed yet are marked by it when they are.
    Raises ReasonMissing, NotAsked or NoSuchAnswer.
    """
    found = _correct(contest, version, ruling, reason, by, now, told)
    transaction.on_commit(lambda: boards.renew(contest), robust=True)
    return found


def _correct(
    contest: Contest, version: QuestionVersion, ruling: Ruling, reason: str, by: User, now: datetime, told: Told | None
) -> Correction:
    if not reason.strip():
        raise ReasonMissing
    Contest.objects.select_for_update().get(pk=contest.pk)  # corrections of a contest come one after the other
    if not PaperQuestion.objects.filter(paper__contest=contest, version=version).exists():
        raise NotAsked
    _check_accepted(version, ruling)
    before = _places(contest, now)
    made = KeyEdition.objects.filter(contest=contest, version=version)
    edition = KeyEdition.objects.create(
        contest=contest,
        version=version,
        number=1 + (made.aggregate(latest=Max("number"))["latest"] or 0),
        ruling=ruling.what,
        accepted=[list(answer) for answer in ruling.accepted],
        reason=reason.strip(),
        decided_by=by,
        decided_at=now,
    )
    papers, changed = remark(contest=contest, version=version, told=told)
    after = _places(contest, now)
    moves = tuple(
        Move(on, who, (before[on][who][0], now_at[0]), (before[on][who][1], now_at[1]))
        for on, lines in after.items()
        for who, now_at in lines.items()
        if before[on].get(who, now_at) != now_at
    )
    note(
        contest, "question_corrected",
        {"question": version.question.code, "version": version.number, "edition": edition.number,
         "ruling": edition.ruling, "accepted": edition.accepted, "reason": edition.reason,
         "papers": papers, "scores_changed": changed,
         "moves": [[m.on, m.entrant, *m.score, *m.place] for m in moves]},
        by=by, now=now,
    )  # fmt: skip
    return Correction(papers, changed, moves)


def _places(contest: Contest, now: datetime) -> dict[str, dict[int, tuple[int, int]]]:
    return {
        str(of): {line.entrant: (line.result.score, line.place) for line in standings(of, now)}
        for of in listed(contest)
    }


def _check_accepted(version: QuestionVersion, ruling: Ruling) -> None:
    """Refuse a key that nobody could have answered."""
    if ruling.what != "key":
        return
    if not ruling.accepted or not all(ruling.accepted):
        raise NoSuchAnswer
    if version.kind in CHOOSING:
        choices = set(version.choices.values_list("pk", flat=True))
        for answer in ruling.accepted:
            one_only = version.kind != Kind.MULTIPLE and len(answer) != 1
            if one_only or not set(answer) <= choices or list(answer) != sorted(set(answer)):
                raise NoSuchAnswer


# ---------- Marking again ----------


def remark(*, contest: Contest, version: QuestionVersion, told: Told | None = None) -> tuple[int, int]:
    """Mark again every closed paper of `contest` that holds `version`; return how many hold it, and how many changed.

    Call it in the transaction that wrote the ruling. Whoever closes a paper locks it first and reads the rulings
    then: so the papers that were open at first are looked at once more under their locks, and none keeps the old key.
    """
    rulings = rulings_of(contest.pk)
    holding = Paper.objects.filter(contest=contest, questions__version=version)
    total_count, done, changed = holding.count(), 0, 0
    looked_at: set[int] = set()
    closed = list(holding.filter(submitted_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    for batch in _batches(closed):
        changed += _remark_batch(batch, version, rulings)
        looked_at.update(batch)
        done += len(batch)
        if told:
            told(done, total_count)
    late = sorted(set(holding.values_list("pk", flat=True)) - looked_at)
    for batch in _batches(late):
        changed += _remark_batch(batch, version, rulings)
        done += len(batch)
        if told:
            told(done, total_count)
    return total_count, changed


def _batches(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yield `keys` in portions."""
    for start in range(0, len(keys), BATCH):
        yield list(keys[start : start + BATCH])


def _remark_batch(keys: list[int], version: QuestionVersion, rulings: Rulings) -> int:
    """Lock these papers and mark the closed ones again; return how many scores changed."""
    locked = Paper.objects.select_for_update(of=("self",)).select_related("round").order_by("pk").filter(pk__in=keys)
    papers = {paper.pk: paper for paper in locked if paper.submitted_at is not None}
    _rule_answers(list(papers), version, rulings.get(version.pk, AS_WRITTEN))
    changed = [paper for key, own in _rows(list(papers)) if _total(paper := papers[key], own, rulings)]
    Paper.objects.bulk_update(changed, ["score", "max_score", "correct_count", "to_mark", "time_correct_ms"])
    return len(changed)


def _rule_answers(keys: list[int], version: QuestionVersion, ruling: Ruling) -> None:
    """Write the share that each answer to `version` on these papers earns now."""
    asked = PaperQuestion.objects.filter(paper__in=keys, version=version, answer__isnull=False)
    choices = choices_of([version.pk]).get(version.pk, [])
    by_share: dict[float | None, list[int]] = {}
    for question in asked.select_related("version", "answer"):
        share = share_of(question, choices, ruling)
        if share != question.answer.fraction:
            by_share.setdefault(share, []).append(question.answer.pk)
    for share, answers in by_share.items():
        Answer.objects.filter(pk__in=answers).update(fraction=share)


Row = tuple[int, int, int, Any, float | None, Any]  # paper, version, points, chosen, share, saved at


def _rows(keys: list[int]) -> Iterator[tuple[int, list[Row]]]:
    rows = PaperQuestion.objects.filter(paper__in=keys).order_by("paper_id", "position")
    own: dict[int, list[Row]] = {}
    for row in rows.values_list(
        "paper_id", "version_id", "points", "answer__chosen", "answer__fraction", "answer__saved_at"
    ):
        own.setdefault(row[0], []).append(row)
    yield from own.items()


def _total(paper: Paper, own: list[Row], rulings: Rulings) -> bool:
    """Put the marks of its questions on `paper`; say whether anything changed."""
    earned = []
    for _paper, version, points, chosen, share, saved_at in own:
        ruling = rulings.get(version, AS_WRITTEN)
        brought = share if saved_at else ruled(0.0, ruling, None)
        earned.append(Earned(brought, points, answered=bool(chosen), counts=ruling.what != "void"))
    marks = total(earned, paper.round.paper_rules.wrong)
    spent = time_correct(paper.started_at, [(row[5], row[4] == 1.0) for row in own if row[5]])
    new = (marks.score, marks.max_score, marks.correct, marks.to_mark, spent)
    fields = ("score", "max_score", "correct_count", "to_mark", "time_correct_ms")
    if tuple(getattr(paper, field) for field in fields) == new:
        return False
    for field, value in zip(fields, new, strict=True):
        setattr(paper, field, value)
    return True
