"""The lists that a desk keeps are those of now, whatever happened since they were made."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from contests.marking import Ruling
from contests.models import Contest, Paper, PaperQuestion
from contests.record import kept
from contests.record.editions import is_current
from contests.record.kept import LONGEST, MOST_KEPT, lists_kept
from contests.review.deciding import decide_tie, disqualify
from contests.review.keys import correct
from contests.standings import lists_now
from people.models import Unit, User
from tests.contests.builders import make_bank, make_contest, make_user, sit
from tests.contests.signed import AFTER, NOON, held_by_two, settle, signers


@pytest.fixture
def sat(alice: User, tam: User, province: Unit, commune: Unit) -> Contest:
    """Three people, two of them equal."""
    make_bank(tam, topics="acd")
    contest = held_by_two(alice, province, *signers(province), ties="board")
    for name, right in (("one", 3), ("two", 2), ("three", 2)):
        sit(contest, make_user(name, commune), right=right, start=NOON)
    return contest


def _hands_in(contest: Contest) -> None:
    sit(contest, make_user("four", contest.entrants.all()[0].unit), right=1, start=NOON)


def _corrects(contest: Contest) -> None:
    version = PaperQuestion.objects.filter(paper__contest=contest)[0].version
    correct(contest=contest, version=version, ruling=Ruling("void"), reason="Sai.", by=contest.created_by, now=AFTER)


def _disqualifies(contest: Contest) -> None:
    disqualify(entrant=contest.entrants.all()[0], reason="Thi hộ.", by=contest.created_by, now=AFTER)


def _parts_equals(contest: Contest) -> None:
    equal = [line.entrant for line in lists_now(contest, AFTER)[0].lines if line.place == 2]
    decide_tie(of=contest, entrants=equal[::-1], reason="Bốc thăm.", by=contest.created_by, now=AFTER)


def _marks_two_essays(contest: Contest) -> None:
    """Points that one paper loses and another gains: their sum stays."""
    for paper, change in zip(Paper.objects.order_by("pk")[:2], (1, -1), strict=True):
        Paper.objects.filter(pk=paper.pk).update(score=paper.score + Decimal(change))


CHANGES: list[Callable[[Contest], None]] = [_hands_in, _corrects, _disqualifies, _parts_equals, _marks_two_essays]


@pytest.mark.parametrize("change", CHANGES)
class TestChanges:
    def test_what_changes_shows_at_the_next_look(self, sat: Contest, change: Callable[[Contest], None]) -> None:
        before = lists_kept(sat, AFTER).lists
        assert lists_kept(sat, AFTER).lists is before
        change(sat)
        assert lists_kept(sat, AFTER).lists == lists_now(sat, AFTER) != before

    def test_without_the_mark_it_would_not(
        self, sat: Contest, change: Callable[[Contest], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "mark_of", lambda contest, now: contest.pk)
        monkeypatch.setattr(kept, "_kept", {})
        before = lists_kept(sat, AFTER).lists
        change(sat)
        assert lists_kept(sat, AFTER).lists is before != lists_now(sat, AFTER)


def test_a_round_that_ends_is_looked_at_anew(sat: Contest) -> None:
    assert lists_kept(sat, NOON + timedelta(hours=2)) is not lists_kept(sat, NOON + timedelta(hours=2, seconds=3))


def test_nothing_is_kept_longer_than_a_minute(sat: Contest) -> None:
    held = lists_kept(sat, AFTER)
    assert lists_kept(sat, AFTER + LONGEST - timedelta(seconds=1)) is held
    assert lists_kept(sat, AFTER + LONGEST) is not held


def test_an_edition_is_current_as_long_as_it_is(sat: Contest, alice: User) -> None:
    settle_by = (User.objects.get(username="giamdoc"), User.objects.get(username="chutich"))
    _parts_equals(sat)
    edition = settle(sat, alice, *settle_by)
    for change in (lambda: None, lambda: Unit.objects.update(name="Tên khác"), lambda: _disqualifies(sat)):
        change()
        told = [lists_kept(sat, AFTER).is_current(edition, AFTER) for _twice in range(2)]
        assert told == [is_current(edition, AFTER)] * 2
    assert told == [False, False]


def test_a_process_keeps_few_contests(sat: Contest, alice: User, province: Unit) -> None:
    lists_kept(sat, AFTER)
    for number in range(MOST_KEPT):
        lists_kept(make_contest(alice, province, NOON, title=f"Cuộc thi {number}"), AFTER)
    assert len(kept._kept) == MOST_KEPT
    assert sat.pk not in kept._kept


@pytest.mark.parametrize("people", [1, 3])
def test_a_second_look_asks_the_same_whatever_there_is(
    sat: Contest, commune: Unit, people: int, django_assert_num_queries: Any
) -> None:
    for number in range(people):
        sit(sat, make_user(f"more{number}", commune), right=1, start=NOON)
    contest = Contest.objects.get(pk=sat.pk)
    lists_kept(contest, AFTER)
    with django_assert_num_queries(7):
        lists_kept(Contest.objects.get(pk=sat.pk), AFTER)
