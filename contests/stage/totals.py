"""Scores of segments become totals, and totals places; who is equal is parted by the programme's keys, or shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from contests.stage.combining import Combined, figure
from contests.stage.programme import Programme, Segment, TieKey


@dataclass(frozen=True, slots=True)
class Score:
    """What a team has in one segment. points: as shown, without the weight. by_criterion: hundredths, exact."""

    points: Decimal
    by_criterion: Mapping[int, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One team. scores: by place of the segment, from 1; a segment without a result is missing. weighted: the same
    with their weight; total: the sum of these.
    """

    team: int
    scores: Mapping[int, Score]
    weighted: Mapping[int, Decimal]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """undecided: the place is shared and an extra bell question is to part those who share it."""

    place: int
    line: Line
    undecided: bool = False


def judged_score(combined: Combined, deduction: int, decimals: int) -> Score:
    """Return the score of a judged segment. deduction: hundredths that the jury takes away; never below nothing."""
    return Score(figure(max(combined.total - deduction, Fraction(0)), decimals), combined.by_criterion)


def quiz_score(points: int, segment: Segment, decimals: int, deduction: int = 0) -> Score:
    """Return the score of a quiz in which the team has `points` hundredths as the quiz counts them.

    A quiz that takes points for wrong answers can leave a team below nothing.
    """
    scaled = Fraction(points * segment.maximum, segment.out_of) if segment.out_of else Fraction(points)
    return Score(figure(scaled - deduction, decimals))


def line(team: int, scores: Mapping[int, Score], programme: Programme) -> Line:
    """Return the total of a team: each score with its weight, rounded as it is shown, added up."""
    decimals = programme.combining.decimals
    weighted = {
        place: figure(Fraction(score.points) * programme.segments[place - 1].weight, decimals)
        for place, score in scores.items()
    }
    return Line(team, scores, weighted, sum(weighted.values(), Decimal(0)))


def rank(lines: Sequence[Line], programme: Programme, decisions: Sequence[Sequence[int]] = ()) -> tuple[Standing, ...]:
    """Return the teams, best first; equals share a place, and the next is skipped accordingly (1, 1, 3).

    decisions: orders between equals (teams, best first), the latest last. One parts exactly the teams that it names,
    while every key leaves just these equal; it overturns nothing, and says nothing once a correction has parted them.
    """
    parted = _parted(equals(lines, programme), decisions)
    keys = {one.team: (*_key(one, programme), parted.get(one.team, 0)) for one in lines}
    in_order = sorted(lines, key=lambda one: (keys[one.team], one.team))
    shared = [keys[one.team] for one in in_order]
    asks = programme.rest == "bell"
    return tuple(
        Standing(shared.index(key) + 1, one, undecided=asks and shared.count(key) > 1)
        for one, key in zip(in_order, shared, strict=True)
    )


def equals(lines: Sequence[Line], programme: Programme) -> tuple[frozenset[int], ...]:
    """Return the groups of teams whom every key of the programme leaves equal, before any decision."""
    groups: dict[tuple[Fraction, ...], set[int]] = {}
    for one in lines:
        groups.setdefault(_key(one, programme), set()).add(one.team)
    return tuple(frozenset(group) for group in groups.values() if len(group) > 1)


def _parted(groups: Sequence[frozenset[int]], decisions: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return team → its place in the latest decision about just the group that it is in."""
    return {
        team: place
        for decision in decisions
        if frozenset(decision) in groups
        for place, team in enumerate(decision, start=1)
    }


def _key(of: Line, programme: Programme) -> tuple[Fraction, ...]:
    """Return numbers of which the smallest stands first."""
    return (-Fraction(of.total), *(-told_by(of, tie) for tie in programme.ties))


def told_by(of: Line, tie: TieKey) -> Fraction:
    """Return what the key compares of this team: points of a segment, or hundredths of one of its criteria."""
    score = of.scores.get(tie.segment)
    if score is None:
        return Fraction(0)
    return score.by_criterion.get(tie.criterion, Fraction(0)) if tie.criterion else Fraction(score.points)
