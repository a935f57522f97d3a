"""The poster, the minutes and the draft of the decision: opened again and compared with what they were made from."""

import io
import os
import re
from pathlib import Path

import docx
import pytest
from django.urls import reverse
from docx.document import Document
from pypdf import PdfReader

from contests.models import Contest, Entrant
from contests.record.editions import prepare
from people.models import User
from tests.contests.signed import AFTER, as_user

pytestmark = pytest.mark.usefixtures("clock")


def fetched(user: User, name: str, *given: object, query: str = "") -> bytes:
    answer = as_user(user).get(reverse(f"contests:{name}", args=given) + query)
    assert answer.status_code == 200
    if kept := os.environ.get("HOITHI_KEEP_PAPERS"):  # to be looked at
        Path(kept, re.search(r'filename="(.+)"', answer["Content-Disposition"]).group(1)).write_bytes(answer.content)  # type: ignore[union-attr]
    return answer.content


def word(user: User, name: str, contest: Contest) -> Document:
    return docx.Document(io.BytesIO(fetched(user, name, contest.slug, 1)))


def said_in(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def rows_of(document: Document, first: str) -> list[list[str]]:
    """Return the rows below the heading of the table whose first column is called `first`."""
    found = next(table for table in document.tables if table.rows[0].cells[0].text == first)
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


WINNERS = [
    ["1", "Giải nhất", "Trần Thị an", "UBND xã Đất Mũi", "3", "1.000.000 đồng"],
    ["2", "Giải nhì", "Lê Thị Hòa", "UBND xã Đất Mũi", "2", "500.000 đồng"],
]


class TestWord:
    @pytest.mark.parametrize("name", ["minutes-word", "decision-word"])
    def test_tells_the_winners_and_no_other(self, name: str, contest: Contest, alice: User) -> None:
        document = word(alice, name, contest)
        assert rows_of(document, "TT") == WINNERS
        said = said_in(document)
        assert "binh" not in said
        assert contest.editions.get().digest in said
        assert "DỰ THẢO" not in said

    def test_the_minutes_have_figures_and_three_signatures(self, contest: Contest, alice: User) -> None:
        said = said_in(word(alice, "minutes-word", contest))
        for words in ("BIÊN BẢN", "có kết quả: 3", "đã nộp: 3", "đã công bố", "THƯ KÝ", "TRƯỞNG BAN GIÁM KHẢO",
                      "TRƯỞNG BAN TỔ CHỨC"):  # fmt: skip
            assert words in said

    def test_the_decision_sums_up_and_names_who_signs(self, contest: Contest, alice: User) -> None:
        said = said_in(word(alice, "decision-word", contest))
        for words in ("QUYẾT ĐỊNH", "trao 02 giải cho cá nhân, 00 giải cho đơn vị", "1.500.000 đồng", "SỞ NỘI VỤ",
                      "Phan Văn Giám Đốc"):  # fmt: skip
            assert words in said

    def test_what_is_not_published_is_marked_a_draft(self, over: Contest, alice: User) -> None:
        prepare(contest=over, by=alice, now=AFTER)
        for name in ("minutes-word", "decision-word"):
            assert word(alice, name, over).paragraphs[0].text == "DỰ THẢO"

    def test_the_office_reads_whole_names_whatever_the_public_may(self, contest: Contest, alice: User) -> None:
        Entrant.objects.filter(full_name__endswith="an").update(shows_name=False)
        assert rows_of(word(alice, "minutes-word", contest), "TT") == WINNERS

    def test_an_erased_name_stays_as_the_edition_has_it(self, contest: Contest, alice: User) -> None:
        Entrant.objects.filter(full_name__endswith="an").update(full_name="")
        assert rows_of(word(alice, "minutes-word", contest), "TT") == WINNERS

    def test_an_edition_that_is_not_there_is_not_found(self, contest: Contest, alice: User) -> None:
        assert as_user(alice).get(reverse("contests:minutes-word", args=[contest.slug, 9])).status_code == 404


class TestPoster:
    @pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a3", 842), ("b9", 595)])
    def test_one_page_that_says_what_one_needs(self, size: str, width: int, contest: Contest, alice: User) -> None:
        query = f"?kho={size}&duong-day-nong=0290+3831+234"
        pages = PdfReader(io.BytesIO(fetched(alice, "poster", contest.slug, query=query))).pages
        assert len(pages) == 1
        assert round(float(pages[0].mediabox.width)) == width
        said = re.sub(r"\s+", " ", pages[0].extract_text())
        address = f"http://testserver{reverse('contests:short', args=[contest.pk])}"
        for words in (contest.title, "SỞ NỘI VỤ", "Thời gian", "Giải nhất: 01 giải, mỗi giải 1.000.000 đồng",
                      "Đường dây nóng: 0290 3831 234", address):  # fmt: skip
            assert words in said
