"""Incidents, disqualification and the order of equals, walked as people walk them."""

from typing import Any

import pytest
from django.urls import reverse

from contests.models import Contest, Incident
from contests.papers.sitting import start_paper
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import (
    enter,
    make_contest,
    make_papers,
    make_question,
    make_rules,
    make_topic,
    make_user,
    sit,
)
from tests.contests.signed import as_user, page, post

pytestmark = pytest.mark.usefixtures("clock")


def later(clock: Moving) -> None:
    clock.on(seconds=3 * 3600)


class TestIncidents:
    def test_a_participant_reports_and_has_the_time_back_on_the_phone(
        self, two_bodies: Contest, bob: User, alice: User, clock: Moving
    ) -> None:
        paper = start_paper(entrant=enter(two_bodies, bob, NOON), now=NOON)
        clock.on(seconds=300)
        typed = {"what": "power", "began_at": "2026-11-02T12:01", "ended_at": "2026-11-02T12:04", "words": "Mất điện."}
        assert "chờ quyết định" in post(bob, "own-incident", paper.pk, **typed)
        made = Incident.objects.get()
        assert (made.entrant, made.reported_by) == (paper.entrant, bob)
        assert "Mất điện." in page(alice, "incidents", two_bodies.slug)
        assert '"remaining_ms": 300000' in page(bob, "remaining", paper.pk)
        said = post(alice, "incident", two_bodies.slug, made.pk, minutes=3, decision="Bù ba phút.")
        assert "1 bài đang làm được bù giờ" in said
        assert '"remaining_ms": 480000' in page(bob, "remaining", paper.pk)
        assert "Bù 3 phút" in page(bob, "own-incident", paper.pk)

    def test_the_organiser_reports_for_a_unit(self, two_bodies: Contest, alice: User, commune: Unit) -> None:
        typed = {
            "what": "network",
            "began_at": "2026-11-02T11:00",
            "ended_at": "2026-11-02T12:00",
            "words": "Mất mạng.",
        }
        assert "Mất mạng." in post(alice, "incidents", two_bodies.slug, unit=commune.pk, **typed)
        assert Incident.objects.get().unit == commune

    def test_what_is_wrong_is_said_and_kept(self, two_bodies: Contest, alice: User) -> None:
        typed = {"what": "other", "began_at": "02/11/2026 13:00", "ended_at": "02/11/2026 11:00", "words": "Khác."}
        said = post(alice, "incidents", two_bodies.slug, status=422, **typed)
        assert "Khác." in said
        assert 'value="02/11/2026 13:00"' in said
        assert Incident.objects.count() == 0

    def test_one_of_another_contest_is_not_there(self, two_bodies: Contest, alice: User) -> None:
        page(alice, "incident", two_bodies.slug, 1, status=404)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(
        self, two_bodies: Contest, alice: User, commune: Unit, count: int, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(count):
            Incident.objects.create(
                contest=two_bodies, unit=commune, what="power", began_at=NOON, ended_at=NOON, words="x",
                reported_by=alice, reported_at=NOON,
            )  # fmt: skip
        client = as_user(alice)
        client.get("/")
        with django_assert_max_num_queries(17):
            client.get(reverse("contests:incidents", args=[two_bodies.slug]))


class TestPeople:
    def test_disqualified_with_a_reason_and_back(self, sat: Contest, alice: User) -> None:
        who = sat.entrants.get(full_name__endswith="an").pk
        assert "Trần Thị an" in page(alice, "people", sat.slug, query="?q=tran thi an")
        said = post(alice, "person", sat.slug, who, do="disqualify", reason="Thi hộ.")
        assert "Thi hộ." in said
        assert "1 người bị hủy kết quả" in page(alice, "people", sat.slug)
        assert sat.entrants.get(pk=who).disqualified_at is not None
        said = post(alice, "person", sat.slug, who, do="undo", reason="Nhầm.")
        assert "Nhầm." in said
        assert sat.entrants.get(pk=who).disqualified_at is None

    def test_not_without_a_reason(self, sat: Contest, alice: User) -> None:
        post(alice, "person", sat.slug, sat.entrants.all()[0].pk, status=422, do="disqualify", reason="")

    def test_found_without_diacritics_and_by_unit(self, sat: Contest, alice: User) -> None:
        assert "Lê Thị Hòa" in page(alice, "people", sat.slug, query="?q=hoa")
        assert "Lê Thị Hòa" in page(alice, "people", sat.slug, query="?q=dat mui")
        assert "Không tìm thấy ai." in page(alice, "people", sat.slug, query="?q=zzz")


class TestTies:
    @pytest.fixture
    def tied(self, alice: User, tam: User, province: Unit, commune: Unit) -> Contest:
        make_question(make_topic("a"), tam)
        prize = {"winner": "person", "rank": "first", "count": 1, "amount": 0, "scope": "contest", "title": ""}
        contest = make_contest(
            alice, province, NOON, rules=make_rules(ranking=["score"], prizes=[prize]),
            papers=make_papers(blueprint={"a": 1}),
        )  # fmt: skip
        for name in ("an", "binh"):
            sit(contest, make_user(name, commune), right=1, start=NOON)
        return contest

    def test_the_board_sets_the_order(self, tied: Contest, alice: User, clock: Moving) -> None:
        later(clock)
        assert "2 người đồng hạng 1" in page(alice, "desk", tied.slug)
        an, binh = tied.entrants.order_by("pk")
        typed = {f"place-{an.pk}": 2, f"place-{binh.pk}": 1, "reason": "Bốc thăm trước Ban Tổ chức.", "dot": ""}
        said = post(alice, "ties", tied.slug, do="order", **typed)
        assert "Không có thứ tự nào chờ" in said
        assert "Trần Thị binh, Trần Thị an" in said
        desk = page(alice, "desk", tied.slug)
        assert desk.index("Trần Thị binh") < desk.index("Trần Thị an")

    def test_lots_are_drawn_by_the_published_seed(self, tied: Contest, alice: User, clock: Moving) -> None:
        later(clock)
        typed = {f"place-{entrant.pk}": "" for entrant in tied.entrants.all()}
        typed = dict.fromkeys(typed, "1")
        said = post(alice, "ties", tied.slug, do="lots", dot="", **typed)
        assert tied.lots_seed in said
        assert tied.tie_decisions.count() == 1

    @pytest.mark.parametrize("places", [("1", "1"), ("1", ""), ("1", "x")])
    def test_an_order_that_is_none_is_refused(
        self, tied: Contest, alice: User, clock: Moving, places: tuple[str, str]
    ) -> None:
        later(clock)
        names = [f"place-{entrant.pk}" for entrant in tied.entrants.order_by("pk")]
        post(alice, "ties", tied.slug, do="order", dot="", reason="x", **dict(zip(names, places, strict=True)))
        assert tied.tie_decisions.count() == 0

    def test_not_while_papers_can_still_come(self, tied: Contest, alice: User) -> None:
        names = {f"place-{entrant.pk}": at for at, entrant in enumerate(tied.entrants.order_by("pk"), start=1)}
        assert "chưa kết thúc" in page(alice, "ties", tied.slug)
        post(alice, "ties", tied.slug, do="order", dot="", reason="x", **names)
        assert tied.tie_decisions.count() == 0
