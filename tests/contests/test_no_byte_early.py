"""No byte that anybody who plays is sent before the rules allow it depends on which choice is right.

Every route of the permission table is fetched and posted to by everybody who is no author or organiser of the contest,
in two worlds that differ in nothing but keys, explanations, remarks and notes: what is sent must be the same bytes.
"""

import asyncio
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from scipy.stats import chisquare

from config.access import ROUTES
from contests.live.composing import create_round
from contests.live.players import join
from contests.live.rounds import command
from contests.models import Contest, LiveRound, Paper
from contests.papers import views
from contests.papers.drawing import draw_for
from contests.papers.sitting import start_paper
from contests.routing import websocket_urlpatterns
from people.models import Role, RoleAssignment, Unit, User
from questionbank.models import Choice, QuestionVersion, ReviewEvent
from realtime import hub as hubs
from realtime.clock import Moving
from regulations.models import Document
from tests.config.test_access_table import address
from tests.config.test_access_table import world as world  # the fixture: every object a route needs
from tests.conftest import NOON
from tests.contests.builders import enter, make_bank, make_contest, make_papers, make_user, sit
from tests.contests.live.wire import Wire
from tests.recorder import hidden_in

CANARIES = ("LờiGiải-7f3a", "NhậnXét-22b1", "GhiChú-c4d9")  # explanation, remark on a choice, note of the reviewers
KEY_NAMES = ("is_correct", "iscorrect", "correct_count", "dap_an", "explanation", "data-right")
SCRIPT = {"Accept": "application/json"}
SENT = {"position": "1", "choice": "0", "hold": "1", "edit": "1", "boxes": "0", "play": "1"}
SCRIPTED = ("contests:save-answer", "contests:take-over", "contests:live-answer")  # that answer a script otherwise
Sent = dict[tuple[str, str], bytes]


def plant(right: int, number: int) -> None:
    """Make the choice at place `right` of every question the right one, and write the canaries around it."""
    explanation, remark, note = (f"{canary} {number}" for canary in CANARIES)
    Choice.objects.update(is_correct=False, remark="")
    Choice.objects.filter(position=right).update(is_correct=True, remark=remark)
    QuestionVersion.objects.update(explanation=explanation)
    for version in QuestionVersion.objects.select_related("question"):
        ReviewEvent.objects.create(
            question=version.question, version=version, actor=version.written_by, from_state="draft",
            to_state="draft", comment=note, at=NOON,
        )  # fmt: skip


@pytest.fixture
def players(world: Any, contest_of_world: Contest, bob: User, commune: Unit, province: Unit) -> dict[str, User | None]:
    """Nobody, one who sits a paper, one who has handed theirs in, and an organiser of somewhere else."""
    Document.objects.update(source_text="Điều 1. Nguyên tắc\nCông khai, minh bạch.\n")  # one that can be read
    other = make_user("other", commune)
    sit(contest_of_world, other, right=1, start=NOON)
    elsewhere = make_user("elsewhere", province)
    unit = Unit.objects.create(code="CM-XA-KHAC", name="UBND xã Khác", kind=Unit.Kind.COMMUNE, parent=province)
    RoleAssignment.objects.create(user=elsewhere, role=Role.ORGANISER, unit=unit)
    return {"nobody": None, "sits": bob, "has handed in": other, "organises elsewhere": elsewhere}


@pytest.fixture
def contest_of_world(world: Any) -> Contest:
    return Contest.objects.get()


def crawl(user: User | None, given: dict[str, dict[str, Any]]) -> Sent:
    """Fetch and post to every route; what a post would do is taken back."""
    sent: Sent = {}
    for name in ROUTES:
        for method in ("get", "post", *(["script"] if name in SCRIPTED else [])):
            client = Client(raise_request_exception=False)
            if user is not None:
                client.force_login(user)
            path = address(name, given)
            with transaction.atomic():
                match method:
                    case "get":
                        response = client.get(path)
                    case "post":
                        response = client.post(path, SENT)
                    case "script":
                        response = client.post(path, SENT, headers=SCRIPT)
                transaction.set_rollback(True)
            assert response.status_code < 500, (name, method)
            sent[name, method] = _bytes_of(response)
    return sent


def _bytes_of(response: Any) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):  # a packed file tells the hour of its packing; what is in it is what may tell
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(name.encode() + packed.read(name) for name in sorted(packed.namelist()))
    head = "\n".join(f"{name}: {value}" for name, value in sorted(response.items()))
    cookies = response.cookies.output()
    return f"{response.status_code}\n{head}\n{cookies}\n".encode() + body


def masked(sent: bytes) -> bytes:
    """Return `sent` without what is drawn anew for every answer: tokens, keys and until when cookies hold.

    A digest is as long as a token and stays: one of something secret would tell it. It has only digits and a to f.
    """
    return re.sub(
        rb"(?![0-9a-f]{64})[A-Za-z0-9]{64}|(?<=/bai-thi/)\d+|"
        rb"(?<=sessionid=)\w+|(?<=csrftoken=)\w+|(?<=messages=)[^;]+|(?i:expires)[=:] ?[^;\n]+",
        b"-",
        sent,
    )


class TestRoutes:
    def test_what_is_sent_does_not_depend_on_what_is_right(self, world: Any, players: dict[str, User | None]) -> None:
        given = world[1]
        plant(2, 1)
        first = {role: crawl(user, given) for role, user in players.items()}
        plant(3, 2)
        second = {role: crawl(user, given) for role, user in players.items()}
        told = [
            (role, *where)
            for role, sent in first.items()
            for where, content in sent.items()
            if masked(content) != masked(second[role][where])
        ]
        hidden = [
            (role, *where, canary)
            for role, sent in first.items()
            for where, content in sent.items()
            for canary in CANARIES
            if hidden_in(content, canary)
        ]
        assert (told, hidden) == ([], [])

    def test_a_paper_holds_no_name_of_a_key(self, world: Any, players: dict[str, User | None]) -> None:
        for where, content in crawl(players["sits"], world[1]).items():
            if where[0] in ("contests:paper", "contests:save-answer", "contests:submit", "contests:remaining"):
                assert [name for name in KEY_NAMES if name.encode() in content.lower()] == [], where

    @pytest.mark.parametrize("leak", ["explanation", "place", "digest"])
    def test_a_page_that_told_would_be_found(
        self, world: Any, players: dict[str, User | None], leak: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = views._question

        def talkative(question: Any, choices: Any, media: Any) -> Any:
            shown = real(question, choices, media)
            right = next(choice for choice in choices if choice.is_correct)
            place = question.choice_order.index(right.pk)
            digest = hashlib.sha256(str(place).encode()).hexdigest()
            words = {"explanation": question.version.explanation, "place": place, "digest": digest}
            return shown | {"revision": words[leak]}

        monkeypatch.setattr(views, "_question", talkative)
        given, bob = world[1], players["sits"]
        page = address("contests:paper", given)
        seen = []
        for right in (2, 3):
            plant(right, 1)
            client = Client()
            client.force_login(bob)  # type: ignore[arg-type]
            seen.append(_bytes_of(client.get(page)))
        assert (masked(seen[0]) != masked(seen[1])) == (leak != "explanation")
        assert hidden_in(seen[0], CANARIES[0]) == (leak == "explanation")


class TestReceipts:
    @pytest.fixture
    def paper(self, contest: Contest, bob: User, clock: Moving) -> Paper:
        return start_paper(entrant=enter(contest, bob, NOON), now=NOON)

    def test_right_and_wrong_answers_are_received_with_the_same_bytes_by_the_same_steps(
        self, paper: Paper, client: Client, bob: User
    ) -> None:
        client.force_login(bob)
        door = reverse("contests:save-answer", args=[paper.pk])
        client.post(door, {"position": 1, "choice": 0}, headers=SCRIPT)
        received, steps = set(), set()
        for place in range(4):
            with CaptureQueriesContext(
                connection,
            ) as did:
                answer = client.post(door, {"position": 1, "choice": place}, headers=SCRIPT)
            received.add(re.sub(rb'"revision": \d+', b"", answer.content))
            steps.add(tuple(re.sub(r"\d+", "n", query["sql"]) for query in did))
        assert (len(received), len(steps)) == (1, 1)

    def test_no_place_is_more_often_right_than_another(
        self, tam: User, alice: User, province: Unit, contest: Contest
    ) -> None:
        """The bank always has the right choice second; on papers no place may be likelier (chi square, p > 0.01)."""
        of = contest.rounds.get()
        right = set(Choice.objects.filter(is_correct=True).values_list("pk", flat=True))
        places: Counter[int] = Counter()
        for number in range(800):
            for drawn in draw_for(of, of.paper_rules, day=NOON.date(), seed=f"paper {number}", seen=()):
                places[next(at for at, choice in enumerate(drawn.choice_order) if choice in right)] += 1
        assert sorted(places) == [0, 1, 2, 3]
        assert chisquare(list(places.values())).pvalue > 0.01

    def test_without_shuffling_the_bias_would_be_found(self, tam: User, alice: User, province: Unit) -> None:
        make_bank(tam)
        contest = make_contest(alice, province, NOON, papers=make_papers(shuffle_choices=False))
        of = contest.rounds.get()
        drawn = [q for n in range(50) for q in draw_for(of, of.paper_rules, day=NOON.date(), seed=f"{n}", seen=())]
        right = set(Choice.objects.filter(is_correct=True).values_list("pk", flat=True))
        places = Counter(next(at for at, c in enumerate(q.choice_order) if c in right) for q in drawn)
        assert chisquare([places[at] for at in range(4)]).pvalue < 0.01


@pytest.mark.django_db(transaction=True)
class TestSockets:
    """Every socket, as everybody, from the lobby until a question is closed."""

    @pytest.fixture(autouse=True)
    async def fresh_hub(self) -> AsyncIterator[None]:
        channel_layers.backends.clear()
        hubs.hub.__init__()  # type: ignore[misc]
        yield
        await hubs.hub.stop()

    @pytest.fixture
    def live(self, contest: Contest, alice: User, bob: User, clock: Moving) -> LiveRound:
        plant(2, 1)
        made = create_round(contest=contest, title="Vòng", questions=2, seconds=20, by=alice, now=NOON)
        join(live=made, entrant=enter(contest, bob, NOON), now=NOON)
        return made

    def paths(self, live: LiveRound) -> dict[str, str]:
        return {
            "ws/board/<str:board>/": f"/ws/board/contest-people.{live.contest_id}/",
            "ws/live/<str:code>/phone/": f"/ws/live/{live.join_code}/phone/",
            "ws/live/<int:number>/projector/": f"/ws/live/{live.pk}/projector/",
            "ws/live/<int:number>/host/": f"/ws/live/{live.pk}/host/",
            "ws/live/<int:number>/rehearsal/": f"/ws/live/{live.pk}/rehearsal/",  # of a real round: refused
        }

    def test_every_socket_is_listened_to(self, live: LiveRound) -> None:
        assert {str(pattern.pattern) for pattern in websocket_urlpatterns} == set(self.paths(live))

    async def test_nothing_leaves_by_any_socket_before_the_reveal(
        self, live: LiveRound, alice: User, bob: User, charlie: User, clock: Moving
    ) -> None:
        cookies = ["", *[await sync_to_async(_cookie)(user) for user in (bob, charlie, alice)]]
        wires = [Wire(path, cookie) for path in self.paths(live).values() for cookie in cookies]
        for wire in wires:
            await wire.__aenter__()
        await sync_to_async(_press)(live, "open", "start", "close")
        async with asyncio.timeout(10):
            while any(wire.closed_with is None and not wire.seen for wire in wires if "/live/" in wire._path):
                await asyncio.sleep(0.01)
        listening = [wire for wire in wires if wire.seen and "/live/" in wire._path]
        assert len(listening) == 3  # the player's phone, the projector and the host
        for wire in listening:
            await wire.until(type="round", state="closed")
        for wire in wires:
            sent = "".join(wire.raw).encode()
            assert [canary for canary in CANARIES if hidden_in(sent, canary)] == []
            assert [name for name in KEY_NAMES if f'"{name}":'.encode() in sent] == []
            await wire.__aexit__(None, None, None)


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def _press(live: LiveRound, *names: str) -> None:
    for name in names:
        live.refresh_from_db()
        command(live=live, name=name, expected=live.version, now=NOON)
