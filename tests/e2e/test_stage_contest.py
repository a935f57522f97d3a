"""A whole hội thi on real browsers: four teams, three jurors of whom one is absent, lots, time over, a quiz with the
bell, a mark put right, a tie parted by an extra question, and a result that is locked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HALL = {"width": 1280, "height": 720}
MAKE = """
import json
from django.test import Client
from django.utils import timezone
from contests.models import ContestStaff
from contests.entering.staff import name_staff
from contests.stage.composing import add_member, add_team, create_stage, seat_juror
from contests.stage.programme import Combining, Criterion, Penalty, Programme, Segment
from people.models import Role, RoleAssignment, Unit
from tests.contests.builders import enter, make_bank, make_contest, make_user
now, top = timezone.now(), Unit.objects.get(code="CM")
organiser = make_user("bantochoithi", top, full_name="Nguyễn Thị Thu")
RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=top)
make_bank(make_user("nguoirade", top))
contest = make_contest(organiser, top, now, title="Hội thi tìm hiểu cải cách hành chính 2026")
sheet = (Criterion("Nội dung", 2000), Criterion("Phong cách", 1000))
greeting = Segment("Chào hỏi", "greeting", "judged", 3000, seconds=1, criteria=sheet, penalty=Penalty(30, 50))
programme = Programme((greeting, Segment("Kiến thức", "knowledge", "quiz", 4000)), Combining(), (), "bell")
stage = create_stage(contest=contest, programme=programme, by=organiser, now=now)
units = Unit.objects.filter(parent=top).order_by("pk")[:4]
captains = []
for at, unit in enumerate(units, start=1):
    team = add_team(stage=stage, unit=unit, name=f"Đội {at}", leader=f"Trưởng đoàn {at}")
    captain, member = make_user(f"doitruong{at}", unit), make_user(f"doivien{at}", unit)
    add_member(team=team, entrant=enter(contest, captain, now), captain=True)
    add_member(team=team, entrant=enter(contest, member, now))
    captains.append(captain)
jurors = [make_user(f"giamkhao{seat}", top, full_name=f"Giám khảo số {seat}") for seat in (1, 2, 3)]
for seat, user in enumerate(jurors, start=1):
    seat_juror(stage=stage, seat=seat, name=user.full_name, user=user, head=seat == 1)
secretary, mc = make_user("thukyhoithi", top), make_user("mchoithi", top)
name_staff(contest=contest, username="thukyhoithi", duty=ContestStaff.Duty.SECRETARY, by=organiser, now=now)
name_staff(contest=contest, username="mchoithi", duty=ContestStaff.Duty.MC, by=organiser, now=now)
def session(user):
    device = Client()
    device.force_login(user)
    return device.cookies["sessionid"].value
print(json.dumps({"slug": contest.slug, "organiser": session(organiser), "secretary": session(secretary),
                  "mc": session(mc), "jurors": [session(one) for one in jurors],
                  "captains": [session(one) for one in captains], "teams": [t.pk for t in stage.teams.order_by("pk")]}))
"""
MARKS = {1: ("16", "9"), 2: ("16,5", "9"), 3: ("13", "7"), 4: ("12", "6")}  # of both jurors: 25; 25,5; 20; 18


@dataclass
class Hall:
    """Who is there, each in a browser of their own."""

    slug: str
    teams: list[int]
    organiser: Page
    secretary: Page
    mc: Page
    projector: Page
    jurors: list[Page] = field(default_factory=list)
    captains: list[Page] = field(default_factory=list)

    def press(self, page: Page, words: str, *, exact: bool = False) -> None:
        page.get_by_role("button", name=words, exact=exact).first.click()
        page.wait_for_load_state()

    def show(self, scene: str, part: int = 0) -> None:
        self.mc.locator(f"#scene-{scene}-{part}").click()
        expect(self.mc.locator(f"#scene-{scene}-{part}")).to_have_attribute("aria-pressed", "true")

    def sheet(self, part: int) -> Page:
        self.secretary.goto(f"/hoi-thi/{self.slug}/thu-ky/phan/{part}/")
        return self.secretary

    def desk(self) -> Page:
        self.secretary.goto(f"/hoi-thi/{self.slug}/thu-ky/")
        return self.secretary


@pytest.fixture
def hall(server: Server, open_as: Callable[..., Page]) -> Hall:
    made = json.loads(server.manage("shell", "-v", "0", "-c", MAKE).splitlines()[-1])

    def screen(role: str, session: str, path: str, viewport: dict[str, int] = DESKTOP) -> Page:
        page = open_as(role, viewport=viewport)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        page.goto(path)
        return page

    slug = made["slug"]
    inside = f"/hoi-thi/{slug}/"
    return Hall(
        slug,
        made["teams"],
        screen("organiser", made["organiser"], f"/to-chuc/{slug}/hoi-thi/"),
        screen("secretary", made["secretary"], f"{inside}thu-ky/"),
        screen("mc", made["mc"], f"{inside}dan-chuong-trinh/"),
        screen("projector", made["mc"], f"{inside}may-chieu/", HALL),
        [screen("juror", one, f"{inside}cham-diem/", PHONE) for one in made["jurors"]],
        [screen("captain", one, f"{inside}doi-truong/", PHONE) for one in made["captains"]],
    )


def test_a_hoi_thi_from_its_draw_to_its_locked_result(hall: Hall, check_page: Callable[..., None]) -> None:
    begin(hall, check_page)
    draw_lots(hall, check_page)
    greet(hall, check_page)
    lock_the_greeting(hall, check_page)
    play_the_quiz(hall, check_page)
    put_a_mark_right(hall, check_page)
    part_the_equals(hall, check_page)
    lock_the_result(hall, check_page)


def begin(hall: Hall, check_page: Callable[..., None]) -> None:
    check_page(hall.organiser, "stage-setup")
    hall.press(hall.organiser, "Chốt tất cả và bắt đầu")
    expect(hall.organiser.locator("#content")).to_contain_text("Hội thi đã bắt đầu.")
    hall.organiser.goto(f"/to-chuc/{hall.slug}/hoi-thi/phan/2/vong-truc-tiep/")
    hall.organiser.get_by_label("Cách chơi").select_option("bell")
    hall.organiser.get_by_label("Số câu hỏi").fill("2")
    check_page(hall.organiser, "stage-quiz")
    hall.press(hall.organiser, "Chuẩn bị vòng thi")
    expect(hall.organiser.get_by_role("button", name="Điều khiển vòng thi")).to_be_visible()
    expect(hall.projector.locator("#live")).to_contain_text("Đội 4")
    check_page(hall.projector, "stage-projector-welcome")


def draw_lots(hall: Hall, check_page: Callable[..., None]) -> None:
    hall.sheet(1)
    hall.press(hall.secretary, "Chuẩn bị bốc thăm")
    hall.show("draw", 1)
    expect(hall.projector.locator("#live")).to_contain_text("… Đội 1")
    for at, captain in enumerate(hall.captains, start=1):
        box = captain.get_by_label("Chọn một số từ 0 đến 999")
        expect(box).to_be_visible()  # the phone has seen by itself that lots are drawn
        if at == 1:
            check_page(captain, "stage-captain-draw")
        box.fill(str(at * 111))
        hall.press(captain, "Bốc thăm cho đội tôi")
    expect(hall.captains[0].locator("#live")).to_contain_text(re.compile(r"Đội bạn thi thứ [1-4] ở phần này"))
    expect(hall.projector.locator("#live")).to_contain_text("Số gốc")
    expect(hall.projector.locator("ol.order li")).to_have_count(4)
    check_page(hall.projector, "stage-projector-draw")
    check_page(hall.captains[0], "stage-captain-drawn")


def greet(hall: Hall, check_page: Callable[..., None]) -> None:
    desk = hall.desk()
    hall.press(desk, "Mở phần thi · Chào hỏi")
    desk.get_by_role("button", name="Đội 2", exact=True).click()
    expect(hall.projector.locator(".team-on")).to_have_text("Đội 2")
    desk.locator("#clock-start").click()
    expect(hall.projector.locator("[data-gone]")).to_contain_text(re.compile(r"quá giờ 00:0[1-9]"))
    expect(desk.locator("[data-gone]")).to_contain_text("quá giờ")
    check_page(desk, "stage-desk-clock")
    check_page(hall.projector, "stage-projector-clock")
    desk.locator("#clock-stop").click()
    expect(hall.projector.locator("[data-gone]")).to_have_count(0)
    expect(hall.projector.locator("#live")).to_contain_text("quá giờ 00:0")
    for juror in hall.jurors[:2]:
        expect(juror.locator("#live")).to_contain_text("đang mở")
        for team, (content, style) in zip(hall.teams, MARKS.values(), strict=True):
            for place, value in enumerate((content, style), start=1):
                juror.locator(f"#m-{team}-{place}").fill(value)
                juror.locator(f"#m-{team}-{place}").press("Tab")
            expect(juror.locator(f"#given-{team}")).to_have_class(re.compile("saved--ok"))
            expect(juror.locator(f"#given-{team}")).not_to_contain_text("còn thiếu")
    first = hall.jurors[0]
    card = first.locator(f"#doi-{hall.teams[0]}")
    card.get_by_role("button", name="Thêm 0,25: Nội dung").click()
    expect(first.locator(f"#given-{hall.teams[0]}")).to_contain_text("25,25")
    card.get_by_role("button", name="Bớt 0,25: Nội dung").click()
    expect(first.locator(f"#given-{hall.teams[0]}")).to_contain_text(re.compile(r"Đã lưu: 25 điểm"))
    first.locator(f"#m-{hall.teams[0]}-2").fill("10,5")
    first.locator(f"#m-{hall.teams[0]}-2").press("Tab")
    expect(first.locator(f"#given-{hall.teams[0]}")).to_contain_text("tối đa 10")
    check_page(first, "stage-judge")
    first.locator(f"#m-{hall.teams[0]}-2").fill("9")
    first.locator(f"#m-{hall.teams[0]}-2").press("Tab")
    expect(first.locator(f"#given-{hall.teams[0]}")).to_have_class(re.compile("saved--ok"))
    assert "16,5" not in hall.jurors[2].content()  # nobody reads the marks of another juror
    expect(hall.projector.locator("#live")).not_to_contain_text("25")


def lock_the_greeting(hall: Hall, check_page: Callable[..., None]) -> None:
    desk = hall.desk()
    expect(desk.locator("#live")).to_contain_text("Chưa nhập: giám khảo 3 (4 đội)")
    check_page(desk, "stage-desk")
    sheet = hall.sheet(1)
    sheet.locator("#absent-juror").select_option(label="3 · Giám khảo số 3")
    sheet.locator("#absent-reason").fill("Đi công tác đột xuất")
    hall.press(sheet, "Ghi vắng mặt")
    expect(hall.jurors[2].locator("#live")).to_contain_text("bạn được ghi vắng ở phần này")
    hall.press(sheet, "Đóng chấm điểm")
    hall.press(sheet, "Khóa phần thi")
    expect(sheet.get_by_role("alert").first).to_contain_text("Đội 2")  # over time, and the jury has not spoken
    sheet.locator(f"#deduction-{hall.teams[1]}").fill("0,5")
    sheet.locator("form", has=sheet.locator(f"#deduction-{hall.teams[1]}")).get_by_role("button").click()
    hall.press(sheet, "Khóa phần thi")
    expect(sheet.locator("#live")).to_contain_text("Đã khóa")
    check_page(sheet, "stage-sheet")
    for juror in hall.jurors[:2]:
        expect(juror.locator("#live")).to_contain_text("đã khóa")
    expect(hall.projector.locator("#live")).not_to_contain_text("25")
    hall.mc.reload()
    hall.show("scores", 1)
    expect(hall.projector.locator("table")).to_contain_text("25")
    check_page(hall.projector, "stage-projector-scores")
    check_page(hall.mc, "stage-mc")


def play_the_quiz(hall: Hall, check_page: Callable[..., None]) -> None:
    hall.desk()
    hall.press(hall.secretary, "Mở phần thi · Kiến thức")
    play_bell(hall, [0, 1], questions=2)
    sheet = hall.sheet(2)
    hall.press(sheet, "Đóng chấm điểm")
    hall.press(sheet, "Khóa phần thi")
    expect(sheet.locator("#live")).to_contain_text("Đã khóa")
    expect(sheet.locator("table")).to_contain_text("10")


def play_bell(hall: Hall, rings: list[int], *, questions: int) -> None:
    """Lead the round that the captains' pages name; who rings is judged right."""
    host = hall.organiser
    for captain in {*rings}:
        hall.captains[captain].goto(f"/hoi-thi/{hall.slug}/doi-truong/")
        hall.captains[captain].get_by_role("button", name="Vào vòng thi").click()
        hall.captains[captain].wait_for_url("**/dien-thoai/")
    if "/dieu-khien/" not in host.url:
        host.get_by_role("button", name="Điều khiển vòng thi").first.click()
        host.wait_for_url("**/dieu-khien/")
    for at in range(questions):
        advance(host, "Đọc câu hỏi")
        advance(host, "Ai biết hãy bấm chuông")
        hall.captains[rings[at]].get_by_role("button", name="Bấm chuông").click()
        expect(host.locator("[data-part=state]")).to_have_text("Đã có người bấm chuông")
        host.wait_for_timeout(650)
        host.keyboard.press("d")
        expect(host.locator("[data-part=state]")).to_have_text("Đã hết giờ")
        advance(host, "Đáp án")
        advance(host, "Bảng xếp hạng")
    advance(host, "Kết quả chung cuộc")


def advance(host: Page, words: str) -> None:
    expect(host.locator("[data-part=next]")).to_be_enabled()
    host.wait_for_timeout(650)  # it answers one press in so long
    host.locator("[data-part=next]").click()
    expect(host.locator("[data-part=state]")).to_have_text(words)


def put_a_mark_right(hall: Hall, check_page: Callable[..., None]) -> None:
    sheet = hall.sheet(1)
    sheet.get_by_role("link", name="Đội 3").click()
    sheet.get_by_text("giám khảo 1 · Giám khảo số 1").click()
    form = sheet.locator("form", has=sheet.locator("[name=juror]")).first
    form.locator("[name=c1]").fill("15")
    form.get_by_role("button").click()
    expect(sheet.get_by_role("alert").first).to_contain_text("lý do")
    form = sheet.locator("form", has=sheet.locator("[name=juror]")).first
    expect(form.locator("[name=c1]")).to_have_value("15")  # what was typed is still there
    form.locator("[name=reason]").fill("Nhập nhầm phiếu của đội 4")
    form.get_by_role("button").click()
    expect(sheet.locator("table")).to_contain_text("21")
    check_page(sheet, "stage-sheet-corrected")


def part_the_equals(hall: Hall, check_page: Callable[..., None]) -> None:
    desk = hall.desk()
    expect(desk.locator("#live")).to_contain_text("Bằng điểm: Đội 1, Đội 2")
    check_page(desk, "stage-desk-equal")
    hall.press(desk, "Chuẩn bị câu hỏi phụ bấm chuông")
    expect(desk.locator("#live")).to_contain_text("Câu hỏi phụ: Đội 1, Đội 2")
    hall.organiser.goto(f"/hoi-thi/{hall.slug}/thu-ky/")
    play_bell(hall, [1], questions=1)
    hall.desk()
    hall.press(hall.secretary, "Lấy thứ tự từ vòng thi")
    expect(hall.secretary.locator("#live")).not_to_contain_text("Bằng điểm")
    expect(hall.secretary.locator("table tbody tr th")).to_have_text(["Đội 2", "Đội 1", "Đội 3", "Đội 4"])


def lock_the_result(hall: Hall, check_page: Callable[..., None]) -> None:
    hall.press(hall.secretary, "Khóa kết quả hội thi")
    expect(hall.secretary.locator("#live")).to_contain_text("Kết quả hội thi đã khóa")
    hall.mc.reload()
    hall.show("final")
    lines = ("1.*Đội 2.*35", "2.*Đội 1.*35", "3.*Đội 3.*21", "4.*Đội 4.*18")
    expect(hall.projector.locator("tbody tr")).to_have_text([re.compile(line, re.DOTALL) for line in lines])
    check_page(hall.projector, "stage-projector-final")
    sheet = hall.sheet(1)
    expect(sheet.get_by_role("button", name="Sửa điểm")).to_have_count(0)
    hall.captains[0].goto(f"/hoi-thi/{hall.slug}/")
    expect(hall.captains[0].locator("table")).to_contain_text("Đội 2")
    check_page(hall.captains[0], "stage-home")
    hall.organiser.goto(f"/to-chuc/{hall.slug}/ket-qua/so-ghi-nhan/")
    expect(hall.organiser.locator("#content")).to_contain_text("Nhập nhầm phiếu của đội 4")
