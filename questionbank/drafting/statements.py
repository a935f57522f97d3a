"""Everything that a corpus says, sentence by sentence: whether a question has another answer, how words are written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from people.folding import fold
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.wording import one_spelling, words_of

_SAME_QUESTION = 0.8  # share of the governing words that another clause must hold to answer the same question
_JOINING = frozenset((
    "và", "vào", "của", "là", "có", "cho", "theo", "với", "trong", "tại", "về", "do", "thì", "mà", "để", "từ", "đến",
    "ra", "các", "những",
))  # fmt: skip


@dataclass
class Statements:
    """Everything that a corpus says, one sentence at a time, found by its words."""

    texts: list[str] = field(default_factory=list)
    _pairs: Counter[str] = field(default_factory=Counter)
    _usual: dict[str, tuple[str, int]] = field(default_factory=dict)
    _places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, texts: Iterable[Text]) -> "Statements":
        made = cls()
        for text in texts:
            for passage in text.passages:
                made._pairs.update(pair for paragraph in (passage.words, *passage.more) for pair in _pairs(paragraph))
                for said in said_by(passage):
                    made._add(said)
        made._count()
        return made

    def _add(self, said: str) -> None:
        for word in words_of(said):
            self._places[word].add(len(self.texts))
        self.texts.append(said)

    def misspelt(self, text: str) -> bool:
        """Say whether a pair of words of `text` differs by its marks alone from one that is written far more often."""
        for pair in _pairs(text):
            usual = self._usual.get(fold(pair))
            if usual and _one_apart(usual[0], pair) and usual[1] >= 8 and self._pairs[pair] * 15 <= usual[1]:
                return True
        return False

    def _count(self) -> None:
        """Remember, for each pair of words without its marks, the way in which it is written most often."""
        for pair, count in self._pairs.items():
            bare = fold(pair)
            if count > self._usual.get(bare, ("", 0))[1]:
                self._usual[bare] = (pair, count)

    def answering(self, governing: str, share: float = _SAME_QUESTION) -> Iterator[str]:
        """Yield the sentences that hold at least `share` of the words of `governing`."""
        words = words_of(governing)
        counts = Counter(place for word in words for place in self._places.get(word, ()))
        yield from (self.texts[place] for place in sorted(counts) if counts[place] >= share * len(words))

    def makes_true(self, governing: str, answer: str) -> bool:
        """Say whether some sentence answers the question with `governing` words by `answer`."""
        words = answer.casefold()
        whole = re.compile(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)")
        return any(whole.search(said.casefold()) for said in self.answering(governing))


def _one_apart(one: str, other: str) -> bool:
    """Say whether two pairs of words differ in exactly one of the two."""
    return sum(a != b for a, b in zip(one.split(), other.split(), strict=True)) == 1


def _pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring words of `text` that make one: none across a sign or with a word that joins."""
    parts = (re.findall(r"[^\W\d_]+", part) for part in re.split(r"[^\w\s]+", one_spelling(text)))
    return [f"{a} {b}" for words in parts for a, b in pairwise(words) if not {a, b} & _JOINING]


def said_by(passage: Passage) -> Iterator[str]:
    """Yield what a passage says, sentence by sentence, each item of a list together with the words above it."""
    for paragraph in (passage.words, *passage.more):
        for sentence in sentences(paragraph):
            yield f"{passage.lead} {sentence}".strip()
    if passage.items and passage.items[0].eid == passage.eid:
        yield from (f"{item.lead} {item.words}" for item in passage.items)
