"""Who is asking: the roles of a person and the predicates that other rooms compose.

A predicate takes (user, object) and is combined with &, | and ~ (django-rules).
Routes and socket commands name one predicate each in their app's `access.py`;
`config.access` merges them into the one table and enforces it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from people.models import Role, RoleAssignment, Unit, User

Predicate = Callable[[Any, Any], bool]
Loader = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Access:
    """One line of the permission table.

    who: predicate (user, object) that must hold.
    load: makes the object from the route's keyword arguments, or returns None when
        there is none (answered 404); left out where the route is about no single object.
    about: the question in words, for the printed table.
    """

    who: Predicate
    about: str
    load: Loader | None = None


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """Return every role that `user` holds anywhere (read once for one request's user object)."""
    if not user.is_authenticated:
        return frozenset()
    held = getattr(user, "_held_roles", None)
    if held is None:
        held = frozenset(RoleAssignment.objects.filter(user=user).values_list("role", flat=True))
        user._held_roles = held  # type: ignore[union-attr]
    return held


def holds_over(user: User | AnonymousUser, role: str, unit: Unit | None) -> bool:
    """Say whether `user` holds `role` over `unit`: everywhere, or over it or one of its ancestors."""
    if not user.is_authenticated or role not in roles_of(user):
        return False
    mine = set(RoleAssignment.objects.filter(user=user, role=role).values_list("unit_id", flat=True))
    if None in mine:
        return True
    return unit is not None and bool(mine & {u.pk for u in unit.ancestors(include_self=True)})


@rules.predicate
def anyone(user: User | AnonymousUser, obj: object = None) -> bool:
    return True


@rules.predicate
def signed_in(user: User | AnonymousUser, obj: object = None) -> bool:
    return user.is_authenticated


@rules.predicate
def is_admin(user: User | AnonymousUser, obj: object = None) -> bool:
    return Role.ADMIN in roles_of(user)


@rules.predicate
def is_trainer(user: User | AnonymousUser, obj: object = None) -> bool:
    return Role.TRAINER in roles_of(user)


@rules.predicate
def is_organiser(user: User | AnonymousUser, obj: object = None) -> bool:
    return Role.ORGANISER in roles_of(user)
