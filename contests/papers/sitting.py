"""Papers: started, handed in, and closed by the deadline when nobody hands them in. `answering` is what is between."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contests import boards
from contests.models import Contest, Entrant, Paper, PaperQuestion, Round
from contests.papers.drawing import draw_for
from contests.papers.holding import refuse_others, take_over
from contests.papers.marking import mark
from contests.papers.moments import shown
from contests.papers.receipts import code_for
from contests.refusals import (
    AttemptsUsed,
    NothingToDraw,
    NotOpen,
    NotRunning,
    SetAside,
    TodaysAttemptsUsed,
)
from contests.rules import GRACE
from questionbank.blueprint import Drawn, NotEnoughQuestions

MOST_FORETOLD = 10_000_000
AVOIDED_PAPERS = 5  # a person meets the questions of as many earlier papers again only where no others are left


def start_paper(*, entrant: Entrant, now: datetime, browser: str = "") -> Paper:
    """Begin the entrant's next paper in the round that runs, or return the one that is open; `browser` takes it over.

    Draws from the questions that may be drawn today; the deadline is the rules' minutes from now, and the end of the
    round if that is sooner. Raises NotOpen, SetAside, NotRunning, AttemptsUsed, TodaysAttemptsUsed
    or NothingToDraw.
    """
    paper = _begun_or_open(entrant, now)
    return take_over(paper=paper, browser=browser, now=now) if browser else paper


def _begun_or_open(entrant: Entrant, now: datetime) -> Paper:
    contest = Contest.objects.get(pk=entrant.contest_id)
    close_overdue(contest=contest, now=now)
    current = open_paper_of(entrant)
    if current is not None:
        return current
    if Entrant.objects.filter(pk=entrant.pk, aside_at__isnull=False).exists():
        raise SetAside
    running = round_at(contest, now)
    rules = running.paper_rules
    day = timezone.localdate(now)
    begun = [timezone.localdate(at) for at in _begun(entrant, running)]
    if not rules.may_begin(len(begun), begun.count(day)):
        quicker = open_paper_of(entrant)  # begun in another tab since it was looked for above
        if quicker is not None:
            return quicker
        spent = rules.attempts and len(begun) >= rules.attempts
        raise AttemptsUsed(allowed=rules.attempts) if spent else TodaysAttemptsUsed(allowed=rules.per_day)
    paper = Paper(
        pk=_number_that_tells_nothing(),
        contest=contest,
        entrant=entrant,
        round=running,
        number=1 + len(begun),
        seed=secrets.token_hex(16),
        started_at=now,
        deadline_at=min(now + timedelta(minutes=rules.minutes), running.closes_at),
    )
    try:
        public = entrant.user_id is None
        return _write(paper, draw_for(running, rules, day=day, seed=paper.seed, seen=_met(entrant), public=public))
    except NotEnoughQuestions as short:
        raise NothingToDraw from short
    except IntegrityError:  # another tab of the same person was quicker: its paper is the paper
        return _begun_or_open(entrant, now)


def _number_that_tells_nothing() -> int:
    """Return a key by chance: numbers in a row would tell how many papers are begun, which a round may ask to foretell.

    Beyond what rows in a row have reached, and a whole number to JavaScript.
    """
    return secrets.randbelow(2**53 - 2**40) + 2**40


def round_at(contest: Contest, now: datetime) -> Round:
    """Return the round that may be sat now. Raises NotOpen, or NotRunning with when one can."""
    if contest.state != Contest.State.OPEN:
        raise NotOpen
    rounds = list(contest.rounds.all())
    running = [one for one in rounds if one.opens_at <= now < one.closes_at]
    if running:
        return running[0]
    near = next((one for one in rounds if one.opens_at > now), rounds[-1])
    raise NotRunning(opens=shown(near.opens_at), closes=shown(near.closes_at))


def attempts_left(entrant: Entrant | None, of: Round, now: datetime) -> int | None:
    """Return how many more papers of the round the entrant may begin today; None where there is no limit."""
    rules = of.paper_rules
    begun = [timezone.localdate(at) for at in _begun(entrant, of)] if entrant else []
    left = [rules.attempts - len(begun)] if rules.attempts else []
    left += [rules.per_day - begun.count(timezone.localdate(now))] if rules.per_day else []
    return max(min(left), 0) if left else None


def _begun(entrant: Entrant, of: Round) -> list[datetime]:
    return list(entrant.papers.filter(round=of).values_list("started_at", flat=True))


def _met(entrant: Entrant) -> frozenset[int]:
    """Return the wordings on the latest papers of this person, in any contest."""
    own = Paper.objects.filter(entrant=entrant)
    if entrant.user_id is not None:
        own = Paper.objects.filter(entrant__user=entrant.user_id)
    latest = list(own.order_by("-started_at").values_list("pk", flat=True)[:AVOIDED_PAPERS])
    return frozenset(PaperQuestion.objects.filter(paper__in=latest).values_list("version_id", flat=True))


def open_paper_of(entrant: Entrant) -> Paper | None:
    """Return the paper that the entrant is sitting, if any."""
    return entrant.papers.filter(submitted_at__isnull=True).first()


@transaction.atomic
def _write(paper: Paper, questions: Sequence[Drawn]) -> Paper:
    paper.save(force_insert=True)
    PaperQuestion.objects.bulk_create(
        PaperQuestion(
            paper=paper,
            position=place,
            version_id=drawn.version_id,
            choice_order=list(drawn.choice_order),
            points=drawn.points,
        )
        for place, drawn in enumerate(questions, start=1)
    )
    _check_still_open(paper)
    return paper


def _check_still_open(paper: Paper) -> None:
    """Refuse a paper whose contest was closed while it was drawn. Raises NotOpen.

    The contest's row is held till the commit: whoever closes the contest waits and sees the paper. A share is enough
    for that, and lets thousands begin at once; the ORM knows none.
    """
    share = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM contests_contest WHERE id = %s AND state = %s{share}",  # noqa: S608
            [paper.contest_id, Contest.State.OPEN],
        )
        if cursor.fetchone() is None:
            raise NotOpen


def submit(*, paper: Paper, now: datetime, browser: str = "") -> Paper:
    """Hand the paper in and return it marked; a paper that is closed already is returned as it is.

    After the deadline and its grace the paper is closed as the deadline left it. Raises TakenOver before the deadline.
    """
    if now > paper.deadline_at + GRACE:
        return _close(paper, at=paper.deadline_at, by=Paper.ClosedBy.DEADLINE)
    asking = browser if now < paper.deadline_at else ""  # whose phone hands in what time has ended matters no more
    return _close(paper, at=min(now, paper.deadline_at), by=Paper.ClosedBy.ENTRANT, browser=asking)


def close_overdue(*, now: datetime, contest: Contest | None = None, paper: Paper | None = None) -> int:
    """Close and mark, with the answers saved last, the papers whose time is over. Returns how many.

    Called by whoever reads a paper, a board or a report, of that paper or contest, so that none of them depends on
    `closing.close_forever`, which closes what nobody reads.
    """
    overdue = Paper.objects.filter(submitted_at__isnull=True, deadline_at__lt=now - GRACE)
    if paper is not None:
        overdue = overdue.filter(pk=paper.pk)
    if contest is not None:
        overdue = overdue.filter(contest=contest)
    closed = [
        _close(each, at=each.deadline_at, by=Paper.ClosedBy.DEADLINE) for each in overdue.order_by("deadline_at", "pk")
    ]
    return sum(each.submitted_at is not None for each in closed)  # the board may have given one time back meanwhile


def close_at(*, contest: Contest, now: datetime) -> int:
    """Close every open paper of a contest that ends at `now`, before the deadline it had. Returns how many."""
    closed = 0
    for paper in Paper.objects.filter(contest=contest, submitted_at__isnull=True):
        _close(paper, at=min(now, paper.deadline_at), by=Paper.ClosedBy.DEADLINE)
        closed += 1
    return closed


@transaction.atomic
def _close(paper: Paper, *, at: datetime, by: Paper.ClosedBy, browser: str = "") -> Paper:
    """Mark the paper, set its result and its receipt once; then put it on the boards, after the commit."""
    locked = Paper.objects.select_for_update(of=("self",)).select_related("round").get(pk=paper.pk)
    if locked.submitted_at is not None or _given_back(paper, locked, at, by):
        return locked
    if browser:
        refuse_others(locked, browser)
    marks, on_right_ones = mark(locked)
    changed = Paper.objects.filter(pk=locked.pk, submitted_at__isnull=True).update(
        submitted_at=at,
        closed_by=by,
        score=marks.score,
        max_score=marks.max_score,
        correct_count=marks.correct,
        to_mark=marks.to_mark,
        time_correct_ms=on_right_ones,
        time_used_ms=(at - locked.started_at) // timedelta(milliseconds=1),
        receipt=code_for(locked, at),
    )
    if changed:
        transaction.on_commit(lambda: boards.note_closed(locked.pk), robust=True)
    locked.refresh_from_db()
    return locked


def _given_back(read: Paper, locked: Paper, at: datetime, by: Paper.ClosedBy) -> bool:
    """Say whether a paper that is to be closed at its deadline has had time given back since it was read."""
    return by == Paper.ClosedBy.DEADLINE and at == read.deadline_at < locked.deadline_at
