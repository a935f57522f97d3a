"""The rules of a contest (thể lệ): every setting that decides a result, frozen when the contest opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from questionbank.blueprint import Slot, by_topic
from questionbank.kinds import KINDS

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
    """blueprint: what a paper asks, slot by slot. counted: which of a person's papers counts.

    explanations: "after_submit" shows them once a person has used every attempt, "after_close"
    once the contest is over. ranking: what decides places, most important first.
    """

    blueprint: tuple[Slot, ...]
    minutes: int
    attempts: int
    counted: Counted
    explanations: Explanations
    ranking: tuple[RankingKey, ...]

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(slot.count for slot in self.blueprint)

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
            "blueprint": [slot.to_json() for slot in self.blueprint],
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


def _blueprint(field: str, given: object) -> tuple[Slot, ...]:
    """Read a list of slots, or, where topics are all that is asked, code of topic → number of questions."""
    if isinstance(given, Mapping) and given:
        count = _whole(MOST_QUESTIONS)
        read = by_topic({str(topic): count(f"{field}.{topic}", wanted) for topic, wanted in given.items()})
    elif isinstance(given, list | tuple) and given:
        read = tuple(_slot(f"{field}.{place}", slot) for place, slot in enumerate(given))
    else:
        raise RulesError(field, "must name at least one topic")
    if sum(slot.count for slot in read) > MOST_QUESTIONS:
        raise RulesError(field, f"must ask at most {MOST_QUESTIONS} questions")
    return read


def _slot(field: str, given: object) -> Slot:
    if not isinstance(given, Mapping) or not set(given) <= {"count", "topic", "document", "difficulty", "kind"}:
        raise RulesError(field, "must be a slot")
    kind, topic = given.get("kind", ""), given.get("topic", "")
    if not isinstance(topic, str) or (kind and kind not in KINDS):
        raise RulesError(field, "names a topic or kind that is none")
    return Slot(
        count=_whole(MOST_QUESTIONS)(f"{field}.count", given.get("count")),
        topic=topic,
        document=_whole(2**31)(f"{field}.document", given["document"]) if given.get("document") else 0,
        difficulty=_whole(3)(f"{field}.difficulty", given["difficulty"]) if given.get("difficulty") else 0,
        kind=kind,
    )


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
