"""Editions of the results: prepared, signed by every body, published; a later change makes a further one."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contests.barring import set_aside
from contests.essays import essays_of
from contests.models import Appeal, Contest, Edition, KeyEdition, Paper, Round, SignOff
from contests.papers import close_overdue
from contests.record.chain import canonical
from contests.record.ledger import digest_of, note
from contests.record.recount_source import facts_of, recounted
from contests.record.recounting import Facts
from contests.record.refusals import CountsDiffer, NotSigned, NotYetFinal, ResultsChanged
from contests.record.signing import rules_digest, unsigned
from contests.record.unit_recount_source import recounted_units
from contests.standings import Standing, listed, standings, undecided
from contests.tally import came_true, is_over
from contests.unit_standings import UnitStanding, undecided_units, unit_standings
from people.models import Unit, User

Lists = tuple[Contest | Round, list[Standing], list[UnitStanding]]
UnitFact = tuple[int, ...]
_TOLD = (0, 1, 5, 6, 7, 8, 9)  # where a line of units in an edition has what the second count compares


def obstacles(contest: Contest, now: datetime) -> list[str]:
    """Return what stands in the way of settling the results, in sentences; empty when nothing does."""
    if any(not is_over(one, now) for one in contest.rounds.all()):
        return [_("the contest is not over.")]
    said = []
    essays = essays_of(contest).filter(marked_at=None).count()
    if essays:
        said.append(_("%(count)s essays are not marked.") % {"count": essays})
    appeals = Appeal.objects.filter(paper__contest=contest, answered_at=None).count()
    if appeals:
        said.append(_("%(count)s appeals are not answered.") % {"count": appeals})
    for of in listed(contest):
        for group in undecided(standings(of, now)):
            facts = {"list": of, "place": group[0].place, "count": len(group)}
            said.append(
                _("%(list)s: %(count)s people share place %(place)s, and a prize hangs on their order.") % facts
            )
        for units in undecided_units(unit_standings(of, now)):
            facts = {"list": of, "place": units[0].place, "count": len(units)}
            said.append(_("%(list)s: %(count)s units share place %(place)s, and a prize hangs on their order.") % facts)
    return said


@transaction.atomic
def prepare(*, contest: Contest, by: User, now: datetime, reason: str = "") -> Edition:
    """Freeze the results as they are now into a new edition for the bodies to sign.

    An edition prepared before and not published is withdrawn. The lists are counted a second time by other code
    first. Raises NotYetFinal or CountsDiffer.
    """
    Contest.objects.select_for_update().get(pk=contest.pk)
    close_overdue(contest=contest, now=now)
    set_aside(contest=contest, now=now)
    problems = obstacles(contest, now)
    if problems:
        raise NotYetFinal(reasons=" ".join(problems))
    lists, facts = _lists(contest, now), facts_of(contest, now)
    for of, lines, units in lists:
        told = {(line.place, line.entrant, line.result.score) for line in lines}
        counted = {(line.place, line.entrant, line.score) for line in recounted(contest, of, facts)}
        differing = len(told ^ counted) + len(set(unit_facts_told(units)) ^ set(unit_facts_counted(contest, of, facts)))
        if differing:
            raise CountsDiffer(lines=differing)
    contest.editions.filter(published_at=None, withdrawn_at=None).update(withdrawn_at=now)
    content = canonical(_content(contest, lists, now))
    edition = Edition.objects.create(
        contest=contest,
        number=1 + contest.editions.count(),
        content=content,
        digest=digest_of(content),
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=now,
    )
    told_of = {"edition": edition.number, "digest": edition.digest, "reason": edition.reason}
    note(contest, "edition_prepared", told_of, by=by, now=now)
    return edition


@transaction.atomic
def publish(*, edition: Edition, by: User, now: datetime) -> Edition:
    """Publish an edition that every body has signed and that is still what the papers say.

    Raises NotSigned or ResultsChanged; publishing again changes nothing.
    """
    contest = Contest.objects.select_for_update().get(pk=edition.contest_id)
    edition.refresh_from_db()
    if edition.published_at is not None:
        return edition
    if edition.withdrawn_at is not None or not is_current(edition, now):
        raise ResultsChanged
    missing = unsigned(contest, SignOff.Subject.RESULTS, edition.digest)
    if missing:
        raise NotSigned(bodies=", ".join(body.name for body in missing))
    edition.published_at = now
    edition.save(update_fields=["published_at"])
    note(contest, "published", {"edition": edition.number, "digest": edition.digest}, by=by, now=now)
    return edition


def is_current(edition: Edition, now: datetime) -> bool:
    """Say whether the papers, keys and decisions still make the results that the edition holds."""
    contest = edition.contest
    return canonical(_content(contest, _lists(contest, now), now)) == edition.content


def latest_published(contest: Contest) -> Edition | None:
    """Return the edition that counts now, if any was published."""
    return contest.editions.filter(published_at__isnull=False).order_by("-number").first()


def places_in(edition: Edition, of: Contest | Round) -> list[tuple[int, int, int]]:
    """Return (place, entrant, score in hundredths of a point) as the edition gives them on the list of `of`."""
    name = _name(of)
    lists = json.loads(edition.content)["lists"]
    return [(line[0], line[1], line[4]) for each in lists if each["of"] == name for line in each["lines"]]


def units_in(edition: Edition, of: Contest | Round) -> list[UnitFact]:
    """Return what the edition tells of each unit on the list of `of`; none where it was made before units had lists."""
    lists = json.loads(edition.content)["lists"]
    return [
        tuple(line[i] for i in _TOLD) for each in lists if each["of"] == _name(of) for line in each.get("units", ())
    ]


def unit_facts_told(lines: Iterable[UnitStanding]) -> list[UnitFact]:
    """Return (place, unit, who took part, headcount, rate, mean, formula) as the ranking has them."""
    return [
        (line.place, line.unit, f.took_part, f.headcount, f.rate, f.mean, f.formula)
        for line in lines
        for f in (line.figures,)
    ]


def unit_facts_counted(contest: Contest, of: Contest | Round, facts: Facts) -> list[UnitFact]:
    """Return the same as the second count has them."""
    return [
        (line.place, line.unit, line.took_part, line.headcount, line.rate, line.mean, line.formula)
        for line in recounted_units(contest, of, facts)
    ]


def _lists(contest: Contest, now: datetime) -> list[Lists]:
    return [(of, standings(of, now), unit_standings(of, now)) for of in listed(contest)]


def _name(of: Contest | Round) -> str:
    return f"round {of.position}" if isinstance(of, Round) else "contest"


def _content(contest: Contest, lists: Iterable[Lists], now: datetime) -> dict[str, Any]:
    """Return the whole edition: nothing in it depends on the hour at which it is made.

    A line: place, entrant, name, unit, score and most (hundredths of a point), milliseconds used, prize. A unit: place
    (0: none), unit, name, block, why it has no place, those who took part, headcount, rate, mean, formula, prize.
    """
    named = dict(Unit.objects.values_list("pk", "name"))
    people = {
        entrant.pk: (entrant.shown_name, entrant.unit.name)
        for entrant in contest.entrants.select_related("unit").iterator(5000)
    }
    rulings = KeyEdition.objects.filter(contest=contest).order_by("pk").select_related("version__question")
    return {
        "contest": contest.slug,
        "title": contest.title,
        "rules": rules_digest(contest),
        "lots_seed": contest.lots_seed,
        "came_true": {str(one.position): came_true(one, now) for one in contest.rounds.all()},
        "papers": Paper.objects.filter(contest=contest, submitted_at__isnull=False).count(),
        "lists": [
            {
                "of": _name(of),
                "title": of.title,
                "lines": [
                    [line.place, line.entrant, *people[line.entrant], line.result.score, int(line.most * 100),
                     line.result.time_used, _prize(line)]
                    for line in lines
                ],
                "units": [
                    [line.place, line.unit, named[line.unit], line.block, line.why, f.took_part, f.headcount, f.rate,
                     f.mean, f.formula, _prize(line)]
                    for line in units
                    for f in (line.figures,)
                ],
            }
            for of, lines, units in lists
        ],
        "rosters": [
            [one.round.position if one.round else 0, one.revision, one.digest]
            for one in contest.roster_sets.select_related("round").order_by("round__position", "pk")
        ],
        "disqualified": sorted(
            contest.entrants.filter(disqualified_at__isnull=False).values_list("pk", flat=True)
        ),
        "set_aside": sorted(contest.entrants.filter(aside_at__isnull=False).values_list("pk", flat=True)),
        "corrections": [[k.version.question.code, k.version.number, k.ruling, k.accepted, k.reason] for k in rulings],
    }  # fmt: skip


def _prize(line: Standing | UnitStanding) -> list[Any] | None:
    won = line.award.prize
    return [won.rank, won.title, won.amount] if won else None
