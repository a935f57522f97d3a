"""Pattern b: who is competent. "Bộ Nội vụ có trách nhiệm …" asks "cơ quan nào sau đây có trách nhiệm …"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionbank.drafting.bodies import Body, bodies, names_gone, others_like
from questionbank.drafting.draft import Draft, Source
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.verbs import acts
from questionbank.drafting.wording import (
    alike,
    asked_in_context,
    chance,
    citation,
    lower_first,
    one_spelling,
    settled,
    words_of,
)

PATTERN = "authority"
_VERBS = (
    r"(?:có trách nhiệm|có nhiệm vụ|có thẩm quyền|quyết định|quy định|ban hành|hướng dẫn|chủ trì|phê duyệt"
    r"|thành lập|trình"
    r"|kiểm tra|thanh tra|báo cáo|công bố|bổ nhiệm|giao|tổ chức|thống nhất|xem xét|xây dựng|thẩm định"
    r"|chỉ đạo|thực hiện|bảo đảm"
    r"|tổng hợp|theo dõi|đôn đốc|quản lý|giải quyết|chịu trách nhiệm|cấp|bố trí|lập|phân công|miễn nhiệm"
    r"|chấp thuận|cho phép)"
)
_ACTS = re.compile(rf"{_VERBS}\b")
_PASSIVE = re.compile(r" do (?=[^a-z])")
_DECIDED = re.compile(
    r"(?:Việc|Mức|Số lượng|Thời|Kinh phí|Danh mục|Quy chế|Cơ quan|Nội dung|Trình tự|Tiêu chuẩn|Điều kiện|Chế độ"
    r"|Định mức|Mẫu|Hồ sơ|Thủ tục|Quy trình|Cơ cấu|Nhiệm vụ|Chức năng|Chi phí|Khung|Lệ phí|Phí|Giá|Biểu mẫu|Tổ chức)\b"
)
_LEAD = re.compile(
    r"(?P<body>.+?)(?:,? trong phạm vi nhiệm vụ, quyền hạn của mình,?)?"
    r"(?: có (?:các )?(?:trách nhiệm|nhiệm vụ)| thực hiện)?(?: các nhiệm vụ)?(?: sau(?: đây)?| như sau)?\s*:?"
)
_HEADING = re.compile(r"(?:Trách nhiệm|Nhiệm vụ|Nhiệm vụ, quyền hạn)(?: quản lý nhà nước)? của (?P<body>.+)")
_LISTS = re.compile(r"(?:^|, )(?:Bộ trưởng|Thủ trưởng|Chủ tịch|Bộ|Ủy ban|Uỷ ban|Hội đồng|Thủ tướng)\b[^,]*, $")
_OFFERS = 3
_LEAST_WORDS = 5  # words that carry sense; with fewer, what is asked fits too many bodies
_TRIVIAL = re.compile(
    r"^(?:[Pp]hối hợp|[Tt]ham gia)\b|(?:quy định|hướng dẫn) chi tiết|chịu trách nhiệm (?:thi hành|hướng dẫn)"
    r"|thi hành (?:Luật|Nghị định|Thông tư)"
    r"|theo (?:thẩm quyền|quy định)$|báo cáo công tác|nhiệm vụ và quyền hạn theo|nhiệm vụ khác|quyền hạn khác"
)


@dataclass(frozen=True)
class Duty:
    """Something that a body does. question: with the body asked for; act: the words after it; quote: of the text."""

    body: Body
    question: str
    act: str
    quote: str
    passage: Passage


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on who is competent under `text`. held: the document itself first, then the corpus."""
    duties = [duty for passage in text.passages if not passage.amends for duty in duties_of(passage)]
    named = _named(text)
    for duty in duties:
        names = _distractors(duty, duties, named, text.source, statements)
        # Further names are for where the second reading cannot clear the first three.
        for turn in range(min(len(names) // 3, _OFFERS)):
            yield _draft(duty, names[turn * 3 : turn * 3 + 3], text.source, 0.75 - turn * 0.01)


def _draft(duty: Duty, names: list[str], source: Source, confidence: float) -> Draft:
    key_place = chance(duty.passage.eid, duty.act) % 4
    choices = (*names[:key_place], duty.body.name, *names[key_place:])
    return Draft(
        pattern=PATTERN,
        kind="single",
        stem=asked_in_context(duty.passage, source, duty.question, duty.body.name),
        choices=choices,
        right=frozenset({key_place}),
        document=source.number,
        address=duty.passage.address,
        eid=duty.passage.eid,
        quote=duty.quote,
        explanation=f"{citation(duty.passage, source)} giao việc này cho {duty.body.name}.",
        remarks=("district_level",) if any(map(names_gone, choices)) else (),
        confidence=confidence,
    )


def duties_of(passage: Passage) -> Iterator[Duty]:
    """Yield what single bodies do by the words of a passage; a list of several bodies says nothing of one."""
    for paragraph in (passage.words, *passage.more):
        for sentence in sentences(paragraph):
            found = _active(sentence, passage) or _passive(sentence, passage)
            if found and _askable(found):
                yield found
    item = _item(passage)
    if item and _askable(item):
        yield item


def _askable(duty: Duty) -> bool:
    own = words_of(duty.act)
    return (
        len(own) >= _LEAST_WORDS
        and not _TRIVIAL.search(duty.act)
        and duty.body.name not in duty.act
        and not _says_field(duty)
        and not re.search(r"\b(?:mình|cùng cấp)\b", duty.act)
    )


def _says_field(duty: Duty) -> bool:
    """Say whether the act names the field that the body is named for: health and "Bộ Y tế"."""
    name = duty.body.name.casefold()
    field = name.partition("bộ ")[2] or name.partition("sở ")[2] or name
    level = re.search(r"cấp (?:tỉnh|huyện|xã)", duty.body.name)
    if level and level[0] in duty.act:
        return True
    parts = [part.strip() for part in re.split(r",| và | - |bộ ", field) if part.strip()]
    return any(part in duty.act.casefold() for part in parts)


def _active(sentence: str, passage: Passage) -> Duty | None:
    """ "Chính phủ quy định …", also after circumstances: "Căn cứ …, Chính phủ quy định …"."""
    quote = sentence.split(";")[0].strip()
    words = settled(quote).rstrip(" .;")
    if ":" in words:
        return None
    for body in bodies(words)[:2]:
        before, act = words[: body.start], words[body.end :]
        opens = not before or (
            before.endswith(", ")
            and not _LISTS.search(before)
            and not bodies(before)
            and before.startswith(("Căn cứ", "Hằng năm", "Hàng năm", "Trên cơ sở"))
        )
        if opens and _ACTS.match(act.lstrip()) and act.startswith(" "):
            question = f"{lower_first(before)}{_who(body)}{act}"
            return Duty(body, question, act.strip(), quote, passage)
    return None


def _passive(sentence: str, passage: Passage) -> Duty | None:
    """ "… do Chính phủ quy định" asks in its own order: "… do cơ quan nào sau đây quy định"."""
    quote = sentence.split(";")[0].strip()
    words = settled(quote).rstrip(" .;")
    match = _PASSIVE.search(words)
    if not match or ":" in words or len(words_of(words[: match.start()])) < 3:
        return None
    found = [body for body in bodies(words) if body.start == match.end() and _ACTS.match(words[body.end :].lstrip())]
    if not found or not _DECIDED.match(words):
        return None
    body = found[0]
    return Duty(body, f"{words[: body.start]}{_who(body)}{words[body.end :]}", words[: match.start()], quote, passage)


def _item(passage: Passage) -> Duty | None:
    """An item under "Bộ Nội vụ có trách nhiệm:", or under an article headed "Trách nhiệm của Bộ Nội vụ"."""
    led = _LEAD.fullmatch(settled(passage.lead)) if passage.lead else None
    if passage.level == "clause" and not passage.lead:
        led = _HEADING.fullmatch(passage.heading)
    if not led or not acts(passage.words):
        return None
    found = [body for body in bodies(led["body"]) if body.name == led["body"].strip()]
    quote = passage.words.split(";")[0].strip()
    act = settled(quote).rstrip(" .;")
    if not found or ":" in act or "." in act:
        return None
    return Duty(found[0], f"{_who(found[0])} có trách nhiệm {lower_first(act)}", act, quote, passage)


def _who(body: Body) -> str:
    return "người nào sau đây" if body.person else "cơ quan nào sau đây"


def _named(text: Text) -> list[tuple[str, str]]:
    """Return (name, group) of the bodies that the document names, each once, in order."""
    found: dict[str, str] = {}
    for passage in text.passages:
        for body in bodies(passage.words):
            found.setdefault(body.name, body.group)
    return list(found.items())


def _distractors(
    duty: Duty, duties: list[Duty], named: list[tuple[str, str]], source: Source, statements: Statements
) -> list[str]:
    """Return bodies of a like level, three to an offer, that do nothing of the kind under any clause."""
    here = [name for name, group in named if group == duty.body.group and name != duty.body.name]
    turn = chance(duty.passage.eid) % max(len(here), 1)
    names = [*here[turn:], *here[:turn], *others_like(duty.body, source.issued_on)]
    fitting: list[str] = []
    for name in names:
        taken = (
            any(one_spelling(name) == one_spelling(n) for n in (*fitting, duty.body.name))
            or name.casefold() in duty.question.casefold()
        )
        if taken or _does_too(name, duty, duties) or statements.makes_true(duty.act, name):
            continue
        fitting.append(name)
        if len(fitting) == 3 * _OFFERS:
            break
    return fitting


def _does_too(name: str, duty: Duty, duties: list[Duty]) -> bool:
    return any(other.body.name == name and alike(other.act, duty.act) > 0.5 for other in duties)
