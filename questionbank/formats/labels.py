"""The words and numbers at the front of a line that say what it is: "Câu 1.", "B)", "Đáp án:", "1-A 2-C".

A line of plain words that happens to begin like one of these is written with a backslash before it:
`protected` sets it and `bare` takes it away, so that what was written is read as it was.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from people.folding import fold
from questionbank.formats.columns import COLUMNS
from questionbank.formats.record import LETTERS

SKIPPED_FIELDS = ("stem", "partners", "situation", *LETTERS)
FIELDS: Mapping[str, str] = {
    **{fold(name): field for field, names in COLUMNS.items() if field not in SKIPPED_FIELDS for name in names},
    **dict.fromkeys(
        ("dap an la", "dap an dung la", "dap an chinh xac", "phuong an dung", "tra loi", "da", "ans", "chon",
         "chon dap an", "cau tra loi", "cau tra loi dung"), "key",
    ),
    **dict.fromkeys(("loi giai", "giai thich dap an", "huong dan giai"), "explanation"),
    **dict.fromkeys(("huong dan cham", "bieu diem"), "rubric"),
    "can cu": "citation",
    "can cu phap ly": "citation",
    "dieu khoan": "address",
    "muc": "difficulty",
}  # fmt: skip
_FIELD = re.compile(r"(?:[*=>→⇒]{1,3}\s{0,2})?([^:：\\]{1,40})[:：]\s*")
_REMARK = re.compile(r"nhan xet (?:phuong an )?([a-z]|\d{1,2})")
_KEY_WITHOUT_COLON = re.compile(
    r"(?:[*=>→⇒]{1,3}\s{0,2})?(?:đáp án(?: đúng)?(?: là)?|trả lời|đa|chọn(?: đáp án)?) "
    r"([a-j](?:[ ,;&+]{1,3}[a-j])*)\s?\.?",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:câu(?:\s{1,3}hỏi)?|question)\s{0,3}(?:số\s{1,3})?(\d{1,4})\s{0,3}"
    r"(\([^)\n]{1,60}\)|\[[^\[\]\n]{1,60}\])?\s{0,3}(?:[.:)/–-]|$)\s*",
    re.I,
)
_PART = re.compile(r"câu\s{0,3}(\d{1,4})\.(\d{1,2})\s{0,2}[.:)]\s*", re.I)
_COUNTED = re.compile(r"(\d{1,4})\s{0,2}[.)](?:\s+|(?=[^\d\s])|$)")
_CHOICE = re.compile(
    r"(\*{0,2})\s{0,2}\(?(?:(?:phương án|lựa chọn)\s)?([A-Za-zĐđ])\s{0,2}(\*{0,2})\s{0,2}"
    r"(?:[.)]|[:/](?=\s|$)|(?<!\s)[–-](?=\s))(\*{0,2})\s*",
    re.I,
)
_ONE = r"(?:câu(?: hỏi)? ?)?(\d{1,4}) ?[.:)=–-]? ?([A-J](?: ?[,&+] ?[A-J])*)(?!\w)"
_KEY_ENTRY = re.compile(_ONE, re.I)
_KEY_LINE = re.compile(rf"(?:{_ONE}[ ;,.|]*)+", re.I)
_NUMBERS = re.compile(r"(?:(?:câu(?: hỏi)?|stt)[ :|]*\d{1,4}|\d{1,4} [| ]*\d{1,4})(?:[ |]+\d{1,4})*[ |]*", re.I)
_LETTERS = re.compile(r"(?:(?:đáp án|đ/?a|trả lời)[ :|]*)?([A-J](?:,[A-J])*(?:[ |]+[A-J](?:,[A-J])*)*)[ |]*", re.I)
_TABLE_HEAD = re.compile(r"(?:(?:cau(?: hoi)?|stt|dap an(?: dung)?|so)[ |:]*)+")
_KEY_HEAD = re.compile(
    r"(?:bang )?dap an(?: (?:de|phan|trac nghiem|cac cau|cau hoi|va|tham khao)\b.*)?|(?:answer )?key"
)
_SECTION = re.compile(
    r"(?:(?i:phần|chương|mục|bài)\s{1,3}(?:[IVXLC]+|\d+|(?i:thứ)\s\w+|[A-F])\b|[IVX]{1,5}\.\s+[^\W\d_]{2}|-{4,}|={4,}|#)"
)
_EITHER = re.compile(r"\(?[☐□○]?\s{0,3}đúng(?:\s{0,3}[/|]\s{0,3}|\s{1,20})[☐□○]?\s{0,3}sai\)?\s?\.?", re.I)
_MISSING = re.compile(r"\[(?:Hình|Tệp): (.*)\]")
_LONGEST_KEY_LINE = 20_000  # characters


@dataclass(frozen=True)
class Label:
    """What stands at the front of a line. end: where the words after it begin.

    number: of a question, or a part's after that of its question, as in (5, 2). aside: words in brackets after it.
    letter: of a choice, as written. starred: an asterisk stands beside it. field: of a record, "citation", "remark".
    """

    end: int
    number: tuple[int, ...] = ()
    aside: str = ""
    letter: str = ""
    starred: bool = False
    field: str = ""


def numbered(text: str) -> Label | None:
    """Read "Câu 5.", "Câu hỏi 5:", "Câu 5 (Tự luận):" and, for a part of a situation, "Câu 5.2."."""
    part = _PART.match(text)
    if part:
        return Label(part.end(), (int(part[1]), int(part[2])))
    found = _NUMBERED.match(text)
    return Label(found.end(), (int(found[1]),), (found[2] or "")[1:-1]) if found else None


def counted(text: str) -> Label | None:
    """Read "5." and "5)"."""
    found = _COUNTED.match(text)
    return Label(found.end(), (int(found[1]),)) if found else None


def choice(text: str) -> Label | None:
    """Read "A.", "a)", "*B.", "(C)"."""
    found = _CHOICE.match(text)
    if not found:
        return None
    return Label(found.end(), letter=found[2], starred=bool(found[1] or found[3] or found[4]))


def field(text: str) -> Label | None:
    """Read "Đáp án:", "Giải thích:", "Nhận xét A:" … and "Đáp án đúng là B" with no colon."""
    found = _FIELD.match(text)
    if found:
        name = fold(found[1])
        remark = _REMARK.fullmatch(name)
        if remark:
            return Label(found.end(), letter=remark[1], field="remark")
        if name in FIELDS:
            return Label(found.end(), field=FIELDS[name])
    key = _KEY_WITHOUT_COLON.fullmatch(text)
    return Label(key.start(1), field="key") if key else None


def section(text: str) -> bool:
    """Say whether the line heads a part of the document: "PHẦN II", "II. TỰ LUẬN"."""
    return bool(_SECTION.match(text))


def either(text: str) -> bool:
    """Say whether the line offers "Đúng / Sai"."""
    return bool(_EITHER.fullmatch(text))


def missing_file(text: str) -> str | None:
    """Return the name in "[Hình: …]", which plain text has where a picture or sound belongs."""
    found = _MISSING.fullmatch(text)
    return found[1] if found else None


def keys_in(text: str) -> list[tuple[int, str]]:
    """Return (number, letters) of every entry of a line that holds nothing else: "1.A 2.B", "Câu 3: A, C"."""
    short = " ".join(text.split())
    if len(short) > _LONGEST_KEY_LINE or not _KEY_LINE.fullmatch(short):
        return []
    return [(int(number), letters) for number, letters in _KEY_ENTRY.findall(short)]


def keys_under(numbers: str, letters: str) -> list[tuple[int, str]]:
    """Return the entries of two rows of a table, numbers above and letters below; none where they do not fit."""
    above, below = " ".join(numbers.split()), " ".join(letters.split())
    if max(len(above), len(below)) > _LONGEST_KEY_LINE or not _NUMBERS.fullmatch(above):
        return []
    found = _LETTERS.fullmatch(below)
    places, answers = re.findall(r"\d+", above), re.split(r"[ |]+", found[1]) if found else []
    return list(zip(map(int, places), answers, strict=True)) if len(places) == len(answers) else []


def heads_keys(text: str) -> bool:
    """Say whether the line may head a table of keys: "ĐÁP ÁN", "Câu | Đáp án"."""
    name = fold(text).strip(" .:|*-")
    return bool(_KEY_HEAD.fullmatch(name) or _TABLE_HEAD.fullmatch(name))


def begins_keys(text: str) -> bool:
    """Say whether the line can be the first of a table of keys: entries, numbers or the names of columns."""
    short = " ".join(text.split())
    return bool(keys_in(short) or _NUMBERS.fullmatch(short) or _TABLE_HEAD.fullmatch(fold(short).strip(" .:|*-")))


def letters_in(text: str) -> tuple[str, ...] | None:
    """Return the letters of "B", "a, c", "A và C", "A;C", "AC."; None where there is anything else."""
    short = re.sub(r"\bvà\b", ",", " ".join(text.split()), flags=re.I)
    if len(short) > 60 or not re.fullmatch(r"[A-KĐa-kđ](?:[\s,;&+]*[A-KĐa-kđ])*\s?\.?", short):
        return None
    if short[-1:] != "." and re.fullmatch(r"[a-kđ]{3,}", short):
        return None  # a word
    return tuple(re.findall(r"[A-KĐ]", short.upper()))


def _star(text: str) -> tuple[str, str]:
    """Return `text` before "*" or "(*)" at its end, and that mark."""
    front = text[:-3] if text.endswith("(*)") else text.rstrip("*")
    return front, text[len(front) :]


def without_star(text: str) -> tuple[str, bool]:
    """Return the words of a choice without "*" or "(*)" at their end, and whether such a mark stood there."""
    front, star = _star(text)
    if star and front.endswith("\\"):
        return front[:-1] + star, False
    return front.rstrip() if star else text, bool(star)


def star_protected(text: str) -> str:
    """Return `text` so that an asterisk at its end is read as one of its words."""
    front, star = _star(text)
    return f"{front}\\{star}" if star else text


def special(text: str) -> bool:
    """Say whether words that stand at the front of a line would be read as more than words."""
    return bool(
        numbered(text) or counted(text) or choice(text) or field(text) or section(text) or either(text)
        or text.startswith("*") or missing_file(text) is not None or heads_keys(text) or letters_in(text)
        or keys_in(text) or keys_in(f"1. {text}") or _NUMBERS.fullmatch(text)
    )  # fmt: skip


def protected(text: str) -> str:
    """Return `text` so that it is read as words wherever it stands."""
    return f"\\{text}" if special(text.lstrip("\\")) else text


def bare(text: str) -> str:
    """Return `text` without the backslash that `protected` sets."""
    return text[1:] if text.startswith("\\") and special(text.lstrip("\\")) else text
