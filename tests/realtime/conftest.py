"""A topic that a test turns, phones that watch it, and a hub of the test's own event loop."""

from collections.abc import AsyncIterator, Iterator

import pytest
from channels.layers import channel_layers

from realtime import hub as hubs
from realtime.hub import Hub
from tests.realtime.watching import Topic


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Topic]:
    made = Topic()
    monkeypatch.setattr(hubs, "_sources", {"t": hubs.Source(made.render, every=0.01)})
    monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 0.05)
    return made


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    channel_layers.backends.clear()  # a layer belongs to the event loop that first used it
    made = Hub()
    yield made
    await made.stop()
