"""What stands in the way of opening, and what an organiser is warned of, beyond questions and windows."""

from datetime import timedelta
from typing import Any

import pytest

from contests.drafts.drafting import edit_hosts, edit_prizes, edit_ranking
from contests.drafts.opening import HostDraft, RoundDraft, create_contest, open_contest
from contests.drafts.readiness import check_ready, over_ceilings, warnings_of
from contests.models import Contest
from contests.prizes import CEILINGS, Prize
from contests.refusals import NotReady
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_papers, make_user

WEEK = timedelta(days=7)


@pytest.fixture
def two_rounds(bank: None, alice: User, province: Unit) -> Contest:
    rounds = [RoundDraft(at, at + timedelta(hours=2), make_papers()) for at in (NOON, NOON + WEEK)]
    return create_contest(draft=make_draft(province, NOON, rounds=rounds), by=alice, now=NOON)


def problems(contest: Contest) -> list[str]:
    return check_ready(contest=Contest.objects.get(pk=contest.pk), now=NOON)


def test_prizes_of_the_whole_contest_need_rounds_that_are_added_up(two_rounds: Contest, alice: User) -> None:
    edit_prizes(contest=two_rounds, prizes=[Prize("person", "first", 1)], by=alice)
    assert problems(two_rounds) == []
    edit_ranking(contest=two_rounds, ranking=["score"], overall="none", ties="share", by=alice)
    assert len(problems(two_rounds)) == 1
    edit_prizes(contest=two_rounds, prizes=[Prize("person", "first", 1, scope="round")], by=alice)
    assert problems(two_rounds) == []


def test_a_signer_who_cannot_sign_in_stands_in_the_way(two_rounds: Contest, alice: User, home_affairs: Unit) -> None:
    signer = make_user("giamdoc", home_affairs, full_name="Phan Văn Giám")
    edit_hosts(contest=two_rounds, hosts=[HostDraft("Sở Nội vụ", signer)], appeal_days=3, by=alice)
    assert problems(two_rounds) == []
    User.objects.filter(pk=signer.pk).update(is_active=False)
    assert ["Phan Văn Giám" in problem and "Sở Nội vụ" in problem for problem in problems(two_rounds)] == [True]
    with pytest.raises(NotReady):
        open_contest(contest=two_rounds, now=NOON)


def test_the_public_needs_questions_too(bank: None, alice: User, province: Unit) -> None:
    papers = make_papers(blueprint={"a": 3}, public_blueprint=[{"count": 3, "topic": "c", "difficulty": 3}])
    contest = create_contest(draft=make_draft(province, NOON, papers=papers), by=alice, now=NOON)
    assert len(problems(contest)) == 1
    assert "3" in problems(contest)[0]


def test_a_prize_above_its_ceiling_is_a_warning_and_no_obstacle(two_rounds: Contest, alice: User) -> None:
    edit_prizes(contest=two_rounds, prizes=[Prize("unit", "first", 1, 15_000_001)], by=alice)
    contest = Contest.objects.get(pk=two_rounds.pk)
    assert problems(contest) == []
    said = warnings_of(contest, NOON)[-1]
    assert ("15.000.001 đồng" in said, "15.000.000 đồng" in said, "56/2023/TT-BTC" in said) == (True, True, True)
    assert open_contest(contest=contest, now=NOON).state == Contest.State.OPEN


@pytest.mark.parametrize(("winner", "rank"), [(w, r) for w, ranks in CEILINGS.items() for r in ranks])
def test_each_ceiling_is_where_the_circular_puts_it(winner: Any, rank: Any) -> None:
    most = CEILINGS[winner][rank]
    assert over_ceilings([Prize(winner, rank, 1, most)]) == []
    assert len(over_ceilings([Prize(winner, rank, 1, most + 1)])) == 1
