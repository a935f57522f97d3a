"""Every sentence of a corpus with who acts in it, found by what it says and weighed by how telling its words are."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.senses import senses
from questionbank.drafting.verbs import acts

_MATTER = 2  # the most telling senses, which another sentence must share to speak of the same matter
_GENERAL, _GENERAL_HELD = 5, 0.95  # senses of a general clause, and the share of them that makes it one
_SAID_OF = re.compile(
    r"\b(?:có (?:trách nhiệm|nhiệm vụ|thẩm quyền|quyền|nghĩa vụ)|phải|được|quyết định|quy định|ban hành|chủ trì|hướng dẫn"
    r"|thực hiện|tổ chức (?=thực|việc|triển)|trình|kiểm tra|báo cáo|chịu trách nhiệm|thống nhất|xem xét|phê duyệt|chỉ đạo|là|bao gồm)\b"
)
_BY = re.compile(r"\b(?:do|trình|bởi) ([^,;.]{4,80})")


@dataclass(frozen=True)
class Saying:
    """A sentence where it stands. about: its article's title and the words above it, as they are; says: by sense."""

    number: str
    eid: str
    article: str
    about: str
    sentence: str
    says: frozenset[str]

    @property
    def whole(self) -> str:
        return f"{self.about} {self.sentence}"

    @property
    def who(self) -> str:
        """Who acts in it: the words before its verb, or those above it where it begins with one."""
        before = _SAID_OF.split(self.sentence, maxsplit=1)[0]
        passive = " ".join(found[1] for found in _BY.finditer(self.sentence))
        if acts(self.sentence) or not before.strip():
            return f"{self.about} {passive}"
        return f"{before} {passive}"


@dataclass
class Sayings:
    """Every sentence of a corpus, found by what it says."""

    all: list[Saying] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, texts: Iterable[Text]) -> "Sayings":
        made = cls()
        for text in texts:
            for passage in text.passages:
                for saying in _said(passage, text.source.number):
                    for sense in saying.says:
                        made._places[sense].append(len(made.all))
                    made.all.append(saying)
        return made

    def weight(self, sense: str) -> float:
        """Return how telling a sense is: what every sentence of a field says tells little."""
        return math.log((len(self.all) + 1) / (len(self._places.get(sense, ())) + 1)) + 0.1

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Return how much of `part` is said by `whole`, from 0 to 1, each sense by its weight; 0 of nothing."""
        total = sum(map(self.weight, part))
        return sum(map(self.weight, part & whole)) / total if total else 0.0

    def says_too(self, part: frozenset[str], sentence: str, least: float) -> bool:
        """Say whether one clause of `sentence` says at least `least` of `part`, and of the same matter.

        A long sentence holds many words by chance; what tells most of `part` must be among them. A short one may be a
        general clause that takes `part` in: then `part` says all that it says.
        """
        matter = sorted(part, key=lambda sense: (-self.weight(sense), sense))[:_MATTER]
        for clause in sentence.split(";"):
            says = senses(clause)
            if says.issuperset(matter) and self.share(part, says) >= least:
                return True
            general = senses(_SAID_OF.split(clause, maxsplit=1)[-1])
            if len(general) >= _GENERAL and self.share(general, part) >= _GENERAL_HELD:
                return True
        return False

    def holding(self, words: str, share: float) -> Iterator[Saying]:
        """Yield the sentences that, with the words above them, say at least `share` of what `words` say."""
        wanted = senses(words)
        found: dict[int, float] = defaultdict(float)
        for sense in wanted:
            weight = self.weight(sense)
            for place in self._places.get(sense, ()):
                found[place] += weight
        least = share * sum(map(self.weight, wanted))
        yield from (self.all[place] for place, weight in found.items() if weight >= least)


def _said(passage: Passage, number: str) -> Iterator[Saying]:
    about = f"{passage.heading}. {passage.lead}"
    for paragraph in (passage.words, *passage.more):
        for sentence in sentences(paragraph):
            yield Saying(number, passage.eid, passage.article, about, sentence, senses(f"{about} {sentence}"))
    if passage.items and passage.items[0].eid == passage.eid:
        for item in passage.items:
            above = f"{passage.heading}. {item.lead}"
            yield Saying(number, item.eid, item.article, above, item.words, senses(f"{above} {item.words}"))
