"""Answers that came too late: refused, and kept with the time of their arrival, so that nobody need argue about it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from contests.models import Answer, LateAnswer, Paper
from contests.papers.answering import Saved, Sent, receipt_of, save_answers, wanted_of
from contests.papers.versions import ANY, Version
from contests.refusals import AlreadySubmitted, DeadlinePassed, Refused

MOST_KEPT = 400  # of one paper; more than its questions, changed twice


def save_or_keep_late(
    *, paper: Paper, position: int, chosen: Collection[Any], now: datetime, browser: str = "", version: Version = ANY
) -> Saved:
    """Save the answer as `save_answer` does; one that came too late is kept aside and refused all the same."""
    return receipt_of(save_all_or_keep_late([Sent(paper, position, chosen, now, browser, version)])[0])


def save_all_or_keep_late(sent: Sequence[Sent], *, wait: bool = True) -> list[Saved | Refused | None]:
    """Save the answers together as `save_answers` does; those that came too late are kept aside, and refused."""
    outcomes = save_answers(sent, wait=wait)
    for one, outcome in zip(sent, outcomes, strict=True):
        if isinstance(outcome, AlreadySubmitted | DeadlinePassed):
            keep_late(paper=one.paper, position=one.position, chosen=one.chosen, now=one.now)
    return outcomes


@transaction.atomic
def keep_late(*, paper: Paper, position: int, chosen: Collection[Any], now: datetime) -> LateAnswer | None:
    """Keep what came for the question at `position` after the paper had closed; the same again is the same row.

    Returns None for what was saved in time and only lost its receipt, for what could be no answer, and beyond
    MOST_KEPT rows.
    """
    locked = Paper.objects.select_for_update(of=("self",)).select_related("contest").get(pk=paper.pk)
    question = paper.question_at(position)
    try:
        wanted = wanted_of(question, chosen) if question else None
    except Refused:
        wanted = None
    own = LateAnswer.objects.filter(paper=locked)
    in_time = Answer.objects.filter(question=question).first() if question else None
    if wanted is None or (in_time and in_time.chosen == wanted) or own.count() >= MOST_KEPT:
        return None
    same = next((one for one in own.filter(position=position) if one.chosen == wanted), None)
    if same is not None:
        return same
    handed_in = locked.closed_by == Paper.ClosedBy.ENTRANT
    ended = locked.submitted_at or min(filter(None, (locked.deadline_at, locked.contest.closed_at)))
    return LateAnswer.objects.create(
        paper=locked, position=position, chosen=wanted, received_at=now, closed_at=ended,
        after=LateAnswer.After.SUBMISSION if handed_in else LateAnswer.After.DEADLINE,
    )  # fmt: skip
