"""Answers that come at once are saved together, and each request is treated as through the ordinary door."""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from config import gathering
from config.gathering import SAVES, Gathering
from config.lanes import Lanes
from contests.entering.guests import SESSION_KEY
from contests.models import Answer, Contest, LateAnswer, Paper
from contests.papers.sitting import start_paper
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_bank, make_contest, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
TOKEN, FORM = "a" * 32, "application/x-www-form-urlencoded"
ALONE = (200, {}, b"alone")


@pytest.fixture
def contest(tam: User, alice: User, province: Unit) -> Contest:
    make_bank(tam)
    return make_contest(alice, province, NOON)


@pytest.fixture
def papers(contest: Contest, commune: Unit) -> list[Paper]:
    people = [enter(contest, make_user(f"u{n}", commune), NOON) for n in range(4)]
    return [start_paper(entrant=entrant, now=NOON) for entrant in people]


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made
        made.submit(connections.close_all).result()


@pytest.fixture
def door(thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> Gathering:
    monkeypatch.setattr(gathering, "LINGER", 0.05)
    return Gathering(alone, thread)


@pytest.fixture
def ordinary() -> Iterator[Lanes]:
    lanes = Lanes(get_asgi_application(), 1)
    yield lanes
    lane = lanes.take(None)  # type: ignore[arg-type]  # nobody waits
    assert lane is not None
    lane.submit(connections.close_all).result()


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many answers were saved in each turn."""
    real, told = gathering.save_all_or_keep_late, list[int]()

    def noted(sent: Sequence[Any], **named: Any) -> Any:
        told.append(len(sent))
        return real(sent, **named)

    monkeypatch.setattr(gathering, "save_all_or_keep_late", noted)
    return told


async def alone(scope: Any, receive: Any, send: Any) -> None:
    """Stand for the ordinary door."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"alone"})


def session_of(paper: Paper, **more: Any) -> str:
    """Return the session of a browser in which whose paper it is has signed in."""
    client = Client()
    client.force_login(paper.entrant.user)
    session = client.session
    session.update(more)
    session.save()
    return str(session.session_key)


def post(paper: int, session: str = "", *, position: Any = 1, place: Any = 0, method: str = "POST", **more: str) -> Any:
    """Return scope and body of a script's answer; `more` are headers in place of the usual."""
    body = urlencode({"position": position, "choice": place}).encode()
    headers = {
        "host": "testserver", "cookie": f"sessionid={session}; csrftoken={TOKEN}", "x-csrftoken": TOKEN,
        "accept": "application/json", "content-type": FORM,
        "content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in more.items()},
    }  # fmt: skip
    path = f"/bai-thi/{paper}/tra-loi/"
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http", "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    return scope, body


async def told(door: Any, sent: Any) -> tuple[int, dict[str, str], bytes]:
    scope, body = sent
    parts, out = [{"type": "http.request", "body": body, "more_body": False}], list[Any]()

    async def receive() -> Any:
        return parts.pop() if parts else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        out.append(message)

    await door(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in out[0]["headers"]}
    return out[0]["status"], headers, b"".join(message["body"] for message in out[1:])


def plain(headers: dict[str, str]) -> dict[str, Any]:
    """Return headers for comparing: the policy is a set, and only longer answers than a receipt vary by encoding."""
    policy = sorted(headers["Content-Security-Policy"].split("; "))
    return headers | {"Content-Security-Policy": policy, "Vary": headers["Vary"].partition(",")[0]}


async def all_told(door: Any, *sent: Any) -> list[Any]:
    return await asyncio.wait_for(asyncio.gather(*(told(door, one) for one in sent)), 30)


async def test_answers_that_come_at_once_are_saved_in_one_turn_and_each_has_its_own_receipt(
    door: Gathering, papers: list[Paper], turns: list[int]
) -> None:
    sent = [post(p.pk, await sync_to_async(session_of)(p), position=n % 3 + 1) for n, p in enumerate(papers)]
    got = await all_told(door, *sent)
    assert [(status, json.loads(body)["position"]) for status, _headers, body in got] == [
        (200, 1), (200, 2), (200, 3), (200, 1),
    ]  # fmt: skip
    assert turns == [4]
    kept = Answer.objects.values_list("question__paper", "question__position", "revision")
    assert {one async for one in kept} == {(p.pk, n % 3 + 1, 1) for n, p in enumerate(papers)}


async def test_two_tabs_at_once_are_two_revisions_of_one_answer(
    door: Gathering, papers: list[Paper], turns: list[int]
) -> None:
    session = await sync_to_async(session_of)(papers[0])
    got = await all_told(door, *(post(papers[0].pk, session, place=place) for place in (0, 1, 2)))
    assert ([json.loads(body)["revision"] for _status, _headers, body in got], turns) == ([1, 2, 3], [3])
    assert await Answer.objects.acount() == 1


async def test_whoever_may_not_is_kept_out_and_takes_nobody_along(
    door: Gathering, ordinary: Lanes, papers: list[Paper], turns: list[int]
) -> None:
    """Each as the ordinary door answers it: no session, somebody else's paper, none, no token, a NUL, no such
    place, no such choice."""
    own, other = [await sync_to_async(session_of)(paper) for paper in papers[:2]]
    odd = [
        post(papers[0].pk), post(papers[0].pk, other), post(7, own), post(papers[0].pk, own, x_csrftoken="b" * 32),
        post(papers[0].pk, own, position="1\0"), post(papers[0].pk, own, position=9),
        post(papers[0].pk, own, place="%"),
    ]  # fmt: skip
    got = await all_told(door, *odd, post(papers[0].pk, own))
    alike = [await told(ordinary, one) for one in odd]
    assert [status for status, _headers, _body in got] == [*(status for status, _headers, _body in alike), 200]
    assert [status for status, _headers, _body in got[:4]] == [302, 403, 404, 403]
    assert (turns, await Answer.objects.acount()) == ([1], 1)


async def test_what_is_sent_back_is_what_the_ordinary_door_sends(
    door: Gathering, ordinary: Lanes, papers: list[Paper], clock: Moving
) -> None:
    session = await sync_to_async(session_of)(papers[0])
    again = post(papers[0].pk, session, content_type=f"{FORM}; charset=utf-8")
    first, second = await told(door, post(papers[0].pk, session)), await told(ordinary, again)
    assert json.loads(second[2]) == json.loads(first[2]) | {"revision": 2}
    assert (first[0], plain(first[1])) == (200, plain(second[1]))
    clock.on(hours=1)
    first, second = await told(door, again), await told(ordinary, again)
    assert (first[0], first[2], plain(first[1])) == (409, second[2], plain(second[1]))


async def test_what_comes_late_is_refused_and_kept_aside_while_others_are_saved(
    door: Gathering, papers: list[Paper]
) -> None:
    await Paper.objects.filter(pk=papers[0].pk).aupdate(deadline_at=NOON - timedelta(minutes=1))
    sent = [post(paper.pk, await sync_to_async(session_of)(paper)) for paper in papers[:2]]
    late, saved = await all_told(door, *sent)
    assert (late[0], json.loads(late[2])["over"], saved[0]) == (409, True, 200)
    assert [one.paper_id async for one in LateAnswer.objects.all()] == [papers[0].pk]
    assert [one async for one in Answer.objects.values_list("question__paper", flat=True)] == [papers[1].pk]


async def test_a_guest_is_known_by_the_session(door: Gathering, papers: list[Paper]) -> None:
    await Paper.objects.filter(pk=papers[1].pk).aupdate(entrant=papers[1].entrant_id)
    entrant = papers[1].entrant
    user, entrant.user, entrant.phone = entrant.user, None, "0900000000"
    await entrant.asave()
    assert user is not None
    papers[0].entrant.user = user
    guest = await sync_to_async(session_of)(papers[0], **{SESSION_KEY: [entrant.pk]})
    stranger = await sync_to_async(session_of)(papers[0])
    got = await all_told(door, post(papers[1].pk, guest), post(papers[1].pk, stranger))
    assert [status for status, _headers, _body in got] == [200, 403]


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "text/html"},
        {"content_length": "99999"},
        {"content_length": ""},
        {"content_type": "multipart/form-data"},
    ],
    ids=str,
)
async def test_what_is_no_short_answer_of_a_script_goes_the_ordinary_way(
    door: Gathering, papers: list[Paper], headers: dict[str, str]
) -> None:
    session = await sync_to_async(session_of)(papers[0])
    assert await told(door, post(papers[0].pk, session, **headers)) == ALONE
    assert await told(door, post(papers[0].pk, session, method="GET")) == ALONE
    assert not await Answer.objects.aexists()


async def test_nothing_is_acknowledged_that_could_not_be_written(
    door: Gathering, papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that fails is tried answer by answer; what fails alone as well goes the ordinary way, which tells."""
    real, tried = gathering.save_all_or_keep_late, list[int]()

    def broken(sent: Sequence[Any], **named: Any) -> Any:
        tried.append(len(sent))
        with transaction.atomic():
            saved = real(sent, **named)
            if any(one.paper.pk == papers[1].pk for one in sent):
                raise ConnectionError
        return saved

    monkeypatch.setattr(gathering, "save_all_or_keep_late", broken)
    sent = [post(paper.pk, await sync_to_async(session_of)(paper)) for paper in papers[:3]]
    got = await all_told(door, *sent)
    assert (got[1], [got[0][0], got[2][0]], tried) == (ALONE, [200, 200], [3, 1, 1, 1])
    kept = Answer.objects.values_list("question__paper", flat=True)
    assert {one async for one in kept} == {papers[0].pk, papers[2].pk}


@pytest.mark.needs_postgres  # SQLite lets one writer in at a time
async def test_nobody_waits_for_a_paper_that_is_not_theirs(door: Gathering, papers: list[Paper]) -> None:
    """The board holds one paper: its answer goes the ordinary way, to wait there; the others' are saved meanwhile."""
    held, free = threading.Event(), threading.Event()

    def board() -> None:
        with transaction.atomic():
            Paper.objects.select_for_update().get(pk=papers[0].pk)
            held.set()
            free.wait(20)
        connections.close_all()

    holding = threading.Thread(target=board)
    holding.start()
    try:
        await asyncio.to_thread(held.wait, 5)
        sent = [post(paper.pk, await sync_to_async(session_of)(paper)) for paper in papers[:2]]
        waits, saved = await all_told(door, *sent)
    finally:
        free.set()
        holding.join()
    assert (waits, saved[0]) == (ALONE, 200)


def test_the_door_knows_the_address_of_the_view() -> None:
    assert SAVES.fullmatch(reverse("contests:save-answer", args=[2**53]))[1] == str(2**53)  # type: ignore[index]


@pytest.mark.parametrize("wrong", ["fields", "charset"])
async def test_a_body_that_cannot_be_read_sends_nobody_else_the_long_way(
    door: Gathering, papers: list[Paper], turns: list[int], wrong: str
) -> None:
    sent = [post(p.pk, await sync_to_async(session_of)(p)) for p in papers[:3]]
    scope, body = post(papers[3].pk)
    if wrong == "fields":
        body = b"a&" * 5000
        scope, _body = post(papers[3].pk, content_length=str(len(body)))
    else:
        scope, _body = post(papers[3].pk, content_type=f"{FORM}; charset=utf-16")
    got = await all_told(door, (scope, body), *sent)
    assert [status for status, _headers, _body in got[1:]] == [200, 200, 200]
    assert got[0][0] == 400 or got[0][2] == b"alone"  # refused here, or by the ordinary door
    assert turns == [3]
