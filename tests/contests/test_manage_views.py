"""The organiser's doors."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import create_contest
from contests.models import Contest
from contests.papers.sitting import start_paper
from people.models import Unit, User
from questionbank.models import Question
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_draft, make_user, sit

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    return create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)


def at(name: str, contest: Contest) -> str:
    return reverse(f"contests:{name}", args=[contest.slug])


@pytest.mark.parametrize("door", ["manage", "participation"])
def test_a_contest_is_managed_only_by_its_organisers(
    client: Client, draft: Contest, bob: User, charlie: User, tam: User, alice: User, door: str
) -> None:
    assert client.get(at(door, draft)).status_code == 302
    statuses = []
    for user in (bob, charlie, tam, alice):
        client.force_login(user)
        statuses.append(client.get(at(door, draft)).status_code)
    assert statuses == [403, 403, 403, 200]


@pytest.mark.parametrize("door", ["open", "close"])
def test_only_organisers_open_and_close(client: Client, draft: Contest, bob: User, charlie: User, door: str) -> None:
    for user in (bob, charlie):
        client.force_login(user)
        assert client.post(at(door, draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.state == Contest.State.DRAFT


def test_only_organisers_draft_contests(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert [client.get(f"/to-chuc/{tail}").status_code for tail in ("", "cuoc-thi-moi/")] == [403, 403]


def test_an_organiser_sees_the_contests_of_their_units(
    client: Client, draft: Contest, alice: User, charlie: User
) -> None:
    seen = []
    for user in (alice, charlie):
        client.force_login(user)
        seen.append([c.pk for c, *_ in client.get("/to-chuc/").context["contests"]])
    assert seen == [[draft.pk], []]


class TestManage:
    def test_what_stands_in_the_way_is_listed(self, desk: Client, draft: Contest) -> None:
        Question.objects.filter(topic__code="c").update(flag="rà soát")
        page = desk.get(at("manage", draft))
        assert len(page.context["problems"]) == 1
        assert at("open", draft) not in page.content.decode()

    def test_opening_and_closing_are_told(self, desk: Client, draft: Contest) -> None:
        assert "Cuộc thi đã mở" in desk.post(at("open", draft), follow=True).content.decode()
        assert "Cuộc thi đã đóng" in desk.post(at("close", draft), follow=True).content.decode()

    def test_participation_is_counted_by_unit(
        self, desk: Client, contest: Contest, commune: Unit, home_affairs: Unit, clock: Moving
    ) -> None:
        sit(contest, make_user("xong", commune), right=1, start=NOON)
        start_paper(entrant=enter(contest, make_user("dang", commune), NOON), now=NOON)
        enter(contest, make_user("vao", home_affairs, is_simulated=True), NOON)
        shown = desk.get(at("participation", contest)).context["participation"]
        assert [(r.unit, r.entrants, r.finished, r.sitting, r.simulated) for r in shown.rows] == [
            ("UBND xã Đất Mũi", 2, 1, 1, 0),
            ("Sở Nội vụ", 1, 0, 0, 1),
        ]
        assert (shown.total.entrants, shown.total.finished, shown.absent) == (3, 1, ())
        clock.on(hours=1)
        assert desk.get(at("participation", contest)).context["participation"].total.finished == 2

    def test_the_tasks_stand_in_three_groups_by_their_time(self, desk: Client, contest: Contest) -> None:
        page = desk.get(at("manage", contest)).content.decode()
        order = [
            page.index(f'<a href="{at(name, contest)}"')
            for name in ("units", "signals", "check-receipt", "desk", "record")
        ]
        groups = [page.index(f'id="tasks-{name}"') for name in ("before", "during", "after")]
        assert groups[0] < order[0] < groups[1] < order[2] < groups[2] < order[3] < order[4]
        Contest.objects.filter(pk=contest.pk).update(state=Contest.State.DRAFT)
        assert "tasks-before" not in desk.get(at("manage", contest)).content.decode()

    def test_the_part_that_renews_itself_is_a_part(self, desk: Client, contest: Contest) -> None:
        part = desk.get(at("participation", contest), headers={"HX-Request": "true"}).content.decode()
        assert ("<html" in part, "Đã vào thi" in part) == (False, True)

    def test_queries_do_not_grow(
        self,
        desk: Client,
        contest: Contest,
        commune: Unit,
        home_affairs: Unit,
        province: Unit,
        django_assert_num_queries: Any,
    ) -> None:
        for n, unit in enumerate((commune, home_affairs, province)):
            sit(contest, make_user(f"u{n}", unit), right=n, start=NOON + timedelta(seconds=n))
            if n != 1:
                with django_assert_num_queries(19):
                    desk.get(at("manage", contest))
