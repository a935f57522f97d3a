"""Files that were cut off, spoilt or built to harm: each ends in text or in a refusal that has a name and words."""

import io
import random
import socket
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulations.cleaning import UnreadableText, clean
from regulations.importing import Draft, Refused, read, read_code
from regulations.parsing import NotARegulation, parse, source_of
from regulations.readers import front
from regulations.readers.refusals import ForbiddenMarkup, HasMacros, NotRead, TooMuchInside, UnknownKind
from regulations.wording import refusal_in_words
from tests.cpu_time import within
from tests.regulations.office import W, line, package, word
from tests.regulations.texts import COLLECTION

NAMED = (NotRead, UnreadableText, NotARegulation, Refused)
TEXT = (COLLECTION / "26-2015-QĐ-TTg.txt").read_bytes()
PDF = (COLLECTION / "pdf/26-2015-QĐ-TTg.pdf").read_bytes()
HTML = next((COLLECTION / "html").glob("*.html")).read_bytes()
DOCX = word("".join(line(words) for words in TEXT.decode().splitlines()))
STORED = io.BytesIO()
with zipfile.ZipFile(STORED, "w", zipfile.ZIP_STORED) as _archive, zipfile.ZipFile(io.BytesIO(DOCX)) as _made:
    for _name in _made.namelist():
        _archive.writestr(_name, _made.read(_name))
KINDS = {"text": TEXT, "html": HTML[:60_000], "docx": DOCX, "docx unpacked": STORED.getvalue()}


def attempt(raw: bytes) -> Draft | None:
    """Read `raw` as an upload is read. Only refusals with a name may come out, and each has words."""
    try:
        draft = read(raw, "tệp")
    except NAMED as refusal:
        if type(refusal).__name__ == "SeveralDocuments":
            try_code(raw)
        else:
            check_words(refusal)
        return None
    assert source_of(draft.nodes) == draft.text
    return draft


def check_words(refusal: Exception) -> None:
    assert len(refusal_in_words(refusal)) > 30


def try_code(raw: bytes) -> None:
    try:
        drafts = read_code(raw)
    except NAMED as refusal:
        check_words(refusal)
    else:
        assert all(source_of(draft.nodes) == draft.text for draft in drafts)


def spoilt(raw: bytes, seed: int) -> bytes:
    """`raw` cut off, with bytes changed, taken out, repeated or set to NUL."""
    chance = random.Random(seed)
    made = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        how = chance.randrange(5)
        if how == 0:
            made[at] = chance.randrange(256)
        elif how == 1:
            del made[at : at + chance.randint(1, 40)]
        elif how == 2:
            made[at:at] = made[at : at + 60]
        elif how == 3:
            made[at : at + 4] = b"\0\0\0\0"
        else:
            made = made[: max(at, 40)]
    return bytes(made)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9))
def test_a_spoilt_file_gives_text_or_a_refusal(kind: str, seed: int) -> None:
    attempt(spoilt(KINDS[kind], seed))


@pytest.mark.parametrize("seed", range(12))
def test_a_spoilt_pdf_gives_text_or_a_refusal(seed: int) -> None:
    attempt(spoilt(PDF, seed))


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"{\\rt", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"])
)
def test_any_bytes_give_text_or_a_refusal(raw: bytes, head: bytes) -> None:
    attempt(head + raw)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7", "cp1258", "latin-1", "cp037"])
def test_a_text_in_a_wrong_encoding_gives_text_or_a_refusal(encoding: str) -> None:
    attempt(TEXT.decode().encode(encoding, "replace"))


def test_nul_bytes_are_taken_out() -> None:
    draft = attempt(TEXT.replace("Điều".encode(), "\0Điều\0".encode()))
    assert draft is not None
    assert "\0" not in draft.text
    assert draft.counts["article"] == 5


def bomb(size: int) -> bytes:
    """A .docx of some kilobytes whose text unpacks to `size` bytes."""
    return package({"word/document.xml": b"<w:document xmlns:w='" + W.encode() + b"'>" + b" " * size})


DOCTYPES = [
    '<!DOCTYPE w [<!ENTITY a "b">]>',
    '<!DOCTYPE w SYSTEM "http://192.0.2.1/x.dtd">',
    '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE w [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
]


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml"])
def test_a_declaration_in_any_part_is_refused(doctype: str, part: str) -> None:
    parts = {
        "word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{line('Điều 1. Một')}</w:body></w:document>",
        "word/styles.xml": f"<w:styles xmlns:w='{W}'/>",
        "word/numbering.xml": f"<w:numbering xmlns:w='{W}'/>",
    }
    parts[part] = doctype + parts[part]
    with pytest.raises(ForbiddenMarkup):
        front.read(package(parts))


def test_a_bomb_is_stopped_fast() -> None:
    with within(30):
        with pytest.raises(TooMuchInside):
            front.read(bomb(99 << 20))
        with pytest.raises(TooMuchInside):
            front.read(bomb(200 << 20))


def test_macros_are_refused_whatever_the_name() -> None:
    with pytest.raises(HasMacros):
        read(package({"word/document.xml": "<x/>", "word/vbaProject.bin": b"\0"}), "hien.docx")


def test_pages_that_nest_without_end_are_no_trouble() -> None:
    with within(60):
        attempt(b"<html>" + b"<div>" * 50_000 + "Điều 1. Một".encode())
        attempt(b"<html>" + b"<table><tr><td>" * 5_000 + b"x")


PIECES = [
    "Điều ",
    "1. ",
    "a) ",
    "“",
    '"',
    "**",
    "# ",
    "| ",
    "[1]",
    "Nơi nhận: ",
    "I. ",
    "1.1.1.1. ",
    " ",
    "\n",
    "Đ",
    "_",
]
SPREAD = ["Điề" + " " * 50_000 + "x", "Đ" + " " * 50_000 + "u 4", "Căn cứ" + " x" * 50_000, "**" + "a" * 50_000]


@pytest.mark.parametrize("piece", PIECES + SPREAD, ids=lambda piece: piece[:8])
def test_no_repetition_makes_reading_slow(piece: str) -> None:
    """A regular expression that goes back and forth would take minutes here."""
    with within(30):
        for text in (
            piece * max(1, 200_000 // len(piece)),
            f"Điều 1. Một\n{piece}\n" * (5_000 if len(piece) < 20 else 20),
        ):
            cleaned = clean(text)
            try:
                document = parse(cleaned.text, cleaned.source_note)
            except NotARegulation:
                continue
            assert source_of(document.nodes) == cleaned.text


def test_notes_of_a_code_page_that_go_on_and_on_are_read_fast() -> None:
    with within(30):
        for words in (
            "Điều 1 " * 20_000,
            "Điều 1 Nghị định " + "A" * 100_000,
            "(Điều 1 Luật số 1/QH " + "x ngày " * 20_000,
        ):
            try_code(f"<p class='pDieu'>Điều 1.1.LQ.1. Tên</p><p class='pGhiChu'>{words}</p>".encode())


# -- pages and frames ---------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<ol>" * 300 + "<li>Điều 1. Một",
        "<ol start='99999999999999999999' type='a'><li>Điều 1. Một</ol>",
        "<ol start='-5'><li>" + "x</li><li>" * 5_000,
        "<pre>" * 200 + "Điều 1. Một\n1. Hai",
        "<table><tr>" + "<td>Điều 1. Một" * 10_000,
        "<table><tr><td>NƠI NHẬN</td><td>" * 500 + "Điều 1. Một",
        "</pre></ol></td></tr></table><li>Điều 1. Một",
        "<div class='toanvancontent'><ol></div><li>Điều 1. Một",
    ],
    ids=range(8),
)
def test_lists_frames_and_columns_without_end_are_no_trouble(page: str) -> None:
    with within(30):
        attempt(f"<html><body>{page}</body></html>".encode())


TAGS = [f"<{shut}{tag}>" for tag in ("ol", "li", "pre", "table", "tr", "td", "p") for shut in ("", "/")]
WORDS = ["Điều 1. Một", "1. Hai", "a) Ba", "\n", " | ", "\v"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*TAGS, *WORDS]), max_size=60))
def test_tags_in_any_order_give_text_or_a_refusal(pieces: list[str]) -> None:
    attempt(("<html><body>" + "".join(pieces)).encode())


def test_a_table_of_ten_thousand_columns_in_word_is_read_fast() -> None:
    with within(30):
        row = "".join(f"<w:tc>{line('x')}</w:tc>" for _ in range(10_000))
        attempt(word(line("Điều 1. Một") + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))


def test_an_archive_that_is_no_word_file_is_named_so() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UnknownKind):
        front.read(made.getvalue())


def test_names_that_climb_out_of_the_archive_are_never_written(tmp_path: Path) -> None:
    parts = {"word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{line('Điều 1. Một')}</w:body></w:document>"}
    draft = attempt(package({**parts, "../../../../tmp/hoithi-out": b"1", "/etc/hoithi-out": b"1"}))
    assert draft is None or draft.counts == {"article": 1}
    assert not Path("/etc/hoithi-out").exists()
    assert not Path("/tmp/hoithi-out").exists()  # noqa: S108  # the name in the archive


def test_relations_of_a_word_file_to_elsewhere_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    called: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: called.append(address))
    document = f"<w:document xmlns:w='{W}'><w:body>{line('Điều 1. Một')}</w:body></w:document>"
    attempt(package({"word/document.xml": document, "word/_rels/document.xml.rels": relation}))
    assert called == []
