"""Entering as the rules ask: which details, which ways, and nobody twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from contests.entering.details import Details
from contests.entering.entries import enter_with_account, register
from contests.models import Contest, Entrant, PositionGroup
from contests.refusals import (
    AccountsOnly,
    BadBirthDate,
    BadCitizenNumber,
    BadEmail,
    BadPhone,
    CitizenTaken,
    ConsentNeeded,
    DetailMissing,
    DetailsWanted,
    GroupNotIn,
    NotEligible,
    NotOnList,
    PhoneTaken,
    Refused,
)
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.entry.conftest import CONSENT, EVERYTHING, NAME, UNIT, asked

Opened = Callable[..., Contest]
CITIZEN = "096085001234"


@pytest.fixture
def details(leaders: PositionGroup) -> Details:
    return Details(date(1985, 12, 31), leaders, "Phó Chánh Văn phòng", "Ba@CaMau.gov.vn", CITIZEN, frozenset(CONSENT))


def sign_up(contest: Contest, unit: Unit | None, details: Details = Details(), **typed: Any) -> Entrant:  # noqa: B008
    given = {"full_name": "Nguyễn Văn Ba", "phone": "0912345678"} | typed
    return register(contest=contest, unit=unit, details=details, now=NOON, **given)[0]


class TestDetails:
    def test_what_is_asked_is_kept_in_one_form(
        self, opened: Opened, commune: Unit, details: Details, leaders: PositionGroup
    ) -> None:
        made = sign_up(opened(ways=["register"], fields=EVERYTHING, purposes=CONSENT), commune, details)
        assert (made.born, made.group, made.position, made.email, made.citizen_last4) == (
            date(1985, 12, 31), leaders, "Phó Chánh Văn phòng", "ba@camau.gov.vn", "1234",
        )  # fmt: skip

    def test_what_is_not_asked_is_not_kept_even_if_it_is_sent(
        self, opened: Opened, commune: Unit, details: Details
    ) -> None:
        made = sign_up(opened(ways=["register"], fields=[NAME, UNIT]), commune, details)
        kept = (made.born, made.group, made.position, made.phone, made.email, made.citizen_hash, made.citizen_last4)
        assert kept == (None, None, "", "", "", "", "")

    @pytest.mark.parametrize(
        ("changes", "refusal", "field"),
        [
            ({"born": None}, DetailMissing, "born"),
            ({"born": date(1885, 12, 31)}, BadBirthDate, "born"),
            ({"group": None}, DetailMissing, "group"),
            ({"position": ""}, DetailMissing, "position"),
            ({"email": ""}, DetailMissing, "email"),
            ({"email": "ba"}, BadEmail, "email"),
            ({"citizen": ""}, DetailMissing, "citizen"),
            ({"citizen": "123"}, BadCitizenNumber, "citizen"),
            ({"born": date(1986, 1, 1)}, BadCitizenNumber, "citizen"),
            ({"consents": frozenset({"show_name"})}, ConsentNeeded, "consent_taking_part"),
        ],
    )
    def test_each_refusal_names_its_box_and_keeps_nothing(
        self, opened: Opened, commune: Unit, details: Details, changes: dict[str, Any], refusal: Any, field: str
    ) -> None:
        contest = opened(ways=["register"], fields=EVERYTHING, purposes=CONSENT)
        with pytest.raises(Refused) as refused:
            sign_up(contest, commune, replace(details, **changes))
        assert (type(refused.value), refused.value.field) == (refusal, field)
        assert not Entrant.objects.exists()

    def test_what_may_be_left_empty_may(self, opened: Opened, commune: Unit) -> None:
        optional = [NAME, UNIT, *(asked(f, required=False) for f in ("birth", "group", "position", "phone", "email"))]
        assert sign_up(opened(ways=["register"], fields=optional), commune, phone="").phone == ""

    def test_a_phone_number_that_may_be_left_empty_must_still_be_one(self, opened: Opened, commune: Unit) -> None:
        contest = opened(ways=["register"], fields=[NAME, UNIT, asked("phone", required=False)])
        with pytest.raises(BadPhone):
            sign_up(contest, commune, phone="12")

    def test_where_no_unit_is_asked_everybody_is_of_the_organising_one(self, opened: Opened, commune: Unit) -> None:
        contest = opened(ways=["public"], fields=[NAME])
        assert sign_up(contest, commune).unit == contest.unit

    def test_a_unit_that_is_asked_must_be_given(self, opened: Opened) -> None:
        with pytest.raises(DetailMissing):
            sign_up(opened(ways=["public"]), None)


class TestCitizenNumber:
    def test_nobody_enters_twice_with_it_and_the_refusal_does_not_repeat_it(
        self, opened: Opened, commune: Unit, details: Details
    ) -> None:
        contest = opened(ways=["register"], fields=EVERYTHING)
        sign_up(contest, commune, details)
        with pytest.raises(CitizenTaken) as refused:
            sign_up(contest, commune, replace(details, citizen="096 085 001 234"), phone="0987654321")
        assert CITIZEN not in f"{refused.value!s}{refused.value!r}{refused.value.__context__!r}"

    def test_nor_once_by_phone_and_once_by_account(
        self, opened: Opened, commune: Unit, bob: User, details: Details
    ) -> None:
        contest = opened(ways=["register"], fields=EVERYTHING)
        sign_up(contest, commune, details)
        with pytest.raises(CitizenTaken):
            enter_with_account(contest=contest, user=bob, now=NOON, details=details)

    def test_the_same_person_may_enter_another_contest_under_another_digest(
        self, opened: Opened, commune: Unit, details: Details
    ) -> None:
        made = [sign_up(opened(ways=["register"], fields=EVERYTHING), commune, details) for _ in range(2)]
        assert made[0].citizen_hash != made[1].citizen_hash

    def test_the_number_stands_in_no_table(self, opened: Opened, commune: Unit, details: Details) -> None:
        sign_up(opened(ways=["register"], fields=EVERYTHING, purposes=CONSENT), commune, details)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                assert CITIZEN not in repr(cursor.fetchall()), table

    def test_the_digest_needs_the_installations_key(
        self, opened: Opened, commune: Unit, details: Details, settings: Any
    ) -> None:
        contest = opened(ways=["register"], fields=EVERYTHING)
        made = sign_up(contest, commune, details)
        settings.SECRET_KEY = "x" * 50
        assert sign_up(contest, commune, details, phone="0987654321").citizen_hash != made.citizen_hash


class TestWays:
    def test_a_taken_phone_is_told_as_such_and_not_as_a_citizen_number(self, opened: Opened, commune: Unit) -> None:
        contest = opened(ways=["register"])
        sign_up(contest, commune)
        with pytest.raises(PhoneTaken):
            sign_up(contest, commune)

    def test_only_the_list_means_only_the_list(self, opened: Opened, commune: Unit, bob: User) -> None:
        contest = opened(ways=["list"])
        with pytest.raises(NotOnList):
            sign_up(contest, commune)
        with pytest.raises(NotOnList):
            enter_with_account(contest=contest, user=bob, now=NOON)

    def test_accounts_only_means_accounts_only(self, opened: Opened, commune: Unit) -> None:
        with pytest.raises(AccountsOnly):
            sign_up(opened(ways=["account"]), commune)

    def test_the_public_comes_from_any_unit(self, opened: Opened, commune: Unit, home_affairs: Unit) -> None:
        assert sign_up(opened(ways=["public"], eligible_units=[home_affairs]), commune).unit == commune
        with pytest.raises(NotEligible):
            sign_up(opened(ways=["register"], eligible_units=[home_affairs]), commune)

    def test_other_position_groups_stay_out(
        self, opened: Opened, commune: Unit, bob: User, leaders: PositionGroup, one_stop: PositionGroup
    ) -> None:
        fields = [NAME, UNIT, asked("group"), asked("phone")]
        contest = opened(ways=["register"], groups=["mot-cua"], fields=fields)
        for refused in (
            lambda: sign_up(contest, commune, Details(group=leaders)),
            lambda: enter_with_account(contest=contest, user=bob, now=NOON, details=Details(group=leaders)),
        ):
            with pytest.raises(GroupNotIn):
                refused()
        assert sign_up(contest, commune, Details(group=one_stop)).group == one_stop

    def test_an_account_is_asked_only_what_it_does_not_tell(self, opened: Opened, bob: User) -> None:
        contest = opened(
            fields=[NAME, UNIT, asked("phone"), asked("position", required=False)], purposes=["taking_part"]
        )
        with pytest.raises(DetailsWanted):
            enter_with_account(contest=contest, user=bob, now=NOON)
        User.objects.filter(pk=bob.pk).update(job_title="Công chức Tư pháp")
        bob.refresh_from_db()
        given = Details(consents=frozenset({"taking_part"}))
        made = enter_with_account(contest=contest, user=bob, now=NOON, details=given)
        assert (made.full_name, made.position, made.phone) == ("Lê Thị Hòa", "Công chức Tư pháp", "")

    def test_the_second_press_returns_the_first_entry_and_asks_nothing(self, opened: Opened, bob: User) -> None:
        contest = opened(purposes=["taking_part"])
        made = enter_with_account(
            contest=contest, user=bob, now=NOON, details=Details(consents=frozenset({"taking_part"}))
        )
        assert enter_with_account(contest=contest, user=bob, now=NOON) == made
