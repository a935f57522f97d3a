from datetime import date

import pytest

from regulations.cleaning import clean
from regulations.readers.phapdien import articles_left_out, is_code_page, read_code_page
from regulations.readers.refusals import NotACodePage
from tests.regulations.texts import COLLECTION, cleaned, real

PAGE = next((COLLECTION / "html").glob("phap-dien-44.5*.html")).read_bytes()
DOCUMENTS = {document.number: document for document in read_code_page(PAGE)}


@pytest.mark.parametrize(
    ("number", "doc_type", "issuer", "issued_on", "effective_on", "articles"),
    [
        ("63/2010/NĐ-CP", "Nghị định", "Chính phủ", date(2010, 6, 8), date(2010, 10, 14), 38),
        ("167/2012/TT-BTC", "Thông tư", "Bộ Tài chính", date(2012, 10, 10), date(2012, 12, 1), 6),
        ("01/2011/TTLT-VPCP-BNV", "Thông tư liên tịch", "Văn phòng Chính phủ và Bộ Nội vụ", date(2011, 1, 26),
         date(2011, 3, 15), 6),
        ("92/2017/NĐ-CP", "Nghị định", "Chính phủ", date(2017, 8, 7), date(2017, 9, 25), 3),
        ("48/2013/NĐ-CP", "Nghị định", "Chính phủ", date(2013, 5, 14), date(2013, 7, 1), 1),
        ("18/2018/TT-BCT", "Thông tư", "Bộ công thương", date(2018, 7, 19), date(2018, 9, 3), 25),
        ("21/2016/TT-BGTVT", "Thông tư", "", date(2016, 8, 25), date(2016, 10, 15), 5),
    ],
)  # fmt: skip
def test_every_document_of_the_page(
    number: str, doc_type: str, issuer: str, issued_on: date, effective_on: date, articles: int
) -> None:
    found = DOCUMENTS[number]
    assert (found.doc_type, found.issuer, found.issued_on, found.effective_on) == (
        doc_type, issuer, issued_on, effective_on,
    )  # fmt: skip
    assert sum(line.startswith("Điều ") for line in found.text.splitlines()) >= articles
    assert len(found.title) > 20


def test_no_article_of_the_page_is_left_out() -> None:
    assert len(DOCUMENTS) == 7
    assert articles_left_out(PAGE) == []
    assert PAGE.count(b"class='pDieu'") == 84


@pytest.mark.parametrize("number", ["63/2010/NĐ-CP", "167/2012/TT-BTC", "01/2011/TTLT-VPCP-BNV"])
def test_the_texts_are_those_that_were_put_together_by_hand(number: str) -> None:
    """But for the chapters, which the page gives to one of its documents only, and a slip of the copy (35a)."""
    known = cleaned(real(number.replace("/", "-"))).text.replace("Điều 35a. a. ", "Điều 35a. ")
    wanted = [words for line in known.split("\n") if (words := " ".join(line.split()))]
    found = [line for line in clean(DOCUMENTS[number].text).text.split("\n") if line]
    left = [line for line in wanted if line not in set(found)]
    assert [line for line in found if line not in set(wanted)] == []
    assert [line for line in left if not line.isupper() and not line.startswith("Chương ")] == []


def test_other_pages_are_no_code_pages() -> None:
    assert not is_code_page(b"<html><p class='x'>")
    with pytest.raises(NotACodePage):
        read_code_page(b"<html><p class='pDieu'>x</p><p class='pGhiChu'>y</p>")


def test_an_article_whose_note_says_nothing_is_named() -> None:
    raw = PAGE.replace("(Điều 2 Nghị định số 63/2010/NĐ-CP".encode(), "(Xem nghị định".encode(), 1)
    assert articles_left_out(raw) == ["Đối tượng áp dụng"]
