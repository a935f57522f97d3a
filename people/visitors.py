"""Who is behind many sessions at once: as signing in says for one, in two queries for all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from people.models import User


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person, signed in or not, and what their session holds; empty where there is none or it has expired."""

    user: User | AnonymousUser
    session: Mapping[str, Any] = field(default_factory=dict)


def visitors(session_keys: Collection[str], now: datetime) -> dict[str, Visitor]:
    """Return the visitor of each session, as `django.contrib.auth.get_user` would: an account that is active, signed in
    through one of the present ways, whose password is still the one it was signed in with.
    """
    store = SessionStore()
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=now)
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    numbers = {key: _account_of(session) for key, session in sessions.items()}
    users = User.objects.select_related("unit").in_bulk([pk for pk in numbers.values() if pk is not None])
    found = {key: Visitor(AnonymousUser()) for key in session_keys}
    for key, session in sessions.items():
        user = users.get(numbers[key] or 0)
        known = user is not None and user.is_active and _is_same(user, session)
        found[key] = Visitor(user if known and user is not None else AnonymousUser(), session)
    return found


def _account_of(session: Mapping[str, Any]) -> int | None:
    if SESSION_KEY not in session or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return int(User._meta.pk.to_python(session[SESSION_KEY]))


def _is_same(user: User, session: Mapping[str, Any]) -> bool:
    """Say whether the password has not been changed since."""
    given = session.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(given, known) for known in hashes)
