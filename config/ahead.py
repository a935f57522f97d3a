"""What was read for a request before it is handled, in the same queries as for others that came with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from people.recognising import Known


@dataclass(frozen=True, slots=True)
class Ahead:
    """known: of the session, None where nothing is. target: what the request is about, None where there is no such."""

    known: Known | None
    target: Any


class AheadMiddleware:
    """Gives session and user what was read for them; a request for which nothing was read goes on as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ahead: Ahead | None = getattr(request, "ahead", None)
        if ahead is not None and ahead.known is not None:
            request.session._session_cache = ahead.known.session  # type: ignore[attr-defined]  # as its `load` would
            if ahead.known.user is not None:
                request._cached_user = ahead.known.user  # type: ignore[attr-defined]  # as `auth.get_user` would
        return self.get_response(request)
