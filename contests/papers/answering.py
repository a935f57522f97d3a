"""Answers on papers: kept one at a time, or many of different people together in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contests.models import Answer, Contest, Paper, PaperQuestion
from contests.papers.holding import claim, refuse_others
from contests.papers.versions import ANY, Version
from contests.refusals import (
    AlreadySubmitted,
    DeadlinePassed,
    NotForetold,
    NotOnPaper,
    NotThatKind,
    OlderPrediction,
    Outdated,
    Refused,
    TooManyChosen,
    WentOn,
)
from contests.rules import GRACE
from questionbank.bodies import body_of
from questionbank.kinds import CHOOSING, NotAResponse, read
from questionbank.models import Kind

MOST_FORETOLD = 10_000_000
LOOKED_AT = (  # of a paper that is locked; all columns, of contest and round too, would take longer than the rest
    "submitted_at", "deadline_at", "reached", "holder", "hold", "held_since", "prediction", "prediction_hold",
    "contest__state", "round__rules",
)  # fmt: skip
ASKED = ("paper", "position", "choice_order", *(f"version__{name}" for name in ("kind", "stem", "body", "keep_order")))


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that came for the question of `paper` at `position`.

    chosen: ids of choices, or for the other kinds what `kinds.settled` gives; nothing takes an answer back. now: when
    it came. browser: the session that asks; none acts for whoever holds the paper. version: which copy it is.
    """

    paper: Paper
    position: int
    chosen: Collection[Any]
    now: datetime
    browser: str = ""
    version: Version = ANY


@dataclass(frozen=True, slots=True)
class Saved:
    """The receipt for an answer. `revision` grows by one with every save of the same question."""

    revision: int
    saved_at: datetime


def save_answer(
    *, paper: Paper, position: int, chosen: Collection[Any], now: datetime, browser: str = "", version: Version = ANY
) -> Saved:
    """Keep one answer as `save_answers` does, which says what they mean, and return its receipt.

    Raises AlreadySubmitted, DeadlinePassed, TakenOver, NotOnPaper, WentOn, NotThatKind, TooManyChosen or Outdated.
    """
    return receipt_of(save_answers([Sent(paper, position, chosen, now, browser, version)])[0])


def receipt_of(outcome: Saved | Refused | None) -> Saved:
    """Return the receipt that somebody who waited was given; raise the refusal that they were given instead."""
    if isinstance(outcome, Refused):
        raise outcome
    assert outcome is not None  # noqa: S101  # only who does not wait is given neither
    return outcome


@transaction.atomic
def save_answers(sent: Sequence[Sent], *, wait: bool = True) -> list[Saved | Refused | None]:
    """Keep what was sent, in that order; return for each its receipt, or why it was refused.

    The last save before the deadline counts; it may arrive up to GRACE later. The same copy again is given the same
    receipt. What is returned holds once the transaction has committed. wait: False leaves out the answers to papers
    that somebody else holds locked just now, and gives None for them, so that nobody waits for a stranger's paper.
    """
    papers = _locked({one.paper.pk for one in sent}, wait=wait)
    asked = [one.paper.question_at(one.position) if one.paper.pk in papers else None for one in sent]
    kept = {one.question_id: one for one in Answer.objects.filter(question__in=[q.pk for q in asked if q])}
    changed: dict[int, Answer] = {}
    outcomes: list[Saved | Refused | None] = []
    for one, question in zip(sent, asked, strict=True):
        paper = papers.get(one.paper.pk)
        try:
            outcomes.append(_kept(one, paper, question, kept, changed) if paper else None)
        except Refused as refusal:
            outcomes.append(refusal)
    Answer.objects.bulk_create(
        changed.values(), update_conflicts=True, unique_fields=["question"],
        update_fields=["chosen", "saved_at", "hold", "revision"],
    )  # fmt: skip
    return outcomes


def _kept(
    one: Sent, paper: Paper, question: PaperQuestion | None, kept: dict[int, Answer], changed: dict[int, Answer]
) -> Saved:
    """Return the receipt for `one`, whose paper is locked; what must be written is put into `kept` and `changed`."""
    _check_takes_answers(paper, one.now, one.browser)
    if question is None:
        raise NotOnPaper
    if one.position != paper.reached and not paper.round.paper_rules.back:
        raise WentOn
    wanted = wanted_of(question, one.chosen)
    before, revision = kept.get(question.pk), max(one.version.edit or 0, 1)
    if before is not None:
        if one.version.repeats(before.hold, before.revision) and before.chosen == wanted:
            return Saved(before.revision, before.saved_at)
        if one.version.is_older_than(before.hold, before.revision):
            at = timezone.localtime(before.saved_at).strftime("%H:%M:%S")
            raise Outdated(at=at, revision=before.revision, hold=before.hold)
        revision = max(before.revision + 1, one.version.edit or 0)
    if one.browser:
        claim(paper, one.browser, one.now)
    kept[question.pk] = changed[question.pk] = Answer(
        question_id=question.pk, chosen=wanted, saved_at=one.now, hold=paper.hold, revision=revision
    )
    return Saved(revision, one.now)


@transaction.atomic
def go_on(*, paper: Paper, left: int, now: datetime, browser: str = "") -> Paper:
    """Leave the question at `left` for the next, for good, where the round allows no way back; return the paper.

    Asked again, from another tab or by a second press, it changes nothing.
    Raises AlreadySubmitted, DeadlinePassed or TakenOver.
    """
    locked = _lock_for_one(paper, now, browser)
    if locked.reached == left and left <= locked.questions.count():
        locked.reached = left + 1
        locked.save(update_fields=["reached"])
    return locked


@transaction.atomic
def save_prediction(
    *, paper: Paper, foretold: int | None, now: datetime, browser: str = "", version: Version = ANY
) -> datetime:
    """Keep what the entrant foretells, where the round asks for it; None takes it back. Sealed with the paper.

    Returns when it was kept.
    Raises AlreadySubmitted, DeadlinePassed, TakenOver, NotOnPaper, NotForetold or OlderPrediction.
    """
    locked = _lock_for_one(paper, now, browser)
    if not locked.round.paper_rules.predicts:
        raise NotOnPaper
    if foretold is not None and not 0 <= foretold <= MOST_FORETOLD:
        raise NotForetold(most=MOST_FORETOLD)
    if version.is_older_than(locked.prediction_hold, 0):
        raise OlderPrediction(revision=0, hold=locked.prediction_hold)
    locked.prediction, locked.prediction_hold = foretold, locked.hold
    locked.save(update_fields=["prediction", "prediction_hold"])
    return now


def _lock_for_one(paper: Paper, now: datetime, browser: str) -> Paper:
    """Return the paper, locked, while it takes answers from `browser`, which holds it now if nobody did."""
    locked = _locked({paper.pk})[paper.pk]
    _check_takes_answers(locked, now, browser)
    if browser:
        claim(locked, browser, now)
    return locked


def _locked(papers: Collection[int], *, wait: bool = True) -> dict[int, Paper]:
    """Return the papers with these keys, locked; without those that others hold where there is no wait."""
    rows = Paper.objects.select_for_update(of=("self",), skip_locked=not wait).select_related("contest", "round")
    return {paper.pk: paper for paper in rows.only(*LOOKED_AT).filter(pk__in=papers).order_by("pk")}


def _check_takes_answers(locked: Paper, now: datetime, browser: str) -> None:
    """Raise AlreadySubmitted, DeadlinePassed or TakenOver unless the paper takes answers from `browser`."""
    if locked.submitted_at is not None:
        raise AlreadySubmitted
    if now > locked.deadline_at + GRACE or locked.contest.state == Contest.State.CLOSED:
        raise DeadlinePassed
    if browser:
        refuse_others(locked, browser)


def wanted_of(question: PaperQuestion, chosen: Collection[Any]) -> list[Any]:
    """Return what is kept of `chosen`. Raises NotOnPaper, TooManyChosen or NotThatKind."""
    if question.version.kind in CHOOSING:
        if not set(chosen) <= set(question.choice_order):
            raise NotOnPaper
        if len(set(chosen)) > 1 and question.version.kind != Kind.MULTIPLE:
            raise TooManyChosen
        return sorted(set(chosen))
    try:
        return read(body_of(question.version), list(chosen))
    except NotAResponse as error:
        raise NotThatKind from error


def papers_with(asked: Iterable[tuple[int, int]]) -> dict[int, Paper]:
    """Return the papers with these keys, each with whose it is and with the questions at these places in hand.

    asked: key of the paper, place. Two queries, however many; what else a paper holds is read when it is looked at.
    """
    asked = set(asked)
    sat = Paper.objects.select_related("entrant").only("deadline_at", "submitted_at", "round", "entrant__user")
    papers = sat.in_bulk({key for key, _at in asked})
    rows = PaperQuestion.objects.select_related("version").only(*ASKED)
    rows = rows.filter(paper__in=papers, position__in={at for _key, at in asked})
    found = {(row.paper_id, row.position): row for row in rows}
    for key, at in asked:
        if key in papers:
            papers[key].hold_question(at, found.get((key, at)))
    return papers
