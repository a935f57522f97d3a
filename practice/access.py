"""Who may use what in practice: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises
from people.access import Access, is_admin, is_organiser, is_trainer, signed_in
from people.models import User
from practice.models import Turn


@rules.predicate
def is_own(user: User | AnonymousUser, turn: Turn) -> bool:
    return turn.user_id == user.pk


def _turn(given: Mapping[str, Any]) -> Turn | None:
    about = Turn.objects.select_related(
        "user", "question__approved_version", "question__topic", "version", "topic", "document"
    )
    return about.filter(pk=given["pk"]).first()


own_turn = signed_in & is_own

ROUTES: dict[str, Access] = {
    "practice:start": Access(signed_in, "one's own practice: what is due, weak topics, the streak"),
    "practice:goal": Access(signed_in, "how much one wants to practise a day"),
    "practice:next": Access(signed_in, "the next question to practise"),
    "practice:turn": Access(own_turn, "a question put to oneself in practice, and its answer", _turn),
    "practice:go-on": Access(own_turn, "say how hard it was, and go on", _turn),
    "practice:data": Access(signed_in, "what practice holds of oneself"),
    "practice:export": Access(signed_in, "what practice holds of oneself, as a file"),
    "practice:erase": Access(signed_in, "erase what practice holds of oneself"),
    "practice:open": Access(is_trainer | is_organiser | is_admin, "what everybody may practise and what is set aside"),
    "practice:open-questions": Access(is_trainer, "open questions for practice, or set them aside again"),
    "practice:open-contest": Access(
        organises, "let everybody practise the questions of a contest, or set them aside again", contest_by_slug
    ),
    "api-practice-next": Access(signed_in, "the next question to practise, for an app of one's own"),
    "api-practice-answer": Access(own_turn, "answer a question of one's own practice", _turn),
}
