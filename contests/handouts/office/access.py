"""Who may replace the papers' templates of a unit: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.handouts.office.kinds import KINDS
from people.access import Access, holds_over
from people.models import Role, Unit, User


def unit_by_number(given: Mapping[str, Any]) -> Unit | None:
    if given.get("kind", next(iter(KINDS))) not in KINDS:
        return None
    return Unit.objects.filter(pk=given["unit"]).first()


@rules.predicate
def organises_for(user: User | AnonymousUser, unit: Unit) -> bool:
    """`user` is an organiser, or an administrator, over the unit whose papers these are."""
    return holds_over(user, Role.ORGANISER, unit) or holds_over(user, Role.ADMIN, unit)


def _of(what: str) -> Access:
    return Access(organises_for, what, unit_by_number)


ROUTES: dict[str, Access] = {
    "contests:templates": _of("the templates of a unit's papers"),
    "contests:template": _of("the template of one kind of paper, and hand in another"),
    "contests:template-use": _of("choose which version of a template is in use"),
    "contests:template-start": _of("our template of a paper, to begin with"),
    "contests:template-file": _of("a version of a template as it was handed in"),
    "contests:template-preview": _of("a template filled with sample data"),
}
