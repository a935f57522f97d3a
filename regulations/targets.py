"""Which provisions and documents some words name: "điểm a, điểm e khoản 21 Điều 2 Nghị định số 61/2018/NĐ-CP".

Vietnamese addresses run from the smallest unit upwards, so "điểm a, điểm b khoản 1, khoản 2 Điều 7" names three
places: a unit that follows without a comma holds all those before it that have no unit of its level yet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from regulations.addresses import Address

LEVELS = ("article", "clause", "point")  # from the largest
_WORDS = {"điều": "article", "khoản": "clause", "điểm": "point"}
_NUMBER = {"article": r"\d{1,3}[a-zđ]?", "clause": r"\d{1,3}[a-zđ]?", "point": r"[a-zđ]\d{0,2}"}
_UNIT = re.compile(
    r"(?:các\s+)?(?:(?P<level>điểm|khoản|điều)\s+(?:từ\s+)?)"
    r"(?P<number>[0-9]{1,3}[a-zđ]?|[a-zđ]\d{0,2})(?![\wđ/])",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?P<number>[0-9]{1,3}[a-zđ]?|[a-zđ]\d{0,2})(?![\wđ/)])")
_BETWEEN = re.compile(r"\s*(?P<sign>,\s*và|;\s*và|,|;|và|hoặc|đến|-|–)?\s*(?:của\s+|thuộc\s+|tại\s+)?")

TYPES = (
    r"Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Chỉ thị"
)
_NUMBERED = r"\d{1,4}[a-zđ]?(?:/\d{4})?/[A-ZĐ][\wĐ]*(?:[-–]\s?[A-ZĐ][\wĐ]*)*"  # a page may break after the hyphen
DOCUMENT = re.compile(
    rf"(?P<type>{TYPES})\s+(?:(?P<name>[^;:.“”⟦]{{0,160}}?)\s*)??(?:số\s*:?\s*)?(?P<number>{_NUMBERED})"
)
_NAME_ENDS = r"(?:số|ngày|năm|này|về|gồm|được|đã|hết|theo|như|có|do|là|thì|để|tại|sửa|và (?:Luật|một|các|hướng))\b"
_NAMED = re.compile(rf"(?P<whole>(?:Bộ luật|Luật|Pháp lệnh)(?:(?:,\s+|\s+)(?!{_NAME_ENDS})\w+)+)")
_MENTIONED = re.compile(r"(?:của|theo|bởi|tại|với|căn cứ|thi hành|thực hiện|trong|một số điều|quy định)\s+$", re.I)


@dataclass(frozen=True)
class Named:
    """A document that words name. number: as printed; start, end: where the naming stands."""

    number: str
    kind: str
    name: str
    start: int
    end: int


def provisions_named(words: str) -> list[Address]:
    """Return the provisions that `words` name one after the other from the first on, each as far as it is named."""
    found: list[Address] = []
    for address in _runs(" ".join(words.split())):
        if address not in found:
            found.append(address)
    return found


def documents_named(words: str) -> list[Named]:
    """Return every numbered document in `words`, in order."""
    return [
        Named(re.sub(r"[-–]\s?", "-", m["number"]), m["type"], (m["name"] or "").strip(), m.start(), m.end())
        for m in DOCUMENT.finditer(words)
    ]


def documents_meant(words: str) -> list[Named]:
    """Return the documents that `words` are about, not those that only explain one ("sửa đổi … của Nghị định số …")."""
    found: list[Named] = []
    end, mentioned = 0, False
    for named in documents_named(words):
        if not (mentioned and re.fullmatch(r"\s*(?:,|;|và|, và)\s*", words[end : named.start])):
            mentioned = bool(_MENTIONED.search(words[: named.start]))
        end = named.end
        if not mentioned and named.number not in [other.number for other in found]:
            found.append(named)
    return found


def law_named(words: str) -> str:
    """Return the name of the first law in `words` that is called by name alone, such as "Luật Công đoàn"; else ""."""
    found = _NAMED.search(words)
    return found["whole"].strip(" ,") if found else ""


def filled(address: Address, context: Address | None) -> Address:
    """Return `address` with the larger units that it leaves out taken from `context`."""
    if context is None:
        return address
    if address.article is not None:
        return address
    if address.clause is not None:
        return replace(address, article=context.article)
    return replace(address, article=context.article, clause=context.clause)


def holder(address: Address) -> Address:
    """Return the address of what holds `address`: khoản 2 Điều 5 for điểm b khoản 2 Điều 5."""
    if address.point is not None:
        return replace(address, point=None)
    return replace(address, clause=None) if address.clause is not None else replace(address, article=None)


def smallest(address: Address) -> str:
    """Return the level of the smallest unit that `address` names, "" for none."""
    return next((level for level in reversed(LEVELS) if getattr(address, level) is not None), "")


def _runs(words: str) -> list[Address]:
    pending: list[dict[str, str]] = []
    level, last = "", ""
    for level_word, number, sign in _units(words):
        level = level_word or level
        if sign in ("đến", "-", "–"):
            pending += [{level: n} for n in _between(last, number)]
        elif level_word and (not sign or sign == ",") and pending and _all_smaller(pending, level, sign):
            for unit in pending:
                if _is_smaller(unit, level):
                    unit[level] = number
        elif sign or not pending:
            pending.append({level: number})
        else:
            break
        last = number
    return [Address(article=u.get("article"), clause=u.get("clause"), point=u.get("point")) for u in pending]


def _units(words: str) -> Iterator[tuple[str, str, str]]:
    """Yield (level or "" where it is the last one's, number, the sign before it) while units follow directly."""
    unit = _UNIT.search(words)
    sign, level = "", ""
    while unit:
        level = _WORDS[unit["level"].lower()] if "level" in unit.re.groupindex else level
        if not re.fullmatch(_NUMBER[level], unit["number"].lower()):
            return
        yield level if "level" in unit.re.groupindex else "", unit["number"].lower(), sign
        between = _BETWEEN.match(words, unit.end())
        sign = (between["sign"] or "").replace(", ", "").replace("; ", "") if between else ""
        place = between.end() if between else unit.end()
        unit = _UNIT.match(words, place) or (_MORE.match(words, place) if sign else None)


def _is_smaller(unit: dict[str, str], level: str) -> bool:
    return all(LEVELS.index(held) > LEVELS.index(level) for held in unit)


def _all_smaller(pending: list[dict[str, str]], level: str, sign: str) -> bool:
    """Say whether a unit of `level` holds what came before: after a comma only if it holds all of that."""
    smaller = [_is_smaller(unit, level) for unit in pending]
    return all(smaller) if sign else any(smaller)


def _between(first: str, last: str) -> list[str]:
    """Return the numbers after `first` up to `last`; only `last` where they are letters or run backwards."""
    if first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= 200:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    return [last]
