"""Corrections between two people: proposed, worked out, confirmed by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from contests.marking import Ruling
from contests.models import Contest, CorrectionProposal, KeyEdition
from contests.record.ledger import broken_link, content_of
from contests.refusals import Refused
from contests.review import jobs, proposals
from contests.review.deciding import disqualify
from contests.review.proposals import confirm, propose, withdraw, work_out
from contests.review.refusals import (
    AlreadySo,
    NotAsked,
    NotAsShown,
    NotYetProposed,
    ProposedAlready,
    ReasonMissing,
    SamePerson,
)
from contests.standings import standings
from people.models import Unit, User
from questionbank.models import QuestionVersion
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_question, make_topic, sit
from tests.contests.signed import AFTER


def asked(contest: Contest) -> QuestionVersion:
    """A question that bob and an had right and binh had wrong: the second of their papers."""
    return contest.papers.get(entrant__full_name="Lê Thị Hòa").questions.get(position=2).version


def put(contest: Contest, by: User, what: str = "void", **given: Any) -> CorrectionProposal:
    usual = {"version": asked(contest), "ruling": Ruling(what), "reason": "Câu sai.", "now": AFTER}  # type: ignore[arg-type]
    return propose(**{"contest": contest, "by": by} | usual | given)


def scores(contest: Contest) -> list[str]:
    return [str(score) for score in contest.papers.order_by("entrant").values_list("score", flat=True)]


def test_nothing_changes_until_somebody_else_confirms(sat: Contest, alice: User, director: User) -> None:
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    assert (scores(sat), KeyEdition.objects.count()) == (["2.00", "3.00", "1.00"], 0)
    confirm(proposal=proposal, by=director, now=AFTER)
    assert KeyEdition.objects.get().decided_by == director
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by) == ("confirmed", director)
    kinds = list(sat.record.order_by("number").values_list("kind", "actor"))[-2:]
    assert kinds == [
        ("correction_proposed", "Nguyễn Thị An (alice)"),
        ("question_corrected", "Phan Văn Giám Đốc (giamdoc)"),
    ]
    assert broken_link(sat) is None


def test_whoever_proposes_does_not_confirm(sat: Contest, alice: User) -> None:
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    with pytest.raises(SamePerson):
        confirm(proposal=proposal, by=alice, now=AFTER)
    assert (scores(sat), CorrectionProposal.objects.get().state) == (["2.00", "3.00", "1.00"], "open")


def test_without_that_rule_one_person_could(sat: Contest, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "needs_two", lambda contest: False)
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    assert confirm(proposal=proposal, by=alice, now=AFTER).papers == 3


def test_where_one_office_holds_the_contest_one_person_may(bank: None, alice: User, bob: User, province: Unit) -> None:
    contest = make_contest(alice, province, NOON)
    sit(contest, bob, right=2, start=NOON)
    proposal = put(contest, alice)
    work_out(proposal=proposal, now=AFTER)
    assert confirm(proposal=proposal, by=alice, now=AFTER).changed == 1


def test_nobody_confirms_another_effect_than_the_page_showed(sat: Contest, alice: User, director: User) -> None:
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    read = str(CorrectionProposal.objects.get().effect["at"])
    work_out(proposal=proposal, now=AFTER + timedelta(minutes=1))  # while the page of the first lies open
    with pytest.raises(NotAsShown):
        confirm(proposal=proposal, by=director, now=AFTER, shown=read)
    assert (scores(sat), CorrectionProposal.objects.get().state) == (["2.00", "3.00", "1.00"], "open")


def test_what_another_decision_has_changed_meanwhile_is_shown_first(
    sat: Contest, alice: User, director: User, union: User
) -> None:
    """The board read that An wins; meanwhile An is disqualified, and confirming would give Bob the prize unseen."""
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    disqualify(entrant=sat.entrants.get(full_name__endswith="an"), reason="Thi hộ.", by=alice, now=AFTER)
    with pytest.raises(NotAsShown):
        confirm(proposal=proposal, by=director, now=AFTER)
    assert (KeyEdition.objects.count(), CorrectionProposal.objects.get().state) == (0, "open")
    work_out(proposal=proposal, now=AFTER)
    confirm(proposal=proposal, by=director, now=AFTER)
    assert KeyEdition.objects.count() == 1


def test_nobody_confirms_what_was_not_shown(sat: Contest, alice: User, director: User) -> None:
    proposal = put(sat, alice)
    with pytest.raises(NotYetProposed):
        confirm(proposal=proposal, by=director, now=AFTER)
    assert CorrectionProposal.objects.get().state == "open"


def test_a_confirmed_one_is_confirmed_once(sat: Contest, alice: User, director: User, union: User) -> None:
    proposal = put(sat, alice)
    work_out(proposal=proposal, now=AFTER)
    mine, theirs = (CorrectionProposal.objects.get(pk=proposal.pk) for _ in range(2))
    confirm(proposal=mine, by=director, now=AFTER)
    for again in (confirm, withdraw):
        with pytest.raises(AlreadySo):
            again(proposal=theirs, by=union, now=AFTER)
    with pytest.raises(AlreadySo):
        work_out(proposal=theirs, now=AFTER)
    assert KeyEdition.objects.count() == 1


def test_a_withdrawn_one_does_nothing_and_makes_room(sat: Contest, alice: User, director: User) -> None:
    proposal = put(sat, alice)
    with pytest.raises(ProposedAlready):
        put(sat, director, "full")
    withdraw(proposal=proposal, by=director, now=AFTER)
    assert content_of(sat.record.get(kind="correction_withdrawn")) == {"proposal": proposal.pk}
    assert put(sat, director, "full").pk
    assert scores(sat) == ["2.00", "3.00", "1.00"]


def test_what_makes_no_sense_is_not_proposed(sat: Contest, alice: User, tam: User) -> None:
    with pytest.raises(ReasonMissing):
        put(sat, alice, reason=" ")
    elsewhere = make_question(make_topic("b"), tam).latest_version
    with pytest.raises(NotAsked):
        put(sat, alice, version=elsewhere)
    assert CorrectionProposal.objects.count() == 0


def test_the_preview_counts_who_moves_and_who_gains_and_loses_the_prize(
    sat: Contest, alice: User, director: User
) -> None:
    """an alone had the third question right; the others' answer turns out to be the right one."""
    third = sat.papers.get(entrant__full_name="Lê Thị Hòa").questions.get(position=3).version
    an = sat.entrants.get(full_name__endswith="an")
    bob = sat.entrants.get(full_name="Lê Thị Hòa")
    chosen = sat.papers.get(entrant=bob).questions.get(position=3).answer.chosen
    proposal = put(sat, alice, version=third, ruling=Ruling("key", [chosen]))
    work_out(proposal=proposal, now=AFTER)
    proposal.refresh_from_db()
    effect = proposal.effect
    before = {line.entrant: line.place for line in standings(sat, AFTER)}
    confirm(proposal=proposal, by=director, now=AFTER)
    after = {line.entrant: (line.place, bool(line.award.prize)) for line in standings(sat, AFTER)}
    assert (before[an.pk], after[bob.pk]) == (1, (1, True))
    assert effect is not None
    moved = {move[1]: move for move in effect["moves"]}
    assert {who: (move[4], move[5]) for who, move in moved.items()} == {
        who: (before[who], place) for who, (place, _prize) in after.items() if who in moved
    }
    assert (effect["won"], effect["lost"]) == (1, 1)
    assert moved[bob.pk][6:] == [None, ["first", "", 1_000_000]]
    assert moved[an.pk][6:] == [["first", "", 1_000_000], None]
    assert effect["up"] == sum(move[5] < move[4] for move in moved.values())
    assert effect["down"] == sum(move[5] > move[4] for move in moved.values())


class TestJobs:
    def test_it_tells_how_far_it_is_and_that_it_is_done(self, sat: Contest, alice: User) -> None:
        proposal, heard = put(sat, alice), []

        def work(told: Any) -> None:
            told(1, 3)
            heard.append(jobs.progress_of(proposal))
            work_out(proposal=proposal, now=AFTER, told=told)

        jobs.start(proposal, work, run=lambda do: do())
        assert [(each.done, each.total, each.finished) for each in heard] == [(1, 3, False)]
        held = jobs.progress_of(proposal)
        assert held is not None
        assert (held.finished, held.refusal) == (True, "")
        proposal.refresh_from_db()
        assert proposal.effect is not None

    def test_it_is_not_begun_twice(self, sat: Contest, alice: User) -> None:
        proposal, begun = put(sat, alice), []
        jobs.start(proposal, lambda told: None, run=begun.append)
        jobs.start(proposal, lambda told: None, run=begun.append)
        assert len(begun) == 1

    def test_after_its_end_it_may_be_begun_again(self, sat: Contest, alice: User) -> None:
        proposal, begun = put(sat, alice), []
        jobs.start(proposal, lambda told: None, run=lambda do: do())
        jobs.start(proposal, lambda told: None, run=begun.append)
        assert len(begun) == 1

    def test_a_refusal_is_told_in_words_and_a_failure_without(self, sat: Contest, alice: User) -> None:
        proposal = put(sat, alice)

        def refuse(told: Any) -> None:
            raise SamePerson

        def fail(told: Any) -> None:
            raise ZeroDivisionError

        for work, said in ((refuse, str(SamePerson())), (fail, "Failed")):
            jobs.start(proposal, work, run=lambda do: do())
            held = jobs.progress_of(proposal)
            assert held is not None
            assert held.refusal == said
        assert issubclass(SamePerson, Refused)

    def test_what_fails_halfway_changes_nothing(self, sat: Contest, alice: User, director: User) -> None:
        proposal = put(sat, alice)
        work_out(proposal=proposal, now=AFTER)

        def stop(done: int, total: int) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            confirm(proposal=proposal, by=director, now=AFTER + timedelta(1), told=stop)
        assert (scores(sat), KeyEdition.objects.count()) == (["2.00", "3.00", "1.00"], 0)
        assert CorrectionProposal.objects.get().state == "open"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """What a process keeps in its cache outlives a test's database."""
    cache.clear()
