"""Settling how units are ranked while a contest is a draft."""

from django.db import transaction
from django.db.models import F

from contests.models import Contest
from contests.refusals import AlreadyOpened
from contests.rules import Rules
from contests.units.rules import UnitRules


@transaction.atomic
def set_unit_rules(*, contest: Contest, rules: UnitRules) -> Contest:
    """Replace the rules for units in the draft of `contest`, and nothing else of it. Raises AlreadyOpened."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    kept = Rules.from_json(held.rules).to_json() | {"units": rules.to_json()}
    changed = Contest.objects.filter(pk=held.pk, state=Contest.State.DRAFT, revision=held.revision).update(
        revision=F("revision") + 1, rules=kept
    )
    if changed != 1:
        raise AlreadyOpened
    held.refresh_from_db()
    return held
