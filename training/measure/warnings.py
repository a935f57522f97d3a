"""Why a person should look at a question before anybody is trained on it. Each reason is a rule with its limits
beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Warn(StrEnum):
    """The rules, strongest first. Sure: by more than SURE standard errors."""

    LIKELY_WRONG_KEY = (
        "likely_wrong_key"  # takers of a wrong choice surely did better on the rest than those of the right
    )
    NEGATIVE = "negative"  # correlation with the rest surely below 0
    AMBIGUOUS = "ambiguous"  # a wrong choice draws AMBIGUOUS_SHARE or more, no weaker than those who took the right one
    TELLS_LITTLE = "tells_little"  # correlation with the rest surely below LITTLE
    GIVES_ITSELF_AWAY = "gives_itself_away"  # facility surely above EASY
    NOBODY_KNOWS = "nobody_knows"  # facility surely below what guessing gives
    MISFIT = (
        "misfit"  # strong people miss it, or weak people know it, surely more often than its difficulty lets expect
    )
    IDLE_CHOICE = "idle_choice"  # a wrong choice taken by fewer than IDLE
    TOO_FEW = "too_few"  # fewer than FEWEST answers: nothing else is said


FEWEST = 30  # answers (convention of classical item analysis)
SURE = 2.0  # standard errors
AMBIGUOUS_SHARE = 0.2
LITTLE = 0.1
EASY = 0.9
IDLE = 0.02
SURPRISING = 1.3  # outfit (B. Wright and M. Linacre, Rasch Measurement Transactions 8 (1994): 0.7 to 1.3 for choices)
GUESSED = 0.1  # facility by chance where there is nothing to choose from


@dataclass(frozen=True)
class Option:
    """A choice as `choices.Choices` has it, and whether the key says it is right."""

    right: bool
    share: float
    rest: float
    error: float


def warnings_for(
    *, answers: int, low: float, high: float, discrimination: float, options: Sequence[Option] = ()
) -> tuple[Warn, ...]:
    """Return the rules that a question breaks. low, high: interval of the facility. options: of questions with one
    right choice.
    """
    if answers < FEWEST:
        return (Warn.TOO_FEW,)
    found = [warn for warn, holds in _rules(answers, low, high, discrimination, options) if holds]
    if Warn.LIKELY_WRONG_KEY in found:
        return tuple(w for w in found if w not in (Warn.NEGATIVE, Warn.AMBIGUOUS, Warn.TELLS_LITTLE, Warn.NOBODY_KNOWS))
    return tuple(found)


def misfits(outfit: float, deviate: float) -> bool:
    """Say whether answers surprise surely more than those to other questions. deviate: of the outfit, standard
    normal.
    """
    return outfit > SURPRISING and deviate > SURE


def _rules(
    answers: int, low: float, high: float, discrimination: float, options: Sequence[Option]
) -> list[tuple[Warn, bool]]:
    error = 1 / np.sqrt(answers)
    keys = [o for o in options if o.right]
    key = keys[0] if len(keys) == 1 else None
    wrong = [o for o in options if not o.right] if key else []
    better = any(_lead(o, key) > SURE and o.share >= IDLE for o in wrong) if key else False
    as_good = any(_lead(o, key) > 0 and o.share >= AMBIGUOUS_SHARE for o in wrong) if key else False
    known = not np.isnan(discrimination)
    chance = 1 / len(options) if key else GUESSED
    return [
        (Warn.LIKELY_WRONG_KEY, better),
        (Warn.NEGATIVE, known and discrimination + SURE * error < 0),
        (Warn.AMBIGUOUS, as_good and not better),
        (Warn.TELLS_LITTLE, known and 0 <= discrimination + SURE * error < LITTLE),
        (Warn.GIVES_ITSELF_AWAY, low > EASY),
        (Warn.NOBODY_KNOWS, high < chance),
        (Warn.IDLE_CHOICE, any(o.share < IDLE for o in wrong) and low <= EASY),
    ]


def _lead(wrong: Option, right: Option) -> float:
    """By how many standard errors takers of a wrong choice did better on the rest than takers of the right one."""
    if np.isnan(wrong.rest):
        return float("-inf")
    if np.isnan(right.rest):
        return float("inf")  # nobody took the right one
    return float((wrong.rest - right.rest) / max(np.hypot(wrong.error, right.error), 1e-12))
