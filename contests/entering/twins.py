"""People who look as if they had entered twice, or as if a barred person had entered: for a person to look at.

Families share phones and names repeat, so these are signals and never refuse anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from contests.entering.barring import barred_parts
from contests.models import Contest, Entrant
from people.models import User

MOST = 50


@dataclass(frozen=True)
class Twins:
    """Entrants that may be one person. why: "phone", "person" (name, date of birth and unit) or "barred"."""

    why: str
    entrants: tuple[Entrant, ...]
    account: User | None = None


def likely_twins(contest: Contest) -> list[Twins]:
    """Return at most MOST groups of entrants to look at; a few queries."""
    return [*_of_one_phone(contest), *_of_one_person(contest), *_barred_unsigned(contest)][:MOST]


def _of_one_phone(contest: Contest) -> Iterable[Twins]:
    """An account and a registration of one phone number."""
    registered = contest.entrants.filter(user=None).exclude(phone="")
    signed_in = contest.entrants.filter(user__phone__in=registered.values("phone")).select_related("user", "unit")
    by_phone = {each.user.phone: each for each in signed_in[:MOST] if each.user}
    for each in registered.filter(phone__in=list(by_phone)).select_related("unit"):
        yield Twins("phone", (by_phone[each.phone], each))


def _of_one_person(contest: Contest) -> Iterable[Twins]:
    born = contest.entrants.filter(born__isnull=False).exclude(full_name="")
    twice = born.values("full_name_folded", "born", "unit").annotate(n=Count("pk")).filter(n__gt=1)[:MOST]
    keys = {(each["full_name_folded"], each["born"], each["unit"]) for each in twice}
    found: defaultdict[tuple[object, ...], list[Entrant]] = defaultdict(list)
    names = {name for name, _born, _unit in keys}
    for each in born.filter(full_name_folded__in=names).select_related("unit") if names else ():
        key = (each.full_name_folded, each.born, each.unit_id)
        if key in keys:
            found[key].append(each)
    return [Twins("person", tuple(each)) for each in found.values()]


def _barred_unsigned(contest: Contest) -> Iterable[Twins]:
    """Somebody without an account who has the phone number, or the name and unit, of a barred person."""
    barred = list(User.objects.filter(pk__in=list(barred_parts(contest))))
    phones = {user.phone: user for user in barred if user.phone}
    people = {(user.full_name_folded, user.unit_id): user for user in barred}
    unsigned = contest.entrants.filter(user=None).select_related("unit")
    for each in unsigned.filter(phone__in=list(phones)):
        yield Twins("barred", (each,), phones[each.phone])
    for each in unsigned.filter(full_name_folded__in=[name for name, _unit in people]):
        user = people.get((each.full_name_folded, each.unit_id))
        if user is not None and each.phone not in phones:
            yield Twins("barred", (each,), user)
