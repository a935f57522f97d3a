"""Who many browsers are, read together; whoever is not found so is left to Django's own way of finding out."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.models import User


@dataclass(frozen=True, slots=True)
class Known:
    """What a session holds, and whose it is: None where nobody signed in, or Django must look closer."""

    session: dict[str, Any]
    user: User | None


def recognise(keys: Collection[str]) -> dict[str, Known]:
    """Return by its key what is known of each session that has not run out; two queries, however many."""
    store = SessionStore()
    rows = store.model.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    signed_in = {session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session}
    users = {str(user.pk): user for user in User.objects.filter(pk__in=signed_in)}
    return {key: Known(session, _user_of(session, users)) for key, session in sessions.items()}


def _user_of(session: Mapping[str, Any], users: Mapping[str, User]) -> User | None:
    """Return the user of a session where it is plain; each is given one of their own, which others do not change."""
    user = users.get(session.get(SESSION_KEY, ""))
    plain = (
        user is not None
        and user.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
    return copy(user) if plain else None
