"""The door for answers: what phones send within some milliseconds is let in, saved and acknowledged together.

Every request passes the same middleware, permission table and view as through the ordinary door, one after the other in
one thread; what they need of the database is read for all at once before, and what they send is saved for all at once
after, in one transaction, before any is answered. What cannot be done so takes the ordinary way, alone.
"""

import logging
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from asgiref.sync import SyncToAsync
from django.conf import settings
from django.core import signals
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http import HttpResponse

from config.ahead import Ahead
from config.lanes import Application
from contests.papers.answer_views import Unsaved, unsaved
from contests.papers.answering import papers_with
from contests.papers.late import save_all_or_keep_late
from people.recognising import recognise
from realtime.batches import Batches

SAVES = re.compile(r"/bai-thi/([0-9]{1,18})/tra-loi/")
LARGEST = 64 * 1024  # bytes of an answer; a longer one has time for the ordinary way
LINGER = 0.01  # seconds for which the first answer waits for others
MOST = 64
log = logging.getLogger(__name__)


class Gathering(ASGIHandler):
    """An ASGI application that takes the answers of scripts, and leaves everything else to `otherwise`.

    thread: an executor of one thread, which keeps its connection to the database.
    """

    def __init__(self, otherwise: Application, thread: ThreadPoolExecutor) -> None:
        super().__init__()
        self._otherwise, self._thread = otherwise, thread
        self._batches: Batches[ASGIRequest, HttpResponse | None] = Batches(self._turn, linger=LINGER, most=MOST)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    def resolve_request(self, request: Any) -> Any:
        """Find the route as ever, and take the view that leaves saving to us."""
        _save, args, kwargs = super().resolve_request(request)
        return unsaved, args, kwargs

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not _is_save(scope):
            await self._otherwise(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:  # gone before it had said all
            return
        response = await self._answer(scope, body)
        if response is None:
            await self._otherwise(scope, _again(body, receive), send)
        else:
            await self.send_response(response, send)

    async def _answer(self, scope: Any, body: bytes) -> HttpResponse | None:
        try:
            return await self._batches.ask(ASGIRequest(scope, BytesIO(body)))
        except Exception:
            log.warning("could not save an answer together with others; it goes alone", exc_info=True)
            return None

    async def _turn(self, requests: list[ASGIRequest]) -> Sequence[HttpResponse | None]:
        return await SyncToAsync(self._together, thread_sensitive=False, executor=self._thread)(requests)

    def _together(self, requests: Sequence[ASGIRequest]) -> list[HttpResponse | None]:
        """Return the response to each, or None for what must go alone. For connections it is all one request."""
        signals.request_started.send(sender=self.__class__)
        try:
            _read_ahead(requests)
            return _saved([self._one(request) for request in requests])
        finally:
            signals.request_finished.send(sender=self.__class__)

    def _one(self, request: ASGIRequest) -> HttpResponse | None:
        """Return the response to one request, or None where even its error page fails: no other goes with it."""
        try:
            return self.get_response(request)
        except Exception:
            log.warning("a request could not be handled together with others; it goes alone", exc_info=True)
            return None


def _is_save(scope: Any) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST" or not SAVES.fullmatch(scope["path"]):
        return False
    headers = dict(scope["headers"])
    form, length = headers.get(b"content-type", b"").partition(b";")[0], headers.get(b"content-length", b"")
    short = length.isdigit() and int(length) <= LARGEST
    return short and form == b"application/x-www-form-urlencoded" and b"application/json" in headers.get(b"accept", b"")


async def _body(receive: Any) -> bytes | None:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Any) -> Any:
    """Return a `receive` that gives the whole body once more, then what comes after it."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def told() -> Any:
        return left.pop() if left else await receive()

    return told


def _read_ahead(requests: Sequence[ASGIRequest]) -> None:
    """Give each request what was read for it; four queries, however many there are."""
    sessions = [request.COOKIES.get(settings.SESSION_COOKIE_NAME, "") for request in requests]
    papers = [int(SAVES.fullmatch(request.path_info)[1]) for request in requests]  # type: ignore[index]
    known = recognise(set(filter(None, sessions)))
    found = papers_with(zip(papers, map(_position, requests), strict=True))
    for request, session, paper in zip(requests, sessions, papers, strict=True):
        request.ahead = Ahead(known.get(session), found.get(paper))  # type: ignore[attr-defined]


def _position(request: ASGIRequest) -> int:
    """Return the place of the question, 0 where none is named; the view looks closer."""
    try:
        given = request.POST.get("position", "")
    except (BadRequest, SuspiciousOperation):  # the request is refused for it when its turn comes, and no other with it
        return 0
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0


def _saved(responses: Sequence[HttpResponse | None]) -> list[HttpResponse | None]:
    """Save what is not saved yet and settle it."""
    waiting = [each for each in responses if isinstance(each, Unsaved)]
    outcomes = iter(save_all_or_keep_late([each.sent for each in waiting], wait=False) if waiting else [])
    told: list[HttpResponse | None] = []
    for response in responses:
        if isinstance(response, Unsaved):
            outcome = next(outcomes)
            if outcome is None:  # its paper is being closed, or held by the board: it waits alone
                told.append(None)
                continue
            response.settle(outcome)
        told.append(response)
    return told
