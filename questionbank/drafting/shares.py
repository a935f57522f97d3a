"""Pattern a, in words: a share of all votes or members. "ít nhất hai phần ba tổng số …" asks "tỷ lệ nào sau đây"."""

import re
from collections.abc import Iterable, Iterator

from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.wholeness import whole_clause
from questionbank.drafting.wording import asked_in_context, citation, upper_first

PATTERN = "amount"
_LADDER = ("một phần ba", "một phần hai", "hai phần ba", "ba phần tư")
_OVER_HALF = ("quá một phần ba", "quá nửa", "quá hai phần ba", "quá ba phần tư")
_SHARE = re.compile(r"(?<!\w)(?P<share>quá nửa|một phần ba|một phần hai|hai phần ba|ba phần tư)(?= (?:tổng )?số\b)")
_ANY = re.compile(r"quá nửa|(?:một|hai|ba) phần \w+|đa số|\b\d/\d\b")
_LEAST = re.compile(r"(?:ít nhất|tối thiểu|không dưới|không ít hơn|trên|quá)(?: là)? $")


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on the shares that `text` states; an article that states several asks nothing."""
    for passage in text.passages:
        if passage.amends or _several(passage, text):
            continue
        for paragraph in (passage.words, *passage.more):
            for sentence in sentences(paragraph):
                yield from _on_sentence(sentence, passage, text)


def _several(passage: Passage, text: Text) -> bool:
    """Say whether the article states different shares: which of them holds then hangs on what is decided."""
    beside = text.under(passage.article) if passage.article else [passage]
    said = {found[0] for other in beside for words in (other.words, *other.more) for found in _ANY.finditer(words)}
    return len(said) > 1


def _on_sentence(sentence: str, passage: Passage, text: Text) -> Iterator[Draft]:
    clause = whole_clause(sentence, passage)
    found = _SHARE.search(clause.words) if clause else None
    if clause is None or found is None:
        return
    before, after = clause.words[: found.start()], clause.words[found.end() :]
    ladder = _OVER_HALF if found["share"] == "quá nửa" else _LADDER
    if ladder is _LADDER and not _LEAST.search(before):
        return
    choices = tuple(map(upper_first, ladder))
    yield Draft(
        pattern=PATTERN,
        kind="single",
        stem=asked_in_context(passage, text.source, f"{before}tỷ lệ nào sau đây của{after}", found["share"]),
        choices=choices,
        right=frozenset({ladder.index(found["share"])}),
        document=text.source.number,
        address=passage.address,
        eid=passage.eid,
        quote=clause.quote,
        explanation=f"{citation(passage, text.source)} quy định: “{clause.quote.strip(' .;')}”.",
        keep_order=True,
        confidence=0.8,
    )
