"""Pattern f: when a document takes effect, and what it replaces."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.wording import asked, chance, citation, upper_first

PATTERN = "effect"
_OWN = r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?) này"
_IN_FORCE = re.compile(
    rf"^(?P<own>{_OWN}) có hiệu lực(?: thi hành)?(?: kể)? từ"
    rf"(?P<day> ngày (?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}}) năm (?P<y>\d{{4}})"
    r"|(?P<signed> ngày ký(?: ban hành)?))(?=[\s.;,]|$)"
)
_NUMBER = r"\d{1,4}/\d{4}/[A-ZĐ][\wĐ-]*\d*"
_DOCUMENT = re.compile(
    rf"(?P<type>Bộ luật|Luật|Pháp lệnh|Nghị định|Quyết định|Thông tư liên tịch"
    rf"|Thông tư)(?P<title>(?: [\w,]+){{0,9}}?) số (?P<number>{_NUMBER})"
)
_DIGITS = "0123456789"
_REPLACES = re.compile(rf"^(?P<own>{_OWN}) thay thế (?:cho )?(?:các )?")
_ENDED = re.compile(r"hết hiệu lực(?: thi hành)?(?: kể)?(?: từ| sau)?.*?(?:có hiệu lực|$)")


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on when `text` takes effect and what it replaces. held: where other documents are named."""
    if "VBHN" in text.source.number:
        return  # "this Law" is another document than the consolidated text that would be cited
    named = _named(held)
    for passage in text.passages:
        if passage.amends:
            continue
        for paragraph in (passage.words, *passage.more):
            for sentence in sentences(paragraph):
                yield from _in_force(sentence, passage, text)
                yield from _replaced(sentence, passage, text, named)


def _in_force(sentence: str, passage: Passage, text: Text) -> Iterator[Draft]:
    found = _IN_FORCE.search(sentence)
    if not found or "trừ" in sentence:
        return
    quote = found[0]
    if found["signed"]:
        key = upper_first(found["signed"].strip())
        day = key[0].lower() + key[1:]
        others = [f"Sau {days} ngày kể từ {day}" for days in ("15", "30", "45")]
        stem = asked(passage, text.source, f"{found['own']} có hiệu lực thi hành từ thời điểm nào")
        yield _draft(passage, text, stem, (key, *others), key, quote)
        return
    try:
        begins = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return
    if text.source.effective_on not in (None, begins):
        return  # it was put off or brought forward by another document
    wrong = [other for other in dict.fromkeys(_days_near(begins, text.source.issued_on)) if other != begins][:3]
    days = sorted([begins, *wrong])
    written = [_written(d) for d in days]
    stem = asked(passage, text.source, f"{found['own']} có hiệu lực thi hành kể từ ngày nào")
    yield _draft(passage, text, stem, tuple(written), written[days.index(begins)], quote, keep_order=True)


def _written(day: date) -> str:
    """Return a day as Decree 30/2020 has it written: a nought before days under 10 and before January and February."""
    return f"Ngày {day.day:02} tháng {day.month:0{2 if day.month < 3 else 1}} năm {day.year}"


def _days_near(day: date, issued: date | None) -> Iterator[date]:
    """Yield days on which it might have begun: when it was issued, and the usual dates round about."""
    if issued:
        yield issued
    usual = [date(day.year + years, month, 1) for years in (0, 1, -1) for month in (1, 7)]
    shift = chance(day.isoformat()) % 2
    later = [d for d in usual if d > day]
    earlier = [d for d in usual if d < day and (issued is None or d > issued)]
    same = [date(day.year, day.month % 12 + 1, 1), date(day.year + 1, day.month, 1)]
    yield from [*later[:1], *earlier[:1], *same, *later[1:]] if shift else [*earlier[:1], *later[:1], *same, *later[1:]]


def _replaced(sentence: str, passage: Passage, text: Text, named: list[str]) -> Iterator[Draft]:
    lost = _documents(sentence)
    if not lost:
        return
    start = _REPLACES.match(sentence)
    ended = _ENDED.search(sentence)
    if start:
        question = f"{start['own']} thay thế văn bản nào sau đây"
    elif ended and (own := re.search(_OWN, sentence)) and sentence.startswith(tuple(n.split(" số ")[0] for n in lost)):
        question = f"văn bản nào sau đây hết hiệu lực thi hành kể từ ngày {own[0]} có hiệu lực"
    else:
        return
    key = lost[0]
    kind, _, number = key.rpartition(" số ")
    same = number.rpartition("/")[2].rstrip(_DIGITS)
    here = " ".join(other.whole for other in text.under(passage.article))
    others = [
        name
        for name in named
        if name.startswith(f"{kind} số") and name.rpartition("/")[2].rstrip(_DIGITS) == same
        and name.rpartition(" ")[2] not in here and _year(name) <= _year(text.source.number)
        and name.rpartition(" ")[2] != text.source.number
    ]  # fmt: skip
    turn = chance(key) % max(len(others), 1)
    others = [*others[turn:], *others[:turn]][:3]
    if len(others) < 3:
        return
    place = chance(passage.eid, key) % 4
    choices = (*others[:place], key, *others[place:])
    yield _draft(passage, text, asked(passage, text.source, question), choices, key, sentence)


def _year(name: str) -> int:
    found = re.search(r"/(\d{4})/", name)
    return int(found[1]) if found else 9999


def _documents(sentence: str) -> list[str]:
    """Return the documents that a sentence names, by type and number: a title among numbers would give a key away."""
    return [f"{match['type']} số {match['number']}" for match in _DOCUMENT.finditer(sentence)]


def _named(held: Iterable[Text]) -> list[str]:
    """Return the documents that are named anywhere, each once, those of the nearest texts first."""
    found: dict[str, None] = {}
    for text in held:
        for passage in text.passages:
            found.update(dict.fromkeys(_documents(passage.words)))
        if text.source.number:
            found[f"{text.source.doc_type} số {text.source.number}"] = None
    return list(found)


def _draft(
    passage: Passage, text: Text, stem: str, choices: tuple[str, ...], key: str, quote: str, *, keep_order: bool = False
) -> Draft:
    return Draft(
        pattern=PATTERN,
        kind="single",
        stem=stem,
        choices=choices,
        right=frozenset({choices.index(key)}),
        document=text.source.number,
        address=passage.address,
        eid=passage.eid,
        quote=quote,
        explanation=f"{citation(passage, text.source)} quy định: “{quote.strip(' .;')}”.",
        keep_order=keep_order,
        confidence=0.8,
    )
