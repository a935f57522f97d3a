"""Essays are marked by people: points for each criterion of the rubric, without a name on the page."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from contests import boards
from contests.models import Answer, Contest, Paper
from contests.papers.marking import mark
from contests.record.ledger import note
from contests.refusals import NotYours, PointsOutOfRange
from people.models import User
from questionbank.models import Kind


def essays_of(contest: Contest) -> QuerySet[Answer]:
    """Return the essays of closed papers of `contest`, unmarked ones first, in an order that tells nothing."""
    return (
        Answer.objects.filter(
            question__paper__contest=contest,
            question__paper__submitted_at__isnull=False,
            question__version__kind=Kind.ESSAY,
        )
        .exclude(chosen=[])
        .select_related("question__version", "question__paper", "marked_by")
        .order_by(F("marked_at").asc(nulls_first=True), "question__version_id", "question__paper__seed")
    )


@transaction.atomic
def mark_essay(*, answer: Answer, points: Sequence[int], by: User, now: datetime) -> Paper:
    """Give the essay its points, one number for each criterion, and return its paper with the new score.

    Marking again replaces the points; the record tells both. Raises PointsOutOfRange or NotYours.
    """
    paper = (
        Paper.objects.select_for_update(of=("self",))
        .select_related("round", "contest")
        .get(pk=answer.question.paper_id)
    )
    if paper.entrant.user_id == by.pk:
        raise NotYours
    rubric = answer.question.version.body["rubric"]
    if len(points) != len(rubric) or not all(0 <= p <= most for p, (_name, most) in zip(points, rubric, strict=True)):
        raise PointsOutOfRange
    before = Answer.objects.values_list("points", flat=True).get(pk=answer.pk)
    Answer.objects.filter(pk=answer.pk).update(
        points=list(points),
        fraction=sum(points) / sum(most for _name, most in rubric),
        marked_by=by,
        marked_at=now,
    )
    marks, on_right_ones = mark(paper)
    Paper.objects.filter(pk=paper.pk).update(
        score=marks.score,
        max_score=marks.max_score,
        correct_count=marks.correct,
        to_mark=marks.to_mark,
        time_correct_ms=on_right_ones,
    )
    position = answer.question.position
    told = {"paper": paper.pk, "position": position, "points": list(points), "before": before}
    note(paper.contest, "essay_marked", told, by=by, now=now)
    transaction.on_commit(lambda: boards.note_closed(paper.pk), robust=True)
    paper.refresh_from_db()
    return paper
