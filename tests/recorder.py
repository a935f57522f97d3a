"""Keeps every byte that the server sends, by the role that got it.

A browser says who it plays with the cookie `recorded_as`; the recorder writes what that
role is sent over HTTP and WebSocket to one file per role. A test then searches the file
for words that must not have left the server yet (canaries). Frames of sockets, both ways,
are kept once more in a file of their own, to be held against their description.
"""

import base64
import gzip
import html
import json
import zlib
from contextlib import suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote

COOKIE = "recorded_as"
FRAMES = "frames.jsonl"  # a line for each frame: path, "send" or "receive" as the server sees it, text


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
                    self._keep_frame(scope["path"], "send", message)
            await send(message)

        async def hearing() -> dict[str, Any]:
            message: dict[str, Any] = await receive()
            if message["type"] == "websocket.receive":
                self._keep_frame(scope["path"], "receive", message)
            return message

        await self._application(scope, hearing, keeping)

    def _keep_frame(self, path: str, action: str, message: dict[str, Any]) -> None:
        text = message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
        with (self._folder / FRAMES).open("a", encoding="utf-8") as file:
            file.write(json.dumps([path, action, text]) + "\n")

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
    plain = canary.encode()
    inner = canary[1:-1] if len(canary) > 8 else canary  # a cut at its ends hides nothing
    return [
        plain,
        inner.encode(),
        json.dumps(canary)[1:-1].encode(),
        "".join(f"\\u{ord(letter):04x}" for letter in canary).encode(),
        html.escape(canary).encode(),
        "".join(f"&#{ord(letter)};" for letter in canary).encode(),
        quote(canary).encode(),
        plain.hex().encode(),
        *(_inside_base64(plain, before, letters) for before in range(3) for letters in (None, b"-_")),
    ]


def _inside_base64(plain: bytes, before: int, letters: bytes | None) -> bytes:
    """Return what `plain` becomes inside a longer text in base64 that begins `before` bytes (mod 3) ahead of it."""
    whole = base64.b64encode(b"\0" * before + plain, letters)
    return whole[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]


def hidden_in(sent: bytes, canary: str) -> bool:
    """Say whether `sent`, as it is or unpacked, holds `canary` in any of its spellings, in whatever case."""
    unpacked = _unpacked(sent).lower()
    return any(form.lower() in unpacked for form in spellings(canary))


def _unpacked(sent: bytes) -> bytes:
    """Return `sent` with the contents of every gzip stream in it behind it."""
    found, at = [sent], sent.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):  # three bytes may only look like the head of one
            found.append(zlib.decompressobj(wbits=31).decompress(sent[at:]))
        at = sent.find(b"\x1f\x8b\x08", at + 1)
    return b"\n".join(found)


def was_sent(folder: Path, role: str, canary: str) -> bool:
    """Say whether `role` has been sent `canary` in any of its spellings."""
    file = folder / f"{role}.bytes"
    kept = file.read_bytes() if file.exists() else b""
    return hidden_in(kept, canary)
