"""When a question is put to a person again: FSRS (Free Spaced Repetition Scheduler, version 6, with its published
parameters, which were fitted to some hundred million reviews of other learners).

What a person is likely to remember falls with the days since they last answered; a question comes back when that
chance has fallen to WANTED. A right answer makes the next pause longer, a wrong one brings the question back in
STEP and shortens the pauses after it. No chance is added to the pauses, so the same answers always give the same days.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from fsrs import Card, Rating, Scheduler, State

Feel = Literal["", "hard", "good", "easy"]

FEELS: tuple[Feel, ...] = ("hard", "good", "easy")
WANTED = 0.9  # chance of remembering at which a question comes back
STEP = timedelta(minutes=10)  # after a wrong answer, and after the first one that was hard
LONGEST_DAYS = 365
_RIGHT: dict[Feel, Rating] = {"": Rating.Good, "hard": Rating.Hard, "good": Rating.Good, "easy": Rating.Easy}
_scheduler = Scheduler(
    desired_retention=WANTED,
    learning_steps=(STEP,),
    relearning_steps=(STEP,),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a person's memory of a question.

    learning: it was wrong or hard the last time, and comes back within minutes. stability: days until the chance of
    remembering has fallen to 0.9. difficulty: 1 (easy) to 10.
    """

    due_at: datetime
    last_at: datetime
    stability: float
    difficulty: float
    learning: bool
    lapsed: bool = False  # it had been known before it was wrong


def is_right(fraction: float) -> bool:
    """Say whether an answer that earned this share of the marks counts as remembered: only a whole one does."""
    return fraction >= 1.0


def reviewed(before: Memory | None, *, fraction: float, feel: Feel = "", now: datetime) -> Memory:
    """Return the memory after an answer at `now` that earned `fraction`. before: None for the first answer.

    feel: how hard the person found a right answer; of a wrong one nobody is asked.
    """
    rating = _RIGHT[feel] if is_right(fraction) else Rating.Again
    card, _log = _scheduler.review_card(_card(before, now), rating, now.astimezone(UTC))
    return Memory(
        due_at=card.due,
        last_at=now,
        stability=card.stability or 0.0,  # set by every review
        difficulty=card.difficulty or 0.0,
        learning=card.state != State.Review,
        lapsed=card.state == State.Relearning,
    )


def recall(memory: Memory, now: datetime) -> float:
    """Return the chance, from 0 to 1, that the question is remembered at `now`."""
    return float(_scheduler.get_card_retrievability(_card(memory, now), now.astimezone(UTC)))


def _card(memory: Memory | None, now: datetime) -> Card:
    if memory is None:
        return Card(card_id=0, due=now.astimezone(UTC))
    relearning = State.Relearning if memory.lapsed else State.Learning
    return Card(
        card_id=0,  # FSRS keeps it for the caller; ours are told apart by person and question
        state=relearning if memory.learning else State.Review,
        step=0 if memory.learning else None,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at.astimezone(UTC),
        last_review=memory.last_at.astimezone(UTC),
    )
