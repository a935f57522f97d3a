"""People who registered on the spot: their session is what says who they are."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from contests.models import Contest, Entrant
from people.models import User

SESSION_KEY = "entrants"


def remember(request: HttpRequest, entrant: Entrant) -> None:
    """Make `entrant` the person behind this browser, under a new session key."""
    kept = set(request.session.get(SESSION_KEY, ()))
    request.session.cycle_key()
    request.session[SESSION_KEY] = sorted(kept | {entrant.pk})


def forget(request: HttpRequest, entrant: Entrant) -> None:
    """Let nobody go on as `entrant` in this browser, under a new session key; other contests keep who they knew."""
    kept = set(request.session.get(SESSION_KEY, ()))
    request.session.cycle_key()
    request.session[SESSION_KEY] = sorted(kept - {entrant.pk})


def entrants_in(session: Mapping[str, Any]) -> frozenset[int]:
    """Return the primary keys of the entrants that this session registered as."""
    return frozenset(session.get(SESSION_KEY, ()))


def entrant_for(user: User | AnonymousUser, contest: Contest) -> Entrant | None:
    """Return who `user` is in `contest`: by account first, else as registered in this browser."""
    found = None
    if user.is_authenticated:
        found = contest.entrants.filter(user=user).first()
    known = getattr(user, "guest_entrants", frozenset())
    if found is None and known:
        found = contest.entrants.filter(pk__in=known, user__isnull=True).first()
    return found


class GuestMiddleware:
    """Lets the permission table know the guest: it sees the user and not the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = entrants_in(request.session)
        if known:
            request.user.guest_entrants = known  # type: ignore[union-attr]
        return self.get_response(request)
