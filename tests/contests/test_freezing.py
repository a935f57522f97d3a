"""In the last stretch of a round its boards stand still, whichever way they are looked at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from contests.articles.ranking import how_people_are_ranked
from contests.boards import renew
from contests.freezing import frozen_since
from contests.models import Contest
from leaderboard.frames import frame
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_papers, make_rules, make_user, sit

HOUR = timedelta(hours=1)
STILL = NOON + HOUR  # the round is open for two hours and its boards stand still in the second


@pytest.fixture
def still(bank: None, alice: User, province: Unit, clock: Moving) -> Contest:
    return make_contest(alice, province, NOON, rules=make_rules(freeze_hours=1), papers=make_papers(attempts=3))


def boards_of(contest: Contest) -> list[list[tuple[Any, ...]]]:
    names = [f"contest-people.{contest.pk}", f"contest-units.{contest.pk}", f"round-people.{contest.rounds.get().pk}"]
    return [[(row["place"], row["name"]) for row in frame(name)["rows"]] for name in names]


@pytest.mark.parametrize(
    ("after", "since"),
    [(0, None), (59.9, None), (60, STILL), (119.9, STILL), (120, STILL), (120.1, None)],
)
def test_boards_stand_still_from_the_hour_until_no_answer_is_taken(still: Contest, after: float, since: Any) -> None:
    for of in (still, still.rounds.get()):
        assert frozen_since(of, NOON + timedelta(minutes=after, seconds=2)) == since


def test_what_is_handed_in_since_shows_when_the_round_is_over(
    still: Contest, commune: Unit, clock: Moving, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sit(still, make_user("truoc", commune), right=1, start=NOON)
    before = boards_of(still)
    clock.on(minutes=70)
    with django_capture_on_commit_callbacks(execute=True):
        sit(still, make_user("sau", commune), right=3, start=STILL + timedelta(minutes=10))
    assert boards_of(still) == before
    renew(still)  # as a correction does
    assert boards_of(still) == before
    assert frame(f"contest-people.{still.pk}")["frozen_at"] == int(STILL.timestamp() * 1000)
    clock.on(minutes=62)
    people, *_others = boards_of(still)
    assert people == [(1, "Trần Thị sau"), (2, "Trần Thị truoc")]
    assert frame(f"contest-people.{still.pk}")["frozen_at"] is None


def test_if_the_boards_moved_the_late_paper_would_show(
    bank: None, alice: User, province: Unit, commune: Unit, clock: Moving
) -> None:
    moving = make_contest(alice, province, NOON, papers=make_papers(attempts=3))
    sit(moving, make_user("truoc", commune), right=1, start=NOON)
    clock.on(minutes=70)
    sit(moving, make_user("sau", commune), right=3, start=STILL + timedelta(minutes=10))
    assert boards_of(moving)[0][0] == (1, "Trần Thị sau")


def test_the_page_and_the_rules_say_so(still: Contest, client: Client, clock: Moving) -> None:
    clock.on(minutes=70)
    page = client.get(f"/cuoc-thi/{still.slug}/bang-xep-hang/")
    assert page.context["frozen_since"] == STILL
    with translation.override("vi"):
        said = " ".join(how_people_are_ranked(make_rules(freeze_hours=24), 1))
    assert "đứng yên trong 24 giờ cuối" in said
    assert "đứng yên" not in " ".join(how_people_are_ranked(make_rules(), 1))
