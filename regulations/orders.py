"""Sentences that order a change: "Sửa đổi khoản 2 Điều 5 như sau: …", "Bãi bỏ Điều 9", words in the place of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from regulations.actions import Action, Context, Proposal, number_in
from regulations.addresses import Address, format_address
from regulations.containers import Container, containers_named, format_container, holder_of, smallest_of
from regulations.parsing import Kind
from regulations.quoting import Told
from regulations.targets import documents_meant, documents_named, filled, holder, provisions_named, smallest

Place = Address | Container

DO = re.compile(
    r"(?P<verb>sửa đổi,? bổ sung|sửa đổi|bổ sung|bãi bỏ|huỷ bỏ|hủy bỏ|thay thế|thay|bỏ|đính chính)\s+", re.IGNORECASE
)
_UNITS = r"(?:điểm|khoản|điều|tiểu mục|mục|chương|phần|phụ lục)"
_NEXT_VERB = re.compile(
    r"\s*(?:,|;|và)\s+(?=(?:sửa đổi|bổ sung|bãi bỏ)\s+(?:các\s+)?(?:điểm|khoản|điều|mục|chương|phụ lục)\b)", re.I
)
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
_ANCHOR = re.compile(rf"\s*(?:(?:vào\s+)?(?:ngay\s+)?(?:sau|trước)|vào)\s+(?=(?:các\s+)?{_UNITS}\b)", re.I)
_BY_OWN = re.compile(r"\s(?:bằng|thành)\s+(?=(?:các\s+)?(?:[Pp]hụ lục|PHỤ LỤC|[Mm]ẫu)\b)")
SOME_OF = re.compile(r"(?:một số|các|nội dung)\s+(?:điều|khoản|điểm|nội dung|quy định)[^⟦]*?\s(?:của|tại)\s+", re.I)
_OWN_ONLY = re.compile(
    rf"\b(?:tên|tiêu đề|đoạn mở đầu|đoạn đầu|đoạn thứ nhất|câu đầu)\s+(?:của\s+)?(?={_UNITS})",
    re.I,
)


def commanded(sentence: str, told: Told, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what a sentence orders that begins with its verb: "Sửa đổi, bổ sung khoản 2 Điều 5 như sau: …"."""
    verb = DO.match(sentence)
    if verb is None:
        return
    phrases = list(_phrases(sentence, told, context, laws))
    if phrases:
        yield from phrases
        return
    order, _, rest = sentence.partition("như sau")
    quotes = [told.quotes[int(n)] for n in re.findall(r"⟦(\d+)⟧", rest)]
    number = number_in(order, laws) or context.number
    if verb["verb"].lower() in ("bãi bỏ", "bỏ", "hủy bỏ", "huỷ bỏ"):
        yield from repealed(sentence[verb.end() :], context, laws)
        return
    if not quotes and (replaced := list(_by_own_appendix(sentence, number))):
        yield from replaced
        return
    if verb["verb"].lower() in ("thay thế", "thay") and not quotes:
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[verb.end() :]))
        return
    if SOME_OF.search(order) or not quotes:
        return
    orders = _orders(order, context)
    shared = _shared_out(quotes, [place for _action, place in orders])
    own_only = bool(_OWN_ONLY.search(order))
    for (action, place), text in zip(orders, shared, strict=True):
        yield Proposal(action, number, _written(place), new_text=text, own_only=own_only)


def addresses_named(words: str, context: Address | None = None) -> list[str]:
    """Return the addresses of the provisions, chapters, sections and appendices that `words` name."""
    places = [format_address(filled(address, context)) for address in provisions_named(words)]
    return [*places, *map(format_container, containers_named(words))]


def _by_own_appendix(sentence: str, number: str) -> Iterator[Proposal]:
    """Yield "Thay thế Phụ lục I … bằng Phụ lục II ban hành kèm theo Thông tư này": the words stand there."""
    order, *by = _BY_OWN.split(sentence, maxsplit=1)
    if not by or not re.search(r"\bnày\b", by[0]):
        return
    old, new = containers_named(order), containers_named(by[0])
    if len(old) == len(new):
        for mine, given in zip(old, new, strict=True):
            yield Proposal(Action.AMEND, number, format_container(mine), new_from=format_container(given))


def _written(place: Place) -> str:
    return format_container(place) if isinstance(place, Container) else format_address(place)


def _orders(order: str, context: Context) -> list[tuple[Action, Place]]:
    """Return (amend or supplement, address) for each provision that an order names, filled from what stands above."""
    parts = _NEXT_VERB.split(re.sub(r"sửa đổi,? bổ sung", "sửa đổi", order, flags=re.IGNORECASE))
    found: list[tuple[Action, Address]] = []
    grouped: list[tuple[Action, Place]] = []
    for part in parts:
        adds = re.match(r"\s*bổ sung\b", part, re.IGNORECASE) is not None
        named, *anchors = _ANCHOR.split(part, maxsplit=1)
        places = provisions_named(named)
        home = _home(anchors[0], places[-1]) if anchors and places else None
        action = Action.SUPPLEMENT if adds else Action.AMEND
        found += [(action, filled(place, home)) for place in places]
        groups = containers_named(named)
        grouped += [(action, _in_home(group, anchors[0] if anchors else "")) for group in groups]
    last = found[-1][1] if found else None
    return [*((action, filled(filled(place, last), context.address)) for action, place in found), *grouped]


def _in_home(added: Container, anchor: str) -> Container:
    """Return `added` inside what holds its neighbour: "Mục 3 … vào sau Mục 2 Chương III" is Mục 3 Chương III."""
    beside = containers_named(anchor)
    if not beside or holder_of(added) is not None:
        return added
    home = holder_of(beside[-1]) if smallest_of(beside[-1]) is smallest_of(added) else beside[-1]
    return replace(home, **{smallest_of(added).value: getattr(added, smallest_of(added).value)}) if home else added


def _home(anchor: str, added: Address) -> Address | None:
    """Return what holds the added provision: "sau khoản 2 Điều 5" and "vào Điều 5" both say Điều 5."""
    named = provisions_named(anchor)
    if not named:
        return None
    return holder(named[-1]) if smallest(named[-1]) == smallest(added) else named[-1]


def _shared_out(quotes: Sequence[str], places: Sequence[Place]) -> list[str]:
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


def _label_at(text: str, place: Place) -> int | None:
    if isinstance(place, Container):
        kind = smallest_of(place)
        label = (
            place.annex or ""
            if kind is Kind.ANNEX
            else format_container(replace(Container(), **{kind.value: getattr(place, kind.value)}))
        )
        label = re.escape(label) + r"(?!\w)"
    else:
        level = smallest(place)
        number = re.escape(getattr(place, level) or "")
        label = {"article": rf"Điều {number}\s*[.:]", "clause": rf"{number}\s*[.\-–]", "point": rf"{number}\s*\)"}[
            level
        ]
    found = re.search(rf"^\s*[“\"]?{label}", text, re.MULTILINE | re.IGNORECASE)
    return found.start() if found else None


def _phrases(sentence: str, told: Told, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield words put in the place of others, put in, or taken out, for each provision named after them."""
    pattern = next((p for p in (_PHRASE, _PHRASE_OUT, _PHRASE_IN) if p.match(sentence)), None)
    if pattern is None:
        return
    number = number_in(sentence, laws) or context.number
    matches = list(pattern.finditer(sentence))
    for place, match in enumerate(matches):
        following = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        named = addresses_named(sentence[match.end() : following], context.address)
        named = named or addresses_named(sentence[matches[-1].end() :], context.address)
        spots = named or [format_address(context.address or Address())]
        given = match.groupdict()
        old = told.quotes[int(given["old"])]
        new = told.quotes[int(given["new"])] if "new" in given else ""
        if "side" in given:
            new = f"{old} {new}" if given["side"].lower() == "sau" else f"{new} {old}"
        for spot in spots:
            yield Proposal(Action.REPLACE, number, spot, old_phrase=old, new_phrase=new)


def repealed(words: str, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what words such as "điểm b khoản 1 Điều 7 Nghị định số …; Điều 9" take away."""
    words = re.split(r"\bkể từ\b|\bđược quy định\b", words)[0]
    documents = [d for d in documents_named(words) if not re.search(r"(?:theo|bởi)\s+$", words[: d.start])]
    if not documents:
        number = number_in(words, laws) or context.number
        for address in addresses_named(words, context.address):
            yield Proposal(Action.REPEAL, number, address)
        return
    begin = 0
    for document in documents:
        before = words[begin : document.start]
        begin = document.end
        named = addresses_named(before)
        for address in named:
            yield Proposal(Action.REPEAL, document.number, address)
        if not named and document.number in [d.number for d in documents_meant(words)] and not is_partial(before):
            yield Proposal(Action.REPEAL, document.number, "")


def is_partial(before: str) -> bool:
    """Say whether words before a document's name speak of a part of it that has no address here."""
    return bool(re.search(r"(?:Chương|Mục|Phụ lục|quy định|nội dung|mẫu|cụm từ|đoạn)\b[^,;]*$", before, re.IGNORECASE))
