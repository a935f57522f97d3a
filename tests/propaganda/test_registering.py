"""Activities and plans: what is kept, what is refused, and what stays on record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from contests.record import guards
from people.models import Unit, User
from propaganda import registering
from propaganda.models import EVENTS, Activity, Event, Kind, PlanItem, YearPlan
from propaganda.planning import Line, add_line, change_line, remove_line, set_plan
from propaganda.refusals import (
    ChangedMeanwhile,
    ContestTyped,
    NoReason,
    NotYetHeld,
    ProofTooLarge,
    ProofUnknown,
    Refused,
    Withdrawn,
)
from propaganda.registering import Proof, change, withdraw
from questionbank.models import Topic
from tests.conftest import NOON
from tests.propaganda.conftest import PDF, make, said


def test_an_activity_is_kept_as_it_was_said(commune: Unit, kim: User) -> None:
    topics = list(Topic.objects.filter(code__in="ae").values_list("pk", flat=True))
    made = make(commune, kim, people=40, topics=topics, areas=["so", "khong-co"], proof=Proof("anh.PDF", PDF))
    kept = Activity.objects.get()
    assert kept == made
    assert (kept.people, kept.areas, kept.proof_name, kept.version) == (40, ["so"], "anh.PDF", 1)
    assert set(kept.topics.values_list("code", flat=True)) == {"a", "e"}
    assert kept.proof.read() == PDF
    assert "anh" not in kept.proof.name


def test_who_did_what_stays_on_record(commune: Unit, kim: User, alice: User) -> None:
    made = make(commune, kim)
    change(activity=made, version=1, said=said(title="Đối thoại quý IV"), by=alice, now=NOON)
    withdraw(activity=made, version=2, why="Nhập hai lần", by=kim, now=NOON)
    told = [(e.what, e.by.username, e.after["title"]) for e in Event.objects.order_by("pk")]
    assert told == [
        ("entered", "kim", "Đối thoại với người dân"),
        ("changed", "alice", "Đối thoại quý IV"),
        ("withdrawn", "kim", "Đối thoại quý IV"),
    ]
    assert [d[1:] for d in Event.objects.get(what="changed").differences] == [
        ("Đối thoại với người dân", "Đối thoại quý IV")
    ]


def test_who_looked_at_an_older_version_is_refused_and_nothing_is_lost(commune: Unit, kim: User, alice: User) -> None:
    made = make(commune, kim)
    change(activity=made, version=1, said=said(title="Của Kim"), by=kim, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        change(activity=made, version=1, said=said(title="Của An"), by=alice, now=NOON)
    assert Activity.objects.get().title == "Của Kim"
    assert Event.objects.count() == 2


def test_without_the_guard_the_second_would_write_over_the_first(
    commune: Unit, kim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(commune, kim)
    change(activity=made, version=1, said=said(title="Của Kim"), by=kim, now=NOON)
    whole = type(Activity.objects.all()).filter

    def unguarded(self: Any, *args: Any, **named: Any) -> Any:
        named.pop("version", None)
        return whole(self, *args, **named)

    monkeypatch.setattr(type(Activity.objects.all()), "filter", unguarded)
    change(activity=made, version=1, said=said(title="Của An"), by=kim, now=NOON)
    assert Activity.objects.get().title == "Của An"


def test_a_proof_stays_where_none_is_given(commune: Unit, kim: User) -> None:
    made = make(commune, kim, proof=Proof("a.pdf", PDF))
    change(activity=made, version=1, said=said(note="x"), by=kim, now=NOON)
    assert Activity.objects.get().proof_name == "a.pdf"


@pytest.mark.parametrize(
    ("more", "proof", "refusal"),
    [
        ({"kind": Kind.CONTEST}, None, ContestTyped),
        ({"held_on": (NOON + timedelta(days=1)).date()}, None, NotYetHeld),
        ({}, Proof("a.exe", b"MZ"), ProofUnknown),
        ({}, Proof("a.pdf", b"PK\x03\x04"), ProofUnknown),
        ({}, Proof("a.pdf", PDF + b"0" * 10 * 1024 * 1024), ProofTooLarge),
    ],
)
def test_what_cannot_be_is_refused(
    commune: Unit, kim: User, more: dict[str, Any], proof: Proof | None, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        make(commune, kim, proof=proof, **more)
    assert not Activity.objects.exists()


def test_a_day_is_that_of_here_not_of_greenwich(commune: Unit, kim: User) -> None:
    late = NOON.replace(hour=18)  # 1 o'clock of 3 November in Cà Mau
    registering.enter(unit=commune, said=said(held_on=date(2026, 11, 3)), by=kim, now=late)
    assert Activity.objects.get().held_on == date(2026, 11, 3)


def test_the_database_too_refuses_a_contest(commune: Unit, kim: User) -> None:
    made = make(commune, kim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=made.pk).update(kind=Kind.CONTEST)


def test_to_withdraw_asks_for_a_reason_and_ends_all_change(commune: Unit, kim: User) -> None:
    made = make(commune, kim)
    with pytest.raises(NoReason):
        withdraw(activity=made, version=1, why="  ", by=kim, now=NOON)
    withdraw(activity=made, version=1, why="Nhập nhầm", by=kim, now=NOON)
    with pytest.raises(Withdrawn):
        change(activity=made, version=2, said=said(), by=kim, now=NOON)


def test_a_plan_begins_with_its_first_line_and_is_numbered_later(commune: Unit, kim: User) -> None:
    item = add_line(unit=commune, year=2026, line=Line(Kind.DIALOGUE, "Đối thoại", 2), by=kim, now=NOON)
    set_plan(unit=commune, year=2026, version=1, number="12/KH-UBND", signed_on=None, by=kim, now=NOON)
    plan = YearPlan.objects.get()
    assert (plan.number, plan.version, item.plan) == ("12/KH-UBND", 2, plan)
    assert Event.objects.count() == 2


def test_two_who_begin_a_plan_at_once_do_not_write_over_each_other(commune: Unit, kim: User, alice: User) -> None:
    set_plan(unit=commune, year=2026, version=0, number="1/KH", signed_on=None, by=kim, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        set_plan(unit=commune, year=2026, version=0, number="2/KH", signed_on=None, by=alice, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        set_plan(unit=commune, year=2026, version=7, number="2/KH", signed_on=None, by=alice, now=NOON)
    assert YearPlan.objects.get().number == "1/KH"


def test_a_line_is_changed_and_removed_by_who_saw_it_last(commune: Unit, kim: User) -> None:
    item = add_line(unit=commune, year=2026, line=Line(Kind.POSTER, "Pa nô", 3), by=kim, now=NOON)
    change_line(item=item, version=1, line=Line(Kind.POSTER, "Pa nô", 5), by=kim, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        remove_line(item=item, version=1, by=kim, now=NOON)
    remove_line(item=item, version=2, by=kim, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        change_line(item=item, version=3, line=Line(Kind.POSTER, "x"), by=kim, now=NOON)
    assert PlanItem.objects.get().removed_at == NOON
    assert [e.what for e in Event.objects.order_by("pk")] == ["entered", "changed", "withdrawn"]


def test_the_database_refuses_to_change_what_is_on_record(commune: Unit, kim: User) -> None:
    make(commune, kim)
    guards.put_up(connection, EVENTS)
    try:
        for attempt in (lambda: Event.objects.update(what="changed"), lambda: Event.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
    finally:
        guards.take_down(connection, EVENTS)
