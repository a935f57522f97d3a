"""Signals for an organiser's eye, never a verdict: what is unusual about papers, with the figures behind it.

Nothing here punishes, hides or reorders anything. How often honest people show each signal is measured by
`contests.signals.honest` and told beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

Kind = Literal["away", "fast", "device", "same_wrong", "jump"]

INSTANT_SECONDS = 0.4  # nobody reads and answers a question in less
MOST_INSTANT = 2  # right answers given that fast which are still put down to a slip of the finger
FASTEST_PACE = 1000.0  # syllables a minute over a whole paper; silent reading is a quarter of it (Brysbaert 2019)
LEAST_ANSWERED = 5
CHANCE = 0.05  # of any honest pair, or person, in the whole contest, below which a likeness or a jump is told
LEAST_SAME = 3
USUAL_DISTRACTORS = 3
LONG_AWAY_SECONDS, MANY_TIMES_AWAY = 60.0, 5


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. item: the wording. seconds: since the answer saved before it. syllables: of stem and choices."""

    item: int
    chosen: tuple[int, ...]
    right: bool
    seconds: float
    syllables: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper that is closed. group: the unit. questions: how many it had, answered or not."""

    paper: int
    person: int
    group: int
    number: int
    questions: int
    answers: tuple[Given, ...]

    @property
    def correct(self) -> int:
        return sum(answer.right for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen on these papers. figures: by name, as the page words them. weight: the heavier stands higher."""

    kind: Kind
    papers: tuple[int, ...]
    figures: Mapping[str, float]
    weight: float


# ---------- Faster than reading ----------


def fast(sheets: Iterable[Sheet]) -> list[Finding]:
    """Return papers with right answers that nobody can have read for, or answered as a whole faster than anyone reads.

    Who reads the whole paper first and then answers is not faster over the whole; who skips what they do not know is
    not counted, because only what was answered is.
    """
    found = []
    for sheet in sheets:
        instant = sum(answer.right and answer.seconds < INSTANT_SECONDS for answer in sheet.answers)
        seconds = sum(answer.seconds for answer in sheet.answers)
        pace = sum(answer.syllables for answer in sheet.answers) / max(seconds, 0.001) * 60
        racing = pace > FASTEST_PACE and len(sheet.answers) >= LEAST_ANSWERED and sheet.correct * 2 > len(sheet.answers)
        if instant > MOST_INSTANT or racing:
            figures = {
                "instant": instant, "pace": pace, "seconds": seconds, "answered": len(sheet.answers),
                "correct": sheet.correct,
            }  # fmt: skip
            found.append(Finding("fast", (sheet.paper,), figures, pace + 1000 * instant))
    return _heaviest_first(found)


# ---------- The same wrong answers ----------

Wrong = dict[int, tuple[int, ...]]  # item → what was chosen, of one paper's wrong answers


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two papers. same: wrong answers alike, of `both` that both have wrong. chance: of as many, had neither copied."""

    papers: tuple[int, int]
    same: int
    both: int
    expected: float
    chance: float


def same_wrong(sheets: Sequence[Sheet]) -> list[Finding]:
    """Return sets of papers that share more wrong choices than their popularity explains; pairs within a group only.

    Like the g2 and omega indices it takes one paper's choices as given and asks how likely the other would choose the
    same, given that it is wrong there and that each wrong choice is as popular as among the other papers. Of the
    two directions the likelier counts. A pair is told where its chance, times the pairs compared, is below CHANCE.
    """
    wrongs = {sheet.paper: _wrong(sheet) for sheet in sheets}
    popular = _popularity(wrongs.values())
    by_group: defaultdict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_group[sheet.group].append(sheet)
    compared = sum(comb(len(own), 2) for own in by_group.values())
    alike = [
        likeness
        for own in by_group.values()
        for pair in _candidates(own, wrongs)
        if (likeness := _likeness(pair, wrongs, popular)).chance * compared < CHANCE
    ]
    return _heaviest_first([_of_set(papers, alike, compared) for papers in _sets(alike)])


def _wrong(sheet: Sheet) -> Wrong:
    return {answer.item: answer.chosen for answer in sheet.answers if answer.chosen and not answer.right}


def _popularity(wrongs: Iterable[Wrong]) -> dict[int, Counter[tuple[int, ...]]]:
    """Return how often each wrong choice of each item was made."""
    popular: defaultdict[int, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for wrong in wrongs:
        for item, chosen in wrong.items():
            popular[item][chosen] += 1
    return popular


def _candidates(sheets: Sequence[Sheet], wrongs: Mapping[int, Wrong]) -> list[tuple[int, int]]:
    """Return the pairs of papers of different people with at least LEAST_SAME wrong choices alike."""
    holders: defaultdict[tuple[int, tuple[int, ...]], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        for choice in wrongs[sheet.paper].items():
            holders[choice].append(sheet)
    alike: Counter[tuple[int, int]] = Counter()
    for own in holders.values():
        alike.update((a.paper, b.paper) for a, b in combinations(own, 2) if a.person != b.person)
    return [pair for pair, count in alike.items() if count >= LEAST_SAME]


def _likeness(
    pair: tuple[int, int], wrongs: Mapping[int, Wrong], popular: Mapping[int, Counter[tuple[int, ...]]]
) -> Likeness:
    one, other = (wrongs[paper] for paper in pair)
    both = sorted(one.keys() & other.keys())
    same = sum(one[item] == other[item] for item in both)
    ways = [[_share(popular[item], source[item], (one[item], other[item])) for item in both] for source in (one, other)]
    chances = [at_least(same, way) for way in ways]
    likelier = chances.index(max(chances))
    return Likeness(pair, same, len(both), sum(ways[likelier]), chances[likelier])


def _share(popular: Counter[tuple[int, ...]], chosen: tuple[int, ...], own: Iterable[tuple[int, ...]]) -> float:
    """Return how likely a wrong answer is this one, from the papers of everybody else; nothing is impossible."""
    counts = popular.copy()
    counts.subtract(own)
    distractors = max(USUAL_DISTRACTORS, len(popular))
    return (counts[chosen] + 1) / (counts.total() + distractors)


def at_least(count: int, chances: Sequence[float]) -> float:
    """Return the probability that at least `count` of independent events with these chances happen."""
    exactly = [1.0] + [0.0] * len(chances)
    for done, chance in enumerate(chances, start=1):
        for happened in range(done, 0, -1):
            exactly[happened] = exactly[happened] * (1 - chance) + exactly[happened - 1] * chance
        exactly[0] *= 1 - chance
    return min(sum(exactly[count:]), 1.0)


def _sets(alike: Iterable[Likeness]) -> list[tuple[int, ...]]:
    """Return the papers that hang together by pairs."""
    root: dict[int, int] = {}

    def find(paper: int) -> int:
        while root.setdefault(paper, paper) != paper:
            paper = root[paper]
        return paper

    for likeness in alike:
        root[find(likeness.papers[0])] = find(likeness.papers[1])
    sets: defaultdict[int, list[int]] = defaultdict(list)
    for paper in root:
        sets[find(paper)].append(paper)
    return [tuple(sorted(papers)) for papers in sets.values()]


def _of_set(papers: tuple[int, ...], alike: Iterable[Likeness], compared: int) -> Finding:
    strongest = min((one for one in alike if one.papers[0] in papers), key=lambda one: one.chance)
    figures = {
        "same": strongest.same, "both": strongest.both, "expected": strongest.expected,
        "chance": strongest.chance, "pairs": compared,
    }  # fmt: skip
    return Finding("same_wrong", papers, figures, -strongest.chance)


# ---------- An unlikely jump ----------


def jumps(sheets: Iterable[Sheet]) -> list[Finding]:
    """Return papers far better than all earlier ones of the same person together.

    chance: that as many right answers or more fall on this paper if all of the person's right answers were spread over
    their papers at random (Fisher's exact test, one-sided). Who learns between papers is likelier to be told.
    """
    by_person: defaultdict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_person[sheet.person].append(sheet)
    later = [(sheet, own[:at]) for own in map(_in_order, by_person.values()) for at, sheet in enumerate(own) if at]
    found = []
    for sheet, earlier in later:
        before, asked = sum(one.correct for one in earlier), sum(one.questions for one in earlier)
        chance = _fisher(sheet.correct, sheet.questions, before, asked)
        if chance * len(later) < CHANCE:
            figures = {
                "correct": sheet.correct, "questions": sheet.questions, "before": before, "asked": asked,
                "chance": chance, "compared": len(later),
            }  # fmt: skip
            found.append(Finding("jump", (sheet.paper,), figures, -chance))
    return _heaviest_first(found)


def _in_order(sheets: list[Sheet]) -> list[Sheet]:
    return sorted(sheets, key=lambda sheet: sheet.number)


def _fisher(right: int, asked: int, right_before: int, asked_before: int) -> float:
    all_right, everything = right + right_before, asked + asked_before
    most = min(all_right, asked)
    ways = sum(comb(asked, k) * comb(asked_before, all_right - k) for k in range(right, most + 1))
    return ways / comb(everything, all_right)


# ---------- One device, and leaving the page ----------


def shared_devices(uses: Iterable[tuple[str, int]], papers: Mapping[int, int]) -> list[Finding]:
    """Return the papers of people who sat on one device. uses: (device, person). papers: person → their paper."""
    people: defaultdict[str, set[int]] = defaultdict(set)
    for device, person in uses:
        people[device].add(person)
    everybody = set().union(*people.values())
    shared = [own for own in people.values() if len(own) > 1]
    sharing = len(set().union(*shared)) if shared else 0
    return _heaviest_first(
        [
            Finding(
                "device",
                tuple(sorted(papers[person] for person in own if person in papers)),
                {"people": len(own), "share": sharing / len(everybody)},
                len(own),
            )
            for own in shared
        ]
    )


def away(absences: Mapping[int, tuple[int, float]], watched: int) -> list[Finding]:
    """Return papers whose page was left long or often. absences: paper → (times, seconds). watched: papers in all.

    share: of all watched papers that were left at least as long.
    """
    found = []
    for paper, (times, seconds) in absences.items():
        if times >= MANY_TIMES_AWAY or seconds >= LONG_AWAY_SECONDS:
            as_long = sum(other >= seconds for _times, other in absences.values())
            figures = {"times": times, "seconds": seconds, "share": as_long / max(watched, 1)}
            found.append(Finding("away", (paper,), figures, seconds))
    return _heaviest_first(found)


def _heaviest_first(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: (-finding.weight, finding.papers))
