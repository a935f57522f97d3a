from datetime import timedelta

import pytest

from contests.models import Contest, Entrant
from contests.refusals import Refused
from contests.review.deciding import decide_tie, disqualify, requalify
from contests.review.refusals import AlreadySo, NotEqual, ReasonMissing
from contests.standings import standings
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_rules, make_user, sit

AFTER = NOON + timedelta(hours=3)


@pytest.fixture
def tied(bank: None, alice: User, province: Unit, commune: Unit) -> Contest:
    """an and binh are equal in every key, chi is worse."""
    contest = make_contest(alice, province, NOON, rules=make_rules(ties="board", ranking=["score", "time_used"]))
    for name, right in (("an", 3), ("binh", 3), ("chi", 1)):
        sit(contest, make_user(name, commune), right=right, start=NOON)
    return contest


def places(contest: Contest) -> list[tuple[int, str]]:
    names = dict(contest.entrants.values_list("pk", "full_name"))
    return [(line.place, names[line.entrant].split()[-1]) for line in standings(contest, AFTER)]


def entrant(contest: Contest, name: str) -> Entrant:
    return contest.entrants.get(full_name__endswith=name)


def test_the_disqualified_leave_every_list_and_come_back_as_they_were(tied: Contest, alice: User) -> None:
    out = entrant(tied, "an")
    disqualify(entrant=out, reason="Nhờ người thi hộ.", by=alice, now=AFTER)
    assert places(tied) == [(1, "binh"), (2, "chi")]
    requalify(entrant=out, reason="Đã xác minh là nhầm.", by=alice, now=AFTER)
    assert places(tied) == [(1, "an"), (1, "binh"), (3, "chi")]
    kinds = list(tied.record.values_list("kind", flat=True))
    assert kinds == ["opened", "disqualified", "disqualification_undone"]


def test_disqualifying_asks_for_a_reason_and_happens_once(tied: Contest, alice: User) -> None:
    out = entrant(tied, "an")
    with pytest.raises(ReasonMissing):
        disqualify(entrant=out, reason="", by=alice, now=AFTER)
    with pytest.raises(AlreadySo):
        requalify(entrant=out, reason="x", by=alice, now=AFTER)
    disqualify(entrant=out, reason="x", by=alice, now=AFTER)
    with pytest.raises(AlreadySo):
        disqualify(entrant=out, reason="x", by=alice, now=AFTER)


def test_the_board_parts_equals_and_may_think_again(tied: Contest, alice: User) -> None:
    an, binh = entrant(tied, "an").pk, entrant(tied, "binh").pk
    decide_tie(of=tied, entrants=[binh, an], reason="Bốc thăm trước Ban Tổ chức.", by=alice, now=AFTER)
    assert places(tied) == [(1, "binh"), (2, "an"), (3, "chi")]
    decide_tie(of=tied, entrants=[an, binh], reason="Bốc thăm lại.", by=alice, now=AFTER + timedelta(minutes=1))
    assert places(tied) == [(1, "an"), (2, "binh"), (3, "chi")]


@pytest.mark.parametrize("names", [["an"], ["an", "chi"], ["an", "an"], ["an", "binh", "chi"], []])
def test_the_board_overturns_no_ranking(tied: Contest, alice: User, names: list[str]) -> None:
    with pytest.raises(NotEqual):
        decide_tie(of=tied, entrants=[entrant(tied, n).pk for n in names], reason="x", by=alice, now=AFTER)


def test_where_the_rules_share_places_the_board_parts_nobody(
    bank: None, alice: User, province: Unit, commune: Unit
) -> None:
    contest = make_contest(alice, province, NOON, rules=make_rules(ranking=["score"]))
    for name in ("an", "binh"):
        sit(contest, make_user(name, commune), right=2, start=NOON)
    both = list(contest.entrants.values_list("pk", flat=True))
    with pytest.raises(Refused):
        decide_tie(of=contest, entrants=both, reason="x", by=alice, now=AFTER)


def test_unless_a_prize_hangs_on_it(bank: None, alice: User, province: Unit, commune: Unit) -> None:
    prize = {"winner": "person", "rank": "first", "count": 1, "amount": 0, "scope": "contest", "title": ""}
    contest = make_contest(alice, province, NOON, rules=make_rules(ranking=["score"], prizes=[prize]))
    for name in ("an", "binh"):
        sit(contest, make_user(name, commune), right=2, start=NOON)
    both = [entrant(contest, "binh").pk, entrant(contest, "an").pk]
    decide_tie(of=contest, entrants=both, reason="Bốc thăm.", by=alice, now=AFTER)
    assert [(line.place, line.award.undecided) for line in standings(contest, AFTER)] == [(1, False), (2, False)]
    decide_tie(of=contest, entrants=both[::-1], reason="Xét lại.", by=alice, now=AFTER + timedelta(minutes=1))
    assert places(contest) == [(1, "an"), (2, "binh")]
