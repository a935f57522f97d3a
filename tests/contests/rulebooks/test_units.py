"""Rulebooks that rank units too: played so that every key decides somewhere, and ranked by hand."""

from collections import Counter
from datetime import timedelta

import pytest

from contests.drafts.starting import Source
from contests.models import Contest
from contests.papers.sitting import start_paper
from contests.refusals import AttemptsUsed
from contests.review.deciding import decide_tie
from contests.units.deciding import decide_unit_tie
from people.models import Unit, User
from questionbank.blueprint import Slot
from tests.conftest import NOON
from tests.contests.builders import make_document, make_question, make_topic
from tests.contests.roster_cast import with_headcount
from tests.contests.rulebooks.played import WEEK, begun, citizen, make_topics, ranked, sits, units_ranked

HOUR = timedelta(hours=1)
OVER = NOON + timedelta(days=60)


def unit(parent: Unit, name: str, block: str = "commune") -> Unit:
    kind = Unit.Kind.COMMUNE if block == "commune" else Unit.Kind.DEPARTMENT
    return Unit.objects.create(code=name, name=name, kind=kind, parent=parent, block=block)


class TestThanhKhe2026:
    """40 questions of four regulations, 18/8/8/6, in three fixed papers; points, time, participants, then the board.

    Seven take part. an has 40 in 600 s, bình 40 in 700 s. chi, dũng and em have 39 in 600 s: dũng guessed 7, chi 6, em
    nothing, so that em has no precedence. giang and hải have 38 in 500 s and guessed 7: equal in everything, and the
    ladder gives place 6 the last second prize and place 7 the first third prize, so that the board must decide.

    Ngũ (2 of 2 people) and Tam (3 of 4, one of them exempted, so 3 of 3) have 100 %; Ngũ's mean is (40+40)/2 = 40.00,
    Tam's (39+39+39)/3 = 39.00. Nhị has 2 of 3, 66.67 %, and under 70 % no place.
    """

    @pytest.fixture
    def sources(self, tam: User) -> list[Source]:
        sources = []
        for number, count in enumerate((18, 9, 9, 7), start=1):
            document = make_document(f"{number}/2025/NĐ-CP")
            for _ in range(count):
                make_question(make_topic("a"), tam, document=document)
            sources.append(Source(Slot(1, document=document.pk), count))
        return sources

    @pytest.fixture
    def contest(self, sources: list[Source], alice: User, province: Unit) -> Contest:
        contest = begun("thanh_khe_2026", alice, province, sources)
        ngu, tam_, nhi = (unit(province, name) for name in ("Ngũ", "Tam", "Nhị"))
        for each, people, exempted in ((ngu, 2, 0), (tam_, 4, 1), (nhi, 3, 0)):
            with_headcount(contest, each, people, alice, exempted)
        sits(contest, "hai", nhi, right=38, seconds=500, foretold=7)
        sits(contest, "giang", nhi, right=38, seconds=500, foretold=7)
        sits(contest, "em", tam_, right=39, seconds=600)
        sits(contest, "chi", tam_, right=39, seconds=600, foretold=6)
        sits(contest, "dung", tam_, right=39, seconds=600, foretold=7)
        sits(contest, "binh", ngu, right=40, seconds=700)
        sits(contest, "an", ngu, right=40, seconds=600)
        return contest

    def test_people(self, contest: Contest, alice: User) -> None:
        ladder = [
            (1, "an", "first"), (2, "binh", "second"), (3, "dung", "second"), (4, "chi", "second"), (5, "em", "second"),
        ]  # fmt: skip
        assert ranked(contest, OVER) == [*ladder, (6, "hai", "?"), (6, "giang", "?")]
        equals = [contest.entrants.get(user__username=name).pk for name in ("giang", "hai")]
        decide_tie(of=contest, entrants=equals, reason="Bốc thăm trước Ban Tổ chức", by=alice, now=OVER)
        assert ranked(contest, OVER) == [*ladder, (6, "giang", "second"), (7, "hai", "third")]

    def test_units(self, contest: Contest) -> None:
        assert units_ranked(contest, OVER) == [(1, "Ngũ", ""), (2, "Tam", ""), (0, "Nhị", "rate")]

    def test_units_equal_in_rate_and_mean_wait_for_the_board(
        self, sources: list[Source], alice: User, province: Unit
    ) -> None:
        contest = begun("thanh_khe_2026", alice, province, sources)
        nhat, nhi = unit(province, "Nhất"), unit(province, "Nhị")
        for each, name in ((nhat, "an"), (nhi, "binh")):
            with_headcount(contest, each, 1, alice)
            sits(contest, name, each, right=30, seconds=100)
        assert units_ranked(contest, OVER) == [(1, "Nhất", ""), (1, "Nhị", "")]
        decide_unit_tie(of=contest, units=[nhi.pk, nhat.pk], reason="Ban Tổ chức họp", by=alice, now=OVER)
        assert units_ranked(contest, OVER) == [(1, "Nhị", ""), (2, "Nhất", "")]

    def test_there_are_three_papers_of_18_8_8_6_and_everybody_has_one_of_them(
        self, contest: Contest, sources: list[Source]
    ) -> None:
        held = set()
        for paper in contest.papers.all():
            questions = list(paper.questions.values_list("version_id", "version__citations__provision__document"))
            by_document = Counter(document for _version, document in questions)
            assert [by_document[source.slot.document] for source in sources] == [18, 8, 8, 6]
            held.add(frozenset(version for version, _document in questions))
        fixed = {
            frozenset(version for version, _points in one.questions) for one in contest.rounds.get().fixed_papers.all()
        }
        assert (len(fixed), held <= fixed) == (3, True)


def test_hai_duong_2024(tam: User, alice: User, province: Unit, bob: User) -> None:
    """Three attempts a week, the best counts; points, nearest guess of the all-correct, time used, handed in earlier.

    Week 1. an had 18, 20, 15: 20 counts; bình has 20: two all correct. an guessed 1, bình 2: bình first though slower.
    chi, dũng, em, giang have 19 and guessed 2, but giang nothing: dũng in 80 s, chi and em in 90 s, chi earlier.
    Units: Nhất 2 of 2 = 100 %; Nhị and Tam 2 of 3 = 66.67 %, Nhị's mean (19+19)/2 = 19, Tam's (20+19)/2 = 19.5, so
    Tam stands before Nhị; Tứ 0 of 3. Week 2: an of Nhất sits, 1 of 2 = 50 %, which is enough; Tam has 1 of 3.
    """
    contest = begun("hai_duong_2024", alice, province, make_topics(tam, {"a": 25}))
    nhat, nhi, tam_, tu = (unit(province, name) for name in ("Nhất", "Nhị", "Tam", "Tứ"))
    first, second, *_rest = contest.rounds.all()
    for one in (first, second):
        for each, people in ((nhat, 2), (nhi, 3), (tam_, 3), (tu, 3)):
            with_headcount(one, each, people, alice)
    for right, hours in ((18, 0), (20, 1), (15, 2)):
        sits(contest, "an", nhat, right=right, seconds=100, foretold=1, after=hours * HOUR)
    sits(contest, "giang", nhat, right=19, seconds=20)
    sits(contest, "em", nhi, right=19, seconds=90, foretold=2, after=HOUR)
    sits(contest, "chi", nhi, right=19, seconds=90, foretold=2)
    sits(contest, "dung", tam_, right=19, seconds=80, foretold=2, after=HOUR)
    sits(contest, "binh", tam_, right=20, seconds=200, foretold=2)
    sits(contest, "an", nhat, right=5, seconds=100, foretold=0, after=WEEK)
    sits(contest, "binh", tam_, right=20, seconds=100, foretold=0, after=WEEK)
    assert ranked(first, OVER) == [
        (1, "binh", "first"), (2, "an", "second"), (3, "dung", "second"), (4, "chi", "third"), (5, "em", "third"),
        (6, "giang", "third"),
    ]  # fmt: skip
    assert units_ranked(first, OVER) == [(1, "Nhất", ""), (2, "Tam", ""), (3, "Nhị", ""), (0, "Tứ", "nobody")]
    assert units_ranked(second, OVER) == [
        (1, "Nhất", ""), (0, "Tam", "rate"), (0, "Nhị", "nobody"), (0, "Tứ", "nobody"),
    ]  # fmt: skip


def test_hue_2025(tam: User, alice: User, province: Unit) -> None:
    """Four weeks of one attempt; staff and citizens are asked from banks of their own; units stand within their block.

    Week 1, eight take part. an, bình and giang have 15: an guessed 8, bình 7 and was faster, giang nothing. dũng, the
    citizen, chi and em have 14 and guessed 8: dũng and the citizen in 100 s, she an hour later, chi in 200, em in 300.
    hải has 13. One first, one second, one third and three encouragement prizes reach six people.
    Every unit has 100 %. Departments: Sở A alone. Communes: Xã C's mean is 15; those of Xã B, (14+14)/2, and of Xã D,
    (15+13)/2, are both 14, and D has somebody with everything right. The province, with the citizen, has no roster.
    """
    staff, public = make_topics(tam, {"a": 18}), make_topics(tam, {"c": 16})
    contest = begun("hue_2025", alice, province, staff, public=public)
    so_a, xa_b = unit(province, "Sở A", "department"), unit(province, "Xã B")
    xa_c, xa_d = unit(province, "Xã C"), unit(province, "Xã D")
    first = contest.rounds.get(position=1)
    for each, people in ((so_a, 2), (xa_b, 2), (xa_c, 1), (xa_d, 2)):
        with_headcount(first, each, people, alice)
    an = sits(contest, "an", so_a, right=15, seconds=300, foretold=8)
    sits(contest, "chi", so_a, right=14, seconds=200, foretold=8)
    sits(contest, "em", xa_b, right=14, seconds=300, foretold=8)
    sits(contest, "dung", xa_b, right=14, seconds=100, foretold=8)
    sits(contest, "binh", xa_c, right=15, seconds=100, foretold=7)
    sits(contest, "giang", xa_d, right=15, seconds=10)
    sits(contest, "hai", xa_d, right=13, seconds=10, foretold=8)
    hoa = citizen(contest, "Lê Thị Hoa", "0912345678", NOON, province)
    paper = sits(contest, hoa, province, right=14, seconds=100, foretold=8, after=HOUR)
    topics = [set(one.questions.values_list("version__question__topic__code", flat=True)) for one in (an, paper)]
    assert topics == [{"a"}, {"c"}]
    assert ranked(first, OVER) == [
        (1, "an", "first"), (2, "binh", "second"), (3, "giang", "third"), (4, "dung", "encouragement"),
        (5, "Lê Thị Hoa", "encouragement"), (6, "chi", "encouragement"), (7, "em", ""), (8, "hai", ""),
    ]  # fmt: skip
    placed = [line for line in units_ranked(first, OVER) if line[0]]
    assert placed == [(1, "Xã C", ""), (2, "Xã D", ""), (3, "Xã B", ""), (1, "Sở A", "")]
    with pytest.raises(AttemptsUsed):
        start_paper(entrant=hoa, now=NOON + 2 * HOUR)
