"""Keeps every byte that the server sends, by the role that got it.

A browser says who it plays with the cookie `recorded_as`; the recorder writes what that
role is sent over HTTP and WebSocket to one file per role. A test then searches the file
for words that must not have left the server yet (canaries).
"""

import base64
import gzip
import html
import json
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote

COOKIE = "recorded_as"


class Recorder:
    """ASGI middleware that copies what `application` sends into `folder`/<role>.bytes."""

    def __init__(self, application: Any, folder: Path) -> None:
        self._application, self._folder = application, folder

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        role = _role(scope)
        head: list[tuple[bytes, bytes]] = []
        body: list[bytes] = []

        async def keeping(message: dict[str, Any]) -> None:
            match message["type"]:
                case "http.response.start":
                    head.extend(message["headers"])
                case "http.response.body":
                    body.append(message.get("body", b""))
                    if not message.get("more_body"):
                        self._keep(role, scope["path"], head, b"".join(body))
                case "websocket.send":
                    self._keep(role, scope["path"], [], (message.get("text") or "").encode())
            await send(message)

        await self._application(scope, receive, keeping)

    def _keep(self, role: str, path: str, head: list[tuple[bytes, bytes]], body: bytes) -> None:
        if (b"content-encoding", b"gzip") in [(k.lower(), v) for k, v in head]:
            body = gzip.decompress(body)
        with (self._folder / f"{role}.bytes").open("ab") as file:
            file.write(b"\n== " + path.encode() + b"\n")
            for name, value in head:
                file.write(name + b": " + value + b"\n")
            file.write(body)


def _role(scope: dict[str, Any]) -> str:
    cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin1"))
    return cookies[COOKIE].value if COOKIE in cookies else "nobody"


def spellings(canary: str) -> list[bytes]:
    """Return the forms in which `canary` could hide in what is sent."""
    escaped = json.dumps(canary)[1:-1]
    return [
        canary.encode(),
        escaped.encode(),
        html.escape(canary).encode(),
        quote(canary).encode(),
        base64.b64encode(canary.encode()).rstrip(b"="),
    ]


def was_sent(folder: Path, role: str, canary: str) -> bool:
    """Say whether `role` has been sent `canary` in any of its spellings."""
    file = folder / f"{role}.bytes"
    kept = file.read_bytes() if file.exists() else b""
    return any(form in kept for form in spellings(canary))
