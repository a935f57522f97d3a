"""A web page that holds a document → its lines. Scripts, menus and pictures are left out."""

import codecs
import re
from collections.abc import Iterator
from itertools import count
from string import ascii_lowercase

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
_LABELLED = re.compile(r"\s*(?:\d{1,3}[a-zđ]?\s*[.)]|[a-zđ]\s*\)|[IVX]+\s*[.\-]|Điều\s)")
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# Tables that office templates use to put things side by side; their cells are read one after another.
SIDE_BY_SIDE = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐỘC LẬP - TỰ DO", "NƠI NHẬN", "ĐẢNG CỘNG SẢN VIỆT NAM")
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
    cells: list[list[list[str]]] = []  # the lines of each cell of the rows that are open, the innermost row last
    counted: list[Iterator[str]] = []  # of the ordered lists that are open
    labels: list[str] = []  # of items whose words have not come yet
    skipped = preformatted = 0

    def made() -> list[str]:
        found = [" ".join(part.split()) for part in "".join(words).split(_BREAK)]
        words.clear()
        found = [line for line in found if line]
        if found and labels:
            found[0] = labels.pop() + found[0]  # an item's words may begin in a paragraph of its own
            labels.clear()
        return found

    def text(given: str | None) -> str:
        return (given or "").replace("\n", _BREAK) if preformatted else given or ""

    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag == "pre":
            preformatted += 1 if event == "start" else -1
        if tag == "ol":
            counted = [*counted, _labels(element)] if event == "start" else counted[:-1]
        if tag in _LEFT_OUT:
            skipped += 1 if event == "start" else -1
        elif not skipped and tag in _BLOCKS:
            if cells and tag in ("td", "th") and event == "end":
                cells[-1].append(made())
            elif cells and tag != "tr":
                words.append(_BREAK)  # a paragraph inside a cell
            else:
                yield from made()
                if tag == "tr" and event == "start":
                    cells.append([])
                elif tag == "tr" and cells:
                    yield from _row(cells.pop())
        if skipped and not (event == "end" and tag in _LEFT_OUT):
            continue
        if event == "start" and tag not in _LEFT_OUT:
            if tag == "li" and counted and not _LABELLED.match(element.text_content()[:20]):
                labels.append(next(counted[-1]))
            words.append(text(element.text))
        elif event == "end" and element is not root and not skipped:
            words.append(text(element.tail))
    yield from made()


def _row(cells: list[list[str]]) -> list[str]:
    """Return the lines of a table's row: cells with " | " between, or one after the other where a table only puts
    words side by side or holds a single cell."""
    filled = [cell for cell in cells if cell]
    words = " ".join(line for cell in filled for line in cell).upper()
    if len(filled) <= 1 or (len(cells) <= 3 and any(sign in words for sign in SIDE_BY_SIDE)):
        return [line for cell in filled for line in cell]
    return [" | ".join(" ".join(cell) for cell in cells)]


def _labels(ordered: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield what a browser writes before the items of an ordered list; letters as points are written: "a) "."""
    style = re.search(r"list-style(?:-type)?:\s*(lower-alpha|lower-latin|upper-roman)", ordered.get("style", ""))
    named = {"upper-roman": "I"}.get(style[1], "a") if style else ""
    kind, start = named or ordered.get("type", "1"), ordered.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 4 else 1
    for number in count(first):
        if kind == "a" and number <= len(ascii_lowercase):
            yield f"{ascii_lowercase[number - 1]}) "
        elif kind == "I" and number < len(_ROMANS):
            yield f"{_ROMANS[number]}. "
        else:
            yield f"{number}. "


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
