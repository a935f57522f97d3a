from datetime import timedelta

import pytest

from contests.models import Contest
from people.models import Unit, User
from questionbank.models import Topic
from realtime.clock import Moving
from regulations.models import Provision
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_papers, make_user, sit
from training.findings import (
    Cell,
    Clause,
    Coverage,
    Estimate,
    Group,
    Header,
    Priority,
    Proposal,
    Report,
    Rule,
    State,
    TopicRow,
    Validity,
)
from training.planning.allocation import Budget
from training.planning.editing import Edit
from training.planning.models import Plan
from training.planning.proposing import propose_plan

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def contest(tam: User, alice: User, province: Unit, clock: Moving) -> Contest:
    """Over since an hour; three questions each of topics a and c. Nobody has sat it."""
    make_bank(tam, per_topic=6)
    made = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 3, "c": 3}))
    clock.on(hours=3)
    return made


@pytest.fixture
def sat(contest: Contest, home_affairs: Unit, commune: Unit) -> Contest:
    """Eight of Sở Nội vụ with every answer right, eight of xã Đất Mũi with none."""
    for n in range(8):
        sit(contest, make_user(f"knows-{n}", home_affairs, full_name=f"Ngô Văn Biết {n}"), right=6, start=NOON)
        sit(contest, make_user(f"learns-{n}", commune, full_name=f"Lý Thị Học {n}"), right=0, start=NOON)
    return contest


@pytest.fixture
def report(contest: Contest, home_affairs: Unit, commune: Unit) -> Report:
    """Twelve of xã Đất Mũi surely need topics a and c; of twelve of Sở Nội vụ nobody does."""
    law = Provision.objects.filter(address="khoản 2 Điều 5").get()
    clause = Clause(law.pk, law.address, "129/2025/QH15", "Viên chức", law.text, Validity.IN_FORCE, None)
    need, met = Estimate(0.3, 0.2, 0.4), Estimate(0.9, 0.8, 0.95)
    cells = Cell(36, 12, met, 0.01, State.OK), Cell(36, 12, need, 0.99, State.NEED)
    rows = tuple(
        TopicRow(t.pk, t.code, t.name, 6, 0, 0, Cell(72, 24, Estimate(0.6, 0.5, 0.7), 0.8, State.UNSURE), cells)
        for t in Topic.objects.filter(code__in="ac").order_by("code")
    )
    return Report(
        Header(contest.slug, contest.title, "Tỉnh", contest.opens_at, contest.closes_at, LATER, ()),
        Rule(),
        Coverage(24, 24, 0, 0, (), (), 2),
        tuple(Group(str(u.pk), u.name, u.block, 12, units=frozenset({u.pk})) for u in (home_affairs, commune)),
        rows,
        (),
        (),
        tuple(Proposal(r.code, r.name, 12, 0.4, 0.99, Priority.HIGH, False, (), (clause,)) for r in rows),
    )


def proposed(contest: Contest, report: Report, by: User, budget: Budget | None = None) -> Plan:
    return propose_plan(
        contest=contest, report=report, budget=budget or Budget(100, 20, 40, 5), title="Bồi dưỡng", host="Sở Nội vụ",
        cut_off=report.header.cut_off, by=by, now=LATER,
    )  # fmt: skip


@pytest.fixture
def plan(contest: Contest, report: Report, tam: User) -> Plan:
    """A class of twelve from xã Đất Mũi on each of two topics."""
    return proposed(contest, report, tam)


def edit_of(plan: Plan, by: User, revision: int | None = None) -> Edit:
    """A change of the plan as it is now, or as a page of `revision` would make it."""
    plan.refresh_from_db()
    return Edit(plan, revision or plan.revision, by, LATER)
