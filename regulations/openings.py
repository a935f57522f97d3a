"""What a line of a legal document looks like: the patterns of headings and labels, quotations, attached documents."""

import re
from collections.abc import Sequence

_NOTE_MARK = r"(?:\[\d{1,3}\])?"  # a footnote's number between a label's figure and its sign
PART = re.compile(r"(?:PHẦN|Phần)\s+((?:THỨ|thứ)\s+\w+|[IVXLC]+|\d+)\b[.:]?\s*(.*)")
CHAPTER = re.compile(r"(?:CHƯƠNG|Chương)\s+([IVXLC]+[a-zđ]?|\d+[a-zđ]?)\b[.:]?\s*(.*)")
SECTION = re.compile(r"(?:MỤC|Mục)\s+(\d+[a-zđ]?|[IVXLC]+)\b[.:]?\s*(.*)")
SUBSECTION = re.compile(r"(?:TIỂU MỤC|Tiểu mục)\s+(\d+|[IVXLC]+)\b[.:]?\s*(.*)")
ARTICLE = re.compile(rf"(?:ĐIỀU|Điều)\s+(\d{{1,4}}[a-zđ]?)\s*{_NOTE_MARK}\s*(?:[.:](?!\d)\s*(.*))?")
ROMAN_SECTION = re.compile(r"([IVXLC]+)\s*[.\-–]\s*(\S.*)")
LETTERED = re.compile(r"([A-ZĐ])\s*[.\-–]\s+(\S.*)")
CLAUSE = re.compile(rf"(\d{{1,3}}[a-zđ]?)\s*{_NOTE_MARK}\s*[.\-–](?!\d)\s*(.*)")
DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,2}){1,3})\s*(?:[.\-–)]\s*|\s(?=[A-ZĐÀ-Ỹ]))(\S.*)")
POINT = re.compile(rf"([a-zđ]\d{{0,2}})\s*{_NOTE_MARK}\s*\)\s*(.*)")
INDENT = re.compile(r"[-–+•]\s+\S")
CLOSING = re.compile(
    r"Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s|T/M\s|\[1\]\s|XÁC THỰC VĂN BẢN HỢP NHẤT|CHỦ TỊCH QUỐC HỘI\s*$"
    r"|(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị quyết) này (?:đã )?được (?:Quốc hội|[UỦ][ỷy] ban [Tt]hường vụ Quốc hội)"
    r"(?! giao)"
)
APPENDIX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ\s+|số\s+)?(?:[IVXLC]+|\d{1,2}[A-Za-z]?|[A-ZĐ]))?[.:]?"
    r"|(?:Mẫu|MẪU)\s+(?:số|SỐ)\s*:?\s*\d\S{0,12}"
)
_ATTACHED = re.compile(r"\(?\s*(?:[Bb]an hành )?[Kk]èm theo\b")
_ANNEX_TITLE = re.compile(
    r"(KẾ HOẠCH|QUY CHẾ|QUY ĐỊNH|ĐỀ ÁN|CHƯƠNG TRÌNH|ĐIỀU LỆ|DANH MỤC|HƯỚNG DẪN|BỘ QUY TẮC|PHỤ LỤC|Phụ lục)\b"
)
_SENTENCE_END = re.compile(r"[.;:!?…”)\]/]\s*$")
_LONGEST_QUOTE = 200  # lines; beyond it an opening mark counts as a slip of the source


def ends_sentence(line: str) -> bool:
    """Say whether nothing is broken off after this line: it ends a sentence or part of a list, or is a heading."""
    return bool(_SENTENCE_END.search(line)) or line.isupper()


def quoted_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indexes of lines that begin inside a quotation or open with one.

    Quotations are “…”, or "…" where a line begins with the sign. One that is never closed is ignored.
    """
    inside: set[int] = set()
    start, closed = 0, ""
    for index, line in enumerate(lines):
        if closed and index - start > _LONGEST_QUOTE:
            closed = ""
        if closed:
            if _ends_open(line, closed, inside_already=True):
                continue
            inside.update(range(start + 1, index + 1))
            closed = ""
            continue
        sign = line.lstrip()[:1]
        if sign in ("“", '"'):
            inside.add(index)
        for mark in ("”", '"') if sign == '"' else ("”",):
            if _ends_open(line, mark, inside_already=False):
                start, closed = index, mark
    return frozenset(inside)


def _ends_open(line: str, closing: str, *, inside_already: bool) -> bool:
    """Say whether a quotation is still open at the end of `line`."""
    if closing == '"':
        return (line.count('"') % 2 == 1) != inside_already
    if "“" not in line and "”" not in line:
        return inside_already
    return line.rfind("“") > line.rfind("”")


def annex_starts(lines: Sequence[str]) -> frozenset[int]:
    """Return the indexes of lines that open an attached document or an appendix.

    Attached: a title in capitals followed within eight lines by "(Ban hành kèm theo …)".
    """
    starts: set[int] = set()
    for index, line in enumerate(lines):
        words = line.strip()
        if not _ANNEX_TITLE.match(words):
            continue
        near = [other.strip() for other in lines[index + 1 : index + 9] if other.strip()]
        attached = any(_ATTACHED.match(other) for other in near)
        if attached and (words.isupper() or words.startswith(("Phụ lục", "PHỤ LỤC"))):
            starts.add(index)
    return frozenset(starts)
