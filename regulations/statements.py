"""Sentences that state an effect: documents lose force, are replaced, are set out in detail."""

import re
from collections.abc import Iterator

from regulations.actions import Action, Context, Proposal
from regulations.addresses import Address, format_address
from regulations.orders import addresses_named, is_partial, repealed
from regulations.targets import documents_meant, documents_named, law_named, provisions_named

_THIS = r"(?:Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư(?: liên tịch)?)\s+này"
_DATE = r"(?:ngày\s+)?\d{1,2}(?:\s+tháng\s+\d{1,2}\s+năm\s+|/\d{1,2}/)\d{4}"
_EFFECT = re.compile(rf"(?:có hiệu lực|hết hiệu lực|áp dụng|thực hiện)[^.;]{{0,40}}?từ\s+{_DATE}|kể từ\s+{_DATE}")
ENDS = re.compile(r"\s(?:hết hiệu lực|không còn hiệu lực|bị bãi bỏ|được bãi bỏ)", re.IGNORECASE)
_ENDS_ONLY_IF = re.compile(r"\b(?:khi|nếu|trường hợp|cho đến|đã|sau khi)\b[^,;]*$", re.IGNORECASE)
_REPLACES = re.compile(r"\b(?:thay thế)\s+(?:cho\s+)?(?=(?:các\s+)?(?:Bộ luật|Luật|Pháp lệnh|Nghị|Quyết|Thông|Chỉ))")
_REPLACED = re.compile(r"\s(?:được|bị) thay thế bằng\s")
_REPEALS = re.compile(r"\b[Bb]ãi bỏ\s+")
_PART_OF = re.compile(r"(?:(?:điểm|khoản|Điều|Mục|Chương|Phần) \S+\s+(?:của\s+)?|(?:Phụ lục|Mẫu)\b[^,;]*kèm theo\s+)$")
GUIDES = re.compile(
    rf"{_THIS}\s+(?:quy định chi tiết|hướng dẫn)"
    r"|(?:quy định chi tiết|hướng dẫn)(?:\s+(?:và\s+)?(?:thi hành|thực hiện|áp dụng|hướng dẫn))*"
    r"\s+(?:một số\s+)?(?:các\s+|nội dung\s+)?(?=(?:khoản|điều)\s+\d|điểm\s+[a-zđ]\d?\s+khoản)",
    re.IGNORECASE,
)
DETAILS = re.compile(r"(?:quy định chi tiết|hướng dẫn thi hành)\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\btheo\s+(?:quy định tại\s+)?(?=(?:các\s+)?(?:điểm|khoản|Điều)\s)")
_SUSPENDS = re.compile(
    r"(?:tạm\s+)?(?:ngưng|đình chỉ)\s+(?:hiệu lực(?:\s+thi hành)?|(?:việc\s+)?(?:thi hành|áp dụng|thực hiện))\b"
    r"(?:\s+(?:toàn bộ|một phần))?",
    re.IGNORECASE,
)
_BETWEEN_DAYS = re.compile(rf"từ\s+{_DATE}(?:[^.;]{{0,20}}?đến\s+(?:hết\s+)?{_DATE})?")


def stated(sentence: str, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what a sentence states: that documents lose force, are replaced, or are set out in detail."""
    if GUIDES.match(sentence):
        yield from guided(sentence, laws, context.guided)
        return
    if context.guided and DETAILS.match(sentence) and (base := _ACCORDING.search(sentence)):
        for place in provisions_named(sentence[base.end() :]):
            yield Proposal(Action.GUIDES, context.guided, format_address(place))
        return
    if match := _SUSPENDS.search(sentence):
        yield from _suspended(sentence, match, context)
        return
    ends = ENDS.search(sentence)
    if ends and not _ENDS_ONLY_IF.search(sentence[: ends.start()]):
        yield from _ended(sentence[: ends.start()])
    if match := _REPLACED.search(sentence):
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[: match.start()]))
    elif match := _REPLACES.search(sentence):
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[match.end() :]))
    if match := _REPEALS.search(sentence):
        after = sentence[match.end() :]
        if documents_named(after):
            yield from repealed(re.sub(r"^(?:các\s+)?quy định tại\s+", "", after), context, laws)


def _suspended(sentence: str, verb: re.Match[str], context: Context) -> Iterator[Proposal]:
    """Yield what has no effect for a time: "Ngưng hiệu lực Điều 5 Thông tư số … từ ngày … đến hết ngày …"."""
    if _ENDS_ONLY_IF.search(sentence[: verb.start()]):
        return
    span = _BETWEEN_DAYS.search(sentence)
    after = sentence[verb.end() : span.start() if span and span.start() > verb.end() else len(sentence)]
    subject = after if addresses_named(after) or documents_named(after) else sentence[: verb.start()]
    documents = documents_named(subject)
    number = documents[0].number if documents else context.number
    named = addresses_named(subject[: documents[0].start] if documents else subject, context.address)
    if not number or not (named or documents):
        return
    for address in named or [""]:
        yield Proposal(Action.SUSPEND, number, address, effective_note=span[0] if span else "")


def _ended(subject: str) -> Iterator[Proposal]:
    """Yield what loses force, from the words before "hết hiệu lực"."""
    numbers = [d.number for d in documents_meant(subject)]
    for document in documents_named(subject):
        before = subject[: document.start]
        named = addresses_named(re.split(r"[;.]", before)[-1]) if _PART_OF.search(before) else []
        if named:
            yield from (Proposal(Action.REPEAL, document.number, address) for address in named)
        elif document.number in numbers and not is_partial(re.split(r"[;.,]|\svà\s", before)[-1]):
            yield Proposal(Action.REPEAL, document.number, "")


def guided(sentence: str, laws: dict[str, str], default: str = "") -> Iterator[Proposal]:
    """Yield the provisions that a sentence says are set out in detail; of the document `default` if it names none."""
    begun = GUIDES.match(sentence)  # "Thông tư này …" names no number, but the next document's would be read as its own
    sentence = sentence[begun.end() :] if begun else sentence
    documents = documents_named(sentence)
    number = documents[0].number if documents else ""
    name = law_named(sentence)
    if not number and name:
        number = next((laws[known] for known in laws if name.casefold().startswith(known.casefold())), name)
    number = number or default
    if not number:
        return
    scope = sentence[: documents[0].start] if documents else sentence.partition(name)[0] if name else sentence
    for place in _each_named(scope) or [Address()]:
        yield Proposal(Action.GUIDES, number, format_address(place))


def _each_named(words: str) -> list[Address]:
    return [address for part in re.split(r"[;:]", words) for address in provisions_named(part)]


def listed_item(words: str, context: Context, action: Action) -> Iterator[Proposal]:
    """Yield an item of a list such as "Các văn bản sau đây hết hiệu lực: a) Nghị định số …;"."""
    note = effect_of(words)
    if action is Action.GUIDES:
        for place in provisions_named(words)[:1] if context.number else ():
            yield Proposal(Action.GUIDES, context.number, format_address(place))
        return
    for document in documents_meant(words)[:1]:
        for address in addresses_named(words[: document.start]) or [""]:
            yield Proposal(action, document.number, address, effective_note=note)


def effect_of(sentence: str) -> str:
    found = _EFFECT.search(sentence)
    return found[0] if found else ""
