"""Settling who may enter a contest, while it is a draft."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contests.entering.rules import EntryRules
from contests.models import Contest, PositionGroup
from contests.refusals import AlreadyOpened
from contests.settings import RulesError
from people.models import Unit


@transaction.atomic
def set_entry(*, contest: Contest, entry: EntryRules, eligible_units: Collection[Unit]) -> Contest:
    """Replace what the draft says of entering. No eligible unit means that every unit is. Raises AlreadyOpened.

    Like every edit it makes another version of the rules, which asks for new signatures.
    """
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT).update(
        revision=F("revision") + 1, entry_rules=entry.to_json()
    )
    if changed != 1:
        raise AlreadyOpened
    contest.eligible_units.set(eligible_units)
    contest.refresh_from_db()
    return contest


def entry_problems(contest: Contest) -> list[str]:
    """Return what in the rules of entering stands in the way of opening, in sentences."""
    try:
        rules = contest.entering
    except RulesError as error:
        return [_("The rules are not complete: %(field)s.") % {"field": error.field}]
    problems = []
    if rules.ways == ("list",) and not contest.invited.exists():
        problems.append(_("Only people on the list may enter, and the list is empty: bring it in first."))
    known = set(PositionGroup.objects.filter(code__in=rules.groups).values_list("code", flat=True))
    if set(rules.groups) - known:
        problems.append(_("A position group that may enter is no longer in the system: choose the groups again."))
    return problems
