"""Who attended: ticked from the class's units or read from a list, each person once."""

import io
from datetime import timedelta

import pytest
import xlsxwriter

from people.models import Unit, User
from tests.contests.builders import make_user
from tests.training.planning.conftest import LATER
from training.planning.approving import approve_plan
from training.planning.attending import people_of, read_list, record_list, strike, tick
from training.planning.models import Attendance, Plan, TrainingClass
from training.planning.refusals import FileNotRead, NotYetTaught

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(plan: Plan, tam: User, commune: Unit) -> TrainingClass:
    approve_plan(plan=plan, revision=plan.revision, by=tam, now=LATER)
    for n in range(3):
        make_user(f"p{n}", commune, full_name=f"Lý Thị Học {n}")
    found = plan.classes.first()
    assert found
    return found


def keys(made: TrainingClass) -> list[int]:
    return [user.pk for user in people_of(made)]


def file(*rows: tuple[str, ...]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for index, row in enumerate([("Đơn vị", "Họ và tên", "Tài khoản"), *rows]):
        page.write_row(index, 0, row)
    book.close()
    return target.getvalue()


def test_people_are_those_of_the_classs_units_by_name(made: TrainingClass, bob: User, alice: User) -> None:
    assert [user.full_name for user in people_of(made)] == ["Lê Thị Hòa", *(f"Lý Thị Học {n}" for n in range(3))]


def test_ticking_adds_and_takes_off_only_whom_the_page_showed(made: TrainingClass, tam: User, alice: User) -> None:
    one, two, three = keys(made)
    assert tick(made=made, shown=[one, two, alice.pk], present=[one, two, alice.pk], by=tam, now=LATER) == 2
    assert tick(made=made, shown=[two, three], present=[three], by=tam, now=LATER) == 2
    assert set(made.attendances.values_list("user_id", flat=True)) == {one, three}
    assert tick(made=made, shown=[two, three], present=[three], by=tam, now=LATER) == 0
    assert made.plan.events.filter(what="attended").count() == 2


def test_before_the_plan_is_approved_nobody_can_have_attended(plan: Plan, tam: User) -> None:
    made = plan.classes.first()
    assert made
    with pytest.raises(NotYetTaught):
        tick(made=made, shown=[], present=[], by=tam, now=LATER)


def test_a_list_recognises_accounts_and_counts_those_without(made: TrainingClass, tam: User, commune: Unit) -> None:
    content = file(
        ("UBND xã Đất Mũi", "Ai cũng được", "p0"),
        (commune.code, "  lý thị học 1 ", ""),
        (commune.code, "Không Có Tên", ""),
    )
    lists = read_list(content, [commune])
    assert not lists.faults
    done = record_list(made=made, lists=lists, by=tam, now=LATER)
    assert (done.added, done.known, done.nameless) == (3, 0, 1)
    assert set(made.attendances.exclude(user=None).values_list("user__username", flat=True)) == {"p0", "p1"}
    again = record_list(made=made, lists=lists, by=tam, now=LATER + timedelta(days=1))
    assert (again.added, again.known) == (0, 3)
    assert Attendance.objects.count() == 3


def test_two_people_of_one_name_are_not_guessed_between(made: TrainingClass, tam: User, commune: Unit) -> None:
    make_user("p9", commune, full_name="Lý Thị Học 1")
    lists = read_list(file((commune.code, "Lý Thị Học 1", "")), [commune])
    assert record_list(made=made, lists=lists, by=tam, now=LATER).nameless == 1


def test_faults_are_told_by_their_cells(made: TrainingClass, commune: Unit, home_affairs: Unit) -> None:
    lists = read_list(
        file((home_affairs.code, "Ngô Văn Biết", ""), (commune.code, "Lý Thị Học 1", "nobody")), [commune]
    )
    assert [(fault.cell, fault.kind) for fault in lists.faults] == [("A2", "no_unit"), ("C3", "no_account")]


def test_what_is_no_spreadsheet_is_refused(made: TrainingClass, commune: Unit) -> None:
    with pytest.raises(FileNotRead):
        read_list(b"\x89PNG\r\n\x1a\n" + bytes(40), [commune])


def test_a_line_is_taken_off_its_own_class_alone(made: TrainingClass, tam: User, commune: Unit) -> None:
    record_list(made=made, lists=read_list(file((commune.code, "Không Có Tên", "")), [commune]), by=tam, now=LATER)
    line, other = made.attendances.get(), made.plan.classes.last()
    assert other
    strike(made=other, number=line.pk, by=tam, now=LATER)
    assert made.attendances.count() == 1
    strike(made=made, number=line.pk, by=tam, now=LATER)
    assert made.attendances.count() == 0
