"""Who may use what of training plans: its lines of the permission table.

Whoever reads a contest's report reads its plans; only trainers over the contest's unit change them, and only they read
who attended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises
from contests.models import Contest, Round
from people.access import Access
from people.models import User
from training.access import reads, trains_for
from training.planning.models import Plan, TrainingClass


@dataclass(frozen=True)
class Weighing:
    """The open needs as of a contest, and a round of a draft that is to ask about them."""

    contest: Contest
    round: Round


def plan_by_number(given: Mapping[str, Any]) -> Plan | None:
    return Plan.objects.select_related("contest__unit").filter(pk=given["number"]).first()


def class_by_number(given: Mapping[str, Any]) -> TrainingClass | None:
    found = TrainingClass.objects.select_related("plan__contest__unit", "topic")
    return found.filter(pk=given["number"]).first()


def weighing(given: Mapping[str, Any]) -> Weighing | None:
    contest = contest_by_slug(given)
    one = Round.objects.select_related("contest__unit").filter(pk=given["number"]).first()
    return Weighing(contest, one) if contest is not None and one is not None else None


@rules.predicate
def reads_plan(user: User | AnonymousUser, plan: Plan) -> bool:
    return bool(reads(user, plan.contest))


@rules.predicate
def plans(user: User | AnonymousUser, plan: Plan) -> bool:
    return bool(trains_for(user, plan.contest))


@rules.predicate
def teaches(user: User | AnonymousUser, made: TrainingClass) -> bool:
    return bool(trains_for(user, made.plan.contest))


@rules.predicate
def reads_class(user: User | AnonymousUser, made: TrainingClass) -> bool:
    return bool(reads(user, made.plan.contest))


@rules.predicate
def weighs(user: User | AnonymousUser, asked: Weighing) -> bool:
    """`user` reads the needs, and organises the contest whose draft is to change."""
    return bool(reads(user, asked.contest)) and bool(organises(user, asked.round.contest))


ROUTES: dict[str, Access] = {
    "training:plans": Access(reads, "the training plans from a contest", contest_by_slug),
    "training:propose": Access(trains_for, "propose a training plan from a contest's needs", contest_by_slug),
    "training:plan": Access(reads_plan, "a training plan", plan_by_number),
    "training:plan-word": Access(reads_plan, "a training plan as a Word file", plan_by_number),
    "training:plan-excel": Access(reads_plan, "a training plan as an Excel file", plan_by_number),
    "training:rename-plan": Access(plans, "change the heading of a training plan", plan_by_number),
    "training:approve-plan": Access(plans, "approve a training plan", plan_by_number),
    "training:finish-plan": Access(plans, "mark a training plan as carried out", plan_by_number),
    "training:add-class": Access(plans, "add a class to a training plan", plan_by_number),
    "training:class": Access(teaches, "change a class of a training plan", class_by_number),
    "training:rearrange": Access(teaches, "merge, split or remove a class, and move its people", class_by_number),
    "training:attendance": Access(teaches, "who attended a class, by name", class_by_number),
    "training:attendance-file": Access(teaches, "bring a list of who attended a class", class_by_number),
    "training:attendance-template": Access(teaches, "an empty list of who attended", class_by_number),
    "training:follow-up": Access(reads_class, "what came of a class, without names", class_by_number),
    "training:compare": Access(teaches, "compare those who attended a class with others", class_by_number),
    "training:open-needs": Access(reads, "needs that nothing has closed yet", contest_by_slug),
    "training:weigh": Access(weighs, "weight a draft's blueprint by the open needs", weighing),
}
