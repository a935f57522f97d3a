"""A plan: proposed from the needs, changed by trainers who do not write over each other, approved in versions."""

from dataclasses import replace
from datetime import date

import pytest

from contests.models import Contest
from people.models import Unit, User
from questionbank.models import Topic
from tests.training.planning.conftest import LATER, edit_of, proposed
from training.findings import Estimate, Report, State
from training.planning import editing
from training.planning.allocation import Budget
from training.planning.approving import approve_plan, current_sheet, mark_done, sheet_of
from training.planning.editing import Details
from training.planning.models import Plan, PlanEdition, PlanEvent, TrainingClass
from training.planning.refusals import (
    AttendanceKept,
    EmptyClass,
    NoClasses,
    NoNeed,
    NotApproved,
    NotSoMany,
    OtherTopic,
    PlanCarriedOut,
    PlanChanged,
    SameClass,
    TooFewToSplit,
    UnitThere,
)
from training.planning.sheet import Sheet

pytestmark = pytest.mark.django_db
DETAILS = Details(hours=6, priority="low", form="online", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))


def groups(made: TrainingClass) -> list[tuple[str, int]]:
    return list(made.groups.values_list("label", "people"))


def first(plan: Plan) -> TrainingClass:
    made = plan.classes.first()
    assert made
    return made


def approved(plan: Plan, by: User) -> PlanEdition:
    plan.refresh_from_db()
    edition = approve_plan(plan=plan, revision=plan.revision, by=by, now=LATER)
    plan.refresh_from_db()
    return edition


def test_the_needs_of_the_report_become_classes_with_their_clauses(plan: Plan, commune: Unit) -> None:
    assert sorted((made.topic.code, made.people, made.hours) for made in plan.classes.all()) == [
        ("a", 12, 8),
        ("c", 12, 8),
    ]
    made = first(plan)
    assert groups(made) == [("UBND xã Đất Mũi", 12)]
    assert [unit.pk for unit in made.groups.get().units.all()] == [commune.pk]
    assert [clause.address for clause in made.clauses.all()] == ["khoản 2 Điều 5"]
    assert plan.left_out == []


def test_what_does_not_fit_is_kept_with_its_reason(contest: Contest, report: Report, tam: User) -> None:
    plan = proposed(contest, report, tam, Budget(12, 20, 40, 5))
    assert plan.classes.count() == 1
    (out,) = plan.left_out
    assert (out["group"], out["people"], out["reason"]) == ("UBND xã Đất Mũi", 12, "seats")


def test_without_a_sure_need_there_is_nothing_to_plan(contest: Contest, report: Report, tam: User) -> None:
    nothing = Report(report.header, report.rule, report.coverage, report.groups, (), (), (), ())
    with pytest.raises(NoNeed):
        proposed(contest, nothing, tam)
    assert not Plan.objects.exists()


def test_a_topic_that_only_all_together_need_is_planned_for_every_group(
    contest: Contest, report: Report, tam: User
) -> None:
    row = report.topics[0]
    unsure = tuple(replace(cell, state=State.UNSURE) for cell in row.cells)
    total = replace(row.total, state=State.NEED, estimate=Estimate(0.5, 0.4, 0.6))
    everybody = replace(report.proposals[0], code=row.code, everybody=True, needs=())
    changed = replace(report, topics=(replace(row, cells=unsure, total=total),), proposals=(everybody,))
    made = first(proposed(contest, changed, tam))
    assert sorted(groups(made)) == [("Sở Nội vụ", 12), ("UBND xã Đất Mũi", 12)]


def test_a_class_is_added_changed_and_removed_and_all_of_it_is_kept(plan: Plan, tam: User, thao: User) -> None:
    topic = Topic.objects.get(code="a")
    made = editing.add_class(edit_of(plan, tam), topic=topic, details=DETAILS)
    clauses = list(first(plan).clauses.all())
    editing.change_class(edit_of(plan, thao), made=made, details=DETAILS, clauses=clauses)
    made.refresh_from_db()
    assert (made.position, made.hours, made.ends_on, made.clauses.count()) == (3, 6, date(2026, 12, 2), 1)
    editing.remove_class(edit_of(plan, tam), made=first(plan))
    assert list(plan.classes.values_list("position", flat=True)) == [1, 2]
    editing.rename_plan(edit_of(plan, tam), title="Tên khác", host="")
    told = [(event.what, event.by.username) for event in plan.events.all()]
    assert told[::-1] == [
        ("proposed", "tam"), ("added", "tam"), ("changed", "thao"), ("removed", "tam"), ("renamed", "tam"),
    ]  # fmt: skip


def test_a_class_is_split_in_halves_and_merged_again(plan: Plan, tam: User) -> None:
    made = first(plan)
    new = editing.split_class(edit_of(plan, tam), made=made)
    assert (groups(made), groups(new)) == ([("UBND xã Đất Mũi", 6)], [("UBND xã Đất Mũi", 6)])
    assert new.clauses.count() == made.clauses.count() == 1
    editing.merge_classes(edit_of(plan, tam), made=made, other=new)
    assert groups(made) == [("UBND xã Đất Mũi", 12)]
    assert plan.classes.count() == 2


def test_people_move_and_join_their_unit_there(plan: Plan, tam: User) -> None:
    one, other = plan.classes.all()
    editing.move_people(edit_of(plan, tam), group=one.groups.get(), people=5, to=other)
    assert (groups(one), groups(other)) == ([("UBND xã Đất Mũi", 7)], [("UBND xã Đất Mũi", 17)])
    editing.move_people(edit_of(plan, tam), group=one.groups.get(), people=7, to=other)
    assert (groups(one), groups(other)) == ([], [("UBND xã Đất Mũi", 24)])


def test_a_unit_joins_changes_its_number_and_leaves(plan: Plan, tam: User, home_affairs: Unit) -> None:
    made = first(plan)
    editing.join_unit(edit_of(plan, tam), made=made, unit=home_affairs, people=3)
    with pytest.raises(UnitThere):
        editing.join_unit(edit_of(plan, tam), made=made, unit=home_affairs, people=4)
    group = made.groups.get(label="Sở Nội vụ")
    editing.resize_group(edit_of(plan, tam), group=group, people=9)
    assert groups(made)[-1] == ("Sở Nội vụ", 9)
    editing.remove_group(edit_of(plan, tam), group=group)
    assert groups(made) == [("UBND xã Đất Mũi", 12)]


def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(plan: Plan, tam: User) -> None:
    one, other = plan.classes.all()
    before = edit_of(plan, tam).revision
    with pytest.raises(OtherTopic):
        editing.merge_classes(edit_of(plan, tam), made=one, other=other)
    with pytest.raises(SameClass):
        editing.merge_classes(edit_of(plan, tam), made=one, other=one)
    with pytest.raises(SameClass):
        editing.move_people(edit_of(plan, tam), group=one.groups.get(), people=1, to=one)
    for people in (0, 13):
        with pytest.raises(NotSoMany):
            editing.move_people(edit_of(plan, tam), group=one.groups.get(), people=people, to=other)
    editing.resize_group(edit_of(plan, tam), group=one.groups.get(), people=1)
    with pytest.raises(TooFewToSplit):
        editing.split_class(edit_of(plan, tam), made=one)
    assert edit_of(plan, tam).revision == before + 1  # the resize alone


def test_the_second_of_two_editors_is_told_and_writes_over_nothing(plan: Plan, tam: User, thao: User) -> None:
    made, revision = first(plan), plan.revision
    editing.change_class(edit_of(plan, tam, revision), made=made, details=DETAILS, clauses=[])
    with pytest.raises(PlanChanged):
        editing.remove_class(edit_of(plan, thao, revision), made=made)
    assert first(plan).hours == 6
    assert not plan.events.filter(by=thao).exists()


def test_without_the_guard_the_second_editor_would_write_over_the_first(
    plan: Plan, tam: User, thao: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what the revision keeps from happening."""
    monkeypatch.setattr(editing, "take", lambda edit: edit.plan)
    made, revision = first(plan), plan.revision
    editing.change_class(edit_of(plan, tam, revision), made=made, details=DETAILS, clauses=[])
    editing.remove_class(edit_of(plan, thao, revision), made=made)
    assert not TrainingClass.objects.filter(pk=made.pk).exists()


def test_an_approved_version_stays_and_a_change_begins_another(plan: Plan, tam: User, thao: User) -> None:
    edition = approved(plan, thao)
    assert (plan.state, plan.version, edition.version) == ("approved", 1, 1)
    kept = Sheet.from_json(edition.content)
    editing.change_class(edit_of(plan, tam), made=first(plan), details=DETAILS, clauses=[])
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("draft", 2)
    assert Sheet.from_json(plan.editions.get(version=1).content) == kept
    assert current_sheet(plan).approved_at is None
    editing.rename_plan(edit_of(plan, tam), title="Vẫn bản hai", host="")
    plan.refresh_from_db()
    assert plan.version == 2
    approved(plan, thao)
    assert current_sheet(plan).classes[0].hours == 6
    assert list(plan.editions.values_list("version", flat=True)) == [1, 2]


def test_approving_twice_makes_one_version(plan: Plan, thao: User) -> None:
    assert approved(plan, thao) == approved(plan, thao)
    assert plan.events.filter(what=PlanEvent.What.APPROVED).count() == 1


def test_a_page_that_is_out_of_date_approves_nothing(plan: Plan, tam: User, thao: User) -> None:
    revision = plan.revision
    editing.rename_plan(edit_of(plan, tam), title="Khác", host="")
    with pytest.raises(PlanChanged):
        approve_plan(plan=plan, revision=revision, by=thao, now=LATER)
    assert not PlanEdition.objects.exists()


def test_a_plan_without_classes_or_with_an_empty_one_is_not_approved(plan: Plan, tam: User) -> None:
    made = first(plan)
    editing.remove_group(edit_of(plan, tam), group=made.groups.get())
    with pytest.raises(EmptyClass):
        approved(plan, tam)
    for one in plan.classes.all():
        editing.remove_class(edit_of(plan, tam), made=one)
    with pytest.raises(NoClasses):
        approved(plan, tam)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_plan_carried_out_changes_no_more(plan: Plan, tam: User) -> None:
    with pytest.raises(NotApproved):
        mark_done(plan=plan, revision=plan.revision, by=tam, now=LATER)
    approved(plan, tam)
    with pytest.raises(PlanChanged):
        mark_done(plan=plan, revision=plan.revision - 1, by=tam, now=LATER)
    mark_done(plan=plan, revision=plan.revision, by=tam, now=LATER)
    with pytest.raises(PlanCarriedOut):
        editing.rename_plan(edit_of(plan, tam), title="Khác", host="")


def test_a_class_that_was_attended_is_neither_removed_nor_merged_away(plan: Plan, tam: User, bob: User) -> None:
    approved(plan, tam)
    made = first(plan)
    new = editing.split_class(edit_of(plan, tam), made=made)
    made.attendances.create(unit=bob.unit, user=bob, full_name=bob.full_name, recorded_by=tam, recorded_at=LATER)
    with pytest.raises(AttendanceKept):
        editing.remove_class(edit_of(plan, tam), made=made)
    with pytest.raises(AttendanceKept):
        editing.merge_classes(edit_of(plan, tam), made=new, other=made)
    assert plan.classes.filter(pk=made.pk).exists()


def test_a_sheet_comes_back_as_it_was_kept_and_costs_few_queries(
    plan: Plan, tam: User, django_assert_num_queries
) -> None:
    editing.change_class(edit_of(plan, tam), made=first(plan), details=DETAILS, clauses=[])
    sheet = sheet_of(plan, approved_at=LATER)
    assert Sheet.from_json(sheet.to_json()) == sheet
    assert (sheet.people, sheet.days, sheet.cost) == (24, 14 / 8, None)
    with django_assert_num_queries(3):
        sheet_of(plan)
