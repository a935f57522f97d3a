import os
import shutil
import sys
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from regulations.cleaning import UnreadableText, clean
from regulations.readers import doc, docx, html, pdf
from regulations.readers.docx_styles import in_figures
from regulations.readers.front import SourceKind, kind_of, read, to_text
from regulations.readers.refusals import (
    DamagedFile,
    EncryptedFile,
    ForbiddenMarkup,
    HasMacros,
    NeedsLibreOffice,
    ScannedPdf,
    TooMuchInside,
    UnknownKind,
)
from tests.regulations.office import blank_pdf, line, package, run, table, word
from tests.regulations.test_encodings import to_tcvn3, to_vni
from tests.regulations.texts import COLLECTION

PDFS = sorted((COLLECTION / "pdf").glob("*.pdf"))
NUMBERING = """
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
  <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%5"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="1"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def lines_of(raw: bytes) -> list[str]:
    return docx.to_text(raw)[0].splitlines()


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        line(words, number=number)
        for words, number in [
            ("Phạm vi", ("7", 0)), ("Một.", ("7", 1)), ("Hai:", ("7", 1)), ("điểm", ("7", 2)), ("điểm", ("7", 2)),
            ("gạch", ("7", 3)), ("Đối tượng", ("7", 0)), ("Một.", ("7", 1)), ("La Mã", ("7", 4)), ("Năm", ("8", 0)),
            ("không số", ("0", 0)), ("không có", ("99", 0)),
        ]
    )  # fmt: skip
    assert lines_of(word(body, numbering=NUMBERING)) == [
        "Điều 1. Phạm vi", "1. Một.", "2. Hai:", "a) điểm", "b) điểm", "- gạch", "Điều 2. Đối tượng", "1. Một.",
        "2.I La Mã", "Điều 5. Năm", "không số", "không có",
    ]  # fmt: skip


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    body = line("Một", style="Dieu") + line("Hai", style="Con") + line("", style="Con") + line("Ba", style="Vong")
    assert lines_of(word(body, numbering=NUMBERING, styles=styles)) == ["Điều 1. Một", "Điều 2. Hai", "", "Ba"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [(4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"),
     (7, "decimalZero", "07"), (9, "ordinal", "9"), (0, "upperRoman", "0")],
)  # fmt: skip
def test_number_formats(number: int, form: str, shown: str) -> None:
    assert in_figures(number, form) == shown


def test_tables_keep_their_rows_and_side_by_side_ones_are_read_cell_after_cell() -> None:
    body = (
        table(("ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"))
        + line("Điều 1. Mức chi")
        + table(("TT", "Nội dung"), ("1", "Giải nhất\ntập thể"), ("", ""))
    )
    assert lines_of(word(body)) == [
        "ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Điều 1. Mức chi", "TT | Nội dung", "1 | Giải nhất tập thể",
    ]  # fmt: skip


def test_footnotes_follow_the_text_by_their_marks() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = f"<w:p>{run('Luật này')}{mark.format(5)}{run(' và')}{mark.format(2)}{run(' khác.')}</w:p>"
    notes = f'<w:footnote w:id="2">{line("Hai.")}</w:footnote><w:footnote w:id="5">{line("Năm.")}</w:footnote>'
    assert lines_of(word(body, footnotes=notes)) == ["Luật này[1] và[2] khác.", "[1] Năm.", "[2] Hai."]


def test_old_fonts_say_what_their_letters_mean() -> None:
    body = (
        line(to_tcvn3("Chương i"), font=".VnTimeH")
        + line(to_tcvn3("Điều 1. Phạm vi"), font=".VnTime")
        + f"<w:p>{run('Quyeá', 'VNI-Times')}{run('t ñònh ve', 'VNI-Times')}{run('à', 'VNI-Times')}</w:p>"
        + line("Điều 2. Chữ Unicode", font=".VnTime")
    )
    assert lines_of(word(body)) == ["CHƯƠNG I", "Điều 1. Phạm vi", "Quyết định về", "Điều 2. Chữ Unicode"]


def test_what_the_text_cannot_hold_is_said() -> None:
    body = f"<w:p>{run('Còn')}<w:del><w:r><w:delText>mất</w:delText></w:r></w:del><w:r><w:drawing/></w:r></w:p>"
    text, faults = docx.to_text(word(body))
    assert text == "Còn\n"
    assert [(f.code, f.detail) for f in faults] == [("deleted_left_out", "1"), ("pictures_left_out", "1")]


def test_a_file_written_by_a_library_is_read(tmp_path: Path) -> None:
    made = WordDocument()
    made.add_heading("QUYẾT ĐỊNH", 0)
    made.add_paragraph("Điều 1. Ban hành")
    made.add_paragraph("gạch", style="List Bullet")
    made.add_paragraph("một", style="List Number")
    made.save(str(tmp_path / "a.docx"))
    assert lines_of((tmp_path / "a.docx").read_bytes()) == ["QUYẾT ĐỊNH", "Điều 1. Ban hành", "- gạch", "1. một"]


DOCTYPE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (package({"word/document.xml": f"{DOCTYPE}<d>&x;</d>"}), ForbiddenMarkup),
        (package({"word/document.xml": "<d><unclosed></d>"}), DamagedFile),
        (package({"word/document.xml": "<d/>"}), DamagedFile),
        (package({"xl/workbook.xml": "<d/>"}), UnknownKind),
        (package({"word/document.xml": "<d/>", "word/vbaProject.bin": b"x"}), HasMacros),
        (
            package({"word/document.xml": "<d/>", "[Content_Types].xml": "macroEnabled.main+xml"}),
            HasMacros,
        ),
        (package({"word/document.xml": b"<d>" + b" " * (41 << 20)}), TooMuchInside),
        (package({f"word/{n}.xml": "" for n in range(1001)}), TooMuchInside),
        (package({"a": b"\0" * (60 << 20), "b": b"\0" * (60 << 20)}), TooMuchInside),
        (word("<w:p>" * 210 + "</w:p>" * 210), TooMuchInside),
        (b"PK\x03\x04" + b"\x00" * 40, DamagedFile),
        (word(line("Điều 1."))[:-30], DamagedFile),
    ],
)
def test_word_files_that_are_refused(raw: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        docx.to_text(raw)


def test_an_archive_that_lies_about_its_size_is_stopped() -> None:
    raw = package({"word/document.xml": b" " * (41 << 20)})
    size = (41 << 20).to_bytes(4, "little")
    with pytest.raises((TooMuchInside, DamagedFile)):
        docx.to_text(raw.replace(size, (100).to_bytes(4, "little")))


PAGE = """<?xml version="1.0"?><!DOCTYPE html><html><head><meta charset="{}"><title>T</title><script>alert(1)</script>
</head><body><nav>Trang chủ</nav><div id="toanvancontent"><p>Điều 1.
 Phạm&nbsp;vi</p><p>1. Một<br>a) Hai</p><table><tr><td><p>TT</p></td><td>Tên<br>gọi</td></tr></table><style>p</style>
<div>Điều 2. Hết <b>hiệu</b> lực</div></div><div>Văn bản liên quan</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_the_document_of_a_page_is_read(charset: str) -> None:
    assert html.to_text(PAGE.format(charset).encode(charset)).splitlines() == [
        "Điều 1. Phạm vi", "1. Một", "a) Hai", "TT | Tên gọi", "Điều 2. Hết hiệu lực",
    ]  # fmt: skip


def test_a_page_says_its_charset() -> None:
    """Windows-1258 writes some letters and all tones apart."""
    raw = '<html><meta charset="windows-1258"><p>Đi\xeaÌu 1. Pha\xf2m vi'.encode("latin-1", "replace")
    raw = raw.replace(b"?i\xea\xccu", b"\xd0i\xea\xccu")
    assert clean(html.to_text(raw)).text == "Điều 1. Phạm vi\n"
    assert html.to_text(b'<html><meta charset="no-such"><p>caf\xe9') == "café\n"


def test_a_page_without_a_known_place_is_read_whole_but_for_its_menus() -> None:
    raw = (
        b"<html><body><header>x</header><p>A</p>b<ul><li>C</li></ul><script>d</script>e<footer>f</footer></body></html>"
    )
    assert html.to_text(raw) == "A\nb\nC\ne\n"


@pytest.mark.parametrize("path", PDFS, ids=lambda p: p.stem)
def test_the_original_files_give_their_text(path: Path) -> None:
    source = read(path.read_bytes())
    assert source.kind is SourceKind.PDF
    assert source.faults == ()
    assert len(source.text) > 10_000


ENCRYPT = b"9 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (blank_pdf(), ScannedPdf),
        (blank_pdf(ENCRYPT), EncryptedFile),
        (b"%PDF-1.7\nnothing", DamagedFile),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, DamagedFile),
    ],
)
def test_pdfs_that_are_refused(raw: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pdf.to_text(raw)


def test_a_pdf_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.001)
    with pytest.raises(TooMuchInside):
        pdf.to_text(PDFS[0].read_bytes())


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    with pytest.raises(TooMuchInside):
        pdf.to_text(PDFS[0].read_bytes())


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"PK\x03\x04rest", SourceKind.DOCX),
        (b"\xef\xbb\xbf%PDF-1.4", SourceKind.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), SourceKind.DOC),
        (b"{\\rtf1 x}", SourceKind.RTF),
        (b"<!doctype html><p>x", SourceKind.HTML),
        (b"\xef\xbb\xbf<link href='x'/><p class='pDieu'>x</p><p class='pGhiChu'>", SourceKind.CODE_PAGE),
        ("Điều 1. <p> là thẻ".encode(), SourceKind.TEXT),
    ],
)
def test_a_file_is_known_by_its_first_bytes(raw: bytes, kind: SourceKind) -> None:
    assert kind_of(raw) is kind


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"\x89PNG\r\n\x1a\n", UnknownKind),
        (b"\xff\xd8\xff\xe0", UnknownKind),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), UnknownKind),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        (bytes(range(128, 256)), UnreadableText),
    ],
)
def test_files_of_no_kind_are_refused(raw: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        to_text(raw, "Điều lệ.docx")


def test_an_old_word_file_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NeedsLibreOffice):
        doc.to_text(b"\xd0\xcf\x11\xe0")


def office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called soffice before all others."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{script}")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_an_old_word_file_is_read_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(word(line("Phạm vi", number=("7", 0)), numbering=NUMBERING))
    script = f"""
import shutil, sys
folder = sys.argv[sys.argv.index("--outdir") + 1]
assert open(sys.argv[-1], "rb").read() == b"old"
shutil.copy({str(tmp_path / "made.docx")!r}, folder + "/source.docx")
"""
    office(tmp_path, script, monkeypatch)
    assert doc.to_text(b"old") == ("Điều 1. Phạm vi\n", ())


def test_libreoffice_that_makes_nothing_or_hangs_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, "", monkeypatch)
    with pytest.raises(DamagedFile):
        doc.to_text(b"old")
    office(tmp_path, "import time; time.sleep(60)", monkeypatch)
    monkeypatch.setattr(doc, "MOST_SECONDS", 0.3)
    with pytest.raises(TooMuchInside):
        doc.to_text(b"old")


def test_rich_text_is_read_where_libreoffice_is() -> None:
    """The real program, where there is one; it needs some seconds."""
    raw = rb"{\rtf1\ansi\uc1 \u272?i\u7873?u 1. Ph\u7841?m vi\par 1. M\u7897?t.}"
    if shutil.which("soffice") is None:
        with pytest.raises(NeedsLibreOffice):
            to_text(raw, "a.rtf")
    else:
        assert to_text(raw, "a.rtf").split("\n")[:2] == ["Điều 1. Phạm vi", "1. Một."]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_words_come_back_from_a_word_file(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "").replace("\uffff", "")
    wanted = words.replace("\ufffe", "").replace("\uffff", "")
    assert docx.to_text(word(f"<w:p>{run(escaped)}</w:p>"))[0] == wanted + "\n"


def test_vni_in_a_plain_run_is_converted_by_cleaning() -> None:
    text = "Điều 1. Phạm vi điều chỉnh. Thông tư này quy định việc tiếp nhận hồ sơ của tổ chức, cá nhân."
    assert clean(docx.to_text(word(line(to_vni(text))))[0]).text == text + "\n"
