"""From the needs of a report to a plan that a trainer can edit."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from contests.models import Contest
from people.models import User
from training.findings import Group, Report, State
from training.planning.allocation import Allocation, Budget, Wanted, allocate
from training.planning.models import ClassGroup, Plan, PlanEvent, TrainingClass
from training.planning.refusals import NoNeed


def wanted_from(report: Report) -> list[Wanted]:
    """Return who needs what. topic: primary key; group: place in `Report.groups`.

    A topic that is a need for all together but surely for no group alone is wanted for every group, by the gap of all.
    """
    everybody = {proposal.code for proposal in report.proposals if proposal.everybody}
    found = []
    for row in report.topics:
        for index, (group, cell) in enumerate(zip(report.groups, row.cells, strict=True)):
            of = row.total if row.code in everybody else cell
            if of.state is State.NEED and of.estimate is not None and of.estimate.value < report.rule.target:
                found.append(Wanted(row.topic, index, group.people, report.rule.target - of.estimate.value))
    return found


@transaction.atomic
def propose_plan(
    *, contest: Contest, report: Report, budget: Budget, title: str, host: str, cut_off: datetime, by: User,
    now: datetime,
) -> Plan:  # fmt: skip
    """Keep the classes that the needs of `report` give within `budget`, as a draft. Raises NoNeed."""
    wanted = wanted_from(report)
    if not wanted:
        raise NoNeed
    found = allocate(wanted, budget)
    plan = Plan.objects.create(
        contest=contest, title=title, host=host, target=report.rule.target, threshold=report.rule.threshold,
        cut_off=cut_off, seats=budget.seats, half_days=budget.half_days, largest=budget.largest, fewest=budget.fewest,
        left_out=left_out_of(found, report), created_by=by, created_at=now,
    )  # fmt: skip
    _lay_out(plan, found, report)
    PlanEvent.objects.create(plan=plan, version=1, what=PlanEvent.What.PROPOSED, about=contest.title, by=by, at=now)
    return plan


def left_out_of(found: Allocation, report: Report) -> list[dict[str, Any]]:
    """Return what did not fit: topic (name), group (label), people, gap, reason, as JSON."""
    names = {row.topic: f"{row.code}) {row.name}" for row in report.topics}
    return [
        {
            "topic": names[out.topic],
            "group": report.groups[out.group].label,
            "people": out.people,
            "gap": out.gap,
            "reason": out.reason.value,
        }
        for out in found.left_out
    ]


def _lay_out(plan: Plan, found: Allocation, report: Report) -> None:
    codes = {row.topic: row.code for row in report.topics}
    proposals = {proposal.code: proposal for proposal in report.proposals}
    for position, made in enumerate(found.classes, start=1):
        proposal = proposals[codes[made.topic]]
        held = TrainingClass.objects.create(
            plan=plan, position=position, topic_id=made.topic, hours=made.hours, priority=proposal.priority.value
        )
        held.clauses.set([clause.provision for clause in proposal.clauses if clause.in_force])
        for part in made.parts:
            group: Group = report.groups[part.group]
            kept = ClassGroup.objects.create(of=held, label=group.label, people=part.people, gap=part.gap)
            kept.units.set(group.units)


def by_topic(left_out: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return what did not fit under the names of its topics, in the order in which it is wanted most."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for out in left_out:
        found[out["topic"]].append(out)
    return dict(found)
