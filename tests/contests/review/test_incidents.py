"""The incident log, and the time that the board gives back: once, to those it struck, and to nobody who is done."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contests.models import Contest, Incident, Paper
from contests.papers import sitting as papers_module
from contests.papers.answering import save_answer
from contests.papers.sitting import close_overdue, start_paper, submit
from contests.record.ledger import broken_link, content_of
from contests.refusals import DeadlinePassed
from contests.review import incidents
from contests.review.incidents import decide, report
from contests.review.refusals import (
    AboutYourself,
    AlreadySo,
    EndsBeforeItBegins,
    IncidentsWaiting,
    NotAPeriod,
    OnlyMinutes,
    ReasonMissing,
    TooManyWords,
)
from contests.rules import GRACE
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_user, right_choices

MINUTE, MILLISECOND = timedelta(minutes=1), timedelta(milliseconds=1)
DURING = NOON + 5 * MINUTE  # papers last ten minutes from NOON


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return start_paper(entrant=enter(contest, bob, NOON), now=NOON)


def log(contest: Contest, alice: User | None, now: datetime = DURING, **given: Any) -> Incident:
    usual = {"what": "power", "began_at": NOON + MINUTE, "ended_at": NOON + 4 * MINUTE, "words": "Mất điện cả xã."}
    return report(**{"contest": contest, "by": alice, "now": now} | usual | given)


def give(incident: Incident, alice: User, minutes: int = 3, now: datetime = DURING, **given: Any) -> int:
    return decide(**{"incident": incident, "minutes": minutes, "decision": "Bù giờ.", "by": alice, "now": now} | given)


class TestReporting:
    def test_it_is_kept_and_noted(self, contest: Contest, alice: User, commune: Unit) -> None:
        made = log(contest, alice, unit=commune)
        told = content_of(contest.record.get(kind="incident_reported"))
        assert (told["unit"], told["what"], told["words"], told["incident"]) == (
            "CM-XA-DAT-MUI", "power", "Mất điện cả xã.", made.pk,
        )  # fmt: skip
        assert broken_link(contest) is None

    def test_a_person_without_an_account_reports_their_own(self, contest: Contest, paper: Paper) -> None:
        made = log(contest, None, entrant=paper.entrant)
        assert (made.reported_by, made.entrant) == (None, paper.entrant)

    def test_nobody_floods_the_board_with_reports_that_it_must_decide(
        self, contest: Contest, paper: Paper, alice: User, commune: Unit
    ) -> None:
        """Results wait for every decision: a participant's thousand reports would hold them up for good."""
        made = [log(contest, None, entrant=paper.entrant) for _ in range(incidents.MOST_WAITING)]
        with pytest.raises(IncidentsWaiting):
            log(contest, None, entrant=paper.entrant)
        log(contest, alice, unit=commune)  # the log itself has room for whatever happens
        give(made[0], alice, minutes=0)
        log(contest, None, entrant=paper.entrant)
        assert contest.record.filter(kind="incident_reported").count() == incidents.MOST_WAITING + 2

    def test_the_end_comes_not_before_the_beginning(self, contest: Contest, alice: User) -> None:
        with pytest.raises(EndsBeforeItBegins):
            log(contest, alice, ended_at=NOON + MINUTE - MILLISECOND)
        log(contest, alice, ended_at=NOON + MINUTE)

    @pytest.mark.parametrize(
        ("began_at", "ended_at"),
        [
            (DURING + MILLISECOND, DURING + MINUTE),  # in the future
            (NOON - MINUTE, NOON - MILLISECOND),  # before the contest
        ],
    )
    def test_it_lies_in_the_contest_and_has_begun(
        self, contest: Contest, alice: User, began_at: datetime, ended_at: datetime
    ) -> None:
        with pytest.raises(NotAPeriod):
            log(contest, alice, began_at=began_at, ended_at=ended_at)

    def test_one_that_still_lasts_may_be_reported(self, contest: Contest, alice: User) -> None:
        assert log(contest, alice, began_at=DURING, ended_at=DURING + 30 * MINUTE).pk

    def test_words_have_an_end(self, contest: Contest, alice: User) -> None:
        with pytest.raises(TooManyWords):
            log(contest, alice, words="x" * 2001)


class TestDeciding:
    def test_an_open_paper_has_the_minutes_and_its_answers_count(
        self, contest: Contest, paper: Paper, alice: User
    ) -> None:
        assert give(log(contest, alice), alice) == 1
        late = NOON + 12 * MINUTE
        question = paper.questions.get(position=1)
        save_answer(paper=paper, position=1, chosen=right_choices(question), now=late)
        with pytest.raises(DeadlinePassed):
            save_answer(paper=paper, position=1, chosen=[], now=NOON + 13 * MINUTE + GRACE + MILLISECOND)
        assert submit(paper=Paper.objects.get(pk=paper.pk), now=late).score == 1
        told = content_of(contest.record.get(kind="incident_decided"))
        assert (told["minutes"], told["papers"], told["decision"]) == (3, [paper.pk], "Bù giờ.")

    def test_no_minutes_is_a_decision_too(self, contest: Contest, paper: Paper, alice: User) -> None:
        made = log(contest, alice)
        assert give(made, alice, 0) == 0
        made.refresh_from_db()
        assert (made.minutes, made.decision, made.decided_at) == (0, "Bù giờ.", DURING)
        assert Paper.objects.get().deadline_at == NOON + 10 * MINUTE

    def test_never_past_the_end_of_the_round(self, contest: Contest, bob: User, alice: User) -> None:
        late = contest.closes_at - 3 * MINUTE
        paper = start_paper(entrant=enter(contest, bob, late), now=late)
        incident = log(contest, alice, late + MINUTE, began_at=late, ended_at=late)
        assert (give(incident, alice, 30, late + MINUTE), Paper.objects.get().deadline_at) == (0, paper.deadline_at)

    @pytest.mark.parametrize("minutes", [-1, 601])
    def test_minutes_have_bounds(self, contest: Contest, alice: User, minutes: int) -> None:
        with pytest.raises(OnlyMinutes, match="600"):
            give(log(contest, alice), alice, minutes)

    def test_not_without_a_reason(self, contest: Contest, alice: User) -> None:
        with pytest.raises(ReasonMissing):
            give(log(contest, alice), alice, decision=" ")

    def test_nobody_gives_themselves_time(self, contest: Contest, paper: Paper, bob: User) -> None:
        with pytest.raises(AboutYourself):
            give(log(contest, bob, entrant=paper.entrant), bob)

    def test_once(self, contest: Contest, paper: Paper, alice: User, tam: User) -> None:
        made = log(contest, alice)
        mine, theirs = Incident.objects.get(pk=made.pk), Incident.objects.get(pk=made.pk)
        give(mine, alice)
        with pytest.raises(AlreadySo):
            give(theirs, tam, 5)
        assert Paper.objects.get().deadline_at == NOON + 13 * MINUTE

    def test_without_the_guard_the_time_would_be_given_twice(
        self, contest: Contest, paper: Paper, alice: User, tam: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made, filtered = log(contest, alice), Incident.objects.filter
        manager = type("Unguarded", (), {"filter": staticmethod(lambda pk, **asked: filtered(pk=pk))})()
        monkeypatch.setattr(incidents, "Incident", type("Incident", (), {"objects": manager}))
        give(made, alice)
        give(made, tam, 5)
        assert Paper.objects.get().deadline_at == NOON + 18 * MINUTE


class TestWhomItStruck:
    @pytest.mark.parametrize(
        ("began", "ended", "struck"),
        [
            (NOON + 10 * MINUTE, NOON + 11 * MINUTE, True),  # at the very end of the paper
            (NOON + 10 * MINUTE + MILLISECOND, NOON + 11 * MINUTE, False),
            (NOON - MINUTE, NOON, True),  # at its very beginning
        ],
    )
    def test_papers_open_while_it_lasted(
        self, contest: Contest, paper: Paper, alice: User, began: datetime, ended: datetime, struck: bool
    ) -> None:
        incident = log(contest, alice, max(began, DURING), began_at=began, ended_at=ended)
        assert give(incident, alice, now=NOON + 9 * MINUTE) == struck

    def test_a_paper_whose_time_is_over_has_nothing_back(self, contest: Contest, paper: Paper, alice: User) -> None:
        end = NOON + 10 * MINUTE
        assert give(log(contest, alice), alice, now=end) == 0

    def test_a_paper_a_millisecond_before_its_end_has(self, contest: Contest, paper: Paper, alice: User) -> None:
        assert give(log(contest, alice), alice, now=NOON + 10 * MINUTE - MILLISECOND) == 1

    def test_one_unit_with_everything_under_it(
        self, contest: Contest, paper: Paper, alice: User, commune: Unit, home_affairs: Unit
    ) -> None:
        other = start_paper(entrant=enter(contest, make_user("an", home_affairs), NOON), now=NOON)
        assert give(log(contest, alice, unit=commune), alice) == 1
        other.refresh_from_db()
        assert other.deadline_at == NOON + 10 * MINUTE
        assert give(log(contest, alice, unit=commune.parent), alice) == 2  # the province: both

    def test_one_person(self, contest: Contest, paper: Paper, alice: User, commune: Unit) -> None:
        start_paper(entrant=enter(contest, make_user("an", commune), NOON), now=NOON)
        assert give(log(contest, alice, entrant=paper.entrant), alice) == 1


class TestWhilePapersAreHandedIn:
    """The clock that closes papers has read the old deadline; then the board gives time back; then it closes."""

    def close_while_time_is_given_back(self, contest: Contest, paper: Paper, alice: User) -> Paper:
        over = NOON + 10 * MINUTE + GRACE + MILLISECOND
        incident, stale = log(contest, alice), Paper.objects.get(pk=paper.pk)
        give(incident, alice, now=NOON + 10 * MINUTE - MILLISECOND)
        papers_module._close(stale, at=stale.deadline_at, by=Paper.ClosedBy.DEADLINE)
        assert stale.deadline_at < over
        return Paper.objects.get(pk=paper.pk)

    def test_the_paper_stays_open(self, contest: Contest, paper: Paper, alice: User) -> None:
        found = self.close_while_time_is_given_back(contest, paper, alice)
        assert (found.submitted_at, found.deadline_at) == (None, NOON + 13 * MINUTE)
        assert close_overdue(now=NOON + 13 * MINUTE + GRACE + MILLISECOND) == 1
        assert Paper.objects.get().submitted_at == NOON + 13 * MINUTE

    def test_without_the_second_look_it_would_have_closed(
        self, contest: Contest, paper: Paper, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(papers_module, "_given_back", lambda *_given: False)
        found = self.close_while_time_is_given_back(contest, paper, alice)
        assert found.submitted_at == NOON + 10 * MINUTE

    def test_one_that_was_handed_in_first_stays_closed(self, contest: Contest, paper: Paper, alice: User) -> None:
        incident = log(contest, alice)
        submit(paper=paper, now=DURING)
        assert give(incident, alice) == 0
        assert Paper.objects.get().deadline_at == NOON + 10 * MINUTE
