"""Rounds that are played otherwise than question by question: the bell, cards, one's own pace; on real screens."""

import textwrap
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Server, new_database, new_server
from tests.e2e.test_walk import HALL, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STAGE = """
    from django.utils import timezone
    from contests.live.bell import BellRule
    from contests.live.cards import CardRule
    from contests.live.composing import create_round
    from contests.live.rules import LiveRules
    from contests.live.scoring import Scoring
    from people.models import Unit, User
    from tests.contests.builders import make_bank, make_contest

    now, host = timezone.now(), User.objects.get(username="bantochuc")
    make_bank(User.objects.get(username="canbo1"))
    contest = make_contest(host, Unit.objects.get(code="CM"), now)
    for rules in (
        LiveRules(play="bell", bell=BellRule(points=20, penalty=5, seconds=30), teams="captain"),
        LiveRules(scoring=Scoring("flat", 10, 0), cards=CardRule(1, 1, 2), knockout=True, rescues=1),
        LiveRules(scoring=Scoring("flat", 10, 0), play="paced", minutes=5),
    ):
        made = create_round(contest=contest, title="Hội thi", questions=2, seconds=60, by=host, now=now, rules=rules)
        print(made.pk, made.join_code)
"""


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from new_database(tmp_path_factory)


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from new_server(database_url, tmp_path_factory)


@pytest.fixture(scope="module")
def rounds(server: Server) -> list[tuple[str, str]]:
    """Number and join code of a round with the bell, one with cards and one at one's own pace."""
    printed = server.manage("shell", "-v", "0", "-c", textwrap.dedent(STAGE))
    return [(number, code) for number, code in (line.split() for line in printed.splitlines() if line.strip())]


def join(page: Page, username: str, code: str) -> Page:
    sign_in(page, username)
    page.goto(f"/choi/{code}/")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/dien-thoai/")
    return page


def advance(host: Page, words: str, *others: Page) -> None:
    """Press the host's one button, which answers at most every 600 ms, and wait until every screen is there."""
    host.wait_for_timeout(650)
    host.locator("[data-part=next]").click()
    for page in (host, *others):
        expect(page.locator("[data-part=state]")).to_have_text(words)


def lead(open_as: Callable[..., Page], number: str) -> tuple[Page, Page]:
    host, projector = open_as("host"), open_as("projector", HALL)
    for page, where in ((host, "dieu-khien"), (projector, "may-chieu")):
        sign_in(page, "bantochuc")
        page.goto(f"/truc-tiep/{number}/{where}/")
    return host, projector


def test_two_captains_at_the_bell(
    rounds: list[tuple[str, str]], open_as: Callable[..., Page], check_page: Callable[..., None]
) -> None:
    number, code = rounds[0]
    host, projector = lead(open_as, number)
    one, two = join(open_as("one", PHONE), "thisinh", code), join(open_as("two", PHONE), "canbo2", code)
    screens = (projector, one, two)
    advance(host, "Đọc câu hỏi", *screens)
    expect(two.get_by_role("button", name="Bấm chuông")).to_be_visible()
    two.get_by_role("button", name="Bấm chuông").click()  # too early: by this rule it does not count
    expect(two.locator("[data-part=saved]")).to_contain_text("Quá sớm")
    advance(host, "Ai biết hãy bấm chuông", *screens)
    check_page(one, "bell-phone-open")
    check_page(projector, "bell-projector-open")
    one.keyboard.press("Space")
    expect(host.locator("[data-part=state]")).to_have_text("Đã có người bấm chuông")
    expect(one.locator("[data-part=body]")).to_contain_text("Bạn có quyền trả lời")
    expect(projector.locator("[data-part=body]")).to_contain_text("Lê Văn Út")
    expect(two.locator("[data-part=body]")).to_contain_text("có quyền trả lời")
    two.get_by_role("button", name="Bấm chuông").click()
    expect(two.locator("[data-part=body]")).to_contain_text("Bạn đã bấm chuông")
    check_page(one, "bell-phone-holds")
    check_page(two, "bell-phone-waits")
    check_page(host, "bell-host")
    check_page(projector, "bell-projector-held")
    host.wait_for_timeout(650)
    host.keyboard.press("s")  # wrong: the bell goes to who rang next
    expect(two.locator("[data-part=body]")).to_contain_text("Bạn có quyền trả lời")
    host.wait_for_timeout(650)
    host.keyboard.press("d")
    for page in (host, *screens):
        expect(page.locator("[data-part=state]")).to_have_text("Đã hết giờ")
    host.wait_for_timeout(650)
    host.get_by_role("button", name="Rút lại kết quả chấm vừa rồi").click()
    expect(two.locator("[data-part=body]")).to_contain_text("Bạn có quyền trả lời")
    host.wait_for_timeout(650)
    host.locator("[data-command=right]").click()
    advance(host, "Đáp án", *screens)
    expect(two.locator(".notice--ok")).to_contain_text("! +20")
    expect(one.locator(".notice--bad")).to_contain_text(" -5")
    check_page(two, "bell-phone-revealed")
    advance(host, "Bảng xếp hạng", *screens)
    expect(projector.locator("table.board").first).to_contain_text("20")


def test_a_star_fifty_fifty_and_a_rescue(
    rounds: list[tuple[str, str]], open_as: Callable[..., Page], check_page: Callable[..., None]
) -> None:
    number, code = rounds[1]
    host, projector = lead(open_as, number)
    phone, silent = join(open_as("phone", PHONE), "thisinh", code), join(open_as("silent", PHONE), "canbo2", code)
    advance(host, "Đọc câu hỏi", projector, phone)
    check_page(phone, "cards-phone-star")
    phone.get_by_role("button", name="Đặt ngôi sao hy vọng").click()
    expect(phone.locator("[data-part=body]")).to_contain_text("Bạn đã đặt ngôi sao")
    advance(host, "Mời trả lời", projector, phone)
    expect(phone.locator("label.choice")).to_have_count(4)
    phone.get_by_role("button", name="50:50").click()
    expect(phone.locator("label.choice")).to_have_count(2)
    expect(silent.locator("label.choice")).to_have_count(4)
    phone.locator("label.choice").first.click()
    expect(phone.locator(".saved--ok")).to_be_visible()
    check_page(phone, "cards-phone-half")
    phone.reload()
    expect(phone.locator("label.choice")).to_have_count(2)
    advance(host, "Đã hết giờ", projector, phone)
    host.wait_for_timeout(650)
    host.get_by_role("button", name="Mở lại phần trả lời").click()
    for page in (host, phone, projector):
        expect(page.locator("[data-part=state]")).to_have_text("Mời trả lời")
    advance(host, "Đã hết giờ", projector, phone)
    advance(host, "Đáp án", projector, phone)
    expect(silent.locator("[data-part=body]")).to_contain_text("Bạn đã bị loại")
    advance(host, "Bảng xếp hạng", projector, phone)
    advance(host, "Đọc câu hỏi", projector, silent)
    expect(silent.locator("[data-part=body]")).to_contain_text("Bạn đã bị loại")
    check_page(silent, "knockout-phone-out")


def test_everybody_at_their_own_pace(
    rounds: list[tuple[str, str]], open_as: Callable[..., Page], check_page: Callable[..., None]
) -> None:
    number, code = rounds[2]
    host, projector = lead(open_as, number)
    phone = join(open_as("phone", PHONE), "thisinh", code)
    advance(host, "Làm bài theo nhịp của bạn", projector, phone)
    expect(phone.locator("label.choice")).to_have_count(4)
    first = phone.locator(".question").inner_text()
    check_page(phone, "paced-phone")
    check_page(projector, "paced-projector")
    check_page(host, "paced-host")
    phone.locator("label.choice").first.click()
    phone.get_by_role("button", name="Chốt câu trả lời").click()
    expect(phone.locator(".question")).not_to_have_text(first)
    phone.reload()
    expect(phone.locator(".question")).not_to_have_text(first)
    phone.get_by_role("button", name="Bỏ qua câu này").click()
    expect(phone.locator("[data-part=body]")).to_contain_text("Bạn đã làm hết")
    advance(host, "Đã hết giờ", projector, phone)
    advance(host, "Đáp án", projector, phone)
    expect(phone.locator(".choice--right")).to_have_count(2)
    check_page(phone, "paced-phone-keys")
    check_page(projector, "paced-projector-keys")
    check_page(host, "paced-host-keys")
