"""An analysis is kept, renewed when answers come, one at a time, and can be stopped."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.players import remove
from contests.models import Contest
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_user, sit
from tests.contests.live.test_rounds import choice, move, player
from training import analyses
from training.analyses import SILENT, ask, carry_out, figures_of, latest, refresh, running, stop
from training.models import Analysis

LATER = NOON + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(tam: User, alice: User, province: Unit, commune: Unit, clock: Moving) -> Contest:
    make_bank(tam)
    made = make_contest(alice, province, NOON)
    for n in range(6):
        sit(made, make_user(f"p{n}", commune), right=n % 4, start=NOON + timedelta(minutes=n))
    return made


def never(_asked: Analysis) -> None:
    raise AssertionError("nothing had to be computed")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every contest counts as large, so work is handed to a process."""
    monkeypatch.setattr(analyses, "SMALL", 0)


def test_what_was_computed_is_read_and_not_computed_again(contest: Contest, large: None) -> None:
    monkey = ask(contest=contest, stamp=analyses.stamp_of(contest, LATER.date()), now=LATER)
    assert monkey
    carry_out(monkey, now=LATER)
    kept = refresh(contest=contest, now=LATER, run=never)
    assert kept == monkey


def test_figures_come_back_as_they_were_kept(contest: Contest) -> None:
    kept = refresh(contest=contest, now=LATER, run=never)
    assert kept
    found = figures_of(kept)
    assert found == figures_of(Analysis.objects.get())
    assert found == type(found).from_json(found.to_json())
    assert sum(c.answers for c in found.mastery.totals) == 18


def test_what_becomes_of_a_question_of_a_live_round_makes_it_due_again(
    contest: Contest, bob: User, alice: User
) -> None:
    live = create_round(contest=contest, title="", questions=2, seconds=20, by=alice, now=NOON)
    bobs = player(live, bob)
    live = move(live, "open", "start")
    answer(player=bobs, position=1, run=1, chosen=choice(live, right=True), received_at=NOON)
    stamps = [analyses.stamp_of(contest, LATER.date())]
    for command in ("close", "void", "restore", "rerun"):
        move(live, command)
        stamps.append(analyses.stamp_of(contest, LATER.date()))
    remove(player=bobs, ban=False, now=NOON)
    stamps.append(analyses.stamp_of(contest, LATER.date()))
    assert len(set(stamps)) == len(stamps)


def test_another_answer_makes_it_due_again_and_the_old_one_stays_until_the_new_is_there(
    contest: Contest, commune: Unit, django_capture_on_commit_callbacks: "pytest.FixtureRequest", large: None
) -> None:
    begun: list[Analysis] = []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert refresh(contest=contest, now=LATER, run=begun.append) is None
    carry_out(begun[0], now=LATER)
    sit(contest, make_user("late", commune), right=1, start=NOON + timedelta(minutes=30))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert refresh(contest=contest, now=LATER, run=begun.append) == begun[0]
    carry_out(begun[1], now=LATER)
    assert latest(contest) == begun[1]
    assert Analysis.objects.count() == 1


def test_one_goes_on_at_a_time_until_it_has_been_silent_for_long(contest: Contest) -> None:
    first = ask(contest=contest, stamp="a", now=LATER)
    assert first
    assert ask(contest=contest, stamp="b", now=LATER + SILENT) is None
    second = ask(contest=contest, stamp="b", now=LATER + SILENT + timedelta(seconds=1))
    assert second
    first.refresh_from_db()
    assert first.state == Analysis.State.FAILED
    carry_out(first, now=LATER)  # the silent one was only slow: it may not write now
    first.refresh_from_db()
    assert (first.state, first.content) == (Analysis.State.FAILED, None)


def test_a_stopped_analysis_writes_nothing_wherever_it_is(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(contest=contest, stamp="a", now=LATER)
    assert asked
    through = analyses.analyse_contest

    def stopped_half_way(*given: object, watch: analyses.Run, **more: object) -> object:
        def watched(done: int, total: int) -> None:
            if done == 2:
                assert stop(contest=contest)
            watch(done, total)  # type: ignore[call-arg, arg-type]

        return through(*given, watch=watched, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(analyses, "analyse_contest", stopped_half_way)
    carry_out(asked, now=LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.content, asked.done) == (Analysis.State.STOPPED, None, 1)
    assert not stop(contest=contest)


def test_a_fault_is_no_end_of_the_page(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses, "analyse_contest", lambda *_, **__: 1 / 0)
    assert refresh(contest=contest, now=LATER, run=never) is None
    assert Analysis.objects.get().state == Analysis.State.FAILED


def test_the_page_tells_how_far_it_is_and_a_post_stops_it(contest: Contest, tam: User, client: Client) -> None:
    client.force_login(tam)
    address = reverse("training:progress", args=[contest.slug])
    assert client.get(address).status_code == 302
    ask(contest=contest, stamp="a", now=LATER)
    page = client.get(address)
    assert b"<progress" in page.content
    assert client.get(address, headers={"hx-request": "true"}).content.startswith(b'<div id="progress"')
    assert client.post(address).status_code == 302
    assert running(contest) is None


def test_a_report_that_is_not_there_yet_says_so(
    contest: Contest, tam: User, client: Client, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.reports.in_process", lambda asked: None)
    client.force_login(tam)
    answer = client.get(reverse("training:report", args=[contest.slug]))
    assert answer.status_code == 202
    assert b"<progress" in answer.content
    assert client.get(reverse("training:papers", args=[contest.slug])).status_code == 302
    assert client.get(reverse("api-training-needs", args=[contest.slug])).status_code == 202


def test_the_process_that_is_started_is_the_command_that_carries_it_out(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(analyses.subprocess, "Popen", lambda command, **_: started.append(command))
    asked = ask(contest=contest, stamp="a", now=LATER)
    assert asked
    analyses.in_process(asked)
    *_python, script, name, number = started[0]
    assert script.endswith("manage.py")
    call_command(name, number)
    assert latest(contest) == asked
    with pytest.raises(CommandError, match="No analysis"):
        call_command(name, number)
