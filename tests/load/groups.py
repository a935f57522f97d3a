"""Channels' own way of telling everybody, for comparison: every socket in one group, `group_send` to it."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402

PAYLOADS = os.environ.get("HOITHI_LOAD_PAYLOADS", "").split("\n")


class Member(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add("hall", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("hall", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send("hall", {"type": "told", "text": PAYLOADS[int(text_data or 0)]})

    async def told(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["text"])


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await Member.as_asgi()(scope, receive, send)
