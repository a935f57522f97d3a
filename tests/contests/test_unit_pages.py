from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Roster, RosterLine, RosterSet, RosterUpload
from contests.rosters.keeping import freeze, roster_set
from contests.rosters.requests import Change, ask
from contests.units.presets import PRESETS
from contests.units.standings import units_rules
from people.models import Role, RoleAssignment, Unit, User
from questionbank.formats.files import write_workbook
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount


@pytest.fixture
def contest(bank: None, alice: User, province: Unit, clock: Moving) -> Contest:
    return contest_of_units(alice, province)


@pytest.fixture
def draft(bank: None, alice: User, province: Unit, clock: Moving) -> Contest:
    return contest_of_units(alice, province, opened=False)


@pytest.fixture
def office(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def at(name: str, contest: Contest, *more: Any) -> str:
    return reverse(f"contests:{name}", args=[contest.slug, *more])


def fields_of(page: Any) -> dict[str, Any]:
    """Return what the form on a page would send as it stands."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


class TestRules:
    @pytest.mark.parametrize("preset", sorted(PRESETS))
    def test_a_preset_fills_the_form_and_is_kept_as_it_is(self, office: Client, draft: Contest, preset: str) -> None:
        page = office.get(at("unit-rules", draft) + f"?mau={preset}")
        kept = office.post(at("unit-rules", draft), fields_of(page))
        assert kept.status_code == 302, kept.context["form"].errors
        assert units_rules(Contest.objects.get()) == PRESETS[preset].rules

    def test_it_writes_nothing_but_the_rules_of_units(self, office: Client, draft: Contest) -> None:
        before = draft.rules
        office.post(at("unit-rules", draft), {"roster": "none", "key_0": "sum", "ties": "share"})
        draft.refresh_from_db()
        assert draft.rules == before | {"units": draft.rules["units"]}
        assert (draft.rules["units"]["keys"], draft.revision) == (["sum"], 2)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"key_0": ""}, "key_0"),
            ({"key_0": "mean", "key_1": "mean"}, "key_0"),
            ({"key_0": "rate", "roster": "none"}, "roster"),
            ({"band_0_rate": "101"}, "band_0_rate"),
            ({"band_0_below": "50", "band_0_rate": "30", "roster": "contest"}, "band_0_below"),
            ({"key_0": "mean_best"}, "best"),
            ({"key_0": "formula"}, "weight_rate"),
            ({"best": "3"}, "best"),
        ],
    )
    def test_what_does_not_hold_together_is_said_where_it_is_typed_and_nothing_is_lost(
        self, office: Client, draft: Contest, given: dict[str, str], field: str
    ) -> None:
        before = draft.rules
        typed = {"roster": "none", "key_0": "mean", "ties": "board", "score_above": "50,5"} | given
        page = office.post(at("unit-rules", draft), typed)
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        assert page.context["form"]["score_above"].value() == "50,5"
        draft.refresh_from_db()
        assert draft.rules == before

    def test_a_comma_is_read_as_vietnamese_write_it(self, office: Client, draft: Contest) -> None:
        office.post(
            at("unit-rules", draft), {"roster": "none", "key_0": "mean", "ties": "board", "score_above": "50,5"}
        )
        assert units_rules(Contest.objects.get()).score_above == 5050

    def test_after_opening_they_are_frozen(self, office: Client, contest: Contest) -> None:
        before = contest.rules
        office.post(at("unit-rules", contest), {"roster": "none", "key_0": "sum", "ties": "share"})
        contest.refresh_from_db()
        assert contest.rules == before


class TestOverview:
    def test_it_shows_rates_with_two_decimals_and_who_is_below(
        self, office: Client, contest: Contest, commune: Unit, home_affairs: Unit, alice: User, clock: Moving
    ) -> None:
        with_headcount(contest, commune, 3, alice)
        with_headcount(contest, home_affairs, 1, alice)
        clock.on(days=1)
        for unit in (commune, home_affairs):
            sit(contest, make_user(f"u-{unit.code}", unit), right=3, start=TOMORROW)
        page = office.get(at("units", contest))
        text = page.content.decode()
        assert [row.unit for row in page.context["rows"]] == [commune, home_affairs]
        assert "33,33 %" in text
        assert "còn thiếu 1 người" in text
        assert RosterSet.objects.get().frozen_at == TOMORROW  # the contest has begun, and somebody looked

    def test_it_can_be_read_block_by_block(
        self, office: Client, contest: Contest, commune: Unit, home_affairs: Unit, alice: User
    ) -> None:
        for unit in (commune, home_affairs):
            with_headcount(contest, unit, 3, alice)
        page = office.get(at("units", contest) + "?khoi=commune")
        assert [row.unit for row in page.context["rows"]] == [commune]

    @pytest.mark.parametrize("many", [1, 3])
    def test_queries_do_not_grow_with_units(
        self, office: Client, contest: Contest, province: Unit, alice: User, many: int,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for n in range(many):
            unit = Unit.objects.create(code=f"X{n}", name=f"Đơn vị {n}", kind="other", parent=province)
            with_headcount(contest, unit, 3, alice)
        with django_assert_max_num_queries(28):
            assert len(office.get(at("units", contest)).context["rows"]) == many


class TestRosters:
    def test_from_the_accounts_of_units(
        self, office: Client, contest: Contest, commune: Unit, bob: User, alice: User
    ) -> None:
        make_user("gia", commune, is_simulated=True)
        make_user("nghi", commune, is_active=False)
        office.post(at("rosters-accounts", contest))
        assert list(Roster.objects.get(unit=commune).lines.values_list("user", flat=True)) == [bob.pk]
        assert Roster.objects.get(unit=alice.unit).headcount == 2  # Tâm and Alice

    def test_freezing_is_told_and_cannot_be_done_twice(
        self, office: Client, contest: Contest, commune: Unit, alice: User
    ) -> None:
        office.post(at("rosters-freeze", contest))
        assert not RosterSet.objects.exclude(frozen_at=None).exists()
        with_headcount(contest, commune, 3, alice)
        for _ in range(2):
            office.post(at("rosters-freeze", contest))
        assert contest.record.filter(kind="rosters_frozen").count() == 1

    def test_a_file_is_shown_first_and_kept_when_confirmed(
        self, office: Client, contest: Contest, commune: Unit, home_affairs: Unit
    ) -> None:
        rows = [["Sở Nội vụ", "Nguyễn Văn An", "CB1"], ["CM-XA-DAT-MUI", "Lê Thị Bình", "CB2"]]
        sent = office.post(at("rosters-file", contest), {"file": workbook(["Đơn vị", "Họ và tên", "Mã cán bộ"], rows)})
        assert not Roster.objects.exists()
        page = office.get(sent["Location"])
        assert [(row[0], row[1], row[3]) for row in page.context["rows"]] == [
            (home_affairs, 1, None),
            (commune, 1, None),
        ]
        office.post(sent["Location"])
        assert sorted(RosterLine.objects.values_list("roster__unit__code", "full_name", "code")) == [
            ("CM-SNV", "Nguyễn Văn An", "CB1"), ("CM-XA-DAT-MUI", "Lê Thị Bình", "CB2"),
        ]  # fmt: skip
        assert office.post(sent["Location"]).status_code == 302  # gone: taken once
        assert RosterLine.objects.count() == 2

    def test_a_file_with_a_fault_keeps_nothing_and_names_the_cell(self, office: Client, contest: Contest) -> None:
        page = office.post(at("rosters-file", contest), {"file": workbook(["Đơn vị", "Số người"], [["Sở Lạ", "4"]])})
        assert page.status_code == 422
        assert "<strong>A2</strong>" in page.content.decode()
        assert not RosterUpload.objects.exists()

    def test_something_else_than_a_spreadsheet_is_said(self, office: Client, contest: Contest) -> None:
        page = office.post(at("rosters-file", contest), {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 nothing")})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["file"]

    def test_a_list_that_waited_a_day_is_not_taken(
        self, office: Client, contest: Contest, home_affairs: Unit, clock: Moving
    ) -> None:
        file = workbook(["Đơn vị", "Số người"], [["Sở Nội vụ", "4"]])
        sent = office.post(at("rosters-file", contest), {"file": file})
        Contest.objects.update(opens_at=TOMORROW + timedelta(days=5), closes_at=TOMORROW + timedelta(days=6))
        clock.on(days=1, seconds=1)
        assert office.post(sent["Location"]).status_code == 422
        assert not Roster.objects.exists()

    def test_after_freezing_a_file_needs_a_reason(
        self, office: Client, contest: Contest, home_affairs: Unit, alice: User
    ) -> None:
        freeze(kept=with_headcount(contest, home_affairs, 3, alice), by=alice, now=NOON)
        file = workbook(["Đơn vị", "Số người"], [["Sở Nội vụ", "4"]])
        sent = office.post(at("rosters-file", contest), {"file": file})
        assert office.post(sent["Location"]).status_code == 422
        assert Roster.objects.get().headcount == 3
        office.post(sent["Location"], {"reason": "Bổ sung một người."})
        assert Roster.objects.get().headcount == 4
        assert "Bổ sung một người." in contest.record.get(kind="roster_corrected").content

    def test_requests_are_answered_here(
        self, office: Client, contest: Contest, home_affairs: Unit, alice: User, bob: User
    ) -> None:
        kept = freeze(kept=with_headcount(contest, home_affairs, 3, alice), by=alice, now=NOON)
        change = Change("headcount", headcount=5)
        asked = ask(kept=kept, unit=home_affairs, change=change, reason="Sai.", by=bob, now=NOON)
        assert "Sai." in office.get(at("units", contest)).content.decode()
        office.post(at("roster-answer", contest, asked.pk), {"answer": "refuse", "words": ""})
        asked.refresh_from_db()
        assert asked.answered_at is None
        office.post(at("roster-answer", contest, asked.pk), {"answer": "accept"})
        assert Roster.objects.get().headcount == 5


class TestOneUnit:
    def test_contacts_are_named_and_released(self, office: Client, contest: Contest, commune: Unit, bob: User) -> None:
        office.post(at("unit-contact", contest, commune.code), {"username": "bob"})
        held = RoleAssignment.objects.get(role=Role.CONTACT)
        assert (held.user, held.unit) == (bob, commune)
        office.post(at("unit-contact", contest, commune.code), {"release": held.pk})
        assert not RoleAssignment.objects.filter(role=Role.CONTACT).exists()

    def test_rosters_of_rounds_are_kept_apart(
        self, office: Client, bank: None, alice: User, province: Unit, commune: Unit, clock: Moving
    ) -> None:
        contest = contest_of_units(alice, province, units={"roster": "round"})
        one = contest.rounds.get()
        contest.rounds.create(
            position=2, opens_at=one.closes_at, closes_at=one.closes_at + timedelta(1), rules=one.rules
        )
        page = reverse("contests:unit-roster", args=[commune.code, contest.slug])
        for number, people in ((1, 4), (2, 6)):
            office.post(page, {"what": "headcount", "headcount": people, "exempted": 0, "dot": number})
        assert sorted(Roster.objects.values_list("set__round__position", "headcount")) == [(1, 4), (2, 6)]
        assert office.get(page + "?dot=2").context["roster"].headcount == 6


def workbook(header: list[str], rows: list[list[str]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("ds.xlsx", write_workbook(header, rows))


def test_roster_sets_are_made_once(contest: Contest) -> None:
    assert roster_set(contest) == roster_set(contest)
