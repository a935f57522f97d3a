"""A whole live round on real browsers: host, projector and three phones, one of which sleeps through a question; phones
with bad networks; and a rehearsal of one."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import PHONE, Server
from tests.recorder import FRAMES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HALL = {"width": 1280, "height": 720}
BACK_MS = 5000  # a phone that wakes is at the right question within so many
MAKE = """
import json
from django.test import Client
from django.utils import timezone
from contests.live.players import join
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from people.models import Unit, User, Role, RoleAssignment
from tests.contests.builders import enter, make_bank, make_contest, make_user
now, unit = timezone.now(), Unit.objects.filter(parent=None)[0]
number = User.objects.count()
make_bank(make_user(f"w{number}", unit))
organiser = make_user(f"o{number}", unit)
RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=unit)
contest = make_contest(organiser, unit, now)
live = create_round(contest=contest, title="Vòng chung kết", questions=3, seconds=60, by=organiser, now=now,
                    rules=LiveRules(scoring=Scoring(mode="flat")))
people = [make_user(f"{name}{number}", unit) for name in ("an", "binh", "chi")]
for person in people:
    join(live=live, entrant=enter(contest, person, now), now=now)
def session(user):
    device = Client()
    device.force_login(user)
    return device.cookies["sessionid"].value
print(json.dumps({"number": live.pk, "code": live.join_code, "names": [person.full_name for person in people],
                  "host": session(organiser), "phones": [session(person) for person in people]}))
"""
COUNT_MOVES = """() => {
  window.moved = 0;
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) { window.moved += 1; return animate.apply(this, given); };
}"""
STATES = {
    "question": "Đọc câu hỏi",
    "answering": "Mời trả lời",
    "closed": "Đã hết giờ",
    "revealed": "Đáp án",
    "board": "Bảng xếp hạng",
    "finished": "Kết quả chung cuộc",
}


@dataclass
class Hall:
    number: int
    names: list[str]
    host: Page
    projector: Page
    phones: list[Page]

    def on(self, state: str, *away: Page) -> None:
        """Press the host's one button and wait until everybody is there, but for who is away."""
        expect(self.host.locator("[data-part=next]")).to_be_enabled()
        self.host.wait_for_timeout(650)  # it answers one press in so long
        self.host.locator("[data-part=next]").click()
        for screen in (self.host, self.projector, *self.phones):
            if screen not in away:
                expect(screen.locator("[data-part=state]")).to_have_text(STATES[state])


@pytest.fixture
def hall(server: Server, open_as: Callable[..., Page]) -> Hall:
    made = json.loads(server.manage("shell", "-v", "0", "-c", MAKE).splitlines()[-1])

    def screen(role: str, session: str, path: str, **window: dict[str, int]) -> Page:
        page = open_as(role, **window)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        page.goto(path)
        return page

    number, play = made["number"], f"/choi/{made['code']}/dien-thoai/"
    return Hall(
        number,
        made["names"],
        screen("host", made["host"], f"/truc-tiep/{number}/dieu-khien/"),
        screen("projector", made["host"], f"/truc-tiep/{number}/may-chieu/?hoi-truong=Điểm cầu Đất Mũi", viewport=HALL),
        [screen("phone", session, play, viewport=PHONE) for session in made["phones"]],
    )


def answer(phone: Page, *, right: bool) -> None:
    """Touch a choice; it is marked as saved when the server has said so, and not before."""
    choice = phone.locator("label.choice").filter(has_text=re.compile(r"\.2$" if right else r"\.3$"))
    choice.click()
    expect(phone.locator("[data-part=saved]")).to_have_class(re.compile("saved--ok"))
    expect(phone.locator("[data-part=saved]")).to_have_css("position", "sticky")  # seen below the longest question


def fall_asleep(phone: Page) -> Callable[[], None]:
    """Freeze the page and take its network; return what wakes it."""
    devtools = phone.context.new_cdp_session(phone)
    phone.context.set_offline(True)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})

    def wake() -> None:
        devtools.send("Page.setWebLifecycleState", {"state": "active"})
        phone.context.set_offline(False)

    return wake


def test_a_round_with_a_phone_that_sleeps_through_a_question(hall: Hall, check_page: Callable[..., None]) -> None:
    an, binh, chi = hall.phones
    expect(hall.projector.locator("h1")).to_contain_text("Điểm cầu Đất Mũi")
    expect(hall.projector.locator("[data-part=live]")).to_have_text("Trực tiếp")
    expect(hall.host.locator("[data-part=connected]")).to_have_text("3")
    hall.on("question")
    hall.on("answering")
    for phone, right in ((an, False), (binh, True), (chi, True)):
        answer(phone, right=right)
    expect(hall.host.locator("[data-part=all-answered]")).to_be_visible()
    hall.on("closed")
    hall.on("revealed")
    expect(hall.projector.locator(".live-bar--right .bar__value")).to_have_text("2")
    hall.on("board")
    assert order_of(hall.projector) == [hall.names[1], hall.names[2], hall.names[0]]

    wake = fall_asleep(chi)
    hall.on("question", chi)
    hall.on("answering", chi)
    for phone in (an, binh):
        answer(phone, right=True)
    who_is_where(hall, check_page)
    hall.on("closed", chi)
    hall.on("revealed", chi)
    hall.projector.evaluate(COUNT_MOVES)
    hall.projector.emulate_media(reduced_motion="no-preference")
    hall.on("board", chi)
    assert hall.projector.evaluate("window.moved") == 2  # two people change places, where motion is not unwanted
    hall.projector.emulate_media(reduced_motion="reduce")
    assert order_of(hall.projector) == [hall.names[1], hall.names[0], hall.names[2]]
    hall.on("question", chi)
    hall.on("answering", chi)

    wake()
    expect(chi.locator("[data-part=progress]")).to_have_text("Câu 3/3", timeout=BACK_MS)
    expect(chi.locator("[data-part=state]")).to_have_text(STATES["answering"], timeout=BACK_MS)
    expect(chi.locator("[data-part=me]")).to_have_text("1000 điểm")  # of the first question; none of the second
    expect(chi.locator("[data-part=offline]")).to_be_hidden()
    answer(chi, right=True)
    answer(an, right=False)
    check_page(chi, "round-phone-awake")
    hall.on("closed")
    hall.on("revealed")
    expect(chi.locator("[data-part=me]")).to_have_text("2000 điểm")
    hall.on("board")
    hall.on("finished")
    assert hall.projector.evaluate("window.moved") == 2  # none where it is unwanted
    check_page(hall.projector, "round-projector-podium")
    expect(hall.projector.locator(".podium__step--1")).to_contain_text(hall.names[1])
    expect(chi.locator(".live-place")).to_contain_text("2000")


def order_of(projector: Page) -> list[str]:
    return projector.locator("table.board").first.locator(".board__name > span:first-child").all_inner_texts()


def who_is_where(hall: Hall, check_page: Callable[..., None]) -> None:
    """The host reads by name who has answered, and who has not."""
    hall.host.locator("[data-part=hall] > summary").click()
    rows = hall.host.locator("[data-part=hall-list] tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="đã trả lời")).to_have_count(2)
    expect(rows.filter(has_text=hall.names[2])).not_to_contain_text("đã trả lời")
    check_page(hall.host, "round-host-hall")
    hall.host.locator("[data-part=hall] > summary").click()


def test_a_round_is_rehearsed_from_the_hosts_console(hall: Hall, check_page: Callable[..., None]) -> None:
    host = hall.host
    host.get_by_role("button", name="Diễn tập với điện thoại mô phỏng").click()
    host.fill("input[name=phones]", "3")
    host.get_by_role("button", name="Bắt đầu diễn tập").click()
    expect(host.get_by_role("alert")).to_contain_text("từ 10 đến 5000")
    check_page(host, "rehearsal-refused")
    host.fill("input[name=phones]", "12")
    host.get_by_role("button", name="Bắt đầu diễn tập").click()
    host.wait_for_url("**/dieu-khien/")
    assert f"/{hall.number}/" not in host.url
    expect(host.locator(".rehearsal-mark")).to_contain_text("DIỄN TẬP")
    expect(host.locator("[data-part=connected]")).to_have_text("12")
    hall.projector.goto(host.url.replace("dieu-khien", "may-chieu"))
    expect(hall.projector.locator(".rehearsal-mark")).to_contain_text("DIỄN TẬP")
    hall.phones.clear()  # they wait in the real round
    hall.on("question")
    hall.on("answering")
    expect(host.locator("[data-part=answered]")).not_to_have_text("0", timeout=20_000)
    check_page(host, "rehearsal-host")
    check_page(hall.projector, "rehearsal-projector")
    host.get_by_role("button", name="Kết thúc diễn tập").click()
    expect(host.locator("main")).to_contain_text("Câu trả lời đã xác nhận", timeout=15_000)
    expect(host.locator("main")).to_contain_text("Người điều khiển kết thúc")
    check_page(host, "rehearsal-sheet")
    expect(hall.projector.locator("[data-part=state]")).to_have_text(STATES["finished"])


REMOVE = """
from contests.live.players import remove
from contests.models import LivePlayer
from django.utils import timezone
remove(player=LivePlayer.objects.filter(round={number}).order_by("pk")[0], ban=True, now=timezone.now())
"""


def test_phones_whose_sockets_are_cut_or_come_not_through(server: Server, hall: Hall) -> None:
    an, binh, chi = hall.phones
    an.route_web_socket("**/ws/live/**", lambda socket: socket.close())
    lines: list[WebSocketRoute] = []
    binh.route_web_socket("**/ws/live/**", lambda socket: (socket.connect_to_server(), lines.append(socket)))
    for phone in (an, binh):
        phone.reload()
    hall.on("question", an)
    hall.on("answering", an)
    expect(an.locator("[data-part=offline]")).to_contain_text("Mạng của bạn yếu")
    answer(an, right=True)  # over HTTP
    before = told_that_they_have_it(server)
    lines[-1].close(code=1012)  # as from a server that is started again
    expect(binh.locator("[data-part=offline]")).to_be_visible()
    expect(binh.locator("[data-part=offline]")).to_be_hidden()
    answer(binh, right=True)
    assert told_that_they_have_it(server) == before + 1  # who comes back says again what it shows
    server.manage("shell", "-v", "0", "-c", REMOVE.format(number=hall.number))
    an.wait_for_url(re.compile(r"/choi/\w+/$"))  # shown the door while it polled
    expect(chi.locator("[data-part=state]")).to_have_text(STATES["answering"])
    for state in ("closed", "revealed", "board"):
        hall.on(state, an)
    hall.host.locator("[data-command=finish]").click()


def told_that_they_have_it(server: Server) -> int:
    frames = (server.recording / FRAMES).read_text(encoding="utf-8").splitlines()
    return sum(
        json.loads(text).get("type") == "got" for _, action, text in map(json.loads, frames) if action == "receive"
    )
