"""Every pattern over one document: the drafts that pass every guard, the surest first, two to a clause at most."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from types import ModuleType

from questionbank.drafting import amounts, authorities, definitions, effects, memberships, prohibitions, shares
from questionbank.drafting.amended import amended
from questionbank.drafting.checks import alike_stems, faults
from questionbank.drafting.doubts import doubtful
from questionbank.drafting.draft import Draft, Source
from questionbank.drafting.reading import Text, read
from questionbank.drafting.sayings import Sayings
from questionbank.drafting.statements import Statements

PATTERNS: tuple[ModuleType, ...] = (amounts, shares, authorities, definitions, memberships, prohibitions, effects)
PER_CLAUSE = 2


def propose(document: Source, corpus: Iterable[Source] = (), articles: Collection[str] | None = None) -> list[Draft]:
    """Return drafts of questions on `document`, the surest first within each article, in the order of its text.

    corpus: further documents, for distractors and to see that no distractor is true under them. articles: only
    these, by number. The same input gives the same drafts in the same order.
    """
    text = read(document)
    held = [text, *(read(other) for other in corpus if other != document)]
    return _proposed(text, held, articles)


def _proposed(text: Text, held: list[Text], articles: Collection[str] | None) -> list[Draft]:
    statements = Statements.of(held)
    by_eid = {passage.eid: passage for passage in text.passages}
    order = {passage.eid: place for place, passage in enumerate(text.passages)}
    changed = {article for number, article in amended(held) if number == text.source.number}
    sound = [
        draft
        for draft in _all(text, held, statements)
        if by_eid[draft.eid].article not in changed
        and (articles is None or by_eid[draft.eid].article in articles)
        and not faults(draft, by_eid[draft.eid].whole)
        and not any(statements.misspelt(words) for words in (draft.stem, *draft.choices))
    ]
    sound.sort(key=lambda draft: (-draft.confidence, order[draft.eid], draft.pattern, draft.stem))
    sayings = Sayings.of(held)
    sure = (draft for draft in sound if not doubtful(draft, by_eid[draft.eid].article, sayings))
    kept = _limited(sure)
    return sorted(kept, key=lambda draft: (order[draft.eid], -draft.confidence, draft.stem))


def _all(text: Text, held: list[Text], statements: Statements) -> Iterator[Draft]:
    for pattern in PATTERNS:
        yield from (_tidy(draft) for draft in pattern.drafts(text, held, statements))


def _tidy(draft: Draft) -> Draft:
    """Return the draft with an explanation that begins as a sentence does."""
    said = draft.explanation
    return replace(draft, explanation=said[0].upper() + said[1:])


def _limited(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts, no more than two to a clause, none that asks what another has asked."""
    kept: list[Draft] = []
    per_clause: Counter[str] = Counter()
    for draft in drafts:
        clause = clause_of(draft.eid)
        asked = any(alike_stems(draft, other) for other in kept)
        if per_clause[clause] < PER_CLAUSE and not asked:
            per_clause[clause] += 1
            kept.append(draft)
    return kept


def clause_of(eid: str) -> str:
    """Return the eid of the clause that a point or dash stands in, or `eid` itself: in a plan each dash is a target."""
    return eid if "__ind_" in eid and "sec_" in eid else re.sub(r"__(?:pt|ind)_.*$", "", eid)
