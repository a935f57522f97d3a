"""What a unit's contact does for its people: personal codes, incidents; and rosters out of the organisers' list."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Incident, Invited, Roster
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_papers, make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units
from tests.contests.test_contact_pages import at, contact_of

INCIDENT = {"what": "power", "began_at": "2026-11-03T12:01", "ended_at": "2026-11-03T12:04", "words": "Mất điện."}


@pytest.fixture
def contest(bank: None, alice: User, province: Unit, clock: Moving) -> Contest:
    return contest_of_units(alice, province, ways=("account", "list"))


@pytest.fixture
def kim(commune: Unit) -> User:
    return contact_of(commune, "kim")


def on_list(contest: Contest, unit: Unit, *names: str, **more: Any) -> list[Invited]:
    return [
        Invited.objects.create(
            contest=contest, unit=unit, full_name=name, employee_code=f"{unit.code}-{n}", added_at=NOON, **more
        )
        for n, name in enumerate(names)
    ]


class TestCodes:
    @pytest.fixture(autouse=True)
    def lines(self, contest: Contest, commune: Unit, home_affairs: Unit) -> list[Invited]:
        on_list(contest, home_affairs, "Người Của Sở")
        return on_list(contest, commune, "Lê Văn Một", "Lê Văn Hai")

    def test_the_contact_makes_codes_of_the_own_unit_only(
        self, client: Client, contest: Contest, commune: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        text = client.get(at("unit-codes", contest, commune)).content.decode()
        assert "Lê Văn Một" in text
        assert "Người Của Sở" not in text
        made = client.post(at("unit-codes", contest, commune)).content.decode()
        assert "Lê Văn Hai" in made
        assert "Người Của Sở" not in made
        assert [bool(line.code_hash) for line in Invited.objects.order_by("unit__code", "pk")] == [False, True, True]
        told = contest.record.get(kind="personal_codes_issued")
        assert commune.code in told.content

    def test_one_code_is_made_anew_and_the_old_one_ends(
        self, client: Client, contest: Contest, commune: Unit, kim: User, lines: list[Invited]
    ) -> None:
        client.force_login(kim)
        client.post(at("unit-codes", contest, commune))
        before = dict(Invited.objects.values_list("pk", "code_hash"))
        made = client.post(at("unit-codes", contest, commune), {"line": lines[0].pk}).content.decode()
        assert "Lê Văn Một" in made
        assert "Lê Văn Hai" not in made
        after = dict(Invited.objects.values_list("pk", "code_hash"))
        assert {pk for pk in after if after[pk] != before[pk]} == {lines[0].pk}
        assert "có mã" in client.post(at("unit-codes", contest, commune), follow=True).content.decode()

    def test_a_line_of_another_unit_is_not_there(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        line = Invited.objects.get(unit=home_affairs)
        assert client.post(at("unit-codes", contest, commune), {"line": line.pk}).status_code == 404
        assert client.post(at("unit-codes", contest, home_affairs)).status_code == 403
        line.refresh_from_db()
        assert line.code_hash == ""

    def test_whoever_speaks_for_half_of_a_contest_that_foretells_gets_none(
        self, client: Client, bank: None, alice: User, province: Unit, commune: Unit, kim: User, clock: Moving
    ) -> None:
        contest = contest_of_units(
            alice, province, ways=("account", "list"), papers=make_papers(predicts="participants"), title="Dự đoán"
        )
        on_list(contest, commune, "Lê Văn Một")
        clock.on(days=1)
        sit(contest, make_user("lam", commune), right=3, start=TOMORROW)
        client.force_login(kim)
        page = client.get(at("unit-codes", contest, commune))
        assert not page.context["counts"]
        assert "Lê Văn Một" not in page.content.decode()
        client.post(at("unit-codes", contest, commune))
        assert Invited.objects.get(contest=contest).code_hash == ""

    @pytest.mark.parametrize("many", [1, 3])
    def test_queries_do_not_grow(
        self, client: Client, contest: Contest, commune: Unit, kim: User, many: int, django_assert_num_queries: Any
    ) -> None:
        on_list(contest, commune.parent or commune, *(f"Người {n}" for n in range(many)))
        client.force_login(kim)
        client.get("/")
        with django_assert_num_queries(13):
            client.get(at("unit-codes", contest, commune))


class TestIncidents:
    def test_the_contact_reports_for_the_unit_and_reads_what_was_decided(
        self, client: Client, contest: Contest, commune: Unit, kim: User, clock: Moving
    ) -> None:
        clock.on(days=1, hours=1)
        client.force_login(kim)
        page = client.post(at("unit-incident", contest, commune), INCIDENT, follow=True).content.decode()
        assert "Mất điện." in page
        made = Incident.objects.get()
        assert (made.unit, made.entrant, made.reported_by) == (commune, None, kim)
        Incident.objects.update(decided_at=NOON, minutes=3, decision="Bù ba phút.")
        assert "Bù ba phút." in client.get(at("unit-incident", contest, commune)).content.decode()

    def test_what_is_wrong_is_said_and_kept(
        self, client: Client, contest: Contest, commune: Unit, kim: User, clock: Moving
    ) -> None:
        clock.on(days=1, hours=1)
        client.force_login(kim)
        page = client.post(at("unit-incident", contest, commune), INCIDENT | {"began_at": "2026-11-03T13:30"})
        assert page.status_code == 422
        assert "Mất điện." in page.content.decode()
        assert not Incident.objects.exists()

    def test_nobody_reports_for_another_unit(
        self, client: Client, contest: Contest, home_affairs: Unit, kim: User, bob: User
    ) -> None:
        for stranger in (kim, bob):
            client.force_login(stranger)
            assert client.post(at("unit-incident", contest, home_affairs), INCIDENT).status_code == 403


class TestRostersOutOfTheList:
    def test_one_press_makes_the_list_the_rosters(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, alice: User, bob: User
    ) -> None:
        on_list(contest, commune, "Lê Văn Một", "Lê Văn Hai", position="Chuyên viên", email="x@camau.gov.vn")
        on_list(contest, home_affairs, "Người Của Sở", user=bob)
        Invited.objects.filter(full_name="Lê Văn Hai").update(forgotten_at=NOON, full_name="")
        client.force_login(alice)
        assert (
            "Lấy từ danh sách được dự thi"
            in client.get(reverse("contests:units", args=[contest.slug])).content.decode()
        )
        client.post(reverse("contests:rosters-list", args=[contest.slug]))
        assert dict(Roster.objects.values_list("unit__code", "headcount")) == {commune.code: 1, home_affairs.code: 1}
        (line,) = Roster.objects.get(unit=commune).lines.all()
        assert (line.full_name, line.code, line.position_group, line.email) == (
            "Lê Văn Một", f"{commune.code}-0", "Chuyên viên", "x@camau.gov.vn",
        )  # fmt: skip
        assert Roster.objects.get(unit=home_affairs).lines.get().user == bob

    def test_after_freezing_it_needs_a_reason(
        self, client: Client, contest: Contest, commune: Unit, alice: User, clock: Moving
    ) -> None:
        on_list(contest, commune, "Lê Văn Một")
        client.force_login(alice)
        address = reverse("contests:rosters-list", args=[contest.slug])
        client.post(address)
        on_list(contest, commune.parent or commune, "Người Mới")
        clock.on(days=1)
        client.post(address)
        assert Roster.objects.count() == 1
        client.post(address, {"reason": "Bổ sung danh sách."})
        assert Roster.objects.count() == 2
