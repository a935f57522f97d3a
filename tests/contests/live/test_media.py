"""Pictures of a live round's question: on every screen with the words they belong to, and never sooner."""

from typing import Any

import orjson
import pytest

from contests.live.rounds import command
from contests.live.snapshots import host_frame, render_phones
from contests.models import LiveRound
from questionbank.assets import keep
from questionbank.models import Choice, Medium, QuestionVersion
from tests.conftest import NOON
from tests.questionbank.test_word import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(live: LiveRound) -> QuestionVersion:
    """The first question has a picture in its stem and one at each choice."""
    version = live.steps.get(position=1).version
    Medium.objects.create(version=version, place=-1, asset_id=keep(png(9), now=NOON), alt="Sơ đồ")
    for held in Choice.objects.filter(version=version):
        Medium.objects.create(
            version=version, place=held.position, asset_id=keep(png(held.position), now=NOON), alt=held.text
        )
    return version


def press(live: LiveRound, *names: str) -> LiveRound:
    for name in names:
        live.refresh_from_db()
        live = command(live=live, name=name, expected=live.version, now=NOON)
    return live


def frames(live: LiveRound) -> list[Any]:
    pushed = render_phones(str(live.pk), None)
    assert pushed is not None
    return [host_frame(live, NOON), orjson.loads(pushed.shared)]


def address(raw: bytes) -> str:
    return f"/cau-hoi/tep/{keep(raw, now=NOON)}/"


def test_nothing_is_named_before_its_question_is_shown(live: LiveRound, shown: QuestionVersion) -> None:
    assert "/tep/" not in orjson.dumps(frames(live)).decode()


def test_picture_of_the_stem_comes_with_the_stem_and_those_of_choices_with_the_choices(
    live: LiveRound, shown: QuestionVersion
) -> None:
    moved = press(live, "open")
    for frame in frames(moved):
        assert frame["question"]["media"] == [{"kind": "image", "address": address(png(9)), "alt": "Sơ đồ"}]
        assert frame["question"]["choices"] == []
        assert orjson.dumps(frame).count(b"/tep/") == 1
    moved = press(moved, "start")
    for frame in frames(moved):
        for choice in frame["question"]["choices"]:
            place = Choice.objects.get(pk=choice["id"]).position
            assert [m["address"] for m in choice["media"]] == [address(png(place))]


def test_pictures_of_the_next_question_are_not_named_with_this_one(live: LiveRound, shown: QuestionVersion) -> None:
    moved = press(live, "open", "start", "close", "reveal", "open")
    assert "/tep/" not in orjson.dumps(frames(moved)).decode()


def test_right_and_wrong_choices_are_told_alike(live: LiveRound, shown: QuestionVersion) -> None:
    choices = host_frame(press(live, "open", "start"), NOON)["question"]["choices"]
    right = set(Choice.objects.filter(version=shown, is_correct=True).values_list("pk", flat=True))
    shapes = {choice["id"] in right: [sorted(choice), [(m["kind"], len(m["address"])) for m in choice["media"]]]
              for choice in choices}  # fmt: skip
    assert shapes[True] == shapes[False]
