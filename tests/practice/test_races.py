"""One answer sent twice at once, on PostgreSQL, with a twin that counts it twice once the guard is away."""

import threading
from typing import Any

import pytest
from django.db import connections

from people.models import User
from practice import turns
from practice.models import Card, Turn
from practice.scheduling import Memory, reviewed
from practice.turns import answer
from tests.contests.builders import make_question, make_topic
from tests.practice.builders import places, practise, put

pytestmark = [
    pytest.mark.needs_postgres,  # SQLite lets one writer in at a time: the race cannot happen there
    pytest.mark.django_db(transaction=True),
]


def twice_at_once(bob: User, tam: User, monkeypatch: pytest.MonkeyPatch) -> tuple[Memory, Memory]:
    """Answer a known question twice at once; return the memory before, and after both."""
    make_question(make_topic("a"), tam)
    practise(bob)
    before = Card.objects.get().memory
    turn = put(bob, before.due_at)
    both, real = threading.Barrier(2), turns._keep

    def together(*given: Any) -> Turn:
        both.wait(10)  # each has seen the turn without an answer
        return real(*given)

    monkeypatch.setattr(turns, "_keep", together)

    def send() -> None:
        try:
            answer(turn=Turn.objects.get(pk=turn.pk), given=places(turn, right=True), now=before.due_at)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return before, Card.objects.get().memory


def test_it_counts_once(bob: User, tam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = twice_at_once(bob, tam, monkeypatch)
    assert after == reviewed(before, fraction=1.0, now=before.due_at)
    assert Turn.objects.filter(answered_at__isnull=False).count() == 2  # the first of the question, and this one


def test_without_the_guard_it_counts_twice(bob: User, tam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_is_first", lambda turn, told: bool(Turn.objects.filter(pk=turn.pk).update(**told)))
    before, after = twice_at_once(bob, tam, monkeypatch)
    assert after != reviewed(before, fraction=1.0, now=before.due_at)
