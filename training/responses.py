"""What people answered in one contest, read with one query for papers and a few for the hall.

Counted is the first closed paper of each person: whoever sits again has seen the questions.
In the hall, the last run of a step counts, because playing a step again annuls the earlier run.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from contests.models import Contest, Entrant, LiveAnswer, LivePlayer, Paper, PaperQuestion
from questionbank.kinds import CHOOSING
from questionbank.models import Kind

Mode = Literal["self_paced", "live"]

EVERYTHING = Q()
_SILENCE: tuple[float, tuple[int, ...]] = (0.0, ())


@dataclass(frozen=True, slots=True)
class Response:
    """One question put to one person.

    person: who answered, a number of theirs (the primary key of the entrant, unless people of several contests were
    told apart by `one_person_each`). entrant: primary key. fraction: share of the marks earned, 0 to 1; 0 where the
    person gave no answer. chosen: primary keys of the choices taken; empty for no answer and for kinds that are not
    chosen from.
    """

    person: int
    unit: int
    topic: int
    question: int
    version: int
    fraction: float
    chosen: tuple[int, ...]
    answered: bool
    mode: Mode
    entrant: int = 0

    @property
    def counts(self) -> bool:
        """Say whether figures rest on it: silence counts as wrong on a paper that had time, not in the hall."""
        return self.mode == "self_paced" or self.answered


def responses_of(contest: Contest) -> list[Response]:
    """Return every counted response of `contest`, self-paced before live."""
    return [*self_paced(contest), *live(contest)]


def one_person_each(contests: Sequence[Contest]) -> list[Response]:
    """Return the responses of `contests`, in that order, where who signed in to several counts as one person.

    Of answers to one question in one manner the first stands: whoever is asked again has seen it.
    """
    accounts = dict(Entrant.objects.filter(contest__in=contests, user__isnull=False).values_list("pk", "user_id"))
    found: dict[tuple[int, int, Mode], Response] = {}
    for contest in contests:
        for response in responses_of(contest):
            person = accounts.get(response.entrant, -response.entrant)
            found.setdefault((person, response.question, response.mode), replace(response, person=person))
    return list(found.values())


def self_paced(contest: Contest, among: Q = EVERYTHING) -> list[Response]:
    """Return the responses of each person's first closed paper; one query whatever the number of people.

    among: which questions of those papers.
    """
    rows = (
        PaperQuestion.objects.filter(among, paper__in=first_closed_papers(contest))
        .exclude(version__kind=Kind.PREDICTION)
        .exclude(version__kind=Kind.ESSAY, answer__fraction=None)  # nobody has marked it yet
        .order_by("paper_id", "position")
        .values_list(
            "paper__entrant_id",
            "paper__entrant__unit_id",
            "version__question__topic_id",
            "version__question_id",
            "version_id",
            "answer__fraction",
            "answer__chosen",
            "version__kind",
        )
    )
    return [
        Response(
            person, unit, topic, question, version, fraction or 0.0,
            tuple(chosen or ()) if kind in CHOOSING else (), bool(chosen), "self_paced", person,
        )
        for person, unit, topic, question, version, fraction, chosen, kind in rows
    ]  # fmt: skip


def first_closed_papers(contest: Contest) -> "Iterable[Paper]":
    """Return the queryset of each entrant's first closed paper in `contest`."""
    return first_papers(Paper.objects.filter(contest=contest))


def first_papers(papers: "QuerySet[Paper]") -> "QuerySet[Paper]":
    """Return of `papers` each entrant's first closed one."""
    closed = papers.filter(submitted_at__isnull=False)
    earlier = closed.filter(entrant=OuterRef("entrant"), number__lt=OuterRef("number"))
    return closed.filter(~Exists(earlier))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step of a live round that was answered and marked."""

    round: int
    topic: int
    question: int
    version: int


def live(contest: Contest) -> list[Response]:
    """Return the responses given in the contest's halls, and one empty response for each that stayed out.

    A player who joined after the last answer to a step came in was not asked it.
    """
    asked: dict[int, _Asked] = {}
    last_run: dict[int, int] = {}
    last_at: dict[int, datetime] = {}
    given: dict[int, dict[int, tuple[float, tuple[int, ...]]]] = {}
    for step, run, player, fraction, chosen, at, *about in _marked_answers(contest):
        if run != last_run.get(step):  # runs come in order: a later one takes the place of the earlier
            last_run[step], last_at[step], given[step] = run, at, {}
        asked[step], last_at[step] = _Asked(*about), max(at, last_at[step])
        given[step][player] = fraction, tuple(chosen)
    players = _players(contest)
    return [
        _in_hall(about, person, unit, *given[step].get(player, _SILENCE))
        for step, about in asked.items()
        for player, person, unit, joined_at in players[about.round]
        if player in given[step] or joined_at <= last_at[step]
    ]


def _in_hall(about: _Asked, person: int, unit: int, fraction: float, chosen: tuple[int, ...]) -> Response:
    return Response(
        person, unit, about.topic, about.question, about.version, fraction, chosen, bool(chosen), "live",
        person,
    )  # fmt: skip


def _marked_answers(contest: Contest) -> "Iterable[tuple]":  # type: ignore[type-arg]
    return (
        LiveAnswer.objects.filter(
            step__round__contest=contest, fraction__isnull=False, player__in=LivePlayer.objects.playing()
        )
        .order_by("step_id", "run")
        .values_list(
            "step_id",
            "run",
            "player_id",
            "fraction",
            "chosen",
            "received_at",
            "step__round_id",
            "step__version__question__topic_id",
            "step__version__question_id",
            "step__version_id",
        )
    )


def _players(contest: Contest) -> dict[int, list[tuple[int, int, int, datetime]]]:
    """Return (player, entrant, unit, joined at) of everybody who plays and has a place in the contest, by round."""
    by_round: dict[int, list[tuple[int, int, int, datetime]]] = defaultdict(list)
    rows = LivePlayer.objects.playing().filter(round__contest=contest)
    for round_id, *player in rows.values_list("round_id", "pk", "entrant_id", "entrant__unit_id", "joined_at"):
        by_round[round_id].append((player[0], player[1], player[2], player[3]))
    return by_round
