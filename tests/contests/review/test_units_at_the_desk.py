"""Units on the board's desk: their list, block by block, equals parted, one left without a place, and the results."""

import io
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from contests.models import Contest
from contests.record.editions import prepare, publish
from contests.review.refusals import StillRunning
from contests.units.deciding import decide_unit_tie
from people.models import Unit, User
from realtime.clock import Moving
from tests.contests.builders import make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount
from tests.contests.signed import as_user, page, post

pytestmark = pytest.mark.usefixtures("clock")
FIRST = {"winner": "unit", "rank": "first", "count": 1, "amount": 0, "scope": "contest", "title": ""}


@pytest.fixture
def khanh_an(province: Unit) -> Unit:
    return Unit.objects.create(
        code="CM-XA-X", name="UBND xã Khánh An", kind="commune", parent=province, block="commune"
    )


def sat(contest: Contest, unit: Unit, *rights: int) -> None:
    for n, right in enumerate(rights):
        sit(contest, make_user(f"{unit.code}-{n}", unit), right=right, start=TOMORROW)


@pytest.fixture
def equals(
    bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit, khanh_an: Unit, clock: Moving
) -> Contest:
    """Over: two communes are equal in everything and one prize is there; the department has a block to itself."""
    contest = contest_of_units(alice, province, prizes=[FIRST], units={"blocks": True})
    for unit in (commune, khanh_an, home_affairs):
        with_headcount(contest, unit, 2, alice)
    clock.on(days=1)
    for unit in (commune, khanh_an):
        sat(contest, unit, 3, 2)
    sat(contest, home_affairs, 1)
    clock.on(days=2)
    return contest


def order(contest: Contest, *units: Unit) -> dict[str, Any]:
    return {"dot": "", "about": "unit"} | {f"place-{unit.pk}": at for at, unit in enumerate(units, start=1)}


def test_the_list_stands_block_by_block_and_says_what_waits(equals: Contest, alice: User) -> None:
    said = page(alice, "desk-units", equals.slug)
    assert "Khối xã, phường" in said
    assert said.count("<caption>") == 2
    assert said.count("giải chờ quyết định") == 2


def test_the_board_parts_equal_units_thinks_again_and_the_record_names_them(
    equals: Contest, alice: User, commune: Unit, khanh_an: Unit
) -> None:
    assert "2 đơn vị cùng hạng 1" in page(alice, "desk", equals.slug)
    shown = page(alice, "ties", equals.slug)
    assert "UBND xã Khánh An" in shown
    assert "Sở Nội vụ" not in shown.split("<main")[1].split("</main")[0]
    said = post(alice, "ties", equals.slug, do="order", reason="Xã vùng sâu.", **order(equals, khanh_an, commune))
    assert "Không có thứ tự nào chờ" in said
    assert "UBND xã Khánh An, UBND xã Đất Mũi. Lý do: Xã vùng sâu." in said
    post(alice, "ties", equals.slug, do="order", reason="Xét lại.", **order(equals, commune, khanh_an))
    listed = page(alice, "desk-units", equals.slug).split("<tbody>")[1]
    assert listed.index("UBND xã Đất Mũi") < listed.index("UBND xã Khánh An")


def test_lots_are_drawn_by_the_published_seed(equals: Contest, alice: User, commune: Unit, khanh_an: Unit) -> None:
    said = post(alice, "ties", equals.slug, do="lots", **order(equals, commune, khanh_an))
    assert equals.lots_seed in said
    drawn = equals.unit_rulings.get().units
    post(alice, "ties", equals.slug, do="lots", **order(equals, khanh_an, commune))
    assert [one.units for one in equals.unit_rulings.all()] == [drawn, drawn]


def test_units_of_two_blocks_are_no_equals(equals: Contest, alice: User, commune: Unit, home_affairs: Unit) -> None:
    said = post(alice, "ties", equals.slug, do="order", reason="x", **order(equals, commune, home_affairs))
    assert "Nêu đủ các đơn vị bằng nhau" in said
    assert not equals.unit_rulings.exists()


def test_no_order_is_decided_while_papers_can_come(equals: Contest, alice: User, commune: Unit, khanh_an: Unit) -> None:
    with pytest.raises(StillRunning):
        decide_unit_tie(of=equals, units=[commune.pk, khanh_an.pk], reason="x", by=alice, now=TOMORROW)


def test_a_unit_is_left_without_a_place_with_a_reason_and_back(equals: Contest, alice: User, commune: Unit) -> None:
    post(alice, "desk-unit", equals.slug, commune.code, status=422, do="out", reason="")
    assert not equals.unit_rulings.exists()
    said = post(alice, "desk-unit", equals.slug, commune.code, do="out", reason="Thi hộ có tổ chức.")
    assert "Thi hộ có tổ chức." in said
    assert "Ban Tổ chức không xếp hạng" in said
    assert "Ban Tổ chức không xếp hạng" in page(alice, "desk-units", equals.slug)
    post(alice, "desk-unit", equals.slug, commune.code, status=422, do="out", reason="Lần nữa.")
    post(alice, "desk-unit", equals.slug, commune.code, do="undo", reason="Đã xác minh.")
    assert list(equals.unit_rulings.order_by("pk").values_list("what", flat=True)) == ["out", "in"]
    assert "Ban Tổ chức không xếp hạng" not in page(alice, "desk-units", equals.slug)


def test_a_unit_that_has_no_part_in_the_contest_is_not_there(equals: Contest, alice: User, province: Unit) -> None:
    page(alice, "desk-unit", equals.slug, province.code, status=404)
    page(alice, "desk-unit", equals.slug, "KHONG-CO", status=404)


def published(contest: Contest, alice: User, khanh_an: Unit, commune: Unit, clock: Moving) -> Contest:
    now = clock.on(seconds=1)
    decide_unit_tie(of=contest, units=[khanh_an.pk, commune.pk], reason="Xã vùng sâu.", by=alice, now=now)
    publish(edition=prepare(contest=contest, by=alice, now=now), by=alice, now=now)
    return contest


def test_everybody_reads_the_units_of_the_edition_block_by_block(
    equals: Contest, alice: User, khanh_an: Unit, commune: Unit, clock: Moving
) -> None:
    published(equals, alice, khanh_an, commune, clock)
    said = page(None, "results", equals.slug)
    tables = said.split("<caption>")[2:]
    assert [("Giải nhất" in table, "UBND xã Khánh An" in table) for table in tables] == [(True, True), (True, False)]
    assert tables[0].index("UBND xã Khánh An") < tables[0].index("UBND xã Đất Mũi")
    assert "100,00%" in tables[0]
    assert "desk-unit" not in said
    assert reverse("contests:desk-unit", args=[equals.slug, commune.code]) not in said


def test_the_excel_file_of_the_edition_holds_the_units(
    equals: Contest, alice: User, khanh_an: Unit, commune: Unit, clock: Moving
) -> None:
    published(equals, alice, khanh_an, commune, clock)
    for query, told in (("?ban=1", "Bản công bố số 1"), ("", "KẾT QUẢ CHƯA CHÍNH THỨC")):
        answer = as_user(alice).get(reverse("contests:workbook", args=[equals.slug]) + query)
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))  # type: ignore[attr-defined]
        rows = book.get_sheet_by_name("Xếp hạng đơn vị").to_python()
        assert rows[1][0] == told
        assert [(row[0], row[1], *row[3:6], row[8]) for row in rows[3:]] == [
            (1, "UBND xã Khánh An", 2, 2, 100, "Giải nhất"),
            (2, "UBND xã Đất Mũi", 2, 2, 100, ""),
            (1, "Sở Nội vụ", 1, 2, 50, "Giải nhất"),
        ]


@pytest.mark.parametrize("name", ["desk-units", "ties"])
@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow(
    equals: Contest, alice: User, province: Unit, many: int, name: str, django_assert_num_queries: Any
) -> None:
    for n in range(many):
        unit = Unit.objects.create(code=f"X{n}", name=f"Đơn vị {n}", kind="other", parent=province, block="commune")
        with_headcount(equals, unit, 2, alice)
        sat(equals, unit, 3, 2)
    client, address = as_user(alice), reverse(f"contests:{name}", args=[equals.slug])
    client.get("/")
    with django_assert_num_queries({"desk-units": 22, "ties": 24}[name]):
        client.get(address)
