"""What a document says it does to other documents: amends, supplements, repeals, replaces, guides.

Only a clause's own words are read, never what it quotes. What comes out are proposals: a
person confirms each before anything changes. Sources: Law 64/2025/QH15 (amending, repealing),
the wording of Circular 06/2026/TT-BNV and of the final articles in tests/data/regulations.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from regulations.addresses import Address, format_address
from regulations.parsing import Kind, Node, walk
from regulations.quoting import Told, tell_apart
from regulations.targets import (
    TYPES,
    documents_meant,
    documents_named,
    filled,
    holder,
    law_named,
    provisions_named,
    smallest,
)


class Action(StrEnum):
    AMEND = "amend"
    SUPPLEMENT = "supplement"
    REPLACE = "replace"  # words by other words
    REPEAL = "repeal"
    REPLACES = "replaces"  # a whole document by this one
    GUIDES = "guides"


@dataclass(frozen=True)
class Proposal:
    """One thing that a clause does.

    target_number: of the document it is done to, as printed; the name of a law that is
    called by name alone; "" where the text leaves it open. target_address: in official form;
    "" means the document as a whole. new_text: the quoted words, with their labels.
    own_only: only a provision's own first words or heading change, not what stands under it.
    where_eid: the clause that does it; quote: its own words; effective_note: the words that
    give a day of their own.
    """

    action: Action
    target_number: str
    target_address: str
    new_text: str = ""
    old_phrase: str = ""
    new_phrase: str = ""
    own_only: bool = False
    where_eid: str = ""
    quote: str = ""
    effective_note: str = ""


@dataclass(frozen=True)
class _Context:
    """What the clauses above have settled: the document and provision spoken of, and what a list under them does."""

    number: str = ""
    address: Address | None = None
    listed: Action | None = None


_LABEL = re.compile(r"^(?:Điều \d+[a-zđ]?\s*[.:]?|\d{1,3}[a-zđ]?\s*[.\-–)]|[a-zđ]\d{0,2}\s*\)|[-–+•])\s*")
_SENTENCE = re.compile(rf"(?<=[.:⟧])\s+(?=[A-ZĐÀ-Ỹ])|(?<=;)\s+(?=[A-ZĐÀ-Ỹ])(?!(?:{TYPES})\s)")
_DATE = r"(?:ngày\s+)?\d{1,2}(?:\s+tháng\s+\d{1,2}\s+năm\s+|/\d{1,2}/)\d{4}"
_EFFECT = re.compile(rf"(?:có hiệu lực|hết hiệu lực|áp dụng|thực hiện)[^.;]{{0,40}}?từ\s+{_DATE}|kể từ\s+{_DATE}")
_DO = re.compile(
    r"(?P<verb>sửa đổi,? bổ sung|sửa đổi|bổ sung|bãi bỏ|huỷ bỏ|hủy bỏ|thay thế|thay|bỏ|đính chính)\s+", re.IGNORECASE
)
_NEXT_VERB = re.compile(r"\s*(?:,|;|và)\s+(?=(?:sửa đổi|bổ sung|bãi bỏ)\s+(?:các\s+)?(?:điểm|khoản|điều)\b)", re.I)
_PHRASE = re.compile(
    r"(?:thay|sửa đổi)(?: thế)?\s+(?:các\s+|một số\s+)?(?:cụm từ|từ|cụm)\s+⟦(?P<old>\d+)⟧\s+"
    r"(?:bằng|thành)\s+(?:các\s+)?(?:cụm từ|từ|cụm)?\s*⟦(?P<new>\d+)⟧",
    re.IGNORECASE,
)
_PHRASE_OUT = re.compile(r"(?:bãi bỏ|bỏ)\s+(?:các\s+)?(?:cụm từ|từ)\s+⟦(?P<old>\d+)⟧", re.IGNORECASE)
_PHRASE_IN = re.compile(
    r"bổ sung\s+(?:cụm từ|từ)\s+⟦(?P<new>\d+)⟧\s+(?:vào\s+)?(?P<side>sau|trước)\s+(?:cụm từ|từ)\s+⟦(?P<old>\d+)⟧",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"\s*(?:(?:vào\s+)?(?:ngay\s+)?(?:sau|trước)|vào)\s+(?=(?:các\s+)?(?:điểm|khoản|điều)\b)", re.I)
_SOME_OF = re.compile(r"(?:một số|các|nội dung)\s+(?:điều|khoản|điểm|nội dung|quy định)[^⟦]*?\s(?:của|tại)\s+", re.I)
_OWN_ONLY = re.compile(
    r"\b(?:tên|tiêu đề|đoạn mở đầu|đoạn đầu|đoạn thứ nhất|câu đầu)\s+(?:của\s+)?(?=khoản|điều|điểm)", re.I
)
_THIS = r"(?:Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư(?: liên tịch)?)\s+này"
_ENDS = re.compile(r"\s(?:hết hiệu lực|không còn hiệu lực|bị bãi bỏ|được bãi bỏ)", re.IGNORECASE)
_ENDS_ONLY_IF = re.compile(r"\b(?:khi|nếu|trường hợp|cho đến|đã|sau khi)\b[^,;]*$", re.IGNORECASE)
_REPLACES = re.compile(r"\b(?:thay thế)\s+(?:cho\s+)?(?=(?:các\s+)?(?:Bộ luật|Luật|Pháp lệnh|Nghị|Quyết|Thông|Chỉ))")
_REPLACED = re.compile(r"\s(?:được|bị) thay thế bằng\s")
_REPEALS = re.compile(r"\b[Bb]ãi bỏ\s+")
_GUIDES = re.compile(rf"{_THIS}\s+(?:quy định chi tiết|hướng dẫn)")
_LISTS = re.compile(r"(?:sau|sau đây|sau đây:|dưới đây)\s*[^:]{0,80}:\s*$", re.IGNORECASE)
_GUIDES_TITLE = re.compile(
    r"^\s*(?:Quy định chi tiết|Hướng dẫn(?: thi hành)? (?:một số|thi hành))\b", re.I | re.MULTILINE
)
_TITLE = re.compile(r"^\s*(?:Luật\s+)?(?:sửa đổi|bổ sung|bãi bỏ)\b", re.IGNORECASE | re.MULTILINE)

_QUOTED = re.compile(r"⟦\d+⟧")  # stands for what a clause quotes


def proposals(nodes: Iterable[Node], number: str) -> list[Proposal]:
    """Return what the clauses of the document `number` do to others, in the order of the text."""
    if "VBHN" in number:
        return []  # a consolidated text repeats what others did and does nothing itself
    roots = tuple(nodes)
    laws = _laws_with_numbers(roots)
    context = _Context(number=_titled_target(roots, number, laws))
    found = [p for root in roots for p in _of_node(root, context, laws)]
    found = [*_titled_guidance(roots, laws, {p.target_number for p in found}), *found]
    unique = dict.fromkeys(p for p in found if not p.target_number or p.target_number != number)
    return list(unique)


def _of_node(node: Node, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    if node.kind in (Kind.PREAMBLE, Kind.CLOSING, Kind.ANNEX):
        return
    told = tell_apart(node.text)
    words = _LABEL.sub("", told.words, count=1)
    found = list(_of_clause(words, " ".join(node.heading.split()), told, context, laws))
    yield from (replace(p, where_eid=node.eid, quote=_QUOTED.sub("“…”", words)[:2000]) for p in found)
    below = _below(words, told, context, laws)
    for child in node.children:
        yield from _of_node(child, below, laws)


def _of_clause(words: str, heading: str, told: Told, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what `words`, a clause without its label, says."""
    if context.listed is not None and not _DO.match(words):
        yield from _listed(words, context, context.listed)
        return
    for sentence in _sentences(words, heading):
        note = _effect_of(sentence)
        made = list(_commanded(sentence, told, context, laws)) or list(_stated(sentence, context, laws))
        yield from (replace(p, effective_note=note) for p in made)


def _sentences(words: str, heading: str) -> list[str]:
    """Return the sentences of `words`; a heading, which ends without a full stop, is one by itself.

    A first line that goes on in the next one is no heading.
    """
    body = words.removeprefix(heading).strip()
    headed = heading and body != words and body[:1].isupper()
    return [heading, *_SENTENCE.split(body)] if headed else _SENTENCE.split(words)


def _commanded(sentence: str, told: Told, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what a sentence orders that begins with its verb: "Sửa đổi, bổ sung khoản 2 Điều 5 như sau: …"."""
    verb = _DO.match(sentence)
    if verb is None:
        return
    phrases = list(_phrases(sentence, told, context, laws))
    if phrases:
        yield from phrases
        return
    order, _, rest = sentence.partition("như sau")
    quotes = [told.quotes[int(n)] for n in re.findall(r"⟦(\d+)⟧", rest)]
    number = _number_in(order, laws) or context.number
    if verb["verb"].lower() in ("bãi bỏ", "bỏ", "hủy bỏ", "huỷ bỏ"):
        yield from _repealed(sentence[verb.end() :], context, laws)
        return
    if verb["verb"].lower() in ("thay thế", "thay") and not quotes:
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[verb.end() :]))
        return
    if _SOME_OF.search(order) or not quotes:
        return
    orders = _orders(order, context)
    shared = _shared_out(quotes, [address for _action, address in orders])
    own_only = bool(_OWN_ONLY.search(order))
    for (action, address), text in zip(orders, shared, strict=True):
        yield Proposal(action, number, format_address(address), new_text=text, own_only=own_only)


def _orders(order: str, context: _Context) -> list[tuple[Action, Address]]:
    """Return (amend or supplement, address) for each provision that an order names, filled from what stands above."""
    parts = _NEXT_VERB.split(re.sub(r"sửa đổi,? bổ sung", "sửa đổi", order, flags=re.IGNORECASE))
    found: list[tuple[Action, Address]] = []
    for part in parts:
        adds = re.match(r"\s*bổ sung\b", part, re.IGNORECASE) is not None
        named, *anchors = _ANCHOR.split(part, maxsplit=1)
        places = provisions_named(named)
        home = _home(anchors[0], places[-1]) if anchors and places else None
        action = Action.SUPPLEMENT if adds else Action.AMEND
        found += [(action, filled(place, home)) for place in places]
    last = found[-1][1] if found else None
    return [(action, filled(filled(place, last), context.address)) for action, place in found]


def _home(anchor: str, added: Address) -> Address | None:
    """Return what holds the added provision: "sau khoản 2 Điều 5" and "vào Điều 5" both say Điều 5."""
    named = provisions_named(anchor)
    if not named:
        return None
    return holder(named[-1]) if smallest(named[-1]) == smallest(added) else named[-1]


def _shared_out(quotes: Sequence[str], places: Sequence[Address]) -> list[str]:
    """Return the words that each of `places` gets: one quotation each, or one quotation cut at their labels."""
    if len(quotes) == len(places):
        return list(quotes)
    whole = "\n".join(quotes)
    if len(places) <= 1:
        return [whole] * len(places)
    starts = [_label_at(whole, place) for place in places]
    cuts = sorted(start for start in starts if start is not None)
    shared = []
    for start in starts:
        end = next((cut for cut in cuts if start is not None and cut > start), len(whole))
        shared.append(whole[start:end].strip() if start is not None else "")
    return shared


def _label_at(text: str, place: Address) -> int | None:
    level = smallest(place)
    number = re.escape(getattr(place, level) or "")
    label = {"article": rf"Điều {number}\s*[.:]", "clause": rf"{number}\s*[.\-–]", "point": rf"{number}\s*\)"}[level]
    found = re.search(rf"^\s*[“\"]?{label}", text, re.MULTILINE | re.IGNORECASE)
    return found.start() if found else None


def _phrases(sentence: str, told: Told, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield words put in the place of others, put in, or taken out, for each provision named after them."""
    pattern = next((p for p in (_PHRASE, _PHRASE_OUT, _PHRASE_IN) if p.match(sentence)), None)
    if pattern is None:
        return
    number = _number_in(sentence, laws) or context.number
    matches = list(pattern.finditer(sentence))
    for place, match in enumerate(matches):
        following = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        named = provisions_named(sentence[match.end() : following]) or provisions_named(sentence[matches[-1].end() :])
        spots = [filled(address, context.address) for address in named] or [context.address or Address()]
        given = match.groupdict()
        old = told.quotes[int(given["old"])]
        new = told.quotes[int(given["new"])] if "new" in given else ""
        if "side" in given:
            new = f"{old} {new}" if given["side"].lower() == "sau" else f"{new} {old}"
        for spot in spots:
            yield Proposal(Action.REPLACE, number, format_address(spot), old_phrase=old, new_phrase=new)


def _repealed(words: str, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what words such as "điểm b khoản 1 Điều 7 Nghị định số …; Điều 9" take away."""
    words = re.split(r"\bkể từ\b|\bđược quy định\b", words)[0]
    documents = [d for d in documents_named(words) if not re.search(r"(?:theo|bởi)\s+$", words[: d.start])]
    if not documents:
        number = _number_in(words, laws) or context.number
        for address in provisions_named(words):
            yield Proposal(Action.REPEAL, number, format_address(filled(address, context.address)))
        return
    begin = 0
    for document in documents:
        before = words[begin : document.start]
        begin = document.end
        named = provisions_named(before)
        for address in named:
            yield Proposal(Action.REPEAL, document.number, format_address(address))
        if not named and document.number in [d.number for d in documents_meant(words)] and not _partial(before):
            yield Proposal(Action.REPEAL, document.number, "")


def _partial(before: str) -> bool:
    """Say whether words before a document's name speak of a part of it that has no address here."""
    return bool(re.search(r"(?:Chương|Mục|Phụ lục|quy định|nội dung|mẫu|cụm từ|đoạn)\b[^,;]*$", before, re.IGNORECASE))


def _stated(sentence: str, context: _Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what a sentence states: that documents lose force, are replaced, or are set out in detail."""
    if _GUIDES.match(sentence):
        yield from _guided(sentence, laws)
        return
    ends = _ENDS.search(sentence)
    if ends and not _ENDS_ONLY_IF.search(sentence[: ends.start()]):
        yield from _ended(sentence[: ends.start()])
    if match := _REPLACED.search(sentence):
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[: match.start()]))
    elif match := _REPLACES.search(sentence):
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[match.end() :]))
    if match := _REPEALS.search(sentence):
        after = sentence[match.end() :]
        if documents_named(after):
            yield from _repealed(re.sub(r"^(?:các\s+)?quy định tại\s+", "", after), context, laws)


def _ended(subject: str) -> Iterator[Proposal]:
    """Yield what loses force, from the words before "hết hiệu lực"."""
    numbers = [d.number for d in documents_meant(subject)]
    for document in documents_named(subject):
        before = subject[: document.start]
        named = (
            provisions_named(re.split(r"[;.]", before)[-1])
            if re.search(r"(?:điểm|khoản|Điều) \S+\s+(?:của\s+)?$", before)
            else []
        )
        if named:
            yield from (Proposal(Action.REPEAL, document.number, format_address(address)) for address in named)
        elif document.number in numbers and not _partial(re.split(r"[;.,]|\svà\s", before)[-1]):
            yield Proposal(Action.REPEAL, document.number, "")


def _guided(sentence: str, laws: dict[str, str]) -> Iterator[Proposal]:
    documents = documents_named(sentence)
    number = documents[0].number if documents else ""
    name = law_named(sentence)
    if not number and name:
        number = next((laws[known] for known in laws if name.casefold().startswith(known.casefold())), name)
    if not number:
        return
    scope = sentence[: documents[0].start] if documents else sentence[: sentence.find(name)]
    for place in _each_named(scope) or [Address()]:
        yield Proposal(Action.GUIDES, number, format_address(place))


def _each_named(words: str) -> list[Address]:
    return [address for part in re.split(r"[;:]", words) for address in provisions_named(part)]


def _listed(words: str, context: _Context, action: Action) -> Iterator[Proposal]:
    """Yield an item of a list such as "Các văn bản sau đây hết hiệu lực: a) Nghị định số …;"."""
    note = _effect_of(words)
    if action is Action.GUIDES:
        for address in provisions_named(words)[:1] if context.number else ():
            yield Proposal(Action.GUIDES, context.number, format_address(address))
        return
    for document in documents_meant(words)[:1]:
        named = provisions_named(words[: document.start])
        for address in named or [Address()]:
            yield Proposal(action, document.number, format_address(address), effective_note=note)


def _below(words: str, told: Told, context: _Context, laws: dict[str, str]) -> _Context:
    """Return what holds for the clauses under one that says `words`."""
    ends = _ENDS.search(words) or re.match(r"[Bb]ãi bỏ\b", words)
    if _LISTS.search(words) and not told.quotes:
        if _GUIDES.match(words):
            return replace(
                context, listed=Action.GUIDES, number=next((p.target_number for p in _guided(words, laws)), "")
            )
        if ends:
            return replace(context, listed=Action.REPEAL)
        if re.search(r"\bthay thế\b", words) and re.search("văn bản", words):
            return replace(context, listed=Action.REPLACES)
    if not _DO.match(words):
        return context
    number = _number_in(words, laws) or context.number
    some = _SOME_OF.search(words)
    named = provisions_named(words[some.end() :] if some else words)
    if some and re.match(r"\s*(?:Luật|Bộ|Pháp|Nghị|Quyết|Thông)", words[some.end() :]):
        named = []
    address = filled(named[0], context.address) if named else context.address
    return replace(context, number=number, address=address)


def _number_in(words: str, laws: dict[str, str]) -> str:
    """Return the number of the document that an order is about, by number or by a law's name; "" if it says none."""
    documents = documents_named(words)
    if documents:
        return documents[0].number
    name = law_named(words)
    return next((laws[known] for known in laws if name and name.casefold().startswith(known.casefold())), "")


def _effect_of(sentence: str) -> str:
    found = _EFFECT.search(sentence)
    return found[0] if found else ""


def _laws_with_numbers(roots: Sequence[Node]) -> dict[str, str]:
    """Return name → number of the laws that the document names with both; the longest names first."""
    found: dict[str, str] = {}
    for node, _parent, _depth in walk(roots):
        for named in documents_named(" ".join(node.text.split())):
            if named.name and named.kind in ("Luật", "Bộ luật", "Pháp lệnh"):
                found.setdefault(f"{named.kind} {named.name}", named.number)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _titled_target(roots: Sequence[Node], number: str, laws: dict[str, str]) -> str:
    """Return the document that the title says is amended: "Sửa đổi, bổ sung một số điều của Thông tư số …"."""
    words = _title_from(_TITLE, roots)
    return _number_in(words, laws) if number not in words else ""


def _titled_guidance(roots: Sequence[Node], laws: dict[str, str], known: set[str]) -> Iterator[Proposal]:
    """Yield what the title says the document sets out in detail, unless a clause has said so."""
    words = _title_from(_GUIDES_TITLE, roots)
    for proposal in _guided(words, laws):
        if proposal.target_number not in known:
            yield replace(proposal, where_eid=roots[0].eid, quote=words)


def _title_from(beginning: re.Pattern[str], roots: Sequence[Node]) -> str:
    """Return the title in the preamble, one space apart, if a line of it begins so."""
    preamble = roots[0].text if roots and roots[0].kind is Kind.PREAMBLE else ""
    title = beginning.search(preamble)
    if title is None:
        return ""
    return " ".join(preamble[title.start() : title.start() + 600].split()).split(" Căn cứ ")[0]
