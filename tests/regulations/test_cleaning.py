import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.cleaning import Fault, UnreadableText, clean, decode


def test_wrong_letters_are_mended_and_counted() -> None:
    done = clean("Nƣớc, Ƣu tiên")
    assert (done.text, done.faults) == ("Nước, Ưu tiên", (Fault("letters_mended", None, "2"),))


def test_decomposed_text_is_composed_and_said() -> None:
    done = clean(unicodedata.normalize("NFD", "Điều kiện"))
    assert done.text == "Điều kiện"
    assert [f.code for f in done.faults] == ["unicode_composed"]


def test_invisible_signs_go() -> None:
    assert clean("\ufeffĐiều\x00 1\u200b.").text == "Điều 1."


def test_the_source_note_is_split_off() -> None:
    done = clean("# Luật X\n# Nguồn: Y\nĐiều 1. Z\n# không phải ghi chú\n")
    assert (done.source_note, done.text) == ("Luật X\nNguồn: Y", "Điều 1. Z\n# không phải ghi chú\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_usual_encodings_are_read(encoding: str) -> None:
    assert decode("Điều 1. Phạm vi".encode(encoding)) == "Điều 1. Phạm vi"


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81", b"\x01\x02\x03" * 50, bytes([0xD0, 0x69, 0xEA, 0x75])]
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableText):
        decode(raw)


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text).text
    assert unicodedata.is_normalized("NFC", once)
    if not once.startswith("#"):
        assert clean(once).text == once
