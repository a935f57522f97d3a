"""A rulebook (mẫu thể lệ): the rules of a contest that was really held, without its dates, its title and its topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contests.entering.rules import FOR_NEW, EntryRules
from contests.rules import MOST_QUESTIONS, PaperRules, Rules
from contests.settings import RulesError, flag, read_settings, text, whole
from questionbank.blueprint import Slot

LONGEST = 600  # characters of a sentence about a rulebook
MOST_HOURS, MOST_ROUNDS = 24 * 366, 60


@dataclass(frozen=True, slots=True)
class Window:
    """A round's hours, counted from the opening of the contest."""

    title: str
    opens: timedelta
    closes: timedelta


@dataclass(frozen=True, slots=True)
class Rulebook:
    """code: the name of its file. source: where its rules were published. told: what it says and what it leaves out.

    questions: how many a paper asks. shares: how they fall on as many sources, in the order in which they are chosen;
    empty: evenly. for_public: whether the public is asked from sources of its own. papers: rules of papers but for the
    blueprint.
    """

    code: str
    name: str
    source: str
    told: str
    questions: int
    shares: tuple[int, ...]
    for_public: bool
    windows: tuple[Window, ...]
    papers: Mapping[str, Any]
    rules: Rules
    entry: EntryRules

    def paper_rules(self, sources: Sequence[Slot], have: Sequence[int], public: Sequence[Slot] = ()) -> PaperRules:
        """Return the rules of its papers, asked from `sources`.

        sources: slots of which the counts do not matter; none: any question. have: how many questions of each there
        are. public: what the public is asked from, in the same way. Raises RulesError.
        """
        asked = [slot.to_json() for slot in self._slots(sources, have)]
        public_asked = [slot.to_json() for slot in self._slots(public, ())] if public else []
        return PaperRules.from_json({**self.papers, "blueprint": asked, "public_blueprint": public_asked})

    def _slots(self, sources: Sequence[Slot], have: Sequence[int]) -> list[Slot]:
        if not sources:
            return [Slot(self.questions)]
        if len(sources) == len(self.shares):
            counts: Sequence[int] = self.shares
        else:
            counts = spread(self.questions, have or [self.questions] * len(sources))
        return [
            Slot(n, s.topic, s.document, s.difficulty, s.kind, s.points)
            for n, s in zip(counts, sources, strict=True)
            if n
        ]

    def rounds_from(
        self, opens_at: datetime, closes_at: datetime | None = None
    ) -> list[tuple[str, datetime, datetime]]:
        """Return (title, opens, closes) of each round of a contest that opens then.

        closes_at: where there is one round only, when that one closes instead.
        """
        held = [(window.title, opens_at + window.opens, opens_at + window.closes) for window in self.windows]
        if closes_at is not None and len(held) == 1:
            return [(held[0][0], opens_at, closes_at)]
        return held


def spread(total: int, have: Sequence[int]) -> list[int]:
    """Return how many of `total` questions to take of each source: evenly, and of none more than it has.

    Where all together have too few, the rest falls on them evenly, and what is wanting will be told before opening.
    """
    counts = [0] * len(have)
    left = total
    while left:
        open_places = [place for place, held in enumerate(have) if counts[place] < held] or list(range(len(have)))
        for place in open_places[:left]:
            counts[place] += 1
        left -= min(left, len(open_places))
    return counts


def read_rulebook(code: str, given: object) -> Rulebook:
    """Return the rulebook that `given` (parsed JSON) states. Raises RulesError for anything but exactly that.

    Its papers and rules name only what differs from the usual settings.
    """
    read = read_settings(given, _READERS, of=code)
    return Rulebook(
        code=code,
        name=read["name"],
        source=read["source"],
        told=read["told"],
        questions=read["questions"],
        shares=read["shares"],
        for_public=read["for_public"],
        windows=read["rounds"],
        papers=read["papers"],
        rules=read["rules"],
        entry=read["entry"],
    )


def _windows(field: str, given: object) -> tuple[Window, ...]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST_ROUNDS:
        raise RulesError(field, f"must be a list of 1 to {MOST_ROUNDS} rounds")
    lines = [read_settings(line, _WINDOW_READERS, of=f"{field}.{place}") for place, line in enumerate(given)]
    hours = [(line["title"], timedelta(hours=line["opens"]), timedelta(hours=line["closes"])) for line in lines]
    return tuple(Window(*each) for each in hours)


def _papers(field: str, given: object) -> Mapping[str, Any]:
    usual = PaperRules((Slot(1),), minutes=20).to_json()
    if not isinstance(given, Mapping):
        raise RulesError(field, "must be an object")
    return PaperRules.from_json({**usual, **given}).to_json()


def _rules(field: str, given: object) -> Rules:
    if not isinstance(given, Mapping):
        raise RulesError(field, "must be an object")
    return Rules.from_json({**Rules().to_json(), **given})


def _entry(field: str, given: object) -> EntryRules:
    if not isinstance(given, Mapping):
        raise RulesError(field, "must be an object")
    return EntryRules.from_json({**FOR_NEW.to_json(), **given})


def _shares(field: str, given: object) -> tuple[int, ...]:
    if not isinstance(given, list):
        raise RulesError(field, "must be a list of numbers")
    return tuple(whole(MOST_QUESTIONS)(f"{field}.{place}", count) for place, count in enumerate(given))


_WINDOW_READERS = {"title": text(120), "opens": whole(MOST_HOURS, 0), "closes": whole(MOST_HOURS)}
_READERS = {
    "name": text(120),
    "source": text(LONGEST),
    "told": text(LONGEST),
    "questions": whole(MOST_QUESTIONS),
    "shares": _shares,
    "for_public": flag,
    "rounds": _windows,
    "papers": _papers,
    "rules": _rules,
    "entry": _entry,
}
