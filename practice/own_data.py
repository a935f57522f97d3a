"""What practice holds of a person: handed out whole, and erased whole. Deleting the account takes it along, too."""

from typing import Any

from django.db import transaction

from people.models import User
from practice.models import Card, Learner, Turn


def held_of(user: User) -> dict[str, Any]:
    """Return everything that practice holds of `user` as plain values, moments in ISO 8601.

    Keys of questions are not among it: a file that travels must not give an answer away.
    """
    turns = Turn.objects.filter(user=user).select_related("question", "version", "topic").order_by("asked_at", "pk")
    cards = Card.objects.filter(user=user).select_related("question").order_by("pk")
    learner = Learner.objects.filter(user=user).first()
    return {
        "account": user.username,
        "goal": learner.goal if learner else None,
        "answers": [_turn(turn) for turn in turns],
        "memory": [
            {
                "question": card.question.code,
                "due_at": card.due_at.isoformat(),
                "last_at": card.last_at.isoformat(),
                "stability_days": round(card.stability, 4),
                "difficulty": round(card.difficulty, 4),
            }
            for card in cards
        ],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question.code,
        "wording": turn.version.number,
        "asked_at": turn.asked_at.isoformat(),
        "answered_at": turn.answered_at.isoformat() if turn.answered_at else None,
        "given": turn.given,
        "share": turn.fraction,
        "feel": turn.feel,
        "chosen_topic": turn.topic.code if turn.topic else None,
    }


@transaction.atomic
def erase(*, user: User) -> int:
    """Delete everything that practice holds of `user`; return how many answers were among it."""
    Card.objects.filter(user=user).delete()
    Learner.objects.filter(user=user).delete()
    answered = Turn.objects.filter(user=user, answered_at__isnull=False).count()
    Turn.objects.filter(user=user).delete()
    return answered
