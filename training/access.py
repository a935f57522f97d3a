"""Who may use what in training: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises
from contests.entering.guests import entrant_for
from contests.models import Contest
from contests.models.contest import ContestQuerySet
from people.access import Access, holds_over, is_admin, is_organiser, is_trainer
from people.models import Role, RoleAssignment, User
from questionbank.models import Question


@rules.predicate
def trains_for(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` is a trainer over the unit that holds the contest."""
    return holds_over(user, Role.TRAINER, contest.unit)


reads = trains_for | organises
READERS = (Role.TRAINER, Role.ORGANISER, Role.ADMIN)


@rules.predicate
def takes_part(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` is entered in the contest, by account or as registered in this browser."""
    return entrant_for(user, contest) is not None


def readable_by(user: User | AnonymousUser) -> ContestQuerySet:
    """Return the contests whose reports `user` may read: those that `reads` holds for, few queries for all."""
    if not user.is_authenticated:
        return Contest.objects.none()
    held = RoleAssignment.objects.filter(user=user, role__in=READERS).select_related("unit")
    if any(one.unit is None for one in held):
        return Contest.objects.public()
    over = {unit.pk for one in held if one.unit for unit in one.unit.descendants(include_self=True)}
    return Contest.objects.public().filter(unit__in=over)


def _question(given: Mapping[str, Any]) -> Question | None:
    return Question.objects.select_related("topic", "latest_version").filter(pk=given["pk"]).first()


ROUTES: dict[str, Access] = {
    "training:index": Access(is_trainer | is_organiser | is_admin, "contests that have a report"),
    "training:question": Access(is_trainer, "what became of a question, without names", _question),
    "training:report": Access(reads, "the training-need report of a contest, without names", contest_by_slug),
    "training:progress": Access(reads, "how far the analysis behind the report is", contest_by_slug),
    "training:evidence": Access(
        reads, "questions, wrong choices and clauses behind a figure, without names", contest_by_slug
    ),
    "training:items": Access(reads, "the questions of a contest with their statistics", contest_by_slug),
    "training:trend": Access(reads, "how contests lie to one another on a common scale", contest_by_slug),
    "training:own": Access(takes_part, "what one's own answers show, for oneself alone", contest_by_slug),
    "training:papers": Access(reads, "the report as papers of an office", contest_by_slug),
    "training:make-paper": Access(reads, "make a file of the report, or stop it", contest_by_slug),
    "training:paper-progress": Access(reads, "how far a file of the report is", contest_by_slug),
    "training:paper": Access(reads, "the report as a Word, PDF or Excel file", contest_by_slug),
    "api-training-needs": Access(reads, "the training-need report of a contest", contest_by_slug),
}
