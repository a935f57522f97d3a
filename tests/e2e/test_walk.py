"""The whole road in one run: a regulation, questions, a contest on a phone, a live round, the report.

Every page that is opened is checked with axe; every byte that phone and projector are sent is
kept and searched for what must not have left yet.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import docx
import pytest
from playwright.sync_api import Page, expect

from demo.accounts import PASSWORD
from tests.e2e.conftest import DESKTOP, PHONE, ROOT, Server
from tests.recorder import was_sent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CANARY = "Vì điều luật nói vậy KENH-7f3a"
STEM = "Theo Nghị định số 30/2020/NĐ-CP, công tác văn thư do ai chịu trách nhiệm chỉ đạo?"
TITLE = "Thi thử văn thư"
HALL = {"width": 1280, "height": 720}


def sign_in(page: Page, username: str) -> None:
    page.goto("/dang-nhap/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def test_the_whole_road(server: Server, open_as: Callable[..., Page], check_page: Callable[..., None]) -> None:
    trainer, reviewer = open_as("trainer"), open_as("reviewer")
    sign_in(trainer, "canbo1")
    sign_in(reviewer, "canbo2")
    bring_a_regulation(trainer, check_page)
    write_a_question(trainer, check_page)
    import_questions(trainer, check_page)
    approver = open_as("approver")
    sign_in(approver, "quantri")
    review_all(trainer, reviewer, approver, check_page)

    host = open_as("host")
    sign_in(host, "bantochuc")
    address = open_a_contest(host, check_page)
    phone, watcher = open_as("phone", PHONE), open_as("watcher", PHONE)
    watcher.goto(f"{address}bang-xep-hang/")
    sit_a_paper(server, phone, address, check_page)
    expect(watcher.locator("[data-rows]")).to_contain_text("Nguyễn Thị Mận")
    check_page(watcher, "board-phone")

    play_a_round(server, open_as, host, phone, check_page)
    read_the_report(trainer, address, check_page)


def bring_a_regulation(page: Page, check_page: Callable[..., None]) -> None:
    page.goto("/van-ban/")
    check_page(page, "regulations-empty")
    page.get_by_role("button", name="Thêm văn bản").click()
    page.fill("textarea[name=text]", "Kính gửi các đơn vị, đề nghị báo cáo.")
    press(page, "Đọc văn bản")
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("Kính gửi"))  # refused, and nothing lost
    check_page(page, "regulation-refused")
    page.fill("textarea[name=text]", "")
    page.set_input_files("input[type=file]", ROOT / "demo/regulations/30-2020-NĐ-CP.txt")
    press(page, "Đọc văn bản")
    check_page(page, "regulation-confirm")
    press(page, "Xác nhận")
    expect(page.locator("main")).to_contain_text("Điều 38")
    check_page(page, "regulation-tree")


def write_a_question(page: Page, check_page: Callable[..., None]) -> None:
    page.goto("/cau-hoi/moi/")
    check_page(page, "question-pick-document")
    document = page.locator("#document option").filter(has_text="30/2020/NĐ-CP")
    page.select_option("#document", document.get_attribute("value"))
    page.locator("#open-document").click()
    expect(page.locator("#words")).to_be_visible()
    page.evaluate("document.querySelectorAll('#cited details').forEach((part) => { part.open = true })")
    page.locator("button[value^='open:']").filter(has_text=re.compile(r": Điều 6$")).click()
    page.locator("button[value^='cite:']").filter(has_text=re.compile(r" khoản 1 Điều 6$")).click()
    expect(page.locator(".cited")).to_have_count(1)
    page.select_option("select[name=topic]", index=6)  # e)
    page.fill("textarea[name=stem]", STEM)
    for place, text in enumerate(("Văn thư cơ quan", "Người đứng đầu cơ quan, tổ chức", "Bộ Nội vụ", "Sở Nội vụ")):
        page.fill(f"[name=choice_{place}]", text)
    page.check("input[name=right][value='1']")
    page.fill("textarea[name=explanation]", CANARY)
    check_page(page, "question-form")
    page.locator("button[name=do][value=save].secondary").click()
    expect(page.locator("main")).to_contain_text(STEM)
    check_page(page, "question-detail")


def import_questions(page: Page, check_page: Callable[..., None]) -> None:
    page.goto("/cau-hoi/nhap/")
    page.set_input_files("input[type=file]", ROOT / "demo/questions/36-2018-qh14-30-2020-nd-cp-61-2018-nd-cp.csv")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("table")).to_contain_text("36/2018/QH14")  # rows that cite what is not there are named
    check_page(page, "import-faults")
    accept = page.locator("button[name=accept][value=good]")
    expect(accept).to_contain_text("16")
    accept.click()
    expect(page.locator(".notice--ok").first).to_be_visible()
    page.goto("/cau-hoi/")
    check_page(page, "questions")


def review_all(trainer: Page, reviewer: Page, approver: Page, check_page: Callable[..., None]) -> None:
    """One trainer sends, another vets, a third approves; the author can do neither."""
    trainer.goto("/cau-hoi/?state=draft")
    links = trainer.locator(".bank a[href^='/cau-hoi/']")
    found = links.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    addresses = sorted({address for address in found if re.fullmatch(r"/cau-hoi/\d+/", address)})
    assert len(addresses) == 17
    for address in addresses:
        trainer.goto(address)
        trainer.locator("form[action$='gui-duyet/'] button").click()
    trainer.goto(addresses[0])
    expect(trainer.locator("button[value=vet], button[value=approve], button[value=return]")).to_have_count(0)
    reviewer.goto("/cau-hoi/cho-duyet/")
    check_page(reviewer, "review-queue")
    for address in addresses:
        reviewer.goto(address)
        expect(reviewer.locator("button[value=approve]")).to_have_count(0)
        reviewer.locator("button[name=decision][value=vet]").click()
        approver.goto(address)
        approver.locator("button[name=decision][value=approve]").click()
        expect(approver.locator("main")).to_contain_text("Đã duyệt")


def open_a_contest(page: Page, check_page: Callable[..., None]) -> str:
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    page.goto("/to-chuc/cuoc-thi-moi/")
    check_page(page, "contest-shelf")
    page.get_by_role("link", name="Cuộc thi một đợt").click()
    page.fill("input[name=title]", TITLE)
    page.fill("input[name=opens_at]", f"{now - timedelta(minutes=5):%d/%m/%Y %H:%M}")
    page.fill("input[name=closes_at]", f"{now + timedelta(hours=3):%d/%m/%Y %H:%M}")
    check_page(page, "contest-form")
    page.locator("button[name=keep]").click()
    page.wait_for_url("**/to-chuc/thi-thu-van-thu/")
    page.goto("/to-chuc/thi-thu-van-thu/dot/")
    page.locator("main ul.rows a").click()
    page.fill("input[name='topic_e']", "3")
    page.fill("input[name='topic_i']", "2")
    page.fill("input[name='slot-0-count']", "")
    page.fill("input[name=minutes]", "10")
    page.fill("input[name=attempts]", "1")
    page.select_option("select[name=explanations]", "after_submit")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/to-chuc/thi-thu-van-thu/dot/")
    page.goto("/to-chuc/thi-thu-van-thu/ai-duoc-du-thi/")
    page.check("input[name=ways][value=register]")
    check_page(page, "contest-entry")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/to-chuc/thi-thu-van-thu/")
    press(page, "Mở cuộc thi")
    expect(page.locator("img[src*='ma-qr']")).to_be_visible()
    check_page(page, "contest-manage")
    return "/cuoc-thi/thi-thu-van-thu/"


def sit_a_paper(server: Server, phone: Page, address: str, check_page: Callable[..., None]) -> None:
    phone.goto(address)
    check_page(phone, "contest-phone")
    press(phone, "Vào thi") if phone.get_by_role("button", name="Vào thi").count() else phone.goto(f"{address}dang-ky/")
    phone.fill("input[name=full_name]", "Nguyễn Thị Mận")
    phone.select_option("select[name=unit]", label="UBND xã Đất Mũi")
    phone.fill("input[name=phone]", "+84 912 345 678")
    expect(phone.locator("main input[type=checkbox]:checked")).to_have_count(0)
    phone.check("input[name=consent_taking_part]")
    phone.check("input[name=consent_show_name]")
    check_page(phone, "register-phone")
    phone.locator("main form button[type=submit]").click()
    check_page(phone, "registered-phone")
    phone.goto(f"{address}du-lieu-cua-toi/")
    check_page(phone, "my-data-phone")
    phone.goto(address)
    phone.locator("main form[action$='vao-thi/'] button").first.click()
    phone.wait_for_url("**/bai-thi/**")
    answer_here(phone)
    check_page(phone, "paper-phone")
    phone.context.set_offline(True)
    next_question(phone)
    phone.locator(".paper-question:not([hidden]) label.choice").first.click()
    expect(phone.locator(".offline-banner")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator(".paper-question:not([hidden]) .saved--ok")).to_be_visible()
    phone.reload()
    expect(phone.locator(".jump--done")).to_have_count(2)  # nothing lost
    for _ in range(3):
        next_question(phone)
        answer_here(phone)
    assert not was_sent(server.recording, "phone", CANARY)
    assert not was_sent(server.recording, "watcher", CANARY)
    phone.locator("[data-hand-in]").click()
    check_page(phone, "hand-in-phone")
    press(phone, "Nộp bài ngay")
    expect(phone.locator("main")).to_contain_text("/5")
    check_page(phone, "result-phone")


def answer_here(phone: Page) -> None:
    phone.locator(".paper-question:not([hidden]) label.choice").nth(1).click()
    expect(phone.locator(".paper-question:not([hidden]) .saved--ok")).to_be_visible()


def next_question(phone: Page) -> None:
    unanswered = phone.locator("[data-jump]:not(.jump--done)").first
    unanswered.click()


def play_a_round(
    server: Server, open_as: Callable[..., Page], host: Page, phone: Page, check_page: Callable[..., None]
) -> None:
    host.goto("/to-chuc/thi-thu-van-thu/truc-tiep/moi/")
    host.fill("input[name=questions]", "2")
    host.fill("input[name=seconds]", "60")
    check_page(host, "live-create")
    press(host, "Chuẩn bị vòng thi")
    host.wait_for_url("**/dieu-khien/")
    code = host.locator(".code-field").inner_text()
    projector = open_as("projector", HALL)
    sign_in(projector, "bantochuc")
    projector.goto(host.url.replace("dieu-khien", "may-chieu"))
    expect(projector.locator(".code-big")).to_have_text(code)
    check_page(projector, "projector-lobby")

    phone.goto("/choi/?code=KHONGCO")
    expect(phone.get_by_role("alert")).to_contain_text("KHONGCO")
    check_page(phone, "join-wrong-code")
    phone.fill("main input[name=code]", code.lower())
    press(phone, "Đến vòng thi")
    press(phone, "Vào vòng thi")
    expect(phone.locator("[data-part=body]")).to_contain_text("Nguyễn Thị Mận")
    expect(projector.locator("[data-part=counts]")).to_contain_text("1")

    for number in (1, 2):
        explanations_before = was_sent(server.recording, "projector", CANARY)
        advance(host, "question", phone)
        advance(host, "answering", phone)
        phone.locator("label.choice").nth(1).click()
        expect(phone.locator(".saved--ok")).to_be_visible()
        phone.reload()  # back at the right question, with the answer
        expect(phone.locator("label.choice input:checked")).to_have_count(1)
        if number == 1:
            check_page(phone, "live-phone-answering")
            check_page(projector, "projector-answering")
            check_page(host, "live-host")
        advance(host, "closed", phone)
        assert was_sent(server.recording, "projector", CANARY) == explanations_before
        advance(host, "revealed", phone)
        expect(phone.locator(".notice")).to_be_visible()
        expect(projector.locator(".live-bars")).to_be_visible()
        if number == 1:
            check_page(phone, "live-phone-revealed")
            check_page(projector, "projector-revealed")
        advance(host, "board", phone)
        expect(projector.locator("table.board").first).to_contain_text("Nguyễn Thị Mận")
    advance(host, "finished", phone)
    expect(projector.locator(".podium")).to_contain_text("Nguyễn Thị Mận")
    check_page(projector, "projector-podium")
    check_page(phone, "live-phone-finished")


STATE_WORDS = {
    "question": "Đọc câu hỏi",
    "answering": "Mời trả lời",
    "closed": "Đã hết giờ",
    "revealed": "Đáp án",
    "board": "Bảng xếp hạng",
    "finished": "Kết quả chung cuộc",
}


def advance(host: Page, state: str, phone: Page) -> None:
    """Press the host's one button, which answers at most every 600 ms, and wait until the phone is there."""
    host.wait_for_timeout(650)
    host.locator("[data-part=next]").click()
    expect(host.locator("[data-part=state]")).to_have_text(STATE_WORDS[state])
    expect(phone.locator("[data-part=state]")).to_have_text(STATE_WORDS[state])


def read_the_report(page: Page, address: str, check_page: Callable[..., None]) -> None:
    page.goto("/nhu-cau/")
    check_page(page, "reports")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text("Câu hỏi khó nhất")
    check_page(page, "report")
    page.set_viewport_size(PHONE)
    check_page(page, "report-phone")
    page.set_viewport_size(DESKTOP)
    page.get_by_role("button", name="Word, PDF và Excel").click()
    check_page(page, "papers-of-the-report")
    page.get_by_role("button", name="Lập .docx").click()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Tải về .docx").click(timeout=60_000)
    words = "\n".join(p.text for p in docx.Document(str(waiting.value.path())).paragraphs)
    assert "BÁO CÁO" in words
    assert TITLE in words
