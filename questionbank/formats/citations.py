"""A citation as people write it → the address of the provision and the number of the document."""

import re

_NUMBER = re.compile(r"(?<![\w/])\d{1,4}[a-zđ]?(?:/\d{4})?[/-][A-ZĐ][\wĐ/-]*")
_KINDS = (
    "bộ luật", "luật", "pháp lệnh", "nghị định", "nghị quyết", "thông tư liên tịch", "thông tư", "quyết định",
    "chỉ thị", "kế hoạch", "công văn", "hướng dẫn", "quy định", "hiến pháp",
)  # fmt: skip
_UNIT = re.compile(
    r"\s*(?:(?:gạch đầu dòng thứ|điểm|khoản|điều|tiểu mục|mục|chương|phần|phụ lục)\s+"
    r"|(?:và|,|;)\s*(?=(?:\d+[a-zđ]?|[a-zđ]\d{0,2})(?:[\s,;.)]|$)))"
    r"(?:\d+[a-zđ]?|[a-zđ]\d{0,2}|[ivxlc]+)(?=[\s,;.)]|$)"
    r"|\s*(?:,|;|văn bản kèm theo\b)",
    re.I,
)
_BETWEEN = re.compile(r"[,;\s]*(?:của|tại|thuộc|theo)?\s*", re.I)


def split_citation(text: str) -> tuple[str, str, str]:
    """Return (address, document, words left over) of a citation such as "khoản 2 Điều 5 Nghị định 61/2018/NĐ-CP".

    The kind of a document is in none of them: its number says it. Where no number stands, the words after the
    address ("Luật Cán bộ, công chức") are the document.
    """
    at = _after_units(text)
    address, rest = text[:at].strip(" ,;"), text[_BETWEEN.match(text, at).end() :].strip(" .,;")  # type: ignore[union-attr]
    number = _NUMBER.search(rest)
    if not number:
        return address, rest, ""
    before, after = rest[: number.start()].strip(" ,;:"), rest[number.end() :].strip(" .,;")
    if not address:
        at = _after_units(after)
        address, after = after[:at].strip(" ,;"), after[at:].strip(" .,;")
    return address, number[0], " ".join(filter(None, (_without_kind(before), after)))


def _after_units(text: str) -> int:
    at = 0
    while (unit := _UNIT.match(text, at)) and unit.end() > at:
        at = unit.end()
    return at


def _without_kind(words: str) -> str:
    """Return `words` without "Nghị định số": what stands before a document's number and says no more than it."""
    bare = re.sub(r"(?:^|\s)số$", "", words, flags=re.I)
    return "" if bare.lower() in _KINDS else bare
