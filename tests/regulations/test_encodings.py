import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulations.cleaning import clean, decode
from regulations.encodings import TCVN3, VNI, convert, is_syllable, recognise
from tests.regulations.texts import COLLECTION, SHIPPED, cleaned

PATHS = sorted(SHIPPED.glob("*.txt")) + sorted(COLLECTION.glob("*.txt"))
TO_TCVN3 = {letter: shown for shown, letter in TCVN3.items()}
TO_VNI = {letter: shown for shown, letter in VNI.items() if shown.isupper() or not any(c.isupper() for c in shown)}
WESTERN_ONLY = (
    "là",
    "và",
    "có",
    "không",
    "trà",
    "thì",
    "mà",
    "ý",
    "vé",
    "à",
    "á",
    "ì",
    "thú",
    "bò",
    "cà",
    "tí",
    "hé",
    "mù",
)
# Dashes and quotation marks stand in the same place of every Western code page; these do not.
ONE_BYTE = {"→": "->", "≥": ">=", "≤": "<=", "−": "-", "\u2010": "-", "\u2011": "-", "\uf0b7": "-"}


def to_tcvn3(text: str) -> str:
    """As .VnTime shows it: a capital with a tone is its small letter (in a font with capitals)."""
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower(), c) for c in text)


def to_vni(text: str) -> str:
    return "".join(TO_VNI.get(c, c) for c in text)


def western(path: Path) -> str:
    """The real text with what an 8-bit file can hold."""
    text = cleaned(path).text
    for sign, plain in ONE_BYTE.items():
        text = text.replace(sign, plain)
    vietnamese = set(TO_TCVN3) | {c.upper() for c in TO_TCVN3}
    return "".join(c if c in vietnamese or c.isascii() else c.encode("cp1252", "ignore").decode("cp1252") for c in text)


def as_held(text: str) -> str:
    """`text` without the foreign letters and signs whose codes the encoding gives to Vietnamese ones."""
    vietnamese = set(TO_TCVN3) | {c.upper() for c in TO_TCVN3}
    return "".join(c for c in text if c in vietnamese or c.isascii() or c > "\u00ff")


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_real_law_comes_back_from_vni(path: Path) -> None:
    text = as_held(western(path))
    shown = to_vni(text)
    assert recognise(shown) == "vni"
    assert convert(shown, "vni").text == text


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_real_law_comes_back_from_tcvn3_but_for_capitals_that_nothing_tells(path: Path) -> None:
    text = as_held(western(path))
    shown = to_tcvn3(text)
    done = convert(shown, "tcvn3")
    assert recognise(shown) == "tcvn3"
    assert done.text.lower() == text.lower()
    wrong = sum(a != b for a, b in zip(done.text.split(), text.split(), strict=True))
    assert wrong <= 0.02 * len(text.split())  # "Ủy" and the like at the start of a name


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_unicode_law_is_never_converted(path: Path) -> None:
    assert recognise(cleaned(path).text) is None
    assert recognise(unicodedata.normalize("NFD", cleaned(path).text)) is None


@settings(max_examples=300)
@given(st.sampled_from(PATHS), st.integers(0, 20_000), st.integers(1, 400))
def test_no_piece_of_unicode_law_is_converted(path: Path, start: int, length: int) -> None:
    assert recognise(cleaned(path).text[start : start + length]) is None


@given(st.lists(st.sampled_from(WESTERN_ONLY), max_size=80))
def test_vietnamese_of_western_letters_alone_is_never_converted(words: list[str]) -> None:
    assert recognise(" ".join(words)) is None


@given(st.text(max_size=300))
def test_no_text_breaks_recognising(text: str) -> None:
    encoding = recognise(text)
    if encoding:
        assert convert(text, encoding).text != text


@pytest.mark.parametrize(
    "words",
    [
        "Article 1. This law applies to all agencies – “public services” in naïve façade résumé.",
        "L’été déjà passé, le café fermé était près du théâtre où l’élève zélé préféra rêver à la fenêtre, là-bas.",
        "Die Straße führt über die Brücke; größere Häuser müssen später schöner werden, natürlich für fünf Köpfe.",
        "El niño pequeño soñó con una montaña mágica; después comió piñón, jamón, melón y también un limón ácido.",
        "Ação, coração, não, irmão, então, são, pão, mão, razão, questão, informações, órgão, português, você, está",
    ],
)
def test_other_languages_are_never_converted(words: str) -> None:
    assert recognise(words * 5) is None


def test_headings_in_capitals_are_raised_and_counted() -> None:
    words = "Căn cứ Luật tổ chức Chính phủ; Điều lệ của Ủy ban; được thực hiện trên địa bàn tỉnh.\n"
    done = clean(decode(to_tcvn3("CHƯƠNG I\nNHỮNG QUY ĐỊNH VỀ Ủ\nĐIỀU 1. Phạm vi\n" + words * 2).encode("latin-1")))
    assert done.text.splitlines()[:3] == ["CHƯƠNG I", "NHỮNG QUY ĐỊNH VỀ Ủ", "ĐIỀU 1. Phạm vi"]
    assert {f.code: f.detail for f in done.faults} == {"encoding_converted": "tcvn3", "capitals_restored": "5"}


def test_bytes_of_an_old_encoding_are_read() -> None:
    text = "Điều 1. Phạm vi điều chỉnh\nThông tư này quy định việc tiếp nhận hồ sơ của tổ chức, cá nhân.\n"
    assert clean(decode(to_vni(text).encode("cp1252"))).text == text
    assert clean(decode(to_tcvn3(text).encode("latin-1"))).text == text


@pytest.mark.parametrize("word", ["nghiêng", "Điều", "quyết", "khuỷu", "giữa", "ủy", "uỷ", "ĐƯỢC", "xoong", "gì"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ộtộ", "étéớ", "straße", "bbà", "qqa", ""])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)
