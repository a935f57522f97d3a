"""Letters as a PDF, read back page by page."""

import io

from pypdf import PdfReader

from official.decree30 import Head, Signature
from official.letter import Letter, write_letters

LETTER = Letter(
    head=Head("UBND TỈNH CÀ MAU", "SỞ NỘI VỤ", "Số:        /TCƠ", "Cà Mau, ngày      tháng      năm 2026"),
    kind="THƯ CẢM ƠN",
    to="Kính gửi: UBND xã Đất Mũi",
    paragraphs=("Trân trọng cảm ơn <b>&amp; đơn vị.",),
    signatures=(Signature("TM. BAN TỔ CHỨC", "TRƯỞNG BAN", "Phan Văn Đốc"),),
)


def pages_of(*letters: Letter) -> list[str]:
    target = io.BytesIO()
    write_letters(target, letters, title="Thư")
    return [" ".join(page.extract_text().split()) for page in PdfReader(target).pages]


def test_it_has_head_words_and_who_signs_and_markup_is_words() -> None:
    (said,) = pages_of(LETTER)
    for words in ("UBND TỈNH CÀ MAU", "Độc lập - Tự do - Hạnh phúc", "Số: …… /TCƠ", "ngày …… tháng …… năm 2026",
                  "Kính gửi: UBND xã Đất Mũi", "cảm ơn <b>&amp; đơn vị.", "Phan Văn Đốc"):  # fmt: skip
        assert words in said


def test_each_begins_a_page() -> None:
    assert len(pages_of(LETTER, LETTER, LETTER)) == 3


def test_a_long_one_goes_on_and_its_signature_is_on_the_last_page() -> None:
    long = Letter(LETTER.head, LETTER.kind, LETTER.to, ("Một đoạn rất dài. " * 40,) * 8, LETTER.signatures)
    said = pages_of(long)
    assert len(said) > 1
    assert "Phan Văn Đốc" in said[-1]
    assert all("Phan Văn Đốc" not in one for one in said[:-1])
