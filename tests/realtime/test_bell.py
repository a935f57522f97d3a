"""Whoever acts is never kept from it by the bell."""

import pytest
from django.db import transaction

from realtime import bell


@pytest.mark.django_db(transaction=True)
def test_a_ring_that_fails_after_the_commit_keeps_nobody_from_acting(monkeypatch: pytest.MonkeyPatch) -> None:
    struck: list[str] = []

    def strike(topics: tuple[str, ...]) -> None:
        struck.extend(topics)
        raise ConnectionError("Redis is away")

    monkeypatch.setattr(bell, "_strike", strike)
    with transaction.atomic():
        bell.ring("t:1")
        assert struck == []
    assert struck == ["t:1"]
