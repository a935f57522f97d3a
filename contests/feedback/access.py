"""Who may write about a question, and who answers: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import paper_by_number, sits
from contests.feedback.seen import has_seen
from contests.models import Feedback
from people.access import Access, is_trainer
from people.models import User
from questionbank.models import QuestionVersion


@rules.predicate
def saw(user: User | AnonymousUser, version: QuestionVersion) -> bool:
    """`user` has been shown this wording with its right answer, outside a contest."""
    return isinstance(user, User) and has_seen(user, version)


def _version(given: Mapping[str, Any]) -> QuestionVersion | None:
    return QuestionVersion.objects.select_related("question").filter(pk=given["pk"]).first()


def _feedback(given: Mapping[str, Any]) -> Feedback | None:
    about = Feedback.objects.select_related("version__question__topic", "entrant", "answered_by")
    return about.filter(pk=given["pk"]).first()


ROUTES: dict[str, Access] = {
    "contests:feedback-paper": Access(sits, "write about a question of one's own paper", paper_by_number),
    "contests:feedback-question": Access(saw, "write about a question seen in practice", _version),
    "contests:feedback-inbox": Access(is_trainer, "what people say of the questions of the shared bank"),
    "contests:feedback": Access(is_trainer, "answer what somebody says of a question", _feedback),
}
