"""Editions of the results: prepared, signed by every body, published; a later change makes a further one."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from contests.entering.barring import set_aside
from contests.models import Contest, Edition, KeyEdition, Paper, Round, SignOff
from contests.papers.sitting import close_overdue
from contests.record.chain import canonical
from contests.record.ledger import digest_of, note
from contests.record.obstacles import obstacles
from contests.record.recount_source import facts_of, recounted
from contests.record.recounting import Facts
from contests.record.refusals import (
    AnotherVersion,
    CountsDiffer,
    NotSigned,
    NotYetFinal,
    ReasonForChange,
    ResultsChanged,
)
from contests.record.signing import rules_digest, sign, unsigned
from contests.record.unit_recount_source import recounted_units
from contests.standings import Listing, Standing, lists_now
from contests.tally import came_true
from contests.units.standings import UnitStanding
from people.models import Unit, User

UnitFact = tuple[int, ...]
_TOLD = (0, 1, 5, 6, 7, 8, 9)  # where a line of units in an edition has what the second count compares


@transaction.atomic
def prepare(*, contest: Contest, by: User, now: datetime, reason: str = "") -> Edition:
    """Freeze the results as they are now into a new edition for the bodies to sign.

    An edition prepared before and not published is withdrawn. The lists are counted a second time by other code
    first. reason: why, where results are published already. Raises NotYetFinal, ReasonForChange or CountsDiffer.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    close_overdue(contest=contest, now=now)
    set_aside(contest=contest, now=now)
    problems = obstacles(contest, now)
    if problems:
        raise NotYetFinal(reasons=" ".join(map(str, problems)))
    if latest_published(contest) is not None and not reason.strip():
        raise ReasonForChange
    lists = lists_now(contest, now)
    _count_again(contest, lists, facts_of(contest, now))
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


def _count_again(contest: Contest, lists: Iterable[Listing], facts: Facts) -> None:
    """Compare the lists with what other code makes of the answers. Raises CountsDiffer."""
    for each in lists:
        told = {(line.place, line.entrant, line.result.score) for line in each.lines}
        counted = {(line.place, line.entrant, line.score) for line in recounted(contest, each.of, facts)}
        units = set(unit_facts_told(each.units)) ^ set(unit_facts_counted(contest, each.of, facts))
        if told != counted or units:
            raise CountsDiffer(lines=len(told ^ counted) + len(units))


def sign_edition(*, edition: Edition, digest: str, by: User, now: datetime) -> SignOff:
    """Sign the edition for one's body. digest: of the version that the page showed.

    Raises AnotherVersion where that is not this edition or it was withdrawn, NotYourSignature or SignedAlready.
    """
    edition.refresh_from_db(fields=["withdrawn_at"])
    if digest != edition.digest or edition.withdrawn_at is not None:
        raise AnotherVersion
    return sign(contest=edition.contest, subject=SignOff.Subject.RESULTS, digest=digest, by=by, now=now)


@transaction.atomic
def publish(*, edition: Edition, by: User, now: datetime) -> Edition:
    """Publish an edition that every body has signed and that is still what the papers say.

    Raises NotSigned or ResultsChanged; publishing again changes nothing.
    """
    contest = Contest.objects.select_for_update(no_key=True).get(pk=edition.contest_id)
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


def is_current(edition: Edition, now: datetime, lists: Sequence[Listing] | None = None) -> bool:
    """Say whether the papers, keys and decisions still make the results that the edition holds.

    lists: as `standings.lists_now` gives them, where the caller has them.
    """
    contest = edition.contest
    content = _content(contest, lists_now(contest, now) if lists is None else lists, now)
    if canonical(content) == edition.content:
        return True
    hidden = contest.entrants.filter(Q(shows_name=False) | Q(full_name="")).values_list("pk", flat=True)
    return bool(hidden) and _unnamed(content, set(hidden)) == _unnamed(json.loads(edition.content), set(hidden))


def _unnamed(content: dict[str, Any], hidden: set[int]) -> dict[str, Any]:
    """Return the content without the names of `hidden`: whoever is no longer named changes no result by it."""
    lists = [
        each | {"lines": [[*line[:2], "" if line[1] in hidden else line[2], *line[3:]] for line in each["lines"]]}
        for each in content["lists"]
    ]
    return json.loads(canonical(content | {"lists": lists}))  # type: ignore[no-any-return]


def latest_published(contest: Contest) -> Edition | None:
    """Return the edition that counts now, if any was published; its content is read when it is asked for."""
    return contest.editions.defer("content").filter(published_at__isnull=False).order_by("-number").first()


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


def _name(of: Contest | Round) -> str:
    return f"round {of.position}" if isinstance(of, Round) else "contest"


def _content(contest: Contest, lists: Iterable[Listing], now: datetime) -> dict[str, Any]:
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
                "of": _name(each.of),
                "title": each.of.title,
                "lines": [
                    [line.place, line.entrant, *people[line.entrant], line.result.score, int(line.most * 100),
                     line.result.time_used, _prize(line)]
                    for line in each.lines
                ],
                "units": [
                    [line.place, line.unit, named[line.unit], line.block, line.why, f.took_part, f.headcount, f.rate,
                     f.mean, f.formula, _prize(line)]
                    for line in each.units
                    for f in (line.figures,)
                ],
            }
            for each in lists
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
