"""The public page: what stands on it, in both languages, for guests; and what its organisers settle."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from contests.drafts.opening import create_contest
from contests.models import Contest, Notice
from contests.portal.announcing import announce, settle_page, withdraw
from contests.portal.refusals import NotYetPublic, WithdrawnAlready
from people.models import Unit, User
from regulations.models import Document
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, make_contest, make_document, make_draft, make_question, make_topic
from tests.contests.portal.pages import PAGES, read
from tests.contests.signed import AFTER, as_user, page, post

pytestmark = pytest.mark.usefixtures("clock")


def test_one_address_tells_everything(contest: Contest, alice: User) -> None:
    settle_page(contest=contest, hotline="0290 3831 234", contacts="Phòng CCHC", hosts=[])
    announce(contest=contest, title="Lễ trao giải", words="Tại hội trường.", by=alice, now=AFTER)
    vi, en = read(contest, "public"), read(contest, "public-en")
    for said in (vi, en):
        for piece in (
            "Cuộc thi của tỉnh.",
            "0290 3831 234",
            "Phòng CCHC",
            "Lễ trao giải",
            "Tại hội trường.",
            "Sở Nội vụ",
        ):
            assert escape(piece) in said
        assert reverse("contests:public-poster", args=[contest.slug]) in said
    assert "Lịch thi" in vi
    assert "Tài liệu ôn tập" in vi
    assert 'lang="en"' in en
    assert "Documents to study" in en
    assert 'property="og:title"' in vi
    assert 'hreflang="en"' in vi


def test_a_signed_in_organiser_gets_the_very_page_of_a_stranger(contest: Contest, alice: User) -> None:
    for name in PAGES:
        path = reverse(f"contests:{name}", args=[contest.slug])
        own, strange = as_user(alice).get(path), Client().get(path)
        assert own.content == strange.content
        assert alice.full_name not in own.content.decode()
        assert "csrf" not in own.content.decode()
        assert own["Cache-Control"].startswith("public")
        assert not own.cookies


def test_a_draft_has_no_page_for_strangers(alice: User, province: Unit) -> None:
    draft = create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)
    for name in (*PAGES, "feed-json", "feed-rss", "public-poster"):
        answer = Client().get(reverse(f"contests:{name}", args=[draft.slug]))
        assert answer.status_code == 302, name
    with pytest.raises(NotYetPublic):
        announce(contest=draft, title="Sớm quá", words="", by=alice, now=NOON)


def test_pages_in_one_language_ignore_the_cookie_of_another(contest: Contest) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("contests:public", args=[contest.slug]))
    assert answer["Content-Language"] == "vi"
    assert "Lịch thi" in answer.content.decode()


class TestDocuments:
    def test_those_in_force_that_the_topics_rest_on(self, alice: User, tam: User, province: Unit) -> None:
        gone = make_document("10/2020/QĐ", expired_on=(NOON - timedelta(days=1)).date())
        other = make_document("99/2026/NĐ-CP")
        for _ in range(2):
            make_question(make_topic("a"), tam)
        make_question(make_topic("c"), tam)
        make_question(make_topic("a"), tam, document=gone)
        make_question(make_topic("x"), tam, document=other)
        contest = make_contest(alice, province, NOON)
        said = read(contest, "public")
        assert "129/2025/QH15" in said
        assert "10/2020/QĐ" not in said
        assert "99/2026/NĐ-CP" not in said

        kept = Document.objects.get(number="129/2025/QH15")
        assert ARTICLE_CANARY in read(contest, "public-document", kept.pk)
        for absent in (gone, other):
            path = reverse("contests:public-document", args=[contest.slug, absent.pk])
            assert Client().get(path).status_code == 404


class TestSettling:
    def test_announced_on_the_page_and_withdrawn(self, contest: Contest, alice: User) -> None:
        post(alice, "announce", contest.slug, title="Đổi giờ thi", words="Từ 9 giờ.")
        notice = Notice.objects.get()
        assert "Đổi giờ thi" in read(contest, "public")
        assert "Đổi giờ thi" in read(contest, "feed-json")
        post(alice, "withdraw-notice", contest.slug, notice.pk)
        assert "Đổi giờ thi" not in read(contest, "public")
        assert "Đổi giờ thi" not in read(contest, "feed-rss")
        kinds = list(contest.record.values_list("kind", flat=True))[-2:]
        assert kinds == ["announced", "notice_withdrawn"]
        with pytest.raises(WithdrawnAlready):
            withdraw(notice=notice, by=alice, now=AFTER)

    def test_nothing_typed_is_lost_where_a_host_is_none(self, contest: Contest, alice: User) -> None:
        said = post(alice, "portal", contest.slug, status=422, hotline="0290", contacts="Phòng", hosts="*.gov.vn")
        assert "*.gov.vn" in said
        assert "0290" in said

    def test_the_line_for_the_portal_shows_when_a_portal_is_named(self, contest: Contest, alice: User) -> None:
        assert "iframe" not in page(alice, "portal", contest.slug)
        assert "&lt;iframe" in post(alice, "portal", contest.slug, hotline="", contacts="", hosts="camau.gov.vn")

    def test_words_of_organisers_are_text(self, contest: Contest, alice: User) -> None:
        announce(contest=contest, title="<script>1</script>", words="<b>x</b>", by=alice, now=AFTER)
        for name in PAGES:
            assert "<script>1" not in read(contest, name)


def test_sitemap_and_robots_name_the_public_pages_of_open_contests(
    contest: Contest, alice: User, province: Unit
) -> None:
    draft = create_contest(draft=make_draft(province, NOON, title="Bản nháp kín"), by=alice, now=NOON)
    tree = ET.fromstring(Client().get("/sitemap.xml").content)  # noqa: S314  # our own words
    found = [each.text or "" for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert [each.removeprefix("http://testserver") for each in found] == [
        reverse(f"contests:{name}", args=[contest.slug]) for name in ("public", "public-en")
    ]
    assert draft.slug not in "".join(found)
    assert "Sitemap: http://testserver/sitemap.xml" in Client().get("/robots.txt").content.decode()
