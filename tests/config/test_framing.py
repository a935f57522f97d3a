"""No page can be put into a frame, but the small page of a contest, by the portals that its organisers named."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from contests.portal.announcing import settle_page
from tests.config.test_access_table import EXPECTED, World, address, seen_by_bob, world

__all__ = ["seen_by_bob", "world"]
SMALL = ("contests:public-embed", "contests:public-embed-en")
PORTAL = "https://camau.gov.vn"


def refuses_frames(answer: HttpResponse) -> bool:
    """A policy that names nobody's frames (that of a picture's bytes) leaves the older header to say it."""
    policy = answer.get("Content-Security-Policy", "")
    none = "frame-ancestors" not in policy or "frame-ancestors 'none'" in policy
    return answer.get("X-Frame-Options") == "DENY" and none


@pytest.mark.parametrize("letter", ["n", "o"])
def test_every_other_route_refuses_to_be_framed_whoever_asks(world: World, settings: Any, letter: str) -> None:
    settings.DEBUG = True  # the style guide shows in debug only
    cast, given = world
    settle_page(contest=Contest.objects.get(), hotline="", contacts="", hosts=[PORTAL])
    client = Client(raise_request_exception=False)
    if cast[letter] is not None:
        client.force_login(cast[letter])

    framed = [name for name in EXPECTED if not refuses_frames(client.get(address(name, given)))]

    assert framed == list(SMALL)


def test_the_small_page_lets_in_exactly_the_portals_named(world: World) -> None:
    contest = Contest.objects.get()
    small = reverse(SMALL[0], args=[contest.slug])
    assert refuses_frames(Client().get(small))  # none is named

    settle_page(contest=contest, hotline="", contacts="", hosts=[PORTAL, "https://snv.camau.gov.vn"])
    answer = Client().get(small)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == f"{PORTAL} https://snv.camau.gov.vn"
    assert policy["script-src"] == "'self'"
    assert "X-Frame-Options" not in answer
    assert b"<form" not in answer.content  # nothing in it can be clicked by somebody else's design
    assert b"<script" not in answer.content

    settle_page(contest=contest, hotline="", contacts="", hosts=[])
    assert refuses_frames(Client().get(small))
