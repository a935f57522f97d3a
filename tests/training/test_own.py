"""A person's own report: theirs alone, and nothing of it before the right answers may be told."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, make_bank, make_contest, make_user, sit


@pytest.fixture
def sat(tam: User, alice: User, bob: User, province: Unit, clock: Moving) -> Contest:
    """Bob has one of three right, somebody else of his unit all."""
    make_bank(tam)
    contest = make_contest(alice, province, NOON)
    sit(contest, bob, right=1, start=NOON)
    sit(contest, make_user("carol", bob.unit), right=3, start=NOON)  # type: ignore[arg-type]
    return contest


def own(client: Client, user: User, contest: Contest) -> tuple[int, str]:
    client.force_login(user)
    answer = client.get(reverse("training:own", args=[contest.slug]))
    return answer.status_code, answer.content.decode()


def test_nothing_is_told_while_others_may_still_answer(sat: Contest, bob: User, client: Client, clock: Moving) -> None:
    clock.on(seconds=600)
    status, html = own(client, bob, sat)
    assert status == 200
    assert "mở cùng lúc với đáp án" in html
    assert ARTICLE_CANARY not in html
    assert "Bạn:" not in html


def test_afterwards_it_tells_what_was_right_and_what_to_read_again(
    sat: Contest, bob: User, client: Client, clock: Moving
) -> None:
    clock.on(seconds=timedelta(days=1).total_seconds())
    _, html = own(client, bob, sat)
    assert ARTICLE_CANARY in html
    told = [(int(earned), int(asked)) for earned, asked in re.findall(r"Bạn: (\d+)/(\d+)", html)]
    assert [sum(each) for each in zip(*told, strict=True)] == [1, 3]  # over the topics, in whatever order they came
    assert "Lê Thị Hòa" in html
    assert "carol" not in html
    _, everything = own(client, User.objects.get(username="carol"), sat)
    assert ARTICLE_CANARY not in everything  # all was right: nothing to read again
    assert "trả lời đúng tất cả" in everything


def test_nobody_else_has_a_page(sat: Contest, tam: User, alice: User, client: Client) -> None:
    assert own(client, tam, sat)[0] == 403
    assert own(client, alice, sat)[0] == 403
    client.logout()
    assert client.get(reverse("training:own", args=[sat.slug])).status_code == 302
