"""Feeds as programs read them: the rules of jsonfeed.org 1.1 and RSS 2.0, ids that stay, and who may read them."""

import json
import uuid
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from contests.portal.announcing import announce
from people.models import User
from tests.contests.portal.pages import FEEDS, PAGES, read
from tests.contests.signed import AFTER, settle

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def told(contest: Contest, alice: User) -> Contest:
    """Announced twice, with letters that XML and JSON must escape."""
    announce(contest=contest, title="Lễ trao giải & bế mạc", words='Lúc 8 giờ <b>"đúng"</b>.', by=alice, now=AFTER)
    announce(contest=contest, title="Đổi hội trường", words="", by=alice, now=AFTER + timedelta(hours=1))
    return contest


def test_json_feed_keeps_the_rules_of_its_version(told: Contest) -> None:
    path = reverse("contests:feed-json", args=[told.slug])
    answer = Client().get(path)
    feed = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{path}"
    assert feed["home_page_url"] == f"http://testserver{reverse('contests:public', args=[told.slug])}"
    assert all(isinstance(feed[name], str) and feed[name] for name in ("title", "language", "description"))
    titles = [each["title"] for each in feed["items"]]
    assert titles[:2] == ["Đổi hội trường", "Lễ trao giải & bế mạc"]
    assert len(feed["items"]) == 4  # with the results and the opening
    for each in feed["items"]:
        assert uuid.UUID(each["id"].removeprefix("urn:uuid:"))
        assert each["content_text"]
        assert each["url"].startswith("http://testserver/cong-bo/")
        assert datetime.fromisoformat(each["date_published"]).tzinfo is not None
    times = [datetime.fromisoformat(each["date_published"]) for each in feed["items"]]
    assert times == sorted(times, reverse=True)


def test_rss_is_well_formed_and_tells_the_same(told: Contest) -> None:
    answer = Client().get(reverse("contests:feed-rss", args=[told.slug]))
    channel = ET.fromstring(answer.content).find("channel")  # noqa: S314  # our own words
    assert channel is not None
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert {"title", "link", "description", "language"} <= {each.tag for each in channel}
    items = channel.findall("item")
    feed = json.loads(read(told, "feed-json"))
    assert [each.findtext("guid") for each in items] == [each["id"] for each in feed["items"]]
    assert [each.findtext("title") for each in items] == [each["title"] for each in feed["items"]]
    for each in items:
        guid = each.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"
        assert parsedate_to_datetime(each.findtext("pubDate") or "").tzinfo is not None


def test_an_id_stays_whatever_comes_after_and_whichever_host_is_asked(
    told: Contest, alice: User, both: tuple[User, User]
) -> None:
    def ids(host: str) -> dict[str, str]:
        answer = Client().get(reverse("contests:feed-json", args=[told.slug]), headers={"host": host})
        return {each["id"]: each["title"] for each in json.loads(answer.content)["items"]}

    before = ids("testserver")
    told.entrants.update(shows_name=False)
    settle(told, alice, *both, reason="Bản khác.")
    after = ids("hoithi.example.vn")
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_only_feeds_are_for_scripts_of_other_sites(told: Contest) -> None:
    for name in FEEDS:
        answer = Client().get(reverse(f"contests:{name}", args=[told.slug]), headers={"origin": "https://camau.gov.vn"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
    for name in (*PAGES, "results", "detail", "board"):
        answer = Client().get(reverse(f"contests:{name}", args=[told.slug]), headers={"origin": "https://camau.gov.vn"})
        assert "Access-Control-Allow-Origin" not in answer, name
