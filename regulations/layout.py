"""What the page or the crawler put between the words: page numbers, line breaks at the page's width, Markdown.

Each function takes the lines of a text without their line ends and returns them mended, with what was done.
"""

import re
from collections.abc import Sequence
from statistics import quantiles

from regulations.faults import Fault

_HEADING_SIGN = re.compile(r"^#{1,6}\s+(?=\S)")
_MARKED_HEADING = re.compile(r"(?:\*\*|#{1,6}\s+(?:\*\*)?)(?:Điều|Chương|Mục|CHƯƠNG|MỤC)\s+(?:\d|[IVX])")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_TABLE_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_TABLE_ROW = re.compile(r"\|(.*)\|")
_BULLET = re.compile(r"^[*•]\s+(?=\S)")
_ESCAPED = re.compile(r"\\([\\.\-)(*_#\[\]+|~>])")

_PAGE_NUMBER = re.compile(r"[-–]?\s*(\d{1,3})\s*[-–]?")
_FEWEST_PAGES = 3
_MOST_PAGES_BETWEEN = 3  # a page whose number the scan missed

# Wide on purpose: what looks like the start of a provision is never joined to the line before. The letters that
# damaged fonts lose from "Điều" and "Chương" are allowed for.
_CAPITAL = "[A-ZĐÀ-ỸÁÂĂÊÔƠƯ]"
OPENING = re.compile(
    r"(?:(?:[ĐD]?\s?[iI]?\s?[ềỀ]\s?[uU]?)\s+\d*[a-zđ]?\s*(?:[.:]|$)"
    rf"|(?:PHẦN|Phần|C\s?H?\s?ƯƠNG|Chương|M[ỤU ]C|Mục|TIỂU MỤC|Tiểu mục|PHỤ LỤC|Phụ lục)\s+\w+[.:]?\s*(?:$|{_CAPITAL})"
    r"|[IVXLC]+\s*[.\-–)]|[A-ZĐ]\s*[.)]\s|\d{1,3}[a-zđ]?\s*[.\-–)](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s*[.\-–)]?\s"
    r"|[a-zđ]\d{0,2}\s*\)|[-–+•*“\"|\[]|Căn cứ|Nơi nhận|Nơi gửi|QUYẾT |NGHỊ QUYẾT|CHỈ THỊ|Xét |Theo đề nghị"
    r"|TM\.|KT\.|TL\.|TUQ\.|Số\s*:|Độc lập|CỘNG H)"
)
_BARE_ARTICLE = re.compile(r"(?:Điề|ĐIỀ)[uU]?\s*\d*[a-zđ]?\s*[.:]?")
_SENTENCE_END = re.compile(r"[.;:!?…]\s*$")
_PART_END = re.compile(r"[.;:!?…”\"\])/|]\s*$")
_FEWEST_LINES = 30
_WIDEST = 130  # characters; a longer line was broken by no page
_FORCED = 0.92  # of the width: a line this long, with the next word, had to break


def is_markdown(lines: Sequence[str]) -> bool:
    """Say whether the text carries Markdown signs often enough to be Markdown."""
    headings = sum(bool(_HEADING_SIGN.match(line)) for line in lines)
    bold = sum(len(_BOLD.findall(line)) for line in lines)
    rules = sum("|" in line and bool(_TABLE_RULE.fullmatch(line.strip())) for line in lines)
    certain = any(_MARKED_HEADING.match(line) for line in lines)
    return certain or headings >= 2 or bold >= 2 or rules >= 1


def without_markdown(lines: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """Return the words without #, **, table bars and escapes; cells keep " | " between them."""
    done, touched = [], 0
    for line in lines:
        if "|" in line and _TABLE_RULE.fullmatch(line.strip()):
            touched += 1
            continue
        plain = _plain(line)
        touched += plain != line
        done.append(plain)
    return done, [Fault("markdown_removed", None, str(touched))] if touched else []


def _plain(line: str) -> str:
    before = None
    while before != line:
        before = line
        indent = line[: len(line) - len(line.lstrip())]
        words = line.lstrip()
        words = _BULLET.sub("- ", _HEADING_SIGN.sub("", words))
        if row := _TABLE_ROW.fullmatch(words.rstrip()):
            words = " | ".join(cell.strip() for cell in row[1].split("|"))
        words = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", words))
        line = indent + words
    return _ESCAPED.sub(r"\1", line)


def without_page_numbers(lines: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """Take out numbers alone on a line that count on as pages do; one that does not is left."""
    alone = [(i, int(found[1])) for i, line in enumerate(lines) if (found := _PAGE_NUMBER.fullmatch(line.strip()))]
    pages: list[tuple[int, int]] = []
    for index, number in alone:
        if not pages or 0 < number - pages[-1][1] <= _MOST_PAGES_BETWEEN:
            pages.append((index, number))
        elif len(pages) == 1:
            pages = [(index, number)]  # the first was no page number
    if len(pages) < _FEWEST_PAGES:
        return list(lines), []
    gone = {index for index, _number in pages}
    kept = [line for index, line in enumerate(lines) if index not in gone]
    return kept, [Fault("page_numbers_removed", None, str(len(gone)))]


def page_width(lines: Sequence[str]) -> int | None:
    """Return the width in characters at which a page broke these lines, or None where none did."""
    lengths = [len(line.strip()) for line in lines if line.strip()]
    if len(lengths) < _FEWEST_LINES or sum(length > _WIDEST for length in lengths) > len(lengths) // 100:
        return None
    width = round(quantiles(lengths, n=20)[-1])
    unfinished = sum(
        len(line.strip()) > 0.75 * width and not _SENTENCE_END.search(line) for line in lines if line.strip()
    )
    return width if width >= 50 and unfinished >= 0.25 * len(lengths) else None


def joined(lines: Sequence[str], width: int) -> tuple[list[str], list[Fault]]:
    """Put sentences together again that a page of `width` characters broke.

    A line goes on where the one before has no end and the next opens no provision: certain when the next
    begins with a small letter, and when its first word had no room any more. A blank line between two pages
    inside a sentence goes.
    """
    done: list[str] = []
    last = ""  # the last line as the page had it
    count = 0
    for index, line in enumerate(lines):
        words = line.strip()
        if not words and done and last and _goes_on_after_blank(last, lines[index + 1 :]):
            continue
        if words and last and not _is_heading(last, done[-2:-1]) and _goes_on(last, words, width):
            done[-1] = f"{done[-1].rstrip()} {words}"
            count += 1
        else:
            done.append(line)
        last = words
    return done, [Fault("lines_joined", None, str(count))] if count else []


def _is_heading(line: str, above: Sequence[str]) -> bool:
    """Say whether `line` is an article's number alone, and no reference in the middle of a sentence."""
    return bool(_BARE_ARTICLE.fullmatch(line)) and (
        not above or not above[0].strip() or above[0].isupper() or bool(_SENTENCE_END.search(above[0]))
    )


def _goes_on(before: str, words: str, width: int) -> bool:
    if OPENING.match(words) or before.isupper() or words.isupper():
        return False
    if words[0].islower():
        return not _SENTENCE_END.search(before)
    if _PART_END.search(before) or (OPENING.match(before) and before[0] in "ĐCMP"):
        return False  # the title of an article or chapter, and then its words
    return len(before) + 1 + len(words.split(maxsplit=1)[0]) >= _FORCED * width


def _goes_on_after_blank(before: str, rest: Sequence[str]) -> bool:
    """Say whether the blank line after `before` stands inside a sentence."""
    following = rest[0].strip() if rest else ""
    return bool(
        following
        and following[0].islower()
        and not OPENING.match(following)
        and not following.isupper()
        and not before.isupper()
        and not _SENTENCE_END.search(before)
    )
