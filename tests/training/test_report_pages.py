"""The report computed from real papers, on the screen and over the API."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Paper
from people.models import Unit, User
from realtime.clock import Moving
from regulations.models import Document
from tests.conftest import NOON
from tests.contests.builders import EXPLANATION_CANARY, make_bank, make_contest, make_user, sit
from training.findings import Report, Rule, State, Suspect
from training.reports import kept_report

LATER = NOON + timedelta(hours=1)


def built(contest: Contest, *, now: datetime, rule: Rule | None = None) -> Report:
    report = kept_report(contest, now=now, rule=rule)
    assert report
    return report


@pytest.fixture
def contest(tam: User, alice: User, province: Unit, clock: Moving) -> Contest:
    make_bank(tam)
    return make_contest(alice, province, NOON)


@pytest.fixture
def sat(contest: Contest, home_affairs: Unit, commune: Unit) -> Contest:
    """Eight of Sở Nội vụ with all three answers right, six of xã Đất Mũi with none, two of a third unit."""
    third = Unit.objects.create(code="CM-X", name="UBND xã Tân Ân", kind=Unit.Kind.COMMUNE, parent=commune.parent)
    for unit, people, right in ((home_affairs, 8, 3), (commune, 6, 0), (third, 2, 1)):
        for n in range(people):
            sit(contest, make_user(f"{unit.code}-{n}", unit), right=right, start=NOON + timedelta(minutes=n))
    return contest


def test_counts_are_those_of_the_papers(sat: Contest) -> None:
    report = built(sat, now=LATER)
    assert (report.coverage.entrants, report.coverage.finished) == (16, 16)
    assert sum(row.total.answers for row in report.topics) == 48
    assert [(g.label, g.people, g.merged) for g in report.groups] == [
        ("Sở Nội vụ", 8, False),
        ("UBND xã Đất Mũi", 6, False),
        ("", 2, True),
    ]


def test_a_group_under_five_people_is_shown_only_merged_and_hidden(sat: Contest) -> None:
    report = built(sat, now=LATER)
    assert {row.cells[2].state for row in report.topics} == {State.HIDDEN}
    assert all(row.cells[2].estimate is None for row in report.topics)


def test_who_knows_nothing_stands_below_who_knows_all(sat: Contest) -> None:
    row = built(sat, now=LATER, rule=Rule(target=0.8, threshold=0.8)).topics[0]
    knows, knows_nothing = row.cells[0], row.cells[1]
    assert knows.estimate
    assert knows_nothing.estimate
    assert knows_nothing.estimate.high < knows.estimate.value
    assert (knows.state, knows_nothing.state) == (State.OK, State.NEED)


def test_an_empty_answer_counts_as_wrong_and_is_counted_apart(contest: Contest, bob: User, clock: Moving) -> None:
    sit(contest, bob, right=0, start=NOON)
    Paper.objects.get().questions.get(position=1).answer.delete()
    report = built(contest, now=LATER)
    assert sum(row.unanswered for row in report.topics) == 1


def test_nobody_measured_is_not_weak(contest: Contest, commune: Unit) -> None:
    report = built(contest, now=LATER)
    assert (report.topics, report.proposals, report.hardest) == ((), (), ())
    assert commune.name in report.coverage.not_measured


def test_a_need_names_its_clauses(sat: Contest) -> None:
    proposal = built(sat, now=LATER, rule=Rule(target=0.8, threshold=0.8)).proposals[0]
    assert proposal.clauses[0].address == "khoản 2 Điều 5"
    assert "UBND xã Đất Mũi" in [need.group for need in proposal.needs]


def test_a_question_whose_law_changed_is_set_apart(sat: Contest) -> None:
    Document.objects.update(expired_on=NOON.date())
    report = built(sat, now=LATER)
    assert report.topics == ()
    assert {s for q in report.set_apart for s in q.suspect} == {Suspect.LAW_CHANGED}


@pytest.mark.parametrize("name", ["training:report", "training:papers", "api-training-needs"])
def test_no_persons_name_and_no_explanation_leaves_with_a_report(
    sat: Contest, tam: User, client: Client, name: str
) -> None:
    client.force_login(tam)
    answer = client.get(reverse(name, args=[sat.slug]))
    assert answer.status_code == 200
    assert b"CM-SNV-0" not in answer.content
    assert EXPLANATION_CANARY.encode() not in answer.content


def test_the_page_says_each_state_in_words(sat: Contest, tam: User, client: Client) -> None:
    client.force_login(tam)
    page = client.get(reverse("training:report", args=[sat.slug]) + "?target=80&threshold=80").content.decode()
    for words in ("heat--need", "heat--ok", "heat--none", "cần bồi dưỡng", "ít người"):
        assert words in page


def test_a_target_out_of_range_is_refused_in_words(sat: Contest, tam: User, client: Client) -> None:
    client.force_login(tam)
    answer = client.get(reverse("training:report", args=[sat.slug]) + "?target=120&threshold=90")
    assert answer.status_code == 400
    assert "field-error" in answer.content.decode()


def test_queries_do_not_grow_with_people(
    contest: Contest, commune: Unit, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    for n in range(12):
        sit(contest, make_user(f"p{n}", commune), right=1, start=NOON + timedelta(minutes=n))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        kept_report(contest, now=LATER)
