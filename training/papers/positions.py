"""Mastery by group of positions (leaders, one-stop officers and so on), where a contest asked for it."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.conf import settings

from contests.models import Entrant
from training.analyses import figures_of, is_small
from training.findings import SMALLEST_GROUP, Estimate, Rule, State
from training.measure import needs
from training.measure.answers import Answers
from training.measure.mastery import Cell as Measured
from training.measure.mastery import Mastery, estimate_mastery
from training.models import Analysis
from training.responses import responses_of

UNNAMED = "Không ghi nhóm chức danh"
TOGETHER = "Các nhóm dưới 5 người"
STATES = {
    needs.State.NEED: State.NEED,
    needs.State.NO_NEED: State.OK,
    needs.State.NOT_ENOUGH: State.UNSURE,
    needs.State.NOT_MEASURED: State.NONE,
}


@dataclass(frozen=True)
class PositionCell:
    """One group on one topic. estimate: None where fewer than five people answered."""

    topic: int
    people: int
    estimate: Estimate | None
    state: State


@dataclass(frozen=True)
class PositionRow:
    """people: who answered; None where they are fewer than five, even with all small groups together."""

    name: str
    people: int | None
    cells: tuple[PositionCell, ...]


def positions_of(kept: Analysis, rule: Rule) -> tuple[PositionRow, ...]:
    """Return a row for each group of positions over the topics of the analysis; none where nobody gave a position.

    Groups under five people are taken together. A large contest is measured by a process of its own, of low priority,
    so that no answer waits for it.
    """
    if not Entrant.objects.filter(contest=kept.contest, group__isnull=False).exists():
        return ()
    if is_small(kept.contest):
        return measure(kept, rule)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "measure_positions", str(kept.pk)]
    command = ["nice", "-n", "10", *command, f"{rule.target:.2f}", f"{rule.threshold:.2f}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # no word is a person's
    return from_json(done.stdout)


def to_json(rows: Sequence[PositionRow]) -> str:
    return json.dumps([asdict(row) for row in rows])


def from_json(text: str) -> tuple[PositionRow, ...]:
    return tuple(PositionRow(r["name"], r["people"], tuple(_read(c) for c in r["cells"])) for r in json.loads(text))


def _read(kept: dict[str, Any]) -> PositionCell:
    estimate = Estimate(**kept["estimate"]) if kept["estimate"] else None
    return PositionCell(kept["topic"], kept["people"], estimate, State(kept["state"]))


def measure(kept: Analysis, rule: Rule) -> tuple[PositionRow, ...]:
    """Do the work of `positions_of` here and now."""
    found = figures_of(kept)
    contest, topics = kept.contest, [topic.topic for topic in found.topics]
    named = dict(Entrant.objects.filter(contest=contest).values_list("pk", "group__name"))
    everything = [r for r in responses_of(contest) if r.question not in found.apart and r.topic in topics]
    used = [r for r in everything if r.mode == "self_paced"] or [r for r in everything if r.counts]
    held: defaultdict[str, set[int]] = defaultdict(set)
    for response in used:
        held[named.get(response.person) or UNNAMED].add(response.person)
    groups, group_of = _merged(held)
    if not groups:
        return ()
    people, person = np.unique([r.person for r in used], return_inverse=True)
    questions, item = np.unique([r.question for r in used], return_inverse=True)
    place = {topic: at for at, topic in enumerate(topics)}
    topic_of = np.zeros(len(questions), dtype=np.intp)
    topic_of[item] = [place[r.topic] for r in used]
    answers = Answers(person, item, np.array([r.fraction for r in used], dtype=np.float64))
    codes = np.array([group_of[pk] for pk in people.tolist()], dtype=np.intp)
    return _rows(estimate_mastery(answers, codes, topic_of), groups, topics, rule)


def _merged(held: Mapping[str, set[int]]) -> tuple[list[tuple[str, int]], dict[int, int]]:
    """Groups with how many people they hold, and the place of each person's group."""
    large = sorted((name for name, people in held.items() if len(people) >= SMALLEST_GROUP))
    small = [name for name in held if name not in large]
    parts = [(name, held[name]) for name in large]
    if small:
        parts.append((TOGETHER, set().union(*(held[name] for name in small))))
    return [(name, len(people)) for name, people in parts], {pk: at for at, (_n, own) in enumerate(parts) for pk in own}


def _rows(
    found: Mastery, groups: Sequence[tuple[str, int]], topics: Sequence[int], rule: Rule
) -> tuple[PositionRow, ...]:
    law = needs.Rule(rule.target, rule.threshold, rule.smallest_group)
    cells = {(c.group, c.topic): c for c in found.cells}
    return tuple(
        PositionRow(
            name,
            people if people >= SMALLEST_GROUP else None,
            tuple(_cell(found, cells.get((at, t)), topic, law) for t, topic in enumerate(topics)),
        )
        for at, (name, people) in enumerate(groups)
    )


def _cell(found: Mastery, cell: Measured | None, topic: int, law: needs.Rule) -> PositionCell:
    if cell is None:
        return PositionCell(topic, 0, None, State.NONE)
    if needs.is_suppressed(cell, law):
        return PositionCell(topic, cell.people, None, State.HIDDEN)
    shown = Estimate(cell.estimate.share, cell.estimate.low, cell.estimate.high)
    return PositionCell(topic, cell.people, shown, STATES[needs.state_of(found, cell, law)])
