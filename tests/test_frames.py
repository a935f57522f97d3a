"""The description of the sockets is sound, complete, and can be broken."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator
from referencing import Registry

from contests.live.refusals import LiveRefused
from contests.live.states import Command, Fate, Manner, State
from contests.routing import websocket_urlpatterns
from tests import frames
from tests.contests.live.wire import Wire
from tests.e2e.conftest import frames_that_do_not_fit
from tests.recorder import Recorder

ASYNCAPI = Path(__file__).parent / "vendor/asyncapi-3.0.0.json"
PHONE = "/ws/live/ABC234/phone/"
LOBBY: dict[str, Any] = {
    "type": "round", "version": 1, "state": "lobby", "title": "Vòng", "position": 0, "steps": 3, "run": 1,
    "seconds": None, "remaining_ms": None, "joined": 0, "locked": False, "change": True, "fate": None,
    "question": None, "reveal": None, "board": None, "manner": "all", "captains": False, "bell": None, "keys": None,
    "still_in": None,
}  # fmt: skip
OUT = {"place": 2, "id": "4", "name": "Lan", "unit": "Sở Nội vụ", "points": 0, "simulated": False, "out": True}
REVEAL = {"right": [1], "counts": {"1": 1}, "answered": 1, "explanation": "", "citation": None}


def test_the_description_is_asyncapi_3() -> None:
    official = orjson.loads(ASYNCAPI.read_bytes())
    assert [error.json_path for error in Draft7Validator(official).iter_errors(frames.described())] == []


def test_a_description_that_is_not_asyncapi_is_found() -> None:
    official = Draft7Validator(orjson.loads(ASYNCAPI.read_bytes()))
    assert list(official.iter_errors({**frames.described(), "channels": {"phone": {"adress": "/"}}}))
    assert list(official.iter_errors({**frames.described(), "asyncapi": "2.6.0"}))


def test_every_schema_is_one_and_is_used() -> None:
    used = set()
    for file in frames.DOCS.glob("messages/*.json"):
        schema = orjson.loads(file.read_bytes())
        Draft7Validator.check_schema(schema)
        used |= set(re.findall(r'"([a-z-]+\.json)', file.read_text(encoding="utf-8")))
    told = {one["payload"]["schema"]["$ref"] for one in frames.described()["components"]["messages"].values()}
    used |= {reference.rpartition("/")[2] for reference in told}
    assert used == {file.name for file in frames.DOCS.glob("messages/*.json")}
    assert isinstance(frames.schemas().crawl(), Registry)


def test_every_socket_of_the_product_is_described() -> None:
    routes = {re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{pattern.pattern}") for pattern in websocket_urlpatterns}
    assert {channel["address"] for channel in frames.described()["channels"].values()} == routes


def test_the_words_of_the_machine_are_those_of_the_schemas() -> None:
    parts = frames.schemas().contents("messages/parts.json")["definitions"]
    assert set(parts["state"]["enum"]) == set(State)
    assert set(parts["command"]["enum"]) == set(Command)
    assert set(parts["fate"]["enum"]) == set(Fate)
    assert set(parts["manner"]["enum"]) == set(Manner)


def test_every_refusal_of_a_live_round_has_a_code_that_fits() -> None:
    pattern = frames.schemas().contents("messages/parts.json")["definitions"]["code"]["pattern"]
    assert [one.reason for one in LiveRefused.__subclasses__() if not re.fullmatch(pattern, one.reason)] == []


@pytest.mark.parametrize(
    ("action", "frame"),
    [
        ("send", LOBBY),
        ("send", {**LOBBY, "state": "finished", "board": {"people": [OUT], "units": [], "halls": []}}),
        ("send", {"type": "pong", "t": None}),
        ("receive", {"type": "answer", "position": 1, "run": 1, "chosen": [11], "ref": 5}),
        ("receive", {"type": "ping"}),
    ],
)
def test_a_right_frame_fits(action: frames.Action, frame: dict[str, Any]) -> None:
    assert frames.misfit(PHONE, action, orjson.dumps(frame).decode()) == ""


@pytest.mark.parametrize(
    ("path", "action", "frame"),
    [
        (PHONE, "send", {**LOBBY, "extra": 1}),
        (PHONE, "send", {name: value for name, value in LOBBY.items() if name != "joined"}),
        (PHONE, "send", {**LOBBY, "version": "1"}),
        (PHONE, "send", {**LOBBY, "state": "closed", "reveal": REVEAL}),  # the key, before its time
        (PHONE, "send", {**LOBBY, "next": "open"}),  # the host's
        ("/ws/live/1/projector/", "send", {**LOBBY, "me": {}}),
        ("/ws/live/1/host/", "send", LOBBY),
        (PHONE, "send", {"type": "counts"}),
        (PHONE, "receive", {"type": "command", "command": "open", "version": 1}),
        (PHONE, "receive", {"type": "answer", "position": 1, "run": 1, "chosen": []}),
        ("/ws/live/1/projector/", "receive", {"type": "answer", "position": 1, "run": 1, "chosen": [1]}),
        ("/ws/other/", "send", {"type": "pong", "t": None}),
        (PHONE, "send", {"type": "nothing"}),
        (PHONE, "send", ["pong"]),
    ],
)
def test_a_wrong_frame_does_not(path: str, action: frames.Action, frame: Any) -> None:
    assert frames.misfit(path, action, orjson.dumps(frame).decode())


@pytest.mark.parametrize("wrong", [True, False])
async def test_the_wire_of_the_tests_fails_on_a_wrong_frame(wrong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def server(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.send", "text": '{"type": "pong"}' if wrong else '{"type": "pong", "t": 1}'})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    monkeypatch.setattr("tests.contests.live.wire.application", server)
    wire = Wire(PHONE)
    await wire.__aenter__()
    await wire.until(type="pong")
    if not wrong:
        await wire.__aexit__(None, None, None)
        return
    with pytest.raises(AssertionError, match="'t' is a required property"):
        await wire.__aexit__(None, None, None)


@pytest.mark.parametrize("wrong", ["sent", "received", ""])
async def test_the_browser_walk_fails_on_a_wrong_frame(wrong: str, tmp_path: Path) -> None:
    async def server(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            await send(
                {"type": "websocket.send", "text": '{"type": "pong"}' if wrong == "sent" else '{"type":"pong","t":1}'}
            )

    heard = [
        {"type": "websocket.receive", "text": '{"type": "command"}' if wrong == "received" else '{"type": "ping"}'}
    ]

    async def receive() -> dict[str, Any]:
        return heard.pop() if heard else {"type": "websocket.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        return None

    scope = {"type": "websocket", "path": PHONE, "headers": []}
    await Recorder(server, tmp_path)(scope, receive, send)
    assert bool(frames_that_do_not_fit(tmp_path)) == bool(wrong)
