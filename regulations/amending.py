"""What a document says it does to other documents: amends, supplements, repeals, replaces, guides.

Only a clause's own words are read, never what it quotes. What comes out are proposals: a
person confirms each before anything changes. Sources: Law 64/2025/QH15 (amending, repealing),
the wording of Circular 06/2026/TT-BNV and of the final articles in tests/data/regulations.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from regulations.actions import Action, Context, Proposal, number_in
from regulations.containers import annex_name
from regulations.orders import DO, SOME_OF, commanded
from regulations.parsing import Kind, Node, source_of, walk
from regulations.quoting import Told, tell_apart
from regulations.statements import DETAILS, ENDS, GUIDES, effect_of, guided, listed_item, stated
from regulations.targets import TYPES, documents_named, filled, provisions_named

_LABEL = re.compile(r"^(?:Điều \d+[a-zđ]?\s*[.:]?|\d{1,3}[a-zđ]?\s*[.\-–)]|[a-zđ]\d{0,2}\s*\)|[-–+•])\s*")
_SENTENCE = re.compile(
    rf"(?<=[.:⟧])\s+(?=[A-ZĐÀ-Ỹ])|(?<=;)\s+(?=[A-ZĐÀ-Ỹ])(?!(?:{TYPES}|Điều|Khoản|Điểm|Mục|Chương|Phụ lục)\s)"
)
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
    context = Context(number=_titled_target(roots, number, laws), guided=_guided_as_a_whole(roots, laws))
    found = [p for root in roots for p in _of_node(root, context, laws)]
    found = [*_titled_guidance(roots, laws, {p.target_number for p in found}), *found]
    unique = dict.fromkeys(p for p in found if not p.target_number or p.target_number != number)
    return [replace(p, new_text=_own_appendix(roots, p.new_from)) if p.new_from else p for p in unique]


def _own_appendix(roots: Sequence[Node], name: str) -> str:
    """Return the words of the appendix called `name` that the document itself brings, "" where it has none."""
    annexes = [node for node in roots if node.kind is Kind.ANNEX and annex_name(node.heading) == annex_name(name)]
    return source_of(annexes[:1]).strip()


def _of_node(node: Node, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    if node.kind in (Kind.PREAMBLE, Kind.CLOSING, Kind.ANNEX):
        return
    told = tell_apart(node.text)
    words = _LABEL.sub("", told.words, count=1)
    found = list(_of_clause(words, " ".join(node.heading.split()), told, context, laws))
    yield from (replace(p, where_eid=node.eid, quote=_QUOTED.sub("“…”", words)[:2000]) for p in found)
    below = _below(words, told, context, laws)
    for child in node.children:
        yield from _of_node(child, below, laws)


def _of_clause(words: str, heading: str, told: Told, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what `words`, a clause without its label, says."""
    if context.listed is not None and not DO.match(words):
        yield from listed_item(words, context, context.listed)
        return
    for sentence in _sentences(words, heading):
        note = effect_of(sentence)
        made = list(commanded(sentence, told, context, laws)) or list(stated(sentence, context, laws))
        yield from (p if p.effective_note else replace(p, effective_note=note) for p in made)


def _sentences(words: str, heading: str) -> list[str]:
    """Return the sentences of `words`; a heading, which ends without a full stop, is one by itself.

    A first line that goes on in the next one is no heading.
    """
    body = words.removeprefix(heading).strip()
    headed = heading and body != words and body[:1].isupper()
    return [heading, *_SENTENCE.split(body)] if headed else _SENTENCE.split(words)


def _below(words: str, told: Told, context: Context, laws: dict[str, str]) -> Context:
    """Return what holds for the clauses under one that says `words`."""
    ends = ENDS.search(words) or re.match(r"[Bb]ãi bỏ\b", words)
    if _LISTS.search(words) and not told.quotes:
        if GUIDES.match(words):
            return replace(
                context, listed=Action.GUIDES, number=next((p.target_number for p in guided(words, laws)), "")
            )
        if ends:
            return replace(context, listed=Action.REPEAL)
        if re.search(r"\bthay thế\b", words) and re.search("văn bản", words):
            return replace(context, listed=Action.REPLACES)
    if context.guided and DETAILS.match(words) and words.endswith(":"):
        return replace(context, listed=Action.GUIDES, number=context.guided)
    if not DO.match(words):
        return context
    number = number_in(words, laws) or context.number
    some = SOME_OF.search(words)
    named = provisions_named(words[some.end() :] if some else words)
    if some and re.match(r"\s*(?:Luật|Bộ|Pháp|Nghị|Quyết|Thông)", words[some.end() :]):
        named = []
    address = filled(named[0], context.address) if named else context.address
    return replace(context, number=number, address=address)


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
    return number_in(words, laws) if number not in words else ""


def _titled_guidance(roots: Sequence[Node], laws: dict[str, str], known: set[str]) -> Iterator[Proposal]:
    """Yield what the title says the document sets out in detail, unless a clause has said so."""
    words = _title_from(_GUIDES_TITLE, roots)
    for proposal in guided(words, laws):
        if proposal.target_number not in known:
            yield replace(proposal, where_eid=roots[0].eid, quote=words)


def _guided_as_a_whole(roots: Sequence[Node], laws: dict[str, str]) -> str:
    """Return the document that the title, or else Article 1, says is set out in detail; "" for none."""
    first = next((node for node, _parent, _depth in walk(roots) if node.kind is Kind.ARTICLE), None)
    words = " ".join(source_of([first]).split()) if first else ""
    scope = GUIDES.search(words)
    said = [*guided(_title_from(_GUIDES_TITLE, roots), laws), *(guided(words[scope.start() :], laws) if scope else ())]
    return said[0].target_number if said else ""


def _title_from(beginning: re.Pattern[str], roots: Sequence[Node]) -> str:
    """Return the title in the preamble, one space apart, if a line of it begins so."""
    preamble = roots[0].text if roots and roots[0].kind is Kind.PREAMBLE else ""
    title = beginning.search(preamble)
    if title is None:
        return ""
    return " ".join(preamble[title.start() : title.start() + 600].split()).split(" Căn cứ ")[0]
