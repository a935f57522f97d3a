"""The rules of a contest (thể lệ): every setting that decides a result, frozen when the contest opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Counted = Literal["best", "last", "first"]
Explanations = Literal["after_close", "after_submit"]
RankingKey = Literal["score", "time_used", "submitted_at"]

COUNTED: tuple[Counted, ...] = ("best", "last", "first")
EXPLANATIONS: tuple[Explanations, ...] = ("after_close", "after_submit")
RANKING_KEYS: tuple[RankingKey, ...] = ("score", "time_used", "submitted_at")
MOST_QUESTIONS, MOST_MINUTES, MOST_ATTEMPTS = 200, 600, 50
# An answer that the entrant gave in time may travel this long; the same for everybody, and published.
GRACE_SECONDS = 2


class RulesError(ValueError):
    """A setting is missing, unknown or out of range. `field` names it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


@dataclass(frozen=True, slots=True)
class Rules:
    """blueprint: code of topic → number of questions. counted: which of a person's papers counts.

    explanations: "after_submit" shows them once a person has used every attempt, "after_close"
    once the contest is over. ranking: what decides places, most important first.
    """

    blueprint: Mapping[str, int]
    minutes: int
    attempts: int
    counted: Counted
    explanations: Explanations
    ranking: tuple[RankingKey, ...]

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(self.blueprint.values())

    @classmethod
    def from_json(cls, given: object) -> "Rules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        if not isinstance(given, Mapping):
            raise RulesError("rules", "must be an object")
        for field in given:
            if field not in _READERS:
                raise RulesError(str(field), "unknown")
        for field in _READERS:
            if field not in given:
                raise RulesError(field, "missing")
        return cls(**{field: read(field, given[field]) for field, read in _READERS.items()})

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return {
            "blueprint": dict(sorted(self.blueprint.items())),
            "minutes": self.minutes,
            "attempts": self.attempts,
            "counted": self.counted,
            "explanations": self.explanations,
            "ranking": list(self.ranking),
        }


def _whole(most: int) -> Callable[[str, object], int]:
    def read(field: str, given: object) -> int:
        if not isinstance(given, int) or isinstance(given, bool):
            raise RulesError(field, "must be a whole number")
        if not 1 <= given <= most:
            raise RulesError(field, f"must be between 1 and {most}")
        return given

    return read


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, object], str]:
    def read(field: str, given: object) -> str:
        if given not in allowed:
            raise RulesError(field, f"must be one of {', '.join(allowed)}")
        return str(given)

    return read


def _blueprint(field: str, given: object) -> Mapping[str, int]:
    if not isinstance(given, Mapping) or not given:
        raise RulesError(field, "must name at least one topic")
    count = _whole(MOST_QUESTIONS)
    read = {str(topic): count(f"{field}.{topic}", wanted) for topic, wanted in given.items()}
    if sum(read.values()) > MOST_QUESTIONS:
        raise RulesError(field, f"must ask at most {MOST_QUESTIONS} questions")
    return read


def _ranking(field: str, given: object) -> tuple[RankingKey, ...]:
    if not isinstance(given, list | tuple) or not given:
        raise RulesError(field, "must list at least one key")
    for key in given:
        if key not in RANKING_KEYS:
            raise RulesError(field, f"must be made of {', '.join(RANKING_KEYS)}")
    if len(set(given)) != len(given):
        raise RulesError(field, "names a key twice")
    if given[0] != "score":
        raise RulesError(field, "must begin with score")
    return tuple(given)


_READERS: dict[str, Callable[[str, object], Any]] = {
    "blueprint": _blueprint,
    "minutes": _whole(MOST_MINUTES),
    "attempts": _whole(MOST_ATTEMPTS),
    "counted": _one_of(COUNTED),
    "explanations": _one_of(EXPLANATIONS),
    "ranking": _ranking,
}
