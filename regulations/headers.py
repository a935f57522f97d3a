"""What a document says about itself: number, type, title, who issued and signed it, when, and on what grounds."""

import re
from dataclasses import dataclass
from datetime import date

_TYPES = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư liên tịch",
    "Thông tư", "Chỉ thị", "Kế hoạch", "Văn bản hợp nhất",
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,4}[a-zđ]?(?:/\d{4})?[/-](?:[A-ZĐ][A-ZĐa-z]*\d*)(?:[/-][A-ZĐ][A-ZĐa-z0-9]*)*")
_LABELLED_NUMBER = re.compile(r"(?:^|\n)\s*(?:Số|Luật số|Nghị quyết số|Pháp lệnh số)\s*:\s*(\S+)")
_DATE_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_DATE_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EFFECT = re.compile(r"(?:có )?hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)?\s*")
_BASIS = re.compile(r"(?:^|\n)\s*(Căn cứ [^;]+?)\s*;?\s*(?=\n\s*(?:Căn cứ|Theo|Xét|QUYẾT|CHÍNH|Bộ trưởng|$))", re.S)
_ISSUED_BY = re.compile(r"\bcủa ((?:Chính phủ|Quốc hội|Ủy ban|Uỷ ban|Bộ|Thanh tra|Thủ tướng|Chủ tịch)[^,;()\n]*)")
_SIGNATURE = re.compile(
    r"(?:TM\.|KT\.|TL\.|TUQ\.)[^\n]*\n(?:[^\n]*\n){0,8}?\s*((?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+)\s*$",
    re.M,
)
_BODIES = (
    ("QUỐC HỘI", "Quốc hội"), ("CHÍNH PHỦ", "Chính phủ"), ("BỘ NỘI VỤ", "Bộ Nội vụ"), ("BỘ TÀI CHÍNH", "Bộ Tài chính"),
    ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
)  # fmt: skip
_BY_NUMBER = (("QH", "Quốc hội"), ("UBTVQH", "Ủy ban Thường vụ Quốc hội"), ("NĐ-CP", "Chính phủ"),
              ("NQ-CP", "Chính phủ"), ("QĐ-TTg", "Thủ tướng Chính phủ"), ("TT-BNV", "Bộ Nội vụ"),
              ("TT-BTC", "Bộ Tài chính"), ("TT-TTCP", "Thanh tra Chính phủ"))  # fmt: skip


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
    lead = "\n".join(line for line in source_note.splitlines() if not line.startswith("Nguồn"))
    number = _number(lead, top)
    issued_on = _issued_on(lead, top)
    return Header(
        number=number,
        doc_type=_doc_type(lead, top),
        title=_title(lead, top, number),
        issuer=_issuer(lead, top, number),
        signer=_signer(text),
        issued_on=issued_on,
        effective_on=_effective_on(lead, text, issued_on),
        legal_bases=tuple(" ".join(b.split()) for b in _BASIS.findall(top)),
        recipients=_recipients(text),
    )


def type_of(words: str) -> str:
    """Return the type of document that `words` begin with, "" for none that we know."""
    kinds = sorted(_TYPES, key=len, reverse=True)
    return next((kind for kind in kinds if words.lower().startswith(kind.lower())), "")


def _number(lead: str, top: str) -> str:
    """The number on the document's own line, in its note, or that an attached part gives as its parent's."""
    labelled = _LABELLED_NUMBER.search(top)
    if labelled and _NUMBER.match(labelled[1]):
        return labelled[1].rstrip(".,;")
    noted = _NUMBER.search(lead)
    if noted:
        return noted[0]
    attached = re.search(r"[Bb]an hành kèm theo[^)]*?số\s+(" + _NUMBER.pattern + ")", top)
    return attached[1] if attached else ""


def _doc_type(lead: str, top: str) -> str:
    for kind in _TYPES:
        if lead.startswith(kind):
            return kind
    lines = [line.strip() for line in top.splitlines()]
    for kind in sorted(_TYPES, key=len, reverse=True):
        if kind.upper() in lines:
            return kind
    return next((kind for kind in _TYPES if any(line.startswith(kind.upper()) for line in lines)), "")


def _title(lead: str, top: str, number: str) -> str:
    lines = [line.strip() for line in top.splitlines()]
    for kind in _TYPES:
        if kind.upper() in lines:
            start = lines.index(kind.upper()) + 1
            words: list[str] = []
            for line in lines[start:]:
                if words and (not line or line.startswith("Căn cứ") or _stands_alone(line, words)):
                    break
                words.append(line)
            return " ".join(" ".join(words).split())[:600]
    return _title_from_note(lead, number)


def _stands_alone(line: str, words: list[str]) -> bool:
    """The issuing body's line in capitals, after a title in small letters, ends the title."""
    return line in ("CHÍNH PHỦ", "QUỐC HỘI", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH") or (
        line.isupper() and not words[0].isupper()
    )


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
    return re.split(r"\s*\(", named)[0][:600]


def issuer_of(number: str) -> str:
    """Return the body whose sign the number carries, "" where the number does not tell."""
    for ending, body in _BY_NUMBER:
        if number.endswith(ending) or re.search(rf"/{ending}\d+$", number):
            return body
    return ""


def _issuer(lead: str, top: str, number: str) -> str:
    if body := issuer_of(number):
        return body
    said = _ISSUED_BY.search(lead)
    if said:
        return said[1].strip()
    lines = [line.strip() for line in top.splitlines()]
    for index, line in enumerate(lines):
        if line.startswith("CHỦ TỊCH ỦY BAN NHÂN DÂN") or line.startswith("ỦY BAN NHÂN DÂN"):
            place = re.search(r"tỉnh ([A-ZĐ]\w+(?: [A-ZĐ]\w+)*)", " ".join(lines[index:]))
            return f"Ủy ban nhân dân tỉnh {place[1]}" if place else line.capitalize()
    return next((body for words, body in _BODIES if words in lines), "")


def _signer(text: str) -> str:
    found = _SIGNATURE.findall(text[-4000:])
    return found[-1].strip() if found else ""


def _issued_on(lead: str, top: str) -> date | None:
    place_and_date = re.search(r"[A-ZĐ][^\n,]{1,40},\s*" + _DATE_WORDS.pattern, top)
    if place_and_date:
        return _date(place_and_date.groups())
    before_effect = re.split(r"hiệu lực", lead, maxsplit=1)[0]
    for place in (before_effect, top[:4000]):
        named = re.search(r"[Bb]an hành kèm theo[^)]*?ngày\s+" + _DATE_FIGURES.pattern, place)
        figures = named or _DATE_FIGURES.search(before_effect)
        if figures:
            return _date(figures.groups())
    attached = re.search(r"[Bb]an hành kèm theo[^)]*?ngày\s+" + _DATE_FIGURES.pattern, top)
    return _date(attached.groups()) if attached else None


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
    return None


def _date(parts: tuple[str, ...]) -> date | None:
    day, month, year = (int(p) for p in parts[-3:])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _recipients(text: str) -> tuple[str, ...]:
    found = re.search(r"Nơi nhận\s*:(.*?)(?:Lưu\s*:[^\n]*|\Z)", text, re.S)
    block = found[1] if found else ""
    return tuple(line.strip(" -–;.") for line in block.splitlines() if line.strip(" -–;."))[:40]
