"""What comes next, and a simulated learner over weeks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.ordering import Known, New, WeakTopic, ahead_order, due_order, new_order
from practice.scheduling import Memory, recall, reviewed
from practice.streaks import end_of_day
from practice.strength import Outcome, strengths

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
EVENING = end_of_day(NOON)
DAY = timedelta(days=1)


def held(due_at: datetime, *, learning: bool = False, stability: float = 5.0, last: datetime | None = None) -> Memory:
    return Memory(due_at, last or due_at - DAY * stability, stability, 5.0, learning)


class TestDue:
    def test_what_was_just_wrong_comes_first_then_the_likeliest_forgotten(self) -> None:
        wrong = Known(1, 1, held(NOON, learning=True))
        longer_wrong = Known(2, 1, held(NOON - timedelta(minutes=5), learning=True))
        fading = Known(3, 1, held(NOON - 9 * DAY, last=NOON - 14 * DAY))
        firmer = Known(4, 1, held(NOON, last=NOON - 5 * DAY))
        order = due_order([firmer, wrong, fading, longer_wrong], now=NOON, day_ends=EVENING)
        assert [one.question for one in order] == [2, 1, 3, 4]

    def test_a_question_of_today_is_due_all_day_and_one_of_tomorrow_is_not(self) -> None:
        tonight = Known(1, 1, held(EVENING - timedelta(seconds=1)))
        midnight = Known(2, 1, held(EVENING))
        assert due_order([tonight, midnight], now=NOON, day_ends=EVENING) == [tonight]

    def test_what_is_being_learnt_waits_for_its_minute(self) -> None:
        soon = Known(1, 1, held(NOON + timedelta(minutes=8), learning=True))
        later = Known(2, 1, held(NOON + timedelta(minutes=40), learning=True))
        assert due_order([soon, later], now=NOON, day_ends=EVENING) == []
        assert ahead_order([later, soon], now=NOON) == [soon]

    @given(st.lists(st.tuples(st.integers(-30, 3), st.floats(0.5, 60), st.booleans()), max_size=20))
    def test_nothing_due_is_lost_and_nothing_else_comes(self, rows: list[tuple[int, float, bool]]) -> None:
        known = [
            Known(pk, 1, held(NOON + days * DAY, learning=learning, stability=stability))
            for pk, (days, stability, learning) in enumerate(rows)
        ]
        order = due_order(known, now=NOON, day_ends=EVENING)
        expected = {one.question for one in known if one.memory.due_at <= (NOON if one.memory.learning else EVENING)}
        assert {one.question for one in order} == expected - {
            one.question for one in known if not one.memory.learning and one.memory.due_at == EVENING
        }
        chances = [recall(one.memory, NOON) for one in order if not one.memory.learning]
        assert chances == sorted(chances)


class TestNew:
    weak = (WeakTopic(1, 0.3, 0.1, 0.5), WeakTopic(2, 0.9, 0.8, 0.95))

    def put(self, fresh: Iterable[New], given_today: dict[int, int] | None = None) -> list[int]:
        order = new_order(list(fresh), self.weak, given_today=given_today or {}, chance=Random(1))
        return [one.topic for one in order]

    def test_the_weakest_topic_first_what_is_unknown_before_what_is_strong(self) -> None:
        assert self.put([New(1, 2), New(2, 3), New(3, 1)]) == [1, 3, 2]

    def test_the_weakest_is_met_most_and_not_alone(self) -> None:
        fresh = [New(pk, 1 + pk % 3) for pk in range(60)]
        first = Counter(self.put(fresh)[:10])
        assert first[1] > first[3] > first[2]

    def test_what_was_had_today_counts(self) -> None:
        fresh = [New(1, 1), New(2, 3)]
        assert self.put(fresh) == [1, 3]
        assert self.put(fresh, {1: 3}) == [3, 1]

    @given(st.lists(st.integers(1, 5), max_size=30), st.integers())
    def test_every_new_question_comes_once_and_chance_alone_decides_within_a_topic(
        self, topics: list[int], seed: int
    ) -> None:
        fresh = [New(pk, topic) for pk, topic in enumerate(topics)]
        one, other = (new_order(some, self.weak, given_today={}, chance=Random(seed)) for some in (fresh, fresh[::-1]))
        assert sorted(each.question for each in one) == list(range(len(topics)))
        assert one == other


class TestStrength:
    def test_the_latest_answer_to_a_question_counts(self) -> None:
        first, then = Outcome(1, 7, 0.0, NOON), Outcome(1, 7, 1.0, NOON + DAY)
        assert strengths([first, then]) == strengths([then, first]) == strengths([then])

    def test_the_weakest_comes_first_and_more_answers_make_it_surer(self) -> None:
        few = [Outcome(pk, 1, 1.0, NOON) for pk in range(2)]
        many = [Outcome(pk, 2, float(pk % 4 == 0), NOON) for pk in range(100, 140)]
        weak, strong = strengths([*few, *many])
        assert (weak.topic_id, strong.topic_id) == (2, 1)
        assert weak.low < weak.share < weak.high
        assert weak.high - weak.low < strong.high - strong.low

    def test_two_wrong_answers_make_no_topic_hopeless(self) -> None:
        assert strengths([Outcome(pk, 1, 0.0, NOON) for pk in range(2)])[0].share == pytest.approx(0.25)

    @given(st.floats(0, 1), st.floats(0, 0.5), st.integers(0, 30))
    def test_what_was_known_before_is_where_it_begins(self, share: float, half: float, wrong: int) -> None:
        before = [WeakTopic(1, share, max(0.0, share - half), min(1.0, share + half))]
        (alone,) = strengths([], before)
        assert alone.share == pytest.approx(min(max(share, 0.01), 0.99))
        (after,) = strengths([Outcome(pk, 1, 0.0, NOON) for pk in range(wrong)], before)
        assert after.share <= alone.share
        if wrong >= 25:
            assert after.share < 0.5  # practice can change any picture


@dataclass
class Learner:
    """Somebody who knows a share of each topic beforehand, learns what is shown, and forgets as FSRS expects."""

    knows: dict[int, float]  # by topic
    chance: Random
    memories: dict[int, Memory] = field(default_factory=dict)
    met: dict[int, int] = field(default_factory=dict)  # question → topic
    outcomes: list[Outcome] = field(default_factory=list)
    shown: list[tuple[int, int, int, bool]] = field(default_factory=list)  # day, question, topic, right

    def answer(self, day: int, new: New | Known, now: datetime) -> None:
        before = self.memories.get(new.question)
        remembers = self.knows[new.topic] if before is None else recall(before, now)
        right = self.chance.random() < remembers
        self.met[new.question] = new.topic
        self.memories[new.question] = reviewed(before, fraction=float(right), now=now)
        self.outcomes.append(Outcome(new.question, new.topic, float(right), now))
        self.shown.append((day, new.question, new.topic, right))


WEAK, STRONG = 1, 2


@cache
def weeks(seed: int, *, days: int = 28, goal: int = 12, stock: int = 80) -> Learner:
    """Let a learner answer `goal` questions each noon, a minute apart, as `turns.next_turn` puts them."""
    learner = Learner({WEAK: 0.25, STRONG: 0.95}, Random(seed))
    questions = {pk: WEAK if pk % 2 else STRONG for pk in range(stock)}
    for day in range(days):
        given: Counter[int] = Counter()
        for minute in range(goal):
            now = NOON + DAY * day + timedelta(minutes=minute)
            known = [Known(pk, learner.met[pk], memory) for pk, memory in learner.memories.items()]
            fresh = [New(pk, topic) for pk, topic in questions.items() if pk not in learner.memories]
            weak = strengths(learner.outcomes)
            order: list[New | Known] = [
                *due_order(known, now=now, day_ends=end_of_day(now)),
                *new_order(fresh, weak, given_today=given, chance=learner.chance),
                *ahead_order(known, now=now),
            ]
            if order:
                given[order[0].topic] += isinstance(order[0], New)
                learner.answer(day, order[0], now)
    return learner


@pytest.mark.parametrize("seed", range(5))
class TestWeeks:
    def test_the_weak_topic_is_practised_most(self, seed: int) -> None:
        shown = Counter(topic for _day, _question, topic, _right in weeks(seed).shown)
        assert shown[WEAK] > 1.5 * shown[STRONG]

    def test_new_questions_come_from_the_weak_topic_first(self, seed: int) -> None:
        firsts: dict[int, list[int]] = {WEAK: [], STRONG: []}
        seen = set()
        for day, question, topic, _right in weeks(seed).shown:
            if question not in seen:
                seen.add(question)
                firsts[topic].append(day)
        middle = {topic: sorted(days)[len(days) // 2] for topic, days in firsts.items()}
        assert len(firsts[WEAK]) >= len(firsts[STRONG])
        assert middle[WEAK] <= middle[STRONG]

    def test_what_was_wrong_comes_back_first_and_what_was_known_comes_back_later(self, seed: int) -> None:
        last: dict[int, tuple[int, bool]] = {}
        pauses: dict[bool, list[int]] = {True: [], False: []}
        for day, question, _topic, right in weeks(seed).shown:
            if question in last:
                then, was_right = last[question]
                pauses[was_right].append(day - then)
            last[question] = (day, right)
        assert max(pauses[False]) <= 1  # the same day, or the next
        assert sum(pauses[True]) / len(pauses[True]) > 2

    def test_at_the_end_the_weak_topic_is_remembered(self, seed: int) -> None:
        learner = weeks(seed)
        end = NOON + DAY * 28
        chances = [recall(memory, end) for pk, memory in learner.memories.items() if learner.met[pk] == WEAK]
        assert sum(chances) / len(chances) > 0.8

    def test_pauses_grow_the_oftener_a_question_was_right(self, seed: int) -> None:
        learner = weeks(seed)
        pauses: dict[bool, list[float]] = {True: [], False: []}
        rights: Counter[int] = Counter()
        for _day, question, _topic, right in learner.shown:
            rights[question] = rights[question] + 1 if right else 0
        for pk, memory in learner.memories.items():
            pauses[rights[pk] >= 3].append((memory.due_at - memory.last_at) / DAY)
        often, seldom = (sum(some) / len(some) for some in (pauses[True], pauses[False]))
        assert often > 2 * seldom
