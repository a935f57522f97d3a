"""A web page that holds a document → its lines. Scripts, menus and pictures are left out."""

import codecs
import re
from collections.abc import Iterator

import lxml.etree
import lxml.html

from regulations.cleaning import western
from regulations.readers.refusals import DamagedFile, TooMuchInside

MOST_ELEMENTS = 400_000
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_LEFT_OUT = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "header", "footer", "iframe", "object", "embed",
    "button", "select", "input", "textarea", "svg",
))  # fmt: skip
_BREAK = "\v"  # a line's end where a page keeps them
_TAGS = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|p|table|span|meta|link)\b", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Where the pages of the national database and of two other collections keep the document itself.
_CONTENT = (
    "//*[@id='toanvancontent']", "//*[contains(concat(' ', @class, ' '), ' toanvancontent ')]",
    "//*[contains(concat(' ', @class, ' '), ' fulltext ')]", "//*[@id='divContentDoc']",
    "//*[contains(concat(' ', @class, ' '), ' content1 ')]",
    "//*[contains(concat(' ', @class, ' '), ' the-document-body ')]",
)  # fmt: skip


def is_html(raw: bytes) -> bool:
    """Say whether the first bytes carry the tags of a web page."""
    head = raw[:4096].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and bool(_TAGS.search(head))


def to_text(raw: bytes) -> str:
    """Return the document's lines, cells of a table row with " | " between. Raises DamagedFile, TooMuchInside."""
    root = tree(raw)
    for where in _CONTENT:
        found = [element for element in root.xpath(where) if isinstance(element.tag, str)]
        best = max((list(lines(element)) for element in found), key=lambda some: sum(map(len, some)), default=[])
        if best:
            return "\n".join(best) + "\n"
    return "\n".join(lines(root)) + "\n"


def tree(raw: bytes) -> lxml.html.HtmlElement:
    """Return the page's root element; nothing is loaded from elsewhere."""
    words = _DECLARATION.sub("", _decoded(raw).replace("\x00", ""))
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(words, parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise DamagedFile from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise TooMuchInside
    return root


def lines(root: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the lines of `root` with single blanks, empty ones left out."""
    words: list[str] = []
    cells: list[list[str]] = []  # of the rows that are open, the innermost last
    skipped = preformatted = 0

    def made() -> list[str]:
        found = [" ".join(part.split()) for part in "".join(words).split(_BREAK)]
        words.clear()
        return [line for line in found if line]

    def text(given: str | None) -> str:
        return (given or "").replace("\n", _BREAK) if preformatted else given or ""

    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag == "pre":
            preformatted += 1 if event == "start" else -1
        if tag in _LEFT_OUT:
            skipped += 1 if event == "start" else -1
        elif not skipped and tag in _BLOCKS:
            if cells and tag in ("td", "th") and event == "end":
                cells[-1].append(" ".join(made()))
            elif cells and tag != "tr":
                words.append(" ")  # a paragraph inside a cell
            else:
                yield from made()
                if tag == "tr" and event == "start":
                    cells.append([])
                elif tag == "tr" and cells:
                    row = cells.pop()
                    if any(row):
                        words.append(" | ".join(row))
                        yield from made()
        if skipped and not (event == "end" and tag in _LEFT_OUT):
            continue
        if event == "start" and tag not in _LEFT_OUT:
            words.append(text(element.text))
        elif event == "end" and element is not root and not skipped:
            words.append(text(element.tail))
    yield from made()


def _decoded(raw: bytes) -> str:
    """Return the page as text: by its mark, as UTF-8, by what its <meta> says, else as Western letters."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    said = _META_CHARSET.search(raw[:8192])
    name = said[1].decode("ascii") if said else ""
    try:
        if name and codecs.lookup(name).name not in ("utf-8", "iso8859-1", "cp1252", "ascii"):
            return raw.decode(name)
        if name and codecs.lookup(name).name == "utf-8":
            return raw.decode("utf-8", "replace")
    except (LookupError, UnicodeDecodeError, ValueError):
        pass
    return western(raw)
