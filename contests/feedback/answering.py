"""What a keeper of the bank makes of feedback: an answer, once, and where it is needed another look at the question.

A wrong key is never mended here: for papers that were sat the board corrects it (`contests.review.proposals`), for
those to come another version goes through review.
"""

from datetime import datetime

from django.db import transaction

from contests.models import Feedback
from contests.review.refusals import AboutYourself, AlreadySo, ReasonMissing, TooManyWords
from people.models import User
from questionbank.review import flag

MOST_WORDS = 2000  # characters
Finding = Feedback.Finding
TO_BE_LOOKED_AT = frozenset({Finding.KEY_WRONG, Finding.TO_REWRITE})


@transaction.atomic
def answer(
    *, feedback: Feedback, finding: Finding, words: str, shown_to_all: bool, by: User, now: datetime
) -> Feedback:
    """Answer feedback, once. A question found wrong is flagged in the same act: it is drawn no more until it is right.

    shown_to_all: the answer stands with the question for everybody who may see its explanation. Raises AboutYourself,
    ReasonMissing, TooManyWords or AlreadySo.
    """
    if by.pk in (feedback.user_id, feedback.entrant.user_id if feedback.entrant else None):
        raise AboutYourself
    if not words.strip():
        raise ReasonMissing
    if len(words.strip()) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    changed = Feedback.objects.filter(pk=feedback.pk, answered_at=None).update(
        finding=finding, answer=words.strip(), shown_to_all=shown_to_all, answered_by=by, answered_at=now
    )
    if changed != 1:
        raise AlreadySo
    if finding in TO_BE_LOOKED_AT:
        flag(question=feedback.version.question, why=words.strip(), by=by, now=now)
    feedback.refresh_from_db()
    return feedback
