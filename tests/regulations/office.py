"""Word files for the tests, written part by part so that a test can hold what a library would not write."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A .docx whose w:body holds `body`; parts: styles, numbering, footnotes … as the inside of their root."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    made = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    for name, inside in parts.items():
        made[f"word/{name}.xml"] = f'<w:{roots[name]} xmlns:w="{W}">{inside}</w:{roots[name]}>'
    return package(made)


def run(words: str, font: str = "") -> str:
    properties = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def line(words: str, *, style: str = "", number: tuple[str, int] | None = None, font: str = "") -> str:
    """A paragraph. number: (list, level)."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words, font)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; each cell's lines are parted by a newline."""
    cells = (
        "".join(f"<w:tc>{''.join(line(words) for words in cell.split(chr(10)))}</w:tc>" for cell in row) for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def blank_pdf(tail: bytes = b"") -> bytes:
    """A PDF with one page and no text; tail: an encryption dictionary as object 9."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n" + tail + b"trailer<</Root 1 0 R"
        b"%s>>\n%%%%EOF\n" % (b"/Encrypt 9 0 R/ID[<00><00>]" if tail else b"")
    )
