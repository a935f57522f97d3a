"""From attendance to what came of the class, from there to open needs and the next blueprint, on real papers."""

from datetime import timedelta
from typing import Any

import pytest

from contests.drafts.opening import create_contest
from contests.models import Contest, Round
from contests.refusals import NotOverUnit
from people.models import Unit, User
from questionbank.models import Topic
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_draft, make_papers, sit
from tests.training.planning.conftest import LATER, proposed
from training.findings import Report
from training.measure.follow_up import Verdict, Why
from training.planning.approving import approve_plan
from training.planning.attending import tick
from training.planning.following import Found, later_contests, make_follow_up
from training.planning.models import FollowUp, Plan, TrainingClass
from training.planning.open_needs import OpenNeed
from training.planning.refusals import BlueprintChanged, NotLater, PointsDiffer
from training.planning.standing import keep_blueprint, propose_blueprint, standing_of
from training.reports import kept_report

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)
AFTER = NOON + MONTH + timedelta(hours=3)


@pytest.fixture
def taught(sat: Contest, report: Report, tam: User) -> TrainingClass:
    """Five of the eight of xã Đất Mũi who sat the contest attended its first class."""
    plan = proposed(sat, report, tam)
    approve_plan(plan=plan, revision=plan.revision, by=tam, now=LATER)
    made = plan.classes.get(topic__code="a")
    came = list(User.objects.filter(username__startswith="learns-").order_by("pk").values_list("pk", flat=True)[:5])
    tick(made=made, shown=came, present=came, by=tam, now=LATER)
    return made


def held_later(alice: User, unit: Unit, clock: Moving, right: dict[str, int]) -> Contest:
    """A month later the same people sit again, each with so many right answers."""
    clock.on(days=30, hours=-3)
    made = make_contest(
        alice, unit, NOON + MONTH, title="Lần hai", papers=make_papers(blueprint={"a": 6}, shuffle_questions=False)
    )
    for user in User.objects.filter(username__in=right).order_by("pk"):
        sit(made, user, right=right[user.username], start=NOON + MONTH)
    clock.on(hours=3)
    return made


def everybody(attended: int, stayed: int) -> dict[str, int]:
    """Right answers of six: of the five who attended, and of all others."""
    learns = {f"learns-{n}": attended if n < 5 else stayed for n in range(8)}
    return learns | {f"knows-{n}": 6 for n in range(8)}


def found_of(kept: FollowUp) -> Found:
    return Found.from_json(FollowUp.objects.get(pk=kept.pk).content)


def test_who_attended_is_compared_with_who_did_not(
    taught: TrainingClass, alice: User, tam: User, province: Unit, clock: Moving
) -> None:
    later = held_later(alice, province, clock, everybody(6, 0))
    found = found_of(make_follow_up(made=taught, later=later, by=tam, now=AFTER))
    m = found.measured
    assert (m.attended.people, m.attended.units, m.others.people, m.others.units) == (5, 1, 11, 2)
    assert m.attended.after - m.attended.before > 0.5
    assert m.effect
    assert m.effect.value > 0.5
    assert (found.attended, found.no_account, found.elsewhere) == (5, 0, 0)


def test_fewer_than_five_in_both_contests_give_no_figure(
    taught: TrainingClass, alice: User, tam: User, province: Unit, clock: Moving
) -> None:
    later = held_later(alice, province, clock, {f"learns-{n}": 6 for n in range(1, 8)})
    m = found_of(make_follow_up(made=taught, later=later, by=tam, now=AFTER)).measured
    assert (m.effect, m.verdict, m.why) == (None, Verdict.CANNOT_TELL, Why.TOO_FEW_ATTENDED)


def test_who_attended_another_class_on_the_topic_is_compared_with_nobody(
    taught: TrainingClass, alice: User, tam: User, province: Unit, clock: Moving
) -> None:
    other = TrainingClass.objects.create(plan=taught.plan, position=9, topic=taught.topic, hours=4, priority="low")
    group = other.groups.create(label="x", people=1)
    group.units.set(taught.groups.get().units.all())
    too = User.objects.get(username="learns-7")
    tick(made=other, shown=[too.pk], present=[too.pk], by=tam, now=LATER)
    later = held_later(alice, province, clock, everybody(6, 0))
    found = found_of(make_follow_up(made=taught, later=later, by=tam, now=AFTER))
    assert (found.elsewhere, found.measured.others.people) == (1, 10)


def test_comparing_again_takes_the_place_of_what_was_found(
    taught: TrainingClass, alice: User, tam: User, thao: User, province: Unit, clock: Moving
) -> None:
    later = held_later(alice, province, clock, everybody(6, 0))
    make_follow_up(made=taught, later=later, by=tam, now=AFTER)
    kept = make_follow_up(made=taught, later=later, by=thao, now=AFTER)
    assert FollowUp.objects.get() == kept
    assert kept.made_by == thao


def test_only_a_contest_of_the_unit_after_the_class_can_be_compared(
    taught: TrainingClass, alice: User, tam: User, province: Unit, clock: Moving
) -> None:
    later = held_later(alice, province, clock, {})
    assert later_contests(taught) == [later]
    taught.starts_on = taught.ends_on = later.opens_at.date() + timedelta(days=1)
    assert later_contests(taught) == []
    with pytest.raises(NotLater):
        make_follow_up(made=taught, later=taught.plan.contest, by=tam, now=AFTER)


def open_ones(unit: Unit, **of: Any) -> list[tuple[str, str]]:
    codes = dict(Topic.objects.values_list("pk", "code"))
    return sorted((codes[need.topic], need.label) for need in standing_of(unit, **of).needs)


def test_needs_are_open_until_a_later_contest_closes_them(
    taught: TrainingClass, sat: Contest, alice: User, province: Unit, clock: Moving
) -> None:
    assert open_ones(province, now=LATER) == []  # nobody has looked at the report
    kept_report(sat, now=LATER)
    assert open_ones(province, now=LATER) == [("a", "UBND xã Đất Mũi"), ("c", "UBND xã Đất Mũi")]
    later = held_later(alice, province, clock, everybody(6, 5))
    kept_report(later, now=AFTER)
    assert open_ones(province, now=AFTER) == [("c", "UBND xã Đất Mũi")]
    assert open_ones(province, now=NOON + MONTH) == [("a", "UBND xã Đất Mũi"), ("c", "UBND xã Đất Mũi")]


def test_a_follow_up_closes_a_need_only_where_it_is_sure_and_the_target_is_reached(
    taught: TrainingClass, sat: Contest, alice: User, tam: User, province: Unit, clock: Moving
) -> None:
    kept_report(sat, now=LATER)
    later = held_later(alice, province, clock, {})
    content: dict[str, Any] = {
        "measured": {
            "attended": {"people": 9, "units": 3, "before": 0.3, "after": 0.8},
            "others": {"people": 9, "units": 3, "before": 0.3, "after": 0.4},
            "effect": {"value": 0.4, "low": 0.2, "high": 0.6},
            "adjusted": {"value": 0.4, "low": 0.2, "high": 0.6},
            "verdict": "better",
            "why": "",
        },
        "attended": 9,
        "no_account": 0,
        "elsewhere": 0,
    }
    kept = FollowUp.objects.create(of=taught, later=later, content=content, made_by=tam, made_at=AFTER)
    assert open_ones(province, now=AFTER) == [("c", "UBND xã Đất Mũi")]
    for change in ({"verdict": "cannot_tell"}, {"attended": {**content["measured"]["attended"], "after": 0.6}}):
        kept.content = {**content, "measured": {**content["measured"], **change}}
        kept.save()
        assert len(open_ones(province, now=AFTER)) == 2


@pytest.fixture
def draft(plan: Plan, alice: User, province: Unit) -> Round:
    papers = make_papers(blueprint={"a": 4, "c": 4})
    made = create_contest(draft=make_draft(province, NOON + MONTH, papers=papers, title="Nháp"), by=alice, now=LATER)
    return made.rounds.get()


def need(code: str, people: int = 20) -> OpenNeed:
    return OpenNeed(Topic.objects.get(code=code).pk, frozenset({1}), "x", people, 0.3, NOON)


def counts(one: Round) -> dict[str, int]:
    return {slot.topic: slot.count for slot in Round.objects.get(pk=one.pk).paper_rules.blueprint}


def test_the_next_blueprint_asks_more_about_open_needs(draft: Round, alice: User) -> None:
    proposal = propose_blueprint(draft, [need("a")])
    assert counts(draft) == {"a": 4, "c": 4}
    keep_blueprint(one=draft, needs=[need("a")], seen=proposal.seen, by=alice)
    assert counts(draft) == {"a": 6, "c": 2}


def test_what_was_not_looked_at_is_not_written(draft: Round, alice: User) -> None:
    seen = propose_blueprint(draft, [need("a")]).seen
    with pytest.raises(BlueprintChanged):
        keep_blueprint(one=draft, needs=[need("c")], seen=seen, by=alice)
    Contest.objects.filter(pk=draft.contest_id).update(revision=7)
    with pytest.raises(BlueprintChanged):
        keep_blueprint(one=Round.objects.get(pk=draft.pk), needs=[need("a")], seen=seen, by=alice)
    assert counts(draft) == {"a": 4, "c": 4}


def test_only_who_organises_for_the_unit_writes_a_blueprint(draft: Round, tam: User) -> None:
    seen = propose_blueprint(draft, [need("a")]).seen
    with pytest.raises(NotOverUnit):
        keep_blueprint(one=draft, needs=[need("a")], seen=seen, by=tam)
    assert counts(draft) == {"a": 4, "c": 4}


def test_unequal_points_are_left_to_a_person(draft: Round) -> None:
    slots = [{"count": 4, "topic": "a"}, {"count": 4, "topic": "c", "points": 50}]
    Round.objects.filter(pk=draft.pk).update(rules=make_papers(blueprint=slots).to_json())
    with pytest.raises(PointsDiffer):
        propose_blueprint(Round.objects.get(pk=draft.pk), [need("a")])
