"""What came of a class, by the papers of the contest that it was planned from and of a later one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from contests.models import Contest, Entrant
from people.models import User
from training.analyses import figures_of, latest
from training.measure.follow_up import Answered, Effect, Side, Verdict, Why, follow_up
from training.measure.follow_up import FollowUp as Measured
from training.models import Attendance, FollowUp, TrainingClass
from training.planning.refusals import NotLater
from training.responses import Response, responses_of


@dataclass(frozen=True)
class Found:
    """attended: people on the list. no_account: of those, whom nothing can be compared of. elsewhere: people left out
    because they attended another class on the topic.
    """

    measured: Measured
    attended: int
    no_account: int
    elsewhere: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Found":
        of = kept["measured"]
        effects = {name: Effect(**of[name]) if of[name] else None for name in ("effect", "adjusted")}
        sides = {name: Side(**of[name]) for name in ("attended", "others")}
        measured = Measured(**sides, **effects, verdict=Verdict(of["verdict"]), why=Why(of["why"]))
        return cls(measured, kept["attended"], kept["no_account"], kept["elsewhere"])


def later_contests(made: TrainingClass) -> list[Contest]:
    """Return the contests of the same unit that began after the class, newest first."""
    of = made.plan.contest
    later = Contest.objects.public().filter(unit=of.unit_id, opens_at__gt=of.opens_at).exclude(pk=of.pk)
    return [contest for contest in later.order_by("-opens_at") if _is_later(made, contest)]


def _is_later(made: TrainingClass, contest: Contest) -> bool:
    ended = made.ends_on or made.starts_on
    return ended is None or timezone.localdate(contest.opens_at) >= ended


@transaction.atomic
def make_follow_up(*, made: TrainingClass, later: Contest, by: User, now: datetime) -> FollowUp:
    """Compare, and keep what was found in place of an earlier comparison with the same contest. Raises NotLater."""
    if later not in later_contests(made):
        raise NotLater
    found = _compare(made, later)
    kept, _new = FollowUp.objects.update_or_create(
        of=made, later=later, defaults={"content": found.to_json(), "made_by": by, "made_at": now}
    )
    return kept


def _compare(made: TrainingClass, later: Contest) -> Found:
    came = set(made.attendances.exclude(user=None).values_list("user_id", flat=True))
    others = Attendance.objects.filter(
        of__topic=made.topic_id, user__isnull=False, recorded_at__gte=made.plan.contest.opens_at
    ).exclude(of=made)
    elsewhere = set(others.values_list("user_id", flat=True)) - came
    asked = [(0, *one) for one in _answers(made.plan.contest, made.topic_id)]
    asked += [(1, *one) for one in _answers(later, made.topic_id)]
    asked = [one for one in asked if one[1] not in elsewhere]
    people = {person: code for code, person in enumerate(sorted({one[1] for one in asked}))}
    items = {item: code for code, item in enumerate(sorted({one[3] for one in asked}))}
    unit = np.zeros(len(people), dtype=np.intp)
    for _after, person, where, _item, _score in reversed(asked):  # the first contest's unit stays
        unit[people[person]] = where
    answered = Answered(
        np.array([people[one[1]] for one in asked], dtype=np.intp),
        np.array([items[one[3]] for one in asked], dtype=np.intp),
        np.array([one[0] for one in asked], dtype=bool),
        np.array([one[4] for one in asked], dtype=np.float64),
    )
    measured = follow_up(answered, attended=np.array([person in came for person in people], dtype=bool), unit=unit)
    attended = made.attendances.count()
    return Found(measured, attended, attended - len(came), len(elsewhere))


def _answers(contest: Contest, topic: int) -> list[tuple[int, int, int, float]]:
    """Return (person, unit, question, score) of the counted answers to the topic.

    A person is their account; who has none gets a number below 0 of their own: they help to tell how hard the
    questions are, and are compared with nobody.
    """
    kept = latest(contest)
    apart = figures_of(kept).apart if kept is not None else frozenset()
    found: list[Response] = [r for r in responses_of(contest) if r.topic == topic and r.question not in apart]
    papers = [r for r in found if r.mode == "self_paced"]
    used = papers or [r for r in found if r.counts]
    accounts = dict(Entrant.objects.filter(contest=contest).values_list("pk", "user_id"))
    return [(accounts.get(r.person) or -r.person, r.unit, r.question, r.fraction) for r in used]
