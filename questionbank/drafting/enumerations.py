"""Lists in a text: the words above them as a question, and their items as choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questionbank.drafting.checks import is_cut_off, is_dirty, points_elsewhere
from questionbank.drafting.reading import Passage, Text
from questionbank.drafting.wholeness import duty_lead
from questionbank.drafting.wording import as_choice, lower_first, settled, words_of

_KINDS = (
    ("ban", r"nghiêm cấm|không được (?:làm|thực hiện)|bị cấm|việc .{0,30}không được"),
    ("form", r"hình thức|phương thức|biện pháp|cách thức|phương pháp"),
    ("condition", r"điều kiện|tiêu chuẩn|yêu cầu|tiêu chí"),
    ("basis", r"căn cứ"),
    ("case", r"trường hợp"),
    ("duty", r"trách nhiệm|nhiệm vụ|nghĩa vụ"),
    ("right", r"(?<!thẩm )quyền"),
    ("principle", r"nguyên tắc"),
    ("act", r"hành vi|việc|hoạt động"),
    ("person", r"người|đối tượng|thành viên"),
    ("content", r"nội dung|thành phần|hồ sơ|thông tin|bao gồm|gồm"),
)
_COUNTED = (
    r"(?:(?:một trong (?:các|những|số)|các|những) )(?P<noun>(?:hành vi|việc|nội dung|trường hợp|hình thức"
    r"|biện pháp|tiêu chí"
    r"|điều kiện|tiêu chuẩn|yêu cầu|nguyên tắc|căn cứ|phương thức|cách thức|nhiệm vụ, quyền hạn|nhiệm vụ"
    r"|quyền hạn|trách nhiệm|quyền"
    r"|nghĩa vụ|thông tin|tài liệu|giấy tờ|đối tượng|người|thành phần|công việc|hoạt động|quy định|mức"
    r"|phương pháp|vấn đề|bước"
    r"|loại|nguồn|khoản|tổ chức|cơ quan|đơn vị|dữ liệu|hệ thống|văn bản|cách|chức danh|thủ tục|hồ sơ"
    r"|giải pháp|chính sách|quyền và nghĩa vụ)"
    r"(?: (?!sau|dưới)\w+){0,4}?)(?<! như) (?:sau đây|dưới đây|sau)(?= |:|,|$)"
)
_IN_PLACE = re.compile(_COUNTED)
_OPENS = re.compile(
    r"(?P<head>[^:]{5,160}?),? (?:bao gồm|gồm(?: có)?)(?: (?:các|những) [\w ]{3,30}?)?(?: sau(?: đây)?)?\s*:"
)
_NOUN_HEAD = re.compile(
    r"(?:Các |Những )?(?P<noun>Hình thức|Biện pháp|Nguyên tắc|Tiêu chí|Căn cứ|Phương thức|Điều kiện|Yêu cầu"
    r"|Nhiệm vụ, quyền hạn|Nhiệm vụ"
    r"|Quyền lợi|Quyền|Nghĩa vụ|Trách nhiệm|Tiêu chuẩn|Nội dung|Hồ sơ|Thành phần|Hành vi|Trường hợp"
    r"|Quyền hạn)\b(?P<rest>[^:;.]{4,140}?)\s*:?"
)
_BANNED = re.compile(
    r"(?:Các |Những )?(?P<noun>[Hh]ành vi|[Vv]iệc)(?P<rest>[^:;.]*(?:nghiêm cấm|không được (?:làm"
    r"|thực hiện)|bị cấm)[^:;.]*)"
)
_WHERE = {"Hồ sơ", "Thành phần", "Nội dung"}  # an item stands in them; of the others it is one
_OPEN_ITEM = re.compile(
    r"\bkhác\b.*(?:theo quy định|pháp luật|được giao|có liên quan|cấp có thẩm quyền)|^(?:Các"
    r"|Những) .{0,40}\bkhác\b|(?:ủy quyền|uỷ quyền|phân cấp)\W*$|^Nội dung khác|^Quyền khác"
    r"|^Thực hiện (?:các |những )?(?:nhiệm vụ|quyền|nghĩa vụ|quyền hạn|công việc|trách nhiệm|nội dung"
    r"|quy định)?\b.{0,40}\bkhác\b"
)
_NEEDS_LAW = re.compile(r"Chính phủ quy định chi tiết|quy định chi tiết (?:Điều|khoản) này")
# An item with a subject of its own is a rule, not a thing among others.
_OWN_SUBJECT = re.compile(
    r"[^,.;:]{3,}(?:, [^,.;:]+){0,4}? (?:có trách nhiệm|phải|chỉ được|thống nhất quản lý|có quyền"
    r"|có nghĩa vụ|quyết định|quy định|chịu trách nhiệm trước)\b|(?:Công dân|Viên chức|Nhà nước|Chính phủ|Ban\b|Bộ\b)\b"
)
LONGEST_ITEM = 200


@dataclass(frozen=True)
class Listed:
    """A list in a text.

    question: asks for an item; denial: asks for what is none, or ""; kind: of its items. closed: whether no item
    says "khác theo quy định"; refers: whether an item takes in what another article lists. items: what may be a
    choice, with the passage that it stands in.
    """

    passage: Passage
    question: str
    denial: str
    kind: str
    closed: bool
    items: tuple[tuple[str, Passage], ...]
    refers: bool


def lists(text: Text) -> list[Listed]:
    """Return the lists of a document that a question can be asked about, in its order."""
    return [made for passage in text.passages if len(passage.items) >= 2 for made in _listed(passage)]


def _listed(passage: Passage) -> Iterator[Listed]:
    if passage.amends:
        return
    worded = _worded(passage)
    if worded is None:
        return
    question, denial, said = worded
    if points_elsewhere(question.replace(" nào sau đây", "")):
        return
    items = tuple((as_choice(settled(item.words)), item) for item in passage.items if _usable(item))
    closed = not any(_OPEN_ITEM.search(item.words) for item in passage.items)
    refers = any(re.search(r"quy định tại (?:các )?(?:điểm|khoản|Điều)", item.words) for item in passage.items)
    kind = next((name for name, words in _KINDS if re.search(words, said.casefold())), "content")
    yield Listed(passage, question, denial, kind, closed, items, refers)


def _usable(item: Passage) -> bool:
    """An item that is one short statement, closed in itself."""
    words = settled(item.words).strip(" .;")
    return (
        10 <= len(words) <= LONGEST_ITEM
        and not item.items
        and not item.more
        and words.count(";") <= 1
        and not re.search(r":|\. ", words)
        and not _OPEN_ITEM.search(words)
        and not _NEEDS_LAW.search(words)
        and not points_elsewhere(words)
        and not is_cut_off(words)
        and not is_dirty(words)
        and len(words_of(words)) >= 2
        and not re.search(r"trừ trường hợp|(?:bộ, ngành|địa phương|cơ quan|đơn vị|doanh nghiệp|tổ chức) mình\b", words)
        and not _OWN_SUBJECT.match(words)
    )


def _worded(passage: Passage) -> tuple[str, str, str] | None:
    """Return (question, denial, words that name the kind) for a list, or None where its lead makes no question."""
    above = (passage.more or (passage.words,))[-1]
    above = settled(above)
    if passage.level == "article" and not above:
        return _from_heading(passage.heading)
    if not above.endswith(":"):
        titled = _titled(above, passage.heading)
        if titled:
            return titled
        return _from_heading(above) if passage.level != "article" and len(above) < 120 and "." not in above else None
    if ". " in above:
        above = above.rpartition(". ")[2]
    titled = _titled(above, passage.heading)
    return titled or _in_place(above) or _of_duty(above) or _opened(above) or _from_heading(above)


def _titled(above: str, heading: str) -> tuple[str, str, str] | None:
    """A clause called "Quyền" in the article "Quyền và trách nhiệm của tổ chức …" lists that body's rights."""
    of = re.search(r" của (.+)$", heading)
    if not of or not re.fullmatch(
        r"(?:Quyền|Quyền lợi|Quyền hạn|Trách nhiệm|Nhiệm vụ|Nghĩa vụ|Tiêu chuẩn)\s*:?", above
    ):
        return None
    return _from_heading(f"{above.rstrip(' :')} của {of[1]}")


def _in_place(above: str) -> tuple[str, str, str] | None:
    """ "… trong các trường hợp sau đây:" asks "… trong trường hợp nào sau đây"."""
    found = list(_IN_PLACE.finditer(above))
    if len(found) != 1 or above.count(":") > 1:
        return None
    match = found[0]
    noun = match["noun"]
    before, after = above[: match.start()], above[match.end() :].rstrip(" :")
    if re.search(r"\b(?:bao gồm|gồm|như)\s*$", before) or ":" in after:
        return None
    if re.search(r"\b(?:có|thực hiện|bảo đảm|đáp ứng|có đủ|đủ)\s+(?:đủ |đầy đủ )?$", before) and noun.startswith(
        ("điều kiện", "trách nhiệm", "nhiệm vụ", "quyền", "nghĩa vụ", "tiêu chuẩn", "yêu cầu")
    ):
        return None  # an "all of these" list is no choice between them; others word it
    question = f"{before}{noun} nào sau đây{after}".strip()
    return question, "", f"{noun} {above}" if "không được" in above else noun


def _of_duty(above: str) -> tuple[str, str, str] | None:
    duty = duty_lead(above)
    if not duty:
        return None
    subject, modal = duty
    noun = {
        "có trách nhiệm": "trách nhiệm",
        "có nhiệm vụ": "nhiệm vụ",
        "có nghĩa vụ": "nghĩa vụ",
        "có quyền": "quyền",
    }.get(modal)
    if noun is None or "," in re.sub(
        r"cơ quan, tổ chức(?:, đơn vị)?(?:, cá nhân)?|tổ chức, cá nhân|cán bộ, công chức(?:, viên chức)?",
        "",
        subject.casefold(),
    ):
        return None
    who = lower_first(subject)
    return f"nội dung nào sau đây là {noun} của {who}", f"nội dung nào sau đây KHÔNG phải là {noun} của {who}", noun


def _opened(above: str) -> tuple[str, str, str] | None:
    """ "Hình thức công khai bao gồm:" asks what is one."""
    found = _OPENS.fullmatch(above)
    if not found or re.search(r"\b(?:phải|được|có trách nhiệm|thực hiện)\b|^(?:Trường hợp|Khi|Trong)", found["head"]):
        return None
    return _from_heading(found["head"]) or _within(found["head"])


def _within(head: str) -> tuple[str, str, str]:
    thing = lower_first(head.strip())
    someone = re.match(r"(?:các |những )?(người|cơ quan|tổ chức|cá nhân|đối tượng|thành viên)\b", thing, re.IGNORECASE)
    if someone:
        who = thing.removeprefix("các ").removeprefix("những ")
        noun = someone[1].lower()
        return f"{noun} nào sau đây là {who}", f"{noun} nào sau đây KHÔNG phải là {who}", "người"
    # What a paper holds is content, whatever its name says: "quyết định áp dụng biện pháp bảo vệ" lists no measures.
    return f"nội dung nào sau đây thuộc {thing}", f"nội dung nào sau đây KHÔNG thuộc {thing}", "nội dung"


def _from_heading(heading: str) -> tuple[str, str, str] | None:
    """ "Nghĩa vụ chung của viên chức" asks what is one, or what is none."""
    banned = _BANNED.fullmatch(heading.strip())
    if banned:
        noun, rest = banned["noun"].lower(), banned["rest"]
        if re.search(r"(?:không được làm|không được thực hiện)$", rest) and noun == "hành vi":
            return None
        question = f"{noun} nào sau đây{rest}" if rest.startswith(" bị") else f"{noun} nào sau đây là {noun}{rest}"
        return question, "", "nghiêm cấm"
    found = _NOUN_HEAD.fullmatch(heading.strip())
    if not found or re.search(
        r"\b(?:sau|như|trong trường hợp|và (?:trách nhiệm|quyền|nghĩa vụ|thẩm quyền))\b", found["rest"]
    ):
        return None
    if (
        len(found["rest"].split()) < 2
        or found["rest"].startswith((",", " vào", " theo", " kết quả", " và", " Nghị định", " Luật"))
        or "quy định" in found["rest"]
    ):
        return None
    thing = f"{found['noun']}{found['rest']}".strip().rstrip(" ,")
    thing = thing[0].lower() + thing[1:]
    if found["noun"] in _WHERE:
        return _within(thing)
    return f"nội dung nào sau đây là {thing}", f"nội dung nào sau đây KHÔNG phải là {thing}", found["noun"]
