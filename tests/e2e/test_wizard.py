"""An organiser publishes a contest in minutes and few decisions, and settles one part by part, on desktop and phone.

Runs after the walk (by its name), whose counts of questions it would disturb.
"""

import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Server
from tests.e2e.test_walk import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIVE_MINUTES, TEN_DECISIONS = 300, 10
PARTS = ("sua", "ai-duoc-du-thi", "dot", "xep-hang", "giai-thuong", "don-vi-ky", "xem-thu", "ky-the-le")


@pytest.fixture(scope="module")
def bank(server: Server) -> None:
    server.manage("demo", "--stage", "bank", "--quiet")


class Deciding:
    """Does what an organiser does on a page, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page, self.made = page, 0

    def click(self, name: str, role: str = "link") -> None:
        self.page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.made += 1

    def fill(self, field: str, value: str) -> None:
        self.page.fill(f"[name={field}]", value)
        self.made += 1

    def check(self, field: str, *values: str) -> None:
        """Tick boxes of one list: one decision, what to ask from."""
        for value in values:
            self.page.check(f"[name={field}][value='{value}']")
        self.made += 1


def test_a_contest_is_published_in_five_minutes_and_ten_decisions(
    server: Server, bank: None, open_as: Callable[..., Page], check_page: Callable[..., None]
) -> None:
    page = open_as("organiser")
    sign_in(page, "bantochuc")
    begun, organiser = time.monotonic(), Deciding(page)
    page.goto("/to-chuc/cuoc-thi-moi/")
    organiser.click("Cuộc thi một đợt")
    organiser.fill("title", "Thi nhanh")
    organiser.fill("opens_at", "01/12/2099 08:00")
    organiser.fill("closes_at", "08/12/2099 17:00")
    organiser.check("topics", "c", "đ", "e")
    organiser.click("Công bố ngay", role="button")
    expect(page.locator(".notice--ok").first).to_contain_text("Cuộc thi đã mở")
    assert organiser.made <= TEN_DECISIONS
    assert time.monotonic() - begun < FIVE_MINUTES
    stranger = open_as("stranger", PHONE)
    stranger.goto("/cuoc-thi/thi-nhanh/the-le/")
    expect(stranger.locator("h1")).to_contain_text("Thể lệ cuộc thi")
    check_page(stranger, "rules-phone")


def test_a_draft_is_settled_part_by_part_signed_by_two_bodies_and_opened(
    server: Server, bank: None, open_as: Callable[..., Page], check_page: Callable[..., None], tmp_path: Path
) -> None:
    page, phone = open_as("organiser"), open_as("organiser-phone", PHONE)
    sign_in(page, "bantochuc")
    sign_in(phone, "bantochuc")
    page.goto("/to-chuc/cuoc-thi-moi/?mau=hue_2025")
    page.fill("[name=title]", "Thi bốn tuần")
    page.fill("[name=opens_at]", "01/12/2099 08:00")
    page.check("[name=topics][value=c]")
    page.locator("button[name=keep]").click()
    page.wait_for_url("**/to-chuc/thi-bon-tuan/")
    check_page(page, "draft-hub")
    for part in PARTS:
        for view, name in ((page, "desktop"), (phone, "phone")):
            view.goto(f"/to-chuc/thi-bon-tuan/{part}/")
            check_page(view, f"draft-{part}-{name}")
    _one_row_more_keeps_what_was_typed(page, check_page)
    _bodies_sign(page, open_as)
    page.goto("/cuoc-thi/thi-bon-tuan/the-le/")
    with page.expect_download() as file:
        page.get_by_role("button", name="Tải tệp Word").click()
    file.value.save_as(tmp_path / "the-le.docx")
    assert "THỂ LỆ" in [paragraph.text for paragraph in docx.Document(str(tmp_path / "the-le.docx")).paragraphs]
    page.goto("/to-chuc/thi-bon-tuan/")
    page.get_by_role("button", name="Mở cuộc thi").click()
    expect(page.locator(".notice--ok").first).to_contain_text("Cuộc thi đã mở")


def _one_row_more_keeps_what_was_typed(page: Page, check_page: Callable[..., None]) -> None:
    page.goto("/to-chuc/thi-bon-tuan/giai-thuong/")
    rows = page.locator("#rows .slot-row")
    before = rows.count()
    page.fill(f"[name=prize-{before - 1}-title]", "Giải phụ")
    page.get_by_role("button", name="Thêm một dòng").click()
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f"[name=prize-{before - 1}-title]")).to_have_value("Giải phụ")
    page.goto("/to-chuc/thi-bon-tuan/dot/")
    page.locator("main ul.rows a").first.click()
    check_page(page, "draft-round")


def _bodies_sign(page: Page, open_as: Callable[..., Page]) -> None:
    page.goto("/to-chuc/thi-bon-tuan/don-vi-ky/")
    for row, (body, account) in enumerate((("Sở Nội vụ", "canbo1"), ("Công đoàn Viên chức tỉnh", "canbo2"))):
        page.fill(f"[name=host-{row}-name]", body)
        page.fill(f"[name=host-{row}-signer]", account)
    page.get_by_role("button", name="Lưu phần này").click()
    page.wait_for_url("**/to-chuc/thi-bon-tuan/")
    for account in ("canbo1", "canbo2"):
        expect(page.get_by_role("button", name="Mở cuộc thi")).to_have_count(0)
        signer = open_as(account, PHONE)
        sign_in(signer, account)
        signer.goto("/cuoc-thi/")
        signer.get_by_role("link", name="Thi bốn tuần").first.click()
        signer.get_by_role("button", name="Tôi đã đọc và ký phiên bản này").click()
        expect(signer.locator(".notice--ok").first).to_be_visible()
        page.reload()
