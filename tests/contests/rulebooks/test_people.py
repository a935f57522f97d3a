"""Rulebooks that rank people only: each is played so that every key decides somewhere, and ranked by hand."""

from collections import Counter
from datetime import timedelta

from contests.standings import listed
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.rulebooks.played import WEEK, begun, make_topics, ranked, sits

HOUR = timedelta(hours=1)
OVER = NOON + timedelta(days=60)


def test_a_contest_of_one_round(tam: User, alice: User, province: Unit, commune: Unit) -> None:
    """Points, then time used, then who handed in earlier; equal in all of it, they share.

    an has 20 points. The others have 19: bình used 200 s, the rest 250 s. chi handed in at 12:04:10, before dũng and
    em, who both handed in at 13:04:10 and share place 4.
    """
    contest = begun("mot_dot", alice, province, make_topics(tam, {"a": 12, "c": 12}))
    sits(contest, "em", commune, right=19, seconds=250, after=HOUR)
    sits(contest, "dung", commune, right=19, seconds=250, after=HOUR)
    sits(contest, "chi", commune, right=19, seconds=250)
    sits(contest, "binh", commune, right=19, seconds=200, after=HOUR)
    sits(contest, "an", commune, right=20, seconds=900)
    assert [line[:2] for line in ranked(contest, OVER)] == [
        (1, "an"), (2, "binh"), (3, "chi"), (4, "em"), (4, "dung"),
    ]  # fmt: skip


def test_hoa_binh_2023(tam: User, alice: User, province: Unit, commune: Unit) -> None:
    """Points, then the nearest guess of how many have all ten right, then time used, then who handed in earlier.

    Round 1: an and bình have all ten right, so 2 comes true. an guessed 2 and stands before bình, who guessed 3 and was
    quicker. Of those with nine: chi, dũng and em guessed 2, dũng in 80 s, chi and em in 90 s, chi an hour before em;
    giang was quickest and guessed nothing: no guess, no precedence. One first, two second and three third prizes reach
    six people. Round 2 begins anew: only giang sits it, and stands first there.
    """
    contest = begun("hoa_binh_2023", alice, province, make_topics(tam, {"a": 8, "c": 8}))
    sits(contest, "giang", commune, right=9, seconds=10)
    sits(contest, "em", commune, right=9, seconds=90, foretold=2, after=HOUR)
    sits(contest, "chi", commune, right=9, seconds=90, foretold=2)
    sits(contest, "dung", commune, right=9, seconds=80, foretold=2, after=HOUR)
    sits(contest, "binh", commune, right=10, seconds=50, foretold=3)
    sits(contest, "an", commune, right=10, seconds=100, foretold=2)
    sits(contest, "giang", commune, right=3, seconds=100, foretold=0, after=WEEK)
    first, second, third = contest.rounds.all()
    assert ranked(first, OVER) == [
        (1, "an", "first"), (2, "binh", "second"), (3, "dung", "second"), (4, "chi", "third"), (5, "em", "third"),
        (6, "giang", "third"),
    ]  # fmt: skip
    assert (ranked(second, OVER), ranked(third, OVER)) == ([(1, "giang", "first")], [])
    assert listed(contest) == [first, second, third]  # no list adds them up


def test_lang_son(tam: User, alice: User, province: Unit, commune: Unit) -> None:
    """As many attempts as one likes, the best counts and of equally good ones the fastest; then the number of entries.

    Seven papers are handed in. an had 15, then 20 in 300 s, then 20 in 200 s: the third counts, before bình's 20 in
    250 s. chi, dũng and em have 19 in 100 s: chi and em guessed 7 exactly, dũng 10; chi handed in before em.
    """
    contest = begun("lang_son", alice, province, make_topics(tam, {"a": 24}))
    for right, seconds, hours in ((15, 60, 0), (20, 300, 1), (20, 200, 2)):
        sits(contest, "an", commune, right=right, seconds=seconds, foretold=1, after=hours * HOUR)
    sits(contest, "binh", commune, right=20, seconds=250, foretold=7)
    sits(contest, "dung", commune, right=19, seconds=100, foretold=10)
    sits(contest, "em", commune, right=19, seconds=100, foretold=7, after=HOUR)
    sits(contest, "chi", commune, right=19, seconds=100, foretold=7)
    assert [line[:2] for line in ranked(contest, OVER)] == [
        (1, "an"), (2, "binh"), (3, "chi"), (4, "em"), (5, "dung"),
    ]  # fmt: skip


def test_bo_gtvt_2020(tam: User, alice: User, province: Unit, commune: Unit) -> None:
    """Fifteen questions of seven topics, 2/2/4/2/2/1/2; points, time used, then the number of participants.

    Five take part. an has 15. The others have 14: bình in 100 s; chi, dũng and em in 120 s, of whom chi and em guessed
    5 exactly and dũng 6, and em handed in after chi.
    """
    topics = dict.fromkeys("abcdegh", 5)
    contest = begun("bo_gtvt_2020", alice, province, make_topics(tam, topics))
    paper = sits(contest, "an", commune, right=15, seconds=800, foretold=500)
    asked = Counter(paper.questions.values_list("version__question__topic__code", flat=True))
    assert [asked[code] for code in topics] == [2, 2, 4, 2, 2, 1, 2]
    sits(contest, "dung", commune, right=14, seconds=120, foretold=6)
    sits(contest, "em", commune, right=14, seconds=120, foretold=5, after=HOUR)
    sits(contest, "chi", commune, right=14, seconds=120, foretold=5)
    sits(contest, "binh", commune, right=14, seconds=100)
    assert [line[:2] for line in ranked(contest, OVER)] == [
        (1, "an"), (2, "binh"), (3, "chi"), (4, "em"), (5, "dung"),
    ]  # fmt: skip
