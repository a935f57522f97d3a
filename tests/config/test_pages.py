"""The frame around every page: language, navigation, headers, and what stands when something is wrong."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from config.views import csrf_failure
from contests.models import Contest
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON

ROOT = Path(__file__).resolve().parents[2]
HOME_TITLES = {
    "vi": "Học và thi tìm hiểu cải cách hành chính",
    "en": "Learn administrative reform, and compete in it",
}
FIRST_LOAD_LIMIT = 60 * 1024
OWN_STYLE_LIMIT = 7 * 1024

pytestmark = pytest.mark.django_db


def heading(html: str) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", html, flags=re.DOTALL)
    assert len(found) == 1, "a page has exactly one h1"
    return " ".join(found[0].split())


def nav_links(html: str) -> set[str]:
    """Addresses in the first navigation of the page."""
    nav = re.search(r'<nav class="site-nav".*?</nav>', html, flags=re.DOTALL)
    assert nav
    return set(re.findall(r'href="([^"]+)"', nav.group()))


def existing(*names: str) -> set[str]:
    found = set()
    for name in names:
        try:
            found.add(reverse(name))
        except NoReverseMatch:
            continue
    return found


@pytest.fixture
def contest(clock: Moving, home_affairs: Unit, alice: User) -> Contest:
    return Contest.objects.create(
        slug="cchc-2026",
        title="Thi tìm hiểu cải cách hành chính 2026",
        unit=home_affairs,
        state=Contest.State.OPEN,
        opens_at=NOON - timedelta(days=1),
        closes_at=NOON + timedelta(hours=5),
        rules={},
        created_by=alice,
        created_at=NOON,
    )


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/", "vi", HOME_TITLES["vi"]),
        ("/", "en", HOME_TITLES["en"]),
        ("/dang-nhap/", "vi", "Đăng nhập"),
        ("/dang-nhap/", "en", "Sign in"),
    ],
)
def test_page_speaks_the_language_asked_for(client: Client, path: str, language: str, title: str) -> None:
    client.cookies["django_language"] = language
    html = client.get(path).content.decode()
    assert (heading(html), f'<html lang="{language}">' in html) == (title, True)


@pytest.mark.parametrize(("language", "title"), [("vi", "Bộ mẫu giao diện"), ("en", "Style guide")])
def test_style_guide_renders_while_debugging(
    client: Client, settings: pytest.FixtureRequest, language: str, title: str
) -> None:
    settings.DEBUG = True
    client.cookies["django_language"] = language
    html = client.get("/styleguide/").content.decode()
    assert heading(html) == title


def test_style_guide_is_hidden_from_the_public(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        (
            "vi",
            [
                "Không đọc được yêu cầu",
                "Tài khoản của bạn không được mở trang này",
                "Biểu mẫu đã quá cũ nên không được nhận",
                "Không có trang này",
            ],
        ),
        (
            "en",
            [
                "The request could not be read",
                "Your account may not open this page",
                "The form was too old to be accepted",
                "This page does not exist",
            ],
        ),
    ],
)
def test_error_pages_say_what_happened_and_lead_home(rf: RequestFactory, language: str, titles: list[str]) -> None:
    request = rf.get("/khong-co/")
    with translation.override(language):
        answers = [
            bad_request(request, Exception()),
            permission_denied(request, Exception()),
            csrf_failure(request),
            page_not_found(request, Exception()),
        ]
    assert [a.status_code for a in answers] == [400, 403, 403, 404]
    assert [heading(a.content.decode()) for a in answers] == titles
    assert all('role="button" class="secondary"' in a.content.decode() for a in answers)


def test_server_error_page_needs_nothing_that_may_have_failed(
    rf: RequestFactory, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    html = answer.content.decode()
    assert (answer.status_code, heading(html)) == (500, "Máy chủ gặp sự cố")
    assert "{%" not in (ROOT / "templates/500.html").read_text(encoding="utf-8")
    for address in re.findall(r'(?:href|src)="/static/([^"]+)"', html):
        assert (ROOT / "static" / address).is_file()


def test_unknown_address_answers_404_with_our_page(client: Client) -> None:
    answer = client.get("/khong-co/")
    assert (answer.status_code, heading(answer.content.decode())) == (404, "Không có trang này")


def test_language_switch_keeps_the_page_and_is_remembered(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/dang-nhap/?next=/van-ban/"})
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/?next=/van-ban/")
    assert heading(client.get("/").content.decode()) == HOME_TITLES["en"]


def test_language_switch_offers_the_other_language_and_this_page(client: Client) -> None:
    html = client.get("/dang-nhap/?next=/van-ban/").content.decode()
    assert 'name="language" value="en" lang="en"' in html
    assert '<input type="hidden" name="next" value="/dang-nhap/?next=/van-ban/" />' in html


def test_navigation_shows_everybody_the_contests_and_whoever_signed_in_practice(client: Client, bob: User) -> None:
    assert nav_links(client.get("/").content.decode()) == existing("contests:list")
    client.force_login(bob)
    assert nav_links(client.get("/").content.decode()) == existing("contests:list", "practice:start")


def test_navigation_shows_a_trainer_the_trainers_rooms(client: Client, tam: User) -> None:
    client.force_login(tam)
    assert nav_links(client.get("/").content.decode()) == existing(
        "contests:list",
        "practice:start",
        "regulations:list",
        "questionbank:list",
        "training:index",
        "propaganda:index",
    )


def test_navigation_shows_an_organiser_where_to_organise(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert nav_links(client.get("/").content.decode()) == existing(
        "contests:list", "practice:start", "propaganda:index", "contests:manage-list"
    )


def test_signing_out_is_a_form_that_posts(client: Client, bob: User) -> None:
    client.force_login(bob)
    html = client.get("/").content.decode()
    assert '<form method="post" action="/dang-xuat/">' in html
    assert client.post("/dang-xuat/").status_code == 302
    assert '<form method="post" action="/dang-xuat/">' not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/khong-co/"])
def test_page_forbids_inline_code_and_shared_caches(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert ("unsafe-inline" in policy, "unsafe-eval" in policy) == (False, False)
    assert "script-src 'self'" in policy
    assert "no-store" in answer["Cache-Control"]
    assert re.findall(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", answer.content.decode()) == []


def test_wrong_password_is_announced_and_keeps_name_and_way(client: Client, bob: User) -> None:
    answer = client.post(
        "/dang-nhap/",
        {"username": "bob", "password": "sai", "next": "/?tu=thu"},
    )
    html = answer.content.decode()
    assert 'role="alert" id="sign-in-errors"' in html
    assert "Tên tài khoản hoặc mật khẩu chưa đúng." in html
    assert 'value="bob"' in html
    assert '<input type="hidden" name="next" value="/?tu=thu" />' in html
    assert "sai" not in re.findall(r'value="([^"]*)"', html)


def test_right_password_leads_to_where_one_was_going(client: Client, bob: User) -> None:
    answer = client.post("/dang-nhap/", {"username": "bob", "password": "mat-khau-thu-nghiem", "next": "/?tu=thu"})
    assert (answer.status_code, answer["Location"]) == (302, "/?tu=thu")


def test_signing_in_never_leads_to_another_site(client: Client, bob: User) -> None:
    answer = client.post(
        "/dang-nhap/", {"username": "bob", "password": "mat-khau-thu-nghiem", "next": "https://example.com/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_home_shows_an_open_contest_with_its_end(client: Client, contest: Contest) -> None:
    html = client.get("/").content.decode()
    assert "<h3>Thi tìm hiểu cải cách hành chính 2026</h3>" in html
    assert "17:00 02/11/2026" in html
    assert "Còn 5\xa0giờ" in html


def test_home_moves_a_contest_to_the_recent_ones_when_its_time_is_over(
    client: Client, clock: Moving, contest: Contest
) -> None:
    clock.on(hours=6)
    html = client.get("/").content.decode()
    assert "Hiện chưa có cuộc thi nào đang mở." in html
    assert html.index("Cuộc thi gần đây") < html.index(contest.title)


def test_home_keeps_a_draft_to_itself(client: Client, contest: Contest) -> None:
    Contest.objects.update(state=Contest.State.DRAFT)
    assert contest.title not in client.get("/").content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_says_so_and_only_then(client: Client, settings: pytest.FixtureRequest, demo: bool) -> None:
    settings.DEMO = demo
    assert ("demo-banner" in client.get("/").content.decode()) is demo


def test_units_are_found_without_tones_and_answered_as_options(client: Client, commune: Unit) -> None:
    html = client.get("/don-vi/?q=dat mui").content.decode()
    assert html.split() == f'<option value="{commune.pk}">UBND xã Đất Mũi</option>'.split()


def test_units_that_do_not_exist_are_answered_in_words(client: Client, commune: Unit) -> None:
    html = client.get("/don-vi/?q=khong co").content.decode()
    assert "Không có đơn vị nào mang tên này." in html


def test_first_load_of_the_front_page_stays_small(client: Client, contest: Contest) -> None:
    html = client.get("/").content.decode()
    paths = {ROOT / "static" / address for address in re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', html)}
    assert len([p for p in paths if p.suffix == ".css"]) == 2
    sizes = {p.name: len(gzip.compress(p.read_bytes())) for p in paths}
    assert sizes["hoithi.css"] <= OWN_STYLE_LIMIT
    assert sum(sizes.values()) + len(gzip.compress(html.encode())) <= FIRST_LOAD_LIMIT
