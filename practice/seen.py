"""Whether somebody has been shown a question in practice with its right answer: asked before they write about it."""

from people.models import User
from practice.models import Turn
from practice.reserved import holds_at, is_free
from questionbank.models import QuestionVersion
from realtime import clock


def has_answered(user: User, version: QuestionVersion) -> bool:
    """Say whether `user` has answered this wording in practice, and no contest sets its question aside now."""
    answered = Turn.objects.filter(user=user, version=version, answered_at__isnull=False)
    if not answered.exists():
        return False
    now = clock.now()
    return is_free(version.question, now, holds_at(now))
