"""Who may use what in training: its lines of the permission table."""

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises
from contests.models import Contest
from people.access import Access, holds_over, is_admin, is_organiser, is_trainer
from people.models import Role, User


@rules.predicate
def trains_for(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` is a trainer over the unit that holds the contest."""
    return holds_over(user, Role.TRAINER, contest.unit)


reads = trains_for | organises

ROUTES: dict[str, Access] = {
    "training:index": Access(is_trainer | is_organiser | is_admin, "contests that have a report"),
    "training:report": Access(reads, "the training-need report of a contest, without names", contest_by_slug),
    "training:word": Access(reads, "the report as a Word file", contest_by_slug),
    "api-training-needs": Access(reads, "the training-need report of a contest", contest_by_slug),
}
