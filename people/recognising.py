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


def recognise(keys: Collection[str], *, renewing: bool = True) -> dict[str, Known]:
    """Return by its key what is known of each session that has not run out; two queries, however many.

    renewing: leave a session that a former secret key has signed to Django, which renews it; where that cannot be done,
    as on a socket, its user is known as well.
    """
    store = SessionStore()
    plain = [
        key for key in keys if key.isascii() and key.isalnum()
    ]  # no other is one, and some break the query for all
    rows = store.model.objects.filter(session_key__in=plain, expire_date__gt=timezone.now())
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    signed_in = {session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session}
    users = {str(user.pk): user for user in User.objects.select_related("unit").filter(pk__in=signed_in)}
    return {key: Known(session, _user_of(session, users, renewing)) for key, session in sessions.items()}


def _user_of(session: Mapping[str, Any], users: Mapping[str, User], renewing: bool) -> User | None:
    """Return the user of a session where it is plain; each is given one of their own, which others do not change."""
    user = users.get(session.get(SESSION_KEY, ""))
    if user is None or not user.is_active or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    signed = session.get(HASH_SESSION_KEY, "")
    hashes = [user.get_session_auth_hash(), *(() if renewing else user.get_session_auth_fallback_hash())]
    return copy(user) if any(constant_time_compare(signed, known) for known in hashes) else None
