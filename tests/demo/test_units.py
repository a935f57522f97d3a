from datetime import date

import pytest

from demo.accounts import ACCOUNTS, PASSWORD, TRIAL, load_accounts
from demo.units import load_units
from people.models import Role, RoleAssignment, Unit, User

TODAY = date(2026, 11, 2)


@pytest.fixture
def units(db: None) -> None:
    load_units()


def test_province_has_its_64_communes_and_wards_and_no_district(units: None) -> None:
    now = Unit.objects.valid_on(TODAY)
    counts = {kind: now.filter(kind=kind).count() for kind in ("commune", "ward", "district", "province")}
    assert counts == {"commune": 55, "ward": 9, "district": 0, "province": 1}


def test_every_unit_of_today_stands_under_the_province(units: None) -> None:
    province = Unit.objects.get(code="CM")
    under = set(province.descendants(include_self=True).values_list("pk", flat=True))
    assert set(Unit.objects.valid_on(TODAY).values_list("pk", flat=True)) <= under


def test_before_the_merger_there_were_two_provinces(units: None) -> None:
    before = Unit.objects.valid_on(date(2025, 6, 30)).filter(kind="province")
    assert {u.code for u in before} == {"CM", "BL"}
    assert Unit.objects.get(code="BL").merged_into == Unit.objects.get(code="CM")


def test_loading_twice_makes_nothing_new(units: None) -> None:
    assert load_units() == 0
    assert (load_accounts(), load_accounts()) == (len(ACCOUNTS) + len(TRIAL), 0)


def test_accounts_hold_what_they_are_shown_to_hold(units: None) -> None:
    load_accounts()
    held = set(RoleAssignment.objects.values_list("user__username", "role"))
    assert ("canbo1", Role.TRAINER) in held
    assert ("bantochuc", Role.ORGANISER) in held
    assert not {pair for pair in held if pair[0] == "thisinh"}
    assert User.objects.get(username="thisinh").check_password(PASSWORD)
