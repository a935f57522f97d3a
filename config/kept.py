"""The door for public pages: each is made once for everybody, and given from memory while it is what it was.

A page is asked of the application as nobody, without cookies, so that what is kept cannot be anybody's own. It is
believed for BELIEVED; then one request asks the database for its mark (`contests.portal.marks`) while the others
wait for the answer, and only where the mark has changed is the page made again, by that one request. Nothing is
shared between processes and nobody has to tell them: what a reader sees is at most BELIEVED old, and as much again
where a browser or a proxy believes the answer's own max-age.
"""

import asyncio
import gzip
import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from asgiref.sync import SyncToAsync
from django.conf import settings
from django.core import signals
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.utils.cache import cc_delim_re
from django.utils.http import http_date, parse_http_date_safe

from config.lanes import Application
from realtime import clock

PAGES = re.compile(
    r"/cong-bo/(?P<slug>[-a-zA-Z0-9_]{1,60})/(?:(?:en/)?(?:nhung/|van-ban/[0-9]{1,9}/)?|tin\.(?:json|xml)|ap-phich\.pdf)"
)
BELIEVED = timedelta(seconds=2)  # without asking; views say the same to browsers
LONGEST = timedelta(minutes=1)  # for what no mark tells, such as the name of a unit
MOST_BYTES = 64 * 1024 * 1024
LEAST_TO_ZIP = 500  # bytes
TOLD_ON = frozenset({b"host", b"x-forwarded-proto"})  # what a page may depend on, and all it is asked with
NOT_KEPT = frozenset({b"content-length", b"vary", b"etag", b"last-modified"})  # made anew for what is kept

Headers = tuple[tuple[bytes, bytes], ...]
MarkOf = Callable[[str, datetime], str | None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a public page. scheme, host: both stand in the page's addresses, and so in what it is kept by."""

    scheme: str
    host: str
    path: str
    slug: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is given. made_at: when it was rendered. looked_at: when its mark was last known to hold."""

    mark: str
    headers: Headers
    body: bytes
    zipped: bytes
    etag: str
    modified: int  # seconds since 1970: when the page became what it is
    made_at: datetime
    looked_at: datetime

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped)


class NotMade(Exception):
    """The application answered a public page with this status."""


class KeptPages:
    """An ASGI application that gives public pages, and leaves everything else to `otherwise`.

    thread: an executor of one thread for marks, which keeps its connection to the database.
    """

    def __init__(self, otherwise: Application, thread: ThreadPoolExecutor, mark_of: MarkOf) -> None:
        self._otherwise, self._thread, self._mark_of = otherwise, thread, mark_of
        self._kept: OrderedDict[Asked, Kept] = OrderedDict()
        self._flights: dict[Asked, asyncio.Task[Kept | None]] = {}
        self._bytes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = asked_of(scope)
        if asked is None:
            await self._otherwise(scope, receive, send)
            return
        kept = self._kept.get(asked)
        if kept is not None and timedelta() <= clock.now() - kept.looked_at < BELIEVED:
            self._kept.move_to_end(asked)
        else:
            try:
                kept = await self._renewed(asked, scope)
            except Exception:
                log.exception("a public page could not be made")
                await _unavailable(send)
                return
        if kept is None:
            await self._otherwise(scope, receive, send)
        else:
            await _give(kept, scope, send)

    def _renewed(self, asked: Asked, scope: Any) -> Awaitable[Kept | None]:
        """Return what one request finds out for all that ask meanwhile; whoever leaves stops nobody's."""
        flight = self._flights.get(asked)
        if flight is None:
            flight = asyncio.create_task(self._renew(asked, scope))
            self._flights[asked] = flight
            flight.add_done_callback(lambda _done: self._flights.pop(asked, None))
        return asyncio.shield(flight)

    async def _renew(self, asked: Asked, scope: Any) -> Kept | None:
        """Return the page as it is now, or None where it is not for everybody (a draft, an error).

        The clock and the mark are read first: what changes while the page is made has another mark at the next look.
        """
        now, before = clock.now(), self._kept.get(asked)
        mark = await SyncToAsync(self._mark, thread_sensitive=False, executor=self._thread)(asked.slug, now)
        if mark is not None and before and before.mark == mark and timedelta() <= now - before.made_at < LONGEST:
            return self._keep(asked, replace(before, looked_at=now))
        made = await self._make(mark, before, scope, now) if mark is not None else None
        if made is None:
            self._drop(asked)
            return None
        return self._keep(asked, made)

    def _mark(self, slug: str, now: datetime) -> str | None:
        """Ask for the mark; for connections it is a request."""
        signals.request_started.send(sender=self.__class__)
        try:
            return self._mark_of(slug, now)
        finally:
            signals.request_finished.send(sender=self.__class__)

    async def _make(self, mark: str, before: Kept | None, scope: Any, now: datetime) -> Kept | None:
        status, headers, body = await _answer_of(self._otherwise, _as_nobody(scope))
        if status >= 500:  # those who wait would only ask for the same error, one by one
            raise NotMade(status)
        told = dict(headers)
        everybodys = b"public" in re.split(rb"[,\s]+", told.get(b"cache-control", b""))
        if status != 200 or not everybodys or b"set-cookie" in told:
            return None
        kept = tuple((name, value) for name, value in headers if name not in NOT_KEPT)
        etag = _etag(body, told)
        modified = int(now.timestamp())
        if before is not None:  # two states never carry one date
            modified = before.modified if before.etag == etag else max(modified, before.modified + 1)
        zipped = gzip.compress(body, 6, mtime=0) if len(body) >= LEAST_TO_ZIP else b""
        return Kept(mark, kept, body, zipped, etag, modified, made_at=now, looked_at=now)

    def _keep(self, asked: Asked, page: Kept) -> Kept:
        self._drop(asked)
        self._kept[asked] = page
        self._bytes += page.size
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return page

    def _drop(self, asked: Asked) -> None:
        gone = self._kept.pop(asked, None)
        if gone is not None:
            self._bytes -= gone.size


def asked_of(scope: Any) -> Asked | None:
    """Return which public page is asked for, whatever follows the question mark; None where none is."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    found = PAGES.fullmatch(scope["path"])
    if found is None:
        return None
    request = ASGIRequest(scope, BytesIO())
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    return Asked(request.scheme or "", host, scope["path"], found["slug"])


def _as_nobody(scope: Any) -> dict[str, Any]:
    headers = [(name, value) for name, value in scope["headers"] if name in TOLD_ON]
    return {**scope, "method": "GET", "query_string": b"", "headers": headers, "client": None}


async def _answer_of(application: Application, scope: Any) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Ask `application` and return status, headers (names in small letters) and body."""
    told: list[dict[str, Any]] = []
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # nobody leaves: the application cancels this when it has answered
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await application(scope, receive, send)
    headers = [(name.lower(), value) for name, value in told[0]["headers"]]
    return told[0]["status"], headers, b"".join(message.get("body", b"") for message in told[1:])


def _etag(body: bytes, headers: dict[bytes, bytes]) -> str:
    """Return the page's tag; weak, because it is one for the plain and the compressed form.

    It is also of the policy: a browser must not go on with an old list of those who may frame the page.
    """
    policy = headers.get(b"content-security-policy", b"")
    return f'W/"{hashlib.sha256(policy + bytes(1) + body).hexdigest()[:32]}"'


async def _give(kept: Kept, scope: Any, send: Any) -> None:
    asked = dict(scope["headers"])
    headers = [
        *kept.headers,
        (b"vary", b"Accept-Encoding"),
        (b"etag", kept.etag.encode()),
        (b"last-modified", http_date(kept.modified).encode()),
    ]
    if _has_it(kept, asked):
        await _send(send, 304, [(n, v) for n, v in headers if not n.startswith(b"content-") or n.endswith(b"policy")])
        return
    body = kept.body
    if kept.zipped and b"gzip" in asked.get(b"accept-encoding", b""):
        body = kept.zipped
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await _send(send, 200, headers, b"" if scope["method"] == "HEAD" else body)


def _has_it(kept: Kept, asked: dict[bytes, bytes]) -> bool:
    """Say whether the reader has the page already: by its tag, or, where none is named, by its date."""
    tags = asked.get(b"if-none-match")
    if tags is not None:
        named = {tag.removeprefix("W/") for tag in cc_delim_re.split(tags.decode("latin1").strip())}
        return bool(named & {"*", kept.etag.removeprefix("W/")})
    since = parse_http_date_safe(asked.get(b"if-modified-since", b"").decode("latin1"))
    return since is not None and kept.modified <= since


async def _unavailable(send: Any) -> None:
    until = [(b"retry-after", b"2"), (b"cache-control", b"no-store"), (b"content-type", b"text/plain; charset=utf-8")]
    said = "Trang tạm thời chưa xem được, xin thử lại sau ít giây.".encode()
    await _send(send, 503, [*until, (b"content-length", str(len(said)).encode())], said)


async def _send(send: Any, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
