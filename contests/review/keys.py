"""Correcting a question after it was asked: every paper that holds it is marked again, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from contests import boards
from contests.marking import Ruling
from contests.models import Contest, KeyEdition, PaperQuestion
from contests.prizes import Prize
from contests.record.ledger import note
from contests.review.refusals import NoSuchAnswer, NotAsked, ReasonMissing
from contests.review.remarking import Told, remark
from contests.standings import listed, standings
from people.models import User
from questionbank.kinds import CHOOSING
from questionbank.models import Kind, QuestionVersion


@dataclass(frozen=True)
class Move:
    """Somebody whom a correction moves, on the list of the contest or of the round called `on`."""

    on: str
    entrant: int
    score: tuple[int, int]  # hundredths of a point, before and after
    place: tuple[int, int]
    prize: tuple[Prize | None, Prize | None] = (None, None)


@dataclass(frozen=True)
class Correction:
    """What a correction did, or would do. papers: how many hold the question. changed: with another score."""

    papers: int
    changed: int
    moves: tuple[Move, ...]


def preview(
    *, contest: Contest, version: QuestionVersion, ruling: Ruling, by: User, now: datetime, told: Told | None = None
) -> Correction:
    """Return what `correct` would do, found out by doing it and taking it back. Raises what `correct` raises.

    Papers that are open have no result to move, and are left to whoever sits them.
    """
    with transaction.atomic():
        found = _correct(contest, version, ruling, "?", by, now, told, closed_only=True)
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


def check(contest: Contest, version: QuestionVersion, ruling: Ruling, reason: str) -> None:
    """Refuse a correction that makes no sense. Raises ReasonMissing, NotAsked or NoSuchAnswer."""
    if not reason.strip():
        raise ReasonMissing
    if not PaperQuestion.objects.filter(paper__contest=contest, version=version).exists():
        raise NotAsked
    _check_accepted(version, ruling)


def _correct(
    contest: Contest, version: QuestionVersion, ruling: Ruling, reason: str, by: User, now: datetime,
    told: Told | None, closed_only: bool = False,
) -> Correction:  # fmt: skip
    # Corrections of a contest come one after the other; papers can still be begun meanwhile.
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    check(contest, version, ruling, reason)
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
    papers, changed = remark(contest=contest, version=version, told=told, closed_only=closed_only)
    after = _places(contest, now)
    moves = tuple(
        Move(on, who, *zip(was[who], is_now, strict=True))  # type: ignore[arg-type]
        for (on, was), (_on, lines) in zip(before, after, strict=True)
        for who, is_now in lines.items()
        if was.get(who, is_now) != is_now
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


def _places(contest: Contest, now: datetime) -> list[tuple[str, dict[int, tuple[int, int, Prize | None]]]]:
    """Return for each list its name and, by entrant, score, place and prize."""
    return [
        (str(of), {line.entrant: (line.result.score, line.place, line.award.prize) for line in standings(of, now)})
        for of in listed(contest)
    ]


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
