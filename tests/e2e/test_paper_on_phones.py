"""A paper on real browsers: two devices, no network, no storage, a wrong clock, no script, and a phone that slept."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Server

pytestmark = pytest.mark.browser

MAKE = """
import json
from django.test import Client
from django.utils import timezone
from contests.papers.sitting import start_paper
from people.models import Unit, User, Role, RoleAssignment
from tests.contests.builders import enter, make_bank, make_contest, make_papers, make_user
now, unit = timezone.now(), Unit.objects.filter(parent=None)[0]
number = User.objects.count()
writer, organiser, person = (make_user(f"{{name}}{{number}}", unit) for name in ("w", "o", "p"))
RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=unit)
make_bank(writer)
contest = make_contest(organiser, unit, now, papers=make_papers(minutes={minutes}))
paper = start_paper(entrant=enter(contest, person, now), now=now)
sessions = []
for _ in range(2):
    device = Client()
    device.force_login(person)
    sessions.append(device.cookies["sessionid"].value)
print(json.dumps({{"paper": paper.pk, "slug": contest.slug, "sessions": sessions}}))
"""
SHORTER = "from contests.models import Paper; from django.utils import timezone; from datetime import timedelta; \
Paper.objects.filter(pk={paper}).update(deadline_at=timezone.now() + timedelta(seconds={seconds}))"
KEPT = "import json; from contests.models import Answer; \
print(json.dumps({{a.question.position: a.question.choice_order.index(a.chosen[0]) \
for a in Answer.objects.filter(question__paper={paper}).select_related('question')}}))"


class Paper:
    """A paper of three questions, begun just now, and the person's devices."""

    def __init__(self, server: Server, open_as: Callable[..., Page], minutes: int = 10) -> None:
        self.server, self._open_as = server, open_as
        made = json.loads(server.manage("shell", "-v", "0", "-c", MAKE.format(minutes=minutes)).splitlines()[-1])
        self.number, self.slug, self._sessions = made["paper"], made["slug"], made["sessions"]
        self.path = f"/bai-thi/{self.number}/"

    def device(self, which: int = 0, init: str = "") -> Page:
        page = self._open_as("phone", viewport=PHONE)
        page.context.add_cookies([{"name": "sessionid", "value": self._sessions[which], "url": self.server.url}])
        if init:
            page.context.add_init_script(init)
        return page

    def kept(self) -> dict[str, int]:
        """Return what the server keeps: position → place of the choice."""
        said = self.server.manage("shell", "-v", "0", "-c", KEPT.format(paper=self.number))
        return dict(json.loads(said.splitlines()[-1]))

    def ends_in(self, seconds: int) -> None:
        self.server.manage("shell", "-v", "0", "-c", SHORTER.format(paper=self.number, seconds=seconds))


@pytest.fixture
def paper(server: Server, open_as: Callable[..., Page]) -> Paper:
    return Paper(server, open_as)


def choose(page: Page, position: int, place: int) -> None:
    """Go to the question and touch the choice at that place."""
    page.locator(f"[data-jump='{position}']").click()
    page.locator(f"#cau-{position} input[name=choice]").nth(place).check(force=True)


def state(page: Page, position: int) -> Any:
    return page.locator(f"#cau-{position} [data-saved]")


SAVED = re.compile(r"Đã lưu \d\d:\d\d:\d\d")
NOT_SENT = re.compile("Chưa gửi được")
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError') }});
delete window.WebSocket;
"""


def begin(page: Page, path: str) -> None:
    """Open the paper and make this device its holder by answering the first question."""
    page.goto(path)
    choose(page, 1, 0)
    expect(state(page, 1)).to_have_text(SAVED)


def test_the_first_device_is_told_takes_it_back_and_loses_nothing(
    paper: Paper, check_page: Callable[..., None]
) -> None:
    first, second = paper.device(0), paper.device(1)
    begin(first, paper.path)
    second.goto(f"/cuoc-thi/{paper.slug}/")
    second.locator("form[action$='/lam-tiep/'] button").click()
    choose(second, 2, 1)
    expect(state(second, 2)).to_have_text(SAVED)
    choose(first, 3, 2)
    told = first.locator("[data-taken]")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Bài thi đang được làm trên thiết bị khác")
    check_page(first, "paper-taken")
    assert paper.kept() == {"1": 0, "2": 1}
    told.get_by_role("button").click()
    expect(told).to_be_hidden()
    expect(state(first, 2)).to_have_text(SAVED)
    assert paper.kept() == {"1": 0, "2": 1, "3": 2}
    second.goto(paper.path)
    expect(second.get_by_role("button", name="Làm tiếp bài thi trên thiết bị này")).to_be_visible()
    check_page(second, "paper-elsewhere")


@pytest.mark.parametrize("init", ["", NO_STORAGE], ids=["as usual", "no storage, no sockets"])
def test_an_hour_without_network_loses_no_answer(paper: Paper, init: str) -> None:
    phone = paper.device(init=init)
    begin(phone, paper.path)
    phone.context.set_offline(True)
    expect(phone.locator("[data-offline]")).to_be_visible(timeout=2000)
    choose(phone, 2, 1)
    choose(phone, 3, 2)
    choose(phone, 3, 3)
    expect(state(phone, 3)).to_have_text(NOT_SENT)
    assert paper.kept() == {"1": 0}
    phone.context.set_offline(False)
    expect(phone.locator("[data-offline]")).to_be_hidden(timeout=3000)
    expect(state(phone, 3)).to_have_text(SAVED)
    assert paper.kept() == {"1": 0, "2": 1, "3": 3}


def test_what_a_closed_page_had_not_sent_is_sent_when_it_is_opened_again(paper: Paper) -> None:
    phone = paper.device()
    begin(phone, paper.path)
    phone.context.set_offline(True)
    choose(phone, 2, 3)
    expect(state(phone, 2)).to_have_text(NOT_SENT)
    phone.close()
    phone = phone.context.new_page()
    phone.context.set_offline(False)
    phone.goto(f"{paper.path}?cau=2")
    expect(state(phone, 2)).to_have_text(SAVED)
    assert paper.kept() == {"1": 0, "2": 3}


def test_what_another_device_answered_since_is_not_undone_by_what_was_chosen_offline(paper: Paper) -> None:
    first, second = paper.device(0), paper.device(1)
    begin(first, paper.path)
    first.context.set_offline(True)
    choose(first, 2, 0)
    choose(first, 3, 0)
    second.goto(paper.path)
    second.get_by_role("button", name="Làm tiếp bài thi trên thiết bị này").click()
    choose(second, 2, 3)
    expect(state(second, 2)).to_have_text(SAVED)
    first.context.set_offline(False)
    expect(first.locator("[data-taken]")).to_be_visible()
    first.locator("[data-taken]").get_by_role("button").click()
    expect(first.locator("[data-taken]")).to_be_hidden()
    expect(state(first, 3)).to_have_text(SAVED)
    assert paper.kept() == {"1": 0, "2": 3, "3": 0}


@pytest.mark.parametrize("days", [-1, 1])
def test_a_wrong_clock_on_the_phone_changes_nothing(paper: Paper, days: int) -> None:
    shift = days * 24 * 3600 * 1000
    phone = paper.device(init=f"const now = Date.now; Date.now = () => now() + {shift};")
    begin(phone, paper.path)
    shown = phone.locator("[data-countdown]").inner_text()
    minutes, seconds = (int(part) for part in shown.split(":"))
    left = phone.request.get(f"{paper.path}con-lai/").json()["remaining_ms"] / 1000
    assert abs(minutes * 60 + seconds - left) < 3


def test_a_phone_that_slept_past_the_deadline_is_told_what_came_late(
    paper: Paper, check_page: Callable[..., None]
) -> None:
    phone = paper.device()
    begin(phone, paper.path)
    phone.context.set_offline(True)
    choose(phone, 2, 2)
    expect(state(phone, 2)).to_have_text(NOT_SENT)
    phone.close()
    paper.ends_in(0)
    time.sleep(3)
    phone = phone.context.new_page()
    phone.context.set_offline(False)
    phone.goto(paper.path)
    expect(phone.locator("main")).to_contain_text("Câu trả lời đến muộn")
    expect(phone.locator("main")).to_contain_text(
        re.compile(r"Câu 2: đến lúc \d\d:\d\d:\d\d,\d\d\d, sau hạn [\d,]+ giây")
    )
    expect(phone.locator(".receipt")).to_have_text(re.compile(r"^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$"))
    check_page(phone, "paper-late")
    assert paper.kept() == {"1": 0}


def test_time_that_runs_out_on_an_open_page_hands_in_by_itself(paper: Paper) -> None:
    phone = paper.device()
    begin(phone, paper.path)
    paper.ends_in(3)
    phone.reload()
    phone.wait_for_url("**/ket-qua/", timeout=15_000)
    expect(phone.locator(".receipt")).to_be_visible()


def test_without_the_script_forms_do_it_all(paper: Paper, browser: Any) -> None:
    context = browser.new_context(
        base_url=paper.server.url, viewport=PHONE, locale="vi", java_script_enabled=False, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "sessionid", "value": paper._sessions[0], "url": paper.server.url}])
    plain = context.new_page()
    plain.goto(paper.path)
    for position in (1, 2, 3):
        plain.locator(f"#cau-{position} input[name=choice]").nth(1).check(force=True)
        plain.locator(f"#cau-{position} button[type=submit]").last.click()
    assert paper.kept() == {"1": 1, "2": 1, "3": 1}
    other = paper.device(1)
    other.goto(paper.path)
    other.get_by_role("button", name="Làm tiếp bài thi trên thiết bị này").click()
    plain.goto(paper.path)
    plain.get_by_role("button", name="Làm tiếp bài thi trên thiết bị này").click()
    plain.get_by_role("button", name="Nộp bài").click()
    plain.get_by_role("button").first.click()
    expect(plain.locator(".receipt")).to_be_visible()
    context.close()
