"""The rules of a contest (thể lệ): every setting that decides a result, frozen when the contest opens.

`PaperRules` hold for the papers of one round, `Rules` for the contest as a whole.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Literal

from contests.prizes import Prize, read_prizes
from contests.settings import Reader, RulesError, flag, one_of, read_settings, some_of, whole
from contests.units.rules import UnitRules
from questionbank.blueprint import FULL_POINTS, Slot, by_topic
from questionbank.kinds import KINDS

Counted = Literal["best", "last", "first"]
Explanations = Literal["after_close", "after_contest", "after_submit"]
Paging = Literal["one", "all"]
Predicts = Literal["", "participants", "entries", "all_correct"]
RankingKey = Literal["score", "prediction", "time_used", "time_correct", "submitted_at", "lots"]
Overall = Literal["sum", "none"]
Ties = Literal["share", "board"]

COUNTED: tuple[Counted, ...] = ("best", "last", "first")
EXPLANATIONS: tuple[Explanations, ...] = ("after_close", "after_contest", "after_submit")
PAGING: tuple[Paging, ...] = ("one", "all")
PREDICTS: tuple[Predicts, ...] = ("", "participants", "entries", "all_correct")
RANKING_KEYS: tuple[RankingKey, ...] = ("score", "prediction", "time_used", "time_correct", "submitted_at", "lots")
OVERALL: tuple[Overall, ...] = ("sum", "none")
TIES: tuple[Ties, ...] = ("share", "board")
MOST_QUESTIONS, MOST_MINUTES, MOST_ATTEMPTS = 200, 600, 50
MOST_APPEAL_DAYS, MOST_SETS, MOST_FREEZE_HOURS = 30, 20, 168
MOST_POINTS = 10_000  # hundredths of a point, for one question
# An answer that the entrant gave in time may travel this long; the same for everybody, and published.
GRACE_SECONDS = 2
GRACE = timedelta(seconds=GRACE_SECONDS)


@dataclass(frozen=True, slots=True)
class PaperRules:
    """What decides the papers of one round.

    blueprint: what a paper asks, slot by slot. attempts: in all, per_day: on one day; 0 sets no limit.
    counted: which of a person's papers counts. explanations: "after_submit" shows them once a person has used every
    attempt, "after_close" once the round is over, "after_contest" once the contest is. shuffle_*: whether each paper
    has an order of its own. back: whether one may return to a question, where a page shows one. wrong: what a wrong
    answer takes away, in hundredths of what the question earns. predicts: the figure that every paper asks to foretell.
    sets: how many fixed papers there are, of which chance gives each entrant one; 0: every paper is drawn by itself.
    public_blueprint: what is asked of those who register without an account; empty: the same as of everybody.
    """

    blueprint: tuple[Slot, ...]
    minutes: int
    attempts: int = 1
    per_day: int = 0
    counted: Counted = "best"
    explanations: Explanations = "after_close"
    shuffle_questions: bool = True
    shuffle_choices: bool = True
    paging: Paging = "one"
    back: bool = True
    wrong: int = 0
    predicts: Predicts = ""
    sets: int = 0
    public_blueprint: tuple[Slot, ...] = ()

    def blueprint_for(self, *, public: bool) -> tuple[Slot, ...]:
        """Return what is asked of an entrant. public: they registered without an account."""
        return self.public_blueprint if public and self.public_blueprint else self.blueprint

    @property
    def every_slot(self) -> tuple[Slot, ...]:
        """What is asked of anybody."""
        return (*self.blueprint, *self.public_blueprint)

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(slot.count for slot in self.blueprint)

    @property
    def attempts_end(self) -> bool:
        """Whether a person can ever have used every attempt."""
        return self.attempts > 0

    def may_begin(self, begun: int, begun_today: int) -> bool:
        """Say whether a person who has begun so many papers of the round may begin another today."""
        return (not self.attempts or begun < self.attempts) and (not self.per_day or begun_today < self.per_day)

    @classmethod
    def from_json(cls, given: object) -> "PaperRules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        read = cls(**read_settings(given, _PAPER_READERS))
        if read.paging == "all" and not read.back:
            raise RulesError("back", "can only be refused where a page shows one question")
        if read.public_blueprint and _worth(read.public_blueprint) != _worth(read.blueprint):
            raise RulesError("public_blueprint", "must ask as many questions for as many points as the other")
        return read

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return asdict(self) | {
            "blueprint": [slot.to_json() for slot in self.blueprint],
            "public_blueprint": [slot.to_json() for slot in self.public_blueprint],
        }


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides the places and prizes of a contest.

    ranking: what decides places, most important first. overall: "sum" adds up what counts in each round, "none" lets
    every round stand alone. ties: people equal in every key "share" the place or wait for the "board" to decide.
    appeal_days: how long after a round an appeal about its papers is taken; 0: none is. watch: whether it is noted when
    the page of a paper is left, and on which device it is sat, for the organisers to see. units: what places units.
    freeze_hours: for how long before the end of a round its boards stand still; 0: they move to the end.
    """

    ranking: tuple[RankingKey, ...] = ("score", "time_used", "submitted_at")
    overall: Overall = "sum"
    ties: Ties = "share"
    prizes: tuple[Prize, ...] = ()
    appeal_days: int = 0
    watch: bool = False
    freeze_hours: int = 0
    units: UnitRules = field(default_factory=UnitRules)

    @classmethod
    def from_json(cls, given: object) -> "Rules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _READERS))

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return asdict(self) | {
            "ranking": list(self.ranking),
            "prizes": [asdict(prize) for prize in self.prizes],
            "units": self.units.to_json(),
        }


def _blueprint(field: str, given: object) -> tuple[Slot, ...]:
    """Read a list of slots, or, where topics are all that is asked, code of topic → number of questions."""
    if isinstance(given, Mapping) and given:
        count = whole(MOST_QUESTIONS)
        read = by_topic({str(topic): count(f"{field}.{topic}", wanted) for topic, wanted in given.items()})
    elif isinstance(given, list | tuple) and given:
        read = tuple(_slot(f"{field}.{place}", slot) for place, slot in enumerate(given))
    else:
        raise RulesError(field, "must name at least one topic")
    if sum(slot.count for slot in read) > MOST_QUESTIONS:
        raise RulesError(field, f"must ask at most {MOST_QUESTIONS} questions")
    return read


def _worth(blueprint: tuple[Slot, ...]) -> tuple[int, int]:
    """Return how many questions a blueprint asks, and for how many hundredths of a point."""
    return sum(slot.count for slot in blueprint), sum(slot.count * slot.points for slot in blueprint)


def _blueprint_or_none(field: str, given: object) -> tuple[Slot, ...]:
    return () if isinstance(given, list | tuple) and not given else _blueprint(field, given)


def _slot(field: str, given: object) -> Slot:
    if not isinstance(given, Mapping) or not set(given) <= set(Slot.__dataclass_fields__):
        raise RulesError(field, "must be a slot")
    kind, topic = given.get("kind", ""), given.get("topic", "")
    if not isinstance(topic, str) or (kind and kind not in KINDS):
        raise RulesError(field, "names a topic or kind that is none")
    if kind == "prediction":
        raise RulesError(field, "asks a prediction: that is a setting of the round, not a question")
    return Slot(
        count=whole(MOST_QUESTIONS)(f"{field}.count", given.get("count")),
        topic=topic,
        document=whole(2**31)(f"{field}.document", given["document"]) if given.get("document") else 0,
        difficulty=whole(3)(f"{field}.difficulty", given["difficulty"]) if given.get("difficulty") else 0,
        kind=kind,
        points=whole(MOST_POINTS)(f"{field}.points", given.get("points", FULL_POINTS)),
    )


def _ranking(field: str, given: object) -> tuple[str, ...]:
    keys: tuple[str, ...] = some_of(RANKING_KEYS)(field, given)
    if keys[0] != "score":
        raise RulesError(field, "must begin with score")
    if "lots" in keys[:-1]:
        raise RulesError(field, "must end with lots: nobody is equal after them")
    return keys


_PAPER_READERS: dict[str, Reader] = {
    "blueprint": _blueprint,
    "minutes": whole(MOST_MINUTES),
    "attempts": whole(MOST_ATTEMPTS, 0),
    "per_day": whole(MOST_ATTEMPTS, 0),
    "counted": one_of(COUNTED),
    "explanations": one_of(EXPLANATIONS),
    "shuffle_questions": flag,
    "shuffle_choices": flag,
    "paging": one_of(PAGING),
    "back": flag,
    "wrong": whole(100, 0),
    "predicts": one_of(PREDICTS),
    "sets": whole(MOST_SETS, 0),
    "public_blueprint": _blueprint_or_none,
}
_READERS: dict[str, Reader] = {
    "ranking": _ranking,
    "overall": one_of(OVERALL),
    "ties": one_of(TIES),
    "prizes": read_prizes,
    "appeal_days": whole(MOST_APPEAL_DAYS, 0),
    "watch": flag,
    "freeze_hours": whole(MOST_FREEZE_HOURS, 0),
    "units": lambda field, given: UnitRules.from_json(given, field),
}
