"""What a document says about itself: number, type, title, who issued and signed it, when, and on what grounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regulations.encodings import is_syllable

_TYPES = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư liên tịch",
    "Thông tư", "Chỉ thị", "Kế hoạch", "Văn bản hợp nhất",
)  # fmt: skip
_LONGEST_FIRST = sorted(_TYPES, key=len, reverse=True)
_NUMBER = re.compile(r"\d{1,4}[a-zđ]?(?:/\d{4})?[/-](?:[A-ZĐ][A-ZĐa-z]*\d*)(?:[/-][A-ZĐ][A-ZĐa-z0-9]*)*")
_LABELLED_NUMBER = re.compile(r"(?:^|\n)\s*(?:Số|Luật số|Nghị quyết số|Pháp lệnh số)\s*:\s*(\S+)")
_ATTACHED = re.compile(r"[Kk]èm theo\s+([A-ZĐ][^\d\n]*?)\s+số\s+(" + _NUMBER.pattern + r")([^)]*)")
_DATE_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_DATE_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PLACE_AND_DATE = re.compile(r"[A-ZĐ][^\n,]{1,40},\s*" + _DATE_WORDS.pattern + r"\s*$", re.M)
_ADOPTED = re.compile(r"\bnày (?:đã )?được[^.]{0,160}?thông qua\s+" + _DATE_WORDS.pattern)
_EFFECT = re.compile(r"(?:có )?hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)?\s*")
_EFFECT_AFTER = re.compile(r"hiệu lực(?: thi hành)? sau (\d{1,3}) ngày,?(?: kể)? từ ngày (?:ký|ban hành)")
_ISSUED_BY = re.compile(
    r"\bcủa ((?:Chính phủ|Quốc hội|Ủy ban|Uỷ ban|Bộ|Thanh tra|Thủ tướng|Chủ tịch|Văn phòng|Tổng cục|Hội đồng)"
    r"[^,;()\n]*)"
)
_RULE = re.compile(r"[\s_\-–—=*.]+")

# What stands between the title and the first provision: on these words a ground, or what follows it, begins.
_GROUND = re.compile(r"Căn cứ\b|Theo đề nghị|Xét |Thực hiện ")
_BODY = re.compile(r"LỜI NÓI ĐẦU$|(?:Điều|ĐIỀU)\s+\d|(?:Chương|CHƯƠNG|Phần|PHẦN)\s+\S+|I\s*[.\-–]\s")
_AREA = re.compile(
    r"(?:CHỦ TỊCH )?ỦY BAN NHÂN DÂN (TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ) ([A-ZĐÀ-Ỹ ]{2,40})"
)
_AFTER_GROUNDS = re.compile(
    r"(?:Theo đ|Xét |QUYẾT |Quyết định|NGHỊ QUYẾT|CHỈ THỊ|Chương |CHƯƠNG |PHẦN |Điều \d|I\s*[.\-–]|Quốc hội"
    r"|Chính phủ ban|[UỦ][ỷy] ban|Bộ trưởng|Bộ \w+ (?:ban hành|quy định)|Thủ tướng|Chủ tịch|Tổng Thanh tra|Hội đồng)"
)

_OFFICE = re.compile(
    r"(?:(?:TM|KT|TL|TUQ|Q)\.|T/M|(?:PHÓ |QUYỀN )?(?:BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ TỊCH|CHỦ NHIỆM|TỔNG BÍ THƯ|BÍ THƯ|GIÁM ĐỐC"
    r"|TỔNG THANH TRA|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|CHÁNH ÁN|TỔNG KIỂM TOÁN)|THỨ TRƯỞNG)"
)
_NO_NAMES = frozenset(("Độc lập", "Hà Nội", "Nơi nhận", "Việt Nam", "Chính phủ", "Quốc hội", "Quy Định"))
_FARTHEST_NAME = 25  # lines below the office
_MOST_RECIPIENTS = 60

_BODIES = (
    ("QUỐC HỘI", "Quốc hội"), ("CHÍNH PHỦ", "Chính phủ"), ("BỘ NỘI VỤ", "Bộ Nội vụ"), ("BỘ TÀI CHÍNH", "Bộ Tài chính"),
    ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"), ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
    ("BỘ CHÍNH TRỊ", "Bộ Chính trị"), ("BAN BÍ THƯ", "Ban Bí thư"),
)  # fmt: skip
_BY_NUMBER = (
    ("VBHN-VPQH", "Văn phòng Quốc hội"), ("UBTVQH", "Ủy ban Thường vụ Quốc hội"), ("QH", "Quốc hội"),
    ("NĐ-CP", "Chính phủ"), ("NQ-CP", "Chính phủ"), ("QĐ-TTg", "Thủ tướng Chính phủ"),
    ("CT-TTg", "Thủ tướng Chính phủ"), ("TT-BNV", "Bộ Nội vụ"), ("TT-BTC", "Bộ Tài chính"),
    ("TT-TTCP", "Thanh tra Chính phủ"),
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Facts found; an empty text or None where the document does not say."""

    number: str = ""
    doc_type: str = ""
    title: str = ""
    issuer: str = ""
    signer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    legal_bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def read_header(text: str, source_note: str = "") -> Header:
    """Return what `text`, or the note that came with it, says about itself. A guess that a person confirms."""
    top = text[:6000]
    lines = [line.strip() for line in text.splitlines()]
    head = [line.strip() for line in top.splitlines()]
    lead = "\n".join(line for line in source_note.splitlines() if not line.startswith("Nguồn"))
    number = _number(lead, top)
    issued_on = _issued_on(lead, text)
    return Header(
        number=number,
        doc_type=_doc_type(lead, head, number, top),
        title=_title(lead, head, number),
        issuer=_issuer(lead, head, number, top),
        signer=_signer(lines),
        issued_on=issued_on,
        effective_on=_effective_on(lead, text, issued_on),
        legal_bases=_legal_bases(head),
        recipients=_recipients(lines),
    )


def type_of(words: str) -> str:
    """Return the type of document that `words` begin with, "" for none that we know."""
    return next((kind for kind in _LONGEST_FIRST if words.lower().startswith(kind.lower())), "")


def issuer_of(number: str) -> str:
    """Return the body whose sign the number carries, "" where the number does not tell."""
    for ending, body in _BY_NUMBER:
        if number.endswith(ending) or re.search(rf"/{ending}\d+$", number):
            return body
    return ""


def _number(lead: str, top: str) -> str:
    """The number on the document's own line, in its note, or that an attached part gives as its parent's."""
    labelled = _LABELLED_NUMBER.search(top)
    if labelled and _NUMBER.match(labelled[1]):
        return labelled[1].rstrip(".,;")
    noted = _NUMBER.search(lead)
    if noted:
        return noted[0]
    attached = _ATTACHED.search(top)
    return attached[2] if attached else ""


def _doc_type(lead: str, head: Sequence[str], number: str, top: str) -> str:
    if "/VBHN-" in number:
        return "Văn bản hợp nhất"
    for kind in _TYPES:
        if lead.startswith(kind):
            return kind
    for kind in _LONGEST_FIRST:
        if kind.upper() in head:
            return kind
    begun = next((kind for kind in _TYPES if any(line.startswith(kind.upper()) for line in head)), "")
    attached = _ATTACHED.search(top)
    return begun or (type_of(attached[1]) if attached else "")


def _title(lead: str, head: Sequence[str], number: str) -> str:
    for kind in _TYPES:
        if kind.upper() not in head:
            continue
        words: list[str] = []
        for line in head[head.index(kind.upper()) + 1 :]:
            ended = not line or _RULE.fullmatch(line) or _GROUND.match(line) or _BODY.match(line)
            if words and (ended or _stands_alone(line, words)):
                break
            if not _RULE.fullmatch(line):
                words.append(line)
        title = " ".join(" ".join(words).split())
        consolidated = "/VBHN-" in number and not title.lower().startswith(kind.lower())
        return f"{kind} {title}"[:600] if consolidated else title[:600]
    return _title_from_note(lead, number)


def _stands_alone(line: str, words: Sequence[str]) -> bool:
    """The issuing body's line in capitals after a title in small letters ends the title, and the other way round."""
    return line in ("CHÍNH PHỦ", "QUỐC HỘI", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH") or line.isupper() != words[0].isupper()


def _title_from_note(lead: str, number: str) -> str:
    lines = [line for line in lead.splitlines() if number in line]
    if not lines:
        return ""
    line = max(lines, key=len)
    before, _, after = line.partition(number)
    cut = re.split(r"\s+ngày\s+\d|\s*\(", after, maxsplit=1)[0].strip(" .,")
    if cut:
        return cut[:600]
    named = re.sub(r"\s+số\s*$", "", before.strip())
    return re.split(r"\s*\(|,?\s+kèm theo\b", named)[0][:600]


def _issuer(lead: str, head: Sequence[str], number: str, top: str) -> str:
    if body := issuer_of(number):
        return body
    told = re.search(r"ngày [\d/]+ của ([^,;()\n]+)", lead)
    if said := told or _ISSUED_BY.search(lead):
        return said[1].strip()
    for index, line in enumerate(head):
        line = line.replace("UỶ", "ỦY")
        if line.startswith("CHỦ TỊCH ỦY BAN NHÂN DÂN") or line.startswith("ỦY BAN NHÂN DÂN"):
            if area := _AREA.fullmatch(line) or _AREA.fullmatch(" ".join([line, *head[index + 1 : index + 2]])):
                name = " ".join(word.capitalize() for word in area[2].split())
                return f"Ủy ban nhân dân {area[1].lower()} {name}"
            place = re.search(r"tỉnh ([A-ZĐ]\w+(?: [A-ZĐ]\w+)*)", " ".join(head[index:]))
            return f"Ủy ban nhân dân tỉnh {place[1]}" if place else line.capitalize()
    attached = _ATTACHED.search(top)
    if attached and (by := re.search(r"của\s+([^,;()]+)", attached[3])):
        return " ".join(by[1].split())
    return next((body for words, body in _BODIES if words in head), "")


def _signer(lines: Sequence[str]) -> str:
    """Return the first name below an office that signs; a name in the last lines where no office was read."""
    for index, line in enumerate(lines):
        office = re.sub(r"^Nơi nhận\s*:\s*", "", line)  # a scan puts the two columns on one line
        if not (_OFFICE.match(office) and office.isupper()):
            continue
        for below in lines[index + 1 : index + 1 + _FARTHEST_NAME]:
            if _is_name(below):
                return below
    last = [line for line in lines[-6:] if line]
    return last[-1] if last and _is_name(last[-1]) and len(last[-1].split()) > 2 else ""


def _is_name(line: str) -> bool:
    words = line.split()
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() and (word[1:].islower() or len(word) == 1) for word in words)
        and all(is_syllable(word) for word in words)
        and line not in _NO_NAMES
    )


def _issued_on(lead: str, text: str) -> date | None:
    if placed := _PLACE_AND_DATE.search(text[:6000]):
        return _date(placed.groups())
    if figures := _DATE_FIGURES.search(re.split(r"hiệu lực", lead, maxsplit=1)[0]):
        return _date(figures.groups())
    attached = _ATTACHED.search(text[:4000])
    if attached and (found := _DATE_FIGURES.search(attached[3]) or _DATE_WORDS.search(attached[3])):
        return _date(found.groups())
    # A law printed without its head line tells the day at its end; the words of other laws stand before.
    adopted = [*_ADOPTED.finditer(" ".join(text[-6000:].split()))]
    return _date(adopted[-1].groups()) if adopted else None


def _effective_on(lead: str, text: str, issued_on: date | None) -> date | None:
    for place in (lead, text):
        for match in _EFFECT.finditer(place):
            after = place[match.end() : match.end() + 40]
            worded = _DATE_WORDS.match("ngày " + after) or _DATE_WORDS.match(after)
            figures = _DATE_FIGURES.match(after)
            if worded or figures:
                return _date((worded or figures).groups())  # type: ignore[union-attr]
            if re.match(r"ký", after) or "từ ngày ký" in place[match.start() : match.end() + 10]:
                return issued_on
            if issued_on and (later := _EFFECT_AFTER.match(place[match.start() :].removeprefix("có "))):
                return issued_on + timedelta(days=int(later[1]))
    return None


def _date(parts: tuple[str, ...]) -> date | None:
    day, month, year = (int(p) for p in parts[-3:])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _legal_bases(head: Sequence[str]) -> tuple[str, ...]:
    """Return the grounds before the first provision, each as one line without its semicolon."""
    bases: list[str] = []
    going = False
    for line in head:
        if re.match(r"Điều \d+|(?:Chương|CHƯƠNG) [IVX\d]", line):
            break
        if line.startswith("Căn cứ"):
            bases.append(line)
            going = not line.endswith((";", "./."))
        elif going and line and not _AFTER_GROUNDS.match(line):
            bases[-1] += f" {line}"
            going = not line.endswith(";")
        elif line:
            going = False
    return tuple(" ".join(base.split()).rstrip(" ;,.") for base in bases)


def _recipients(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the list under "Nơi nhận", or the dashes after the end sign "./." where that word is missing."""
    starts = [i for i, line in enumerate(lines) if re.match(r"Nơi nhận\s*:", line)]
    if not starts:
        ends = [i for i, line in enumerate(lines) if line.endswith("./.")]
        starts = [i for i in ends[:1] if any(re.match(r"[-–] ?\S", line) for line in lines[i + 1 : i + 3])]
    found: list[str] = []
    for line in lines[starts[0] + 1 :] if starts else ():
        words = line.strip(" ;.,:~–-")
        if re.match(r"[-–~•+]", line):
            if words.startswith("Lưu"):
                break
            found.append(words)
        elif words and (not found or _OFFICE.match(line) or line.isupper() or _is_name(line)):
            if not found and words and not line.isupper():
                found.append(words)  # a list written without dashes
        elif words and not _RULE.fullmatch(line):
            found[-1] = f"{found[-1]} {words}"
        if len(found) >= _MOST_RECIPIENTS:
            break
    return tuple(" ".join(one.split()) for one in found if one)
