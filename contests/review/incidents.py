"""Incidents (sự cố): what went wrong where and when, what the board decided, and the time it gave back."""

from datetime import datetime, timedelta

from django.db import transaction

from contests.models import Contest, Entrant, Incident, Paper
from contests.reach import with_everything_under
from contests.record.ledger import note
from contests.review.refusals import (
    AboutYourself,
    AlreadySo,
    EndsBeforeItBegins,
    IncidentsWaiting,
    NotAPeriod,
    OnlyMinutes,
    ReasonMissing,
    TooManyWords,
)
from people.models import Unit, User

MOST_MINUTES = 600
MOST_WORDS = 2000  # characters
MOST_WAITING = 3  # of one entrant, not decided yet: the board must decide on each before results are settled


@transaction.atomic
def report(
    *, contest: Contest, what: str, began_at: datetime, ended_at: datetime, words: str, by: User | None, now: datetime,
    unit: Unit | None = None, entrant: Entrant | None = None,
) -> Incident:  # fmt: skip
    """Write an incident into the log. Neither unit nor entrant: it struck everybody.

    by: None where a person without an account reports their own. It may still last: then it ends later than now.
    Raises EndsBeforeItBegins, NotAPeriod, TooManyWords, or IncidentsWaiting for an entrant with MOST_WAITING.
    """
    if ended_at < began_at:
        raise EndsBeforeItBegins
    if began_at > now or ended_at < contest.opens_at or began_at > contest.closes_at:
        raise NotAPeriod
    if len(words.strip()) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    if entrant is not None:
        _check_few_wait(entrant)
    made = Incident.objects.create(
        contest=contest, unit=unit, entrant=entrant, what=what, began_at=began_at, ended_at=ended_at,
        words=words.strip(), reported_by=by, reported_at=now,
    )  # fmt: skip
    told = {
        "incident": made.pk, "what": what, "unit": unit.code if unit else "", "entrant": entrant.pk if entrant else 0,
        "from": began_at.isoformat(), "to": ended_at.isoformat(), "words": made.words,
    }  # fmt: skip
    note(contest, "incident_reported", told, by=by, now=now)
    return made


def _check_few_wait(entrant: Entrant) -> None:
    """Refuse a further report of somebody whose reports wait; those sent at once wait for each other here."""
    Entrant.objects.select_for_update(no_key=True).get(pk=entrant.pk)
    if entrant.incidents.filter(decided_at=None).count() >= MOST_WAITING:
        raise IncidentsWaiting(count=MOST_WAITING)


@transaction.atomic
def decide(*, incident: Incident, minutes: int, decision: str, by: User, now: datetime) -> int:
    """Decide on an incident, once; return to how many open papers `minutes` were given back.

    A paper has them when it was open while the incident lasted and still is, and never past the end of its round:
    what was foretold, and the right answers, are told then. Raises AboutYourself, ReasonMissing,
    OnlyMinutes or AlreadySo.
    """
    if incident.entrant is not None and incident.entrant.user_id == by.pk:
        raise AboutYourself
    if not decision.strip():
        raise ReasonMissing
    if not 0 <= minutes <= MOST_MINUTES:
        raise OnlyMinutes(most=MOST_MINUTES)
    changed = Incident.objects.filter(pk=incident.pk, decided_at=None).update(
        minutes=minutes, decision=decision.strip(), decided_by=by, decided_at=now
    )
    if changed != 1:
        raise AlreadySo
    extended = [paper.pk for paper in _struck(incident, now) if _extend(paper, timedelta(minutes=minutes))]
    told = {"incident": incident.pk, "minutes": minutes, "decision": decision.strip(), "papers": extended}
    note(incident.contest, "incident_decided", told, by=by, now=now)
    return len(extended)


def _struck(incident: Incident, now: datetime) -> list[Paper]:
    """Lock and return the open papers that the incident struck; one that closes meanwhile stays closed."""
    papers = Paper.objects.filter(
        contest=incident.contest, submitted_at=None, deadline_at__gt=now,
        started_at__lte=incident.ended_at, deadline_at__gte=incident.began_at,
    )  # fmt: skip
    if incident.entrant_id:
        papers = papers.filter(entrant=incident.entrant_id)
    elif incident.unit:
        papers = papers.filter(entrant__unit__in=with_everything_under([incident.unit.pk]))
    return list(papers.select_for_update(of=("self",)).select_related("round__contest").order_by("pk"))


def _extend(paper: Paper, by: timedelta) -> bool:
    later = min(paper.deadline_at + by, paper.round.ends_at())
    if later <= paper.deadline_at:
        return False
    paper.deadline_at = later
    paper.save(update_fields=["deadline_at"])
    return True
