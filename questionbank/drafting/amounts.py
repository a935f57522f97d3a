"""Pattern a: a time limit or an amount. The sentence itself asks, with "bao nhiêu" where the figure stood."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.wholeness import whole_clause
from questionbank.drafting.wording import asked_in_context, chance, citation

PATTERN = "amount"
_UNITS = (
    "ngày làm việc", "giờ làm việc", "ngày", "tháng", "năm", "giờ", "phút", "tuổi", "triệu đồng", "tỷ đồng", "đồng",
    "lần", "người", "thành viên", "hộ gia đình", "đại biểu", "buổi", "bản", "phương án",
)  # fmt: skip
_FIGURE = r"\d{1,3}(?:[.,]\d{1,3})*"
_AMOUNT = re.compile(
    rf"(?<![\w/.,-])(?P<figure>{_FIGURE})(?: \([a-zà-ỹ ]+\))?"
    rf"(?:(?P<percent> ?%)| (?P<unit>{'|'.join(_UNITS)})(?!\w))"
)
# A figure before "tháng" or "năm" may be part of a date, a number after "Điều" is an address.
_NO_AMOUNT_BEFORE = re.compile(
    r"(?:[Nn]gày|[Tt]háng|[Nn]ăm|Điều|[Kk]hoản|[Mm]ục|số|[Qq]uý|[Gg]iai đoạn|mức độ|cấp độ|lớp|hạng|đến|từ"
    r"|Chương|nhiệm kỳ|và|hoặc|-|–|,) $"
)
_DUE = re.compile(r"(?:Đến|Trước|Giai đoạn)[^,]{4,40}, $")
_NO_AMOUNT_AFTER = re.compile(r"\s*(?:đến|-|–|trở lên đến|hoặc \d|và \d|\d)")
_DATE = re.compile(r"\d{1,2} tháng \d|tháng \d{1,2} năm \d{4}|năm \d{4}")
_LIMITS = re.compile(
    r"(?:trong thời hạn|trong thời gian|thời hạn|thời gian|thời hiệu|không quá|chậm nhất|muộn nhất|ít nhất|tối thiểu"
    r"|tối đa|nhiều nhất|trước|sau|tỷ lệ|đạt|mức|trên|dưới|không ít hơn|không vượt quá|bằng|là|có|từ|giảm|cao nhất"
    r"|trong vòng|trong|quá|nhất là|từ đủ|đủ|kéo dài|thêm|mỗi|lần|hết)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20\d\d\b")
_SPAN = re.compile(r"(?:thời hạn|thời gian|không quá|trong vòng|chậm nhất|ít nhất|tối thiểu|tối đa)\W+(?:\w+\W+){0,2}$")
_LADDERS = {
    "ngày": (3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180),
    "ngày làm việc": (1, 2, 3, 5, 7, 10, 15, 20, 25, 30),
    "tháng": (1, 2, 3, 6, 9, 12, 18, 24, 36),
    "năm": (1, 2, 3, 5, 7, 10, 15, 20),
    "giờ": (1, 2, 4, 8, 12, 24, 48, 72),
    "%": (5, 10, 20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 100),
    "tuổi": (15, 16, 18, 20, 21, 25, 30),
    "lần": (1, 2, 3, 4, 5, 6),
}
_COUNTS = (1, 2, 3, 5, 7, 9, 11, 15, 20)
_CLASS_NAME = 4  # clauses; an age that so many of them say after the same word names a class of persons
_NEAR_AGE, _NEAR_OTHER = 1.6, 6  # how many times as much, or as little, a wrong figure may be
# "từ 06 tháng đến 08 tháng", "sớm nhất là 06 tháng và chậm nhất là 08 tháng", "từ đủ 14 tuổi nhưng chưa đủ 16 tuổi"
_FROM = re.compile(
    r"(?:\btừ(?: đủ)?|sớm nhất(?: là)?|ít nhất(?: là)?) (?P<figure>[\d.,]*\d) [^\d,;.]{1,30}(?:,? (?:đến|và|nhưng)\b)[^\d;.]{0,30}$"
)
_UP_TO = re.compile(r"[^\d;.]{0,30}\b(?:đến|chưa đủ|chậm nhất|nhiều nhất|tối đa)(?: dưới| là)? (?P<figure>[\d.,]*\d)\b")
_COUNTED = ("người", "thành viên", "hộ gia đình", "đại biểu", "buổi", "bản", "phương án")


@dataclass(frozen=True)
class Amount:
    """A figure with its unit, as written. value: what it counts; start, end: where it stands in its sentence."""

    figure: str
    unit: str
    value: float
    start: int
    end: int

    @property
    def text(self) -> str:
        return f"{self.figure}%" if self.unit == "%" else f"{self.figure} {self.unit}"


def amounts(sentence: str) -> list[Amount]:
    """Return the amounts that a sentence states: no dates, no addresses, no ends of a range."""
    found = []
    for match in _AMOUNT.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if (
            (_NO_AMOUNT_BEFORE.search(before) and not _DUE.match(before))
            or _NO_AMOUNT_AFTER.match(after)
            or _DATE.match(sentence, match.start())
        ):
            continue
        unit = "%" if match["percent"] else match["unit"]
        found.append(Amount(match["figure"], unit, value_of(match["figure"]), match.start(), match.end()))
    return found


def value_of(figure: str) -> float:
    """Return the number that a Vietnamese figure states: "05" is 5, "1.500" is 1500, "0,5" is a half."""
    whole, _, decimals = figure.replace(".", "").partition(",")
    return float(f"{whole}.{decimals or '0'}")


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on the amounts of `text`. held: the document itself first, then the corpus."""
    stores = [_by_unit(other) for other in held]
    for passage in text.passages:
        if passage.amends:
            continue
        for paragraph in (passage.words, *passage.more):
            for sentence in sentences(paragraph):
                yield from _on_sentence(sentence, passage, text, stores, statements)


def _by_unit(text: Text) -> dict[str, Counter[float]]:
    found: dict[str, Counter[float]] = {}
    for passage in text.passages:
        for paragraph in (passage.words, *passage.more):
            for amount in amounts(paragraph):
                found.setdefault(amount.unit, Counter())[amount.value] += 1
    return found


def _on_sentence(
    sentence: str, passage: Passage, text: Text, stores: list[dict[str, Counter[float]]], statements: Statements
) -> Iterator[Draft]:
    clause = whole_clause(sentence, passage)
    if clause is None:
        return
    stated = amounts(clause.words)
    for amount in stated:
        before = clause.words[: amount.start]
        if not (_LIMITS.search(before) or _DUE.match(before)) or (
            amount.unit in ("giờ", "phút") and not _SPAN.search(before)
        ):
            continue
        after = clause.words[amount.end :]
        if amount.unit == "tuổi" and _names_class(before, amount, text):
            continue
        if _asked_elsewhere(before + after, amount, sentence, statements):
            continue
        said_here = _said_beside(sentence, passage, text, amount.unit)
        bounds = _bounds(before, after)
        offers = (_choices(amount, bounds, said_here, of, statements, before + after, passage) for of in (stores, []))
        # The second offer is for where the second reading cannot clear the limits that the texts state.
        for turn, choices in enumerate(dict.fromkeys(filter(None, offers))):
            yield Draft(
                pattern=PATTERN,
                kind="single",
                stem=asked_in_context(passage, text.source, f"{before}{_asking(amount.unit)}{after}", amount.text),
                choices=choices,
                right=frozenset({choices.index(amount.text)}),
                document=text.source.number,
                address=passage.address,
                eid=passage.eid,
                quote=clause.quote,
                explanation=f"{citation(passage, text.source)} quy định: “{clause.quote.strip(' .;')}”.".replace(
                    "  ", " "
                ),
                keep_order=True,
                confidence=(0.9 if len(stated) == 1 else 0.7) - turn * 0.01,
            )


def _names_class(before: str, amount: Amount, text: Text) -> bool:
    """Say whether an age is part of a name, "người dưới 18 tuổi": what such persons may do, others may do as well."""
    named = f"{before.split()[-1]} {amount.text}" if before.split() else amount.text
    return sum(named in passage.words for passage in text.passages) >= _CLASS_NAME


def _bounds(before: str, after: str) -> tuple[float, float]:
    """Return the figures of the sentence between which the amount must lie to make sense in it."""
    least, most = _FROM.search(before), _UP_TO.match(after)
    return (value_of(least["figure"]) if least else 0.0, value_of(most["figure"]) if most else float("inf"))


def _said_beside(sentence: str, passage: Passage, text: Text, unit: str) -> set[float]:
    """Return the figures of the sentence and of its article: the limit of a special case is no wrong choice."""
    beside = text.under(passage.article) if passage.article else [passage]
    words = [sentence, *(said for other in beside for said in (other.words, *other.more))]
    return {other.value for said in words for other in amounts(said) if other.unit == unit}


def _asked_elsewhere(governing: str, amount: Amount, sentence: str, statements: Statements) -> bool:
    """Say whether another sentence answers the same question by another figure, as plans do year by year."""
    years = _YEAR.findall(governing)
    return any(
        other.unit == amount.unit and other.value != amount.value
        for said in statements.answering(governing, share=0.9)
        if sentence not in said and all(year in said for year in years)
        for other in amounts(said)
    )


def _asking(unit: str) -> str:
    return "bao nhiêu phần trăm" if unit == "%" else f"bao nhiêu {unit}"


def _choices(
    amount: Amount, bounds: tuple[float, float], said_here: set[float], stores: list[dict[str, Counter[float]]], statements: Statements,
    governing: str, passage: Passage,
) -> tuple[str, ...]:  # fmt: skip
    """Return four amounts in ascending order, the right one at a place that hangs on the clause; () where none fit."""
    fitting: list[float] = []
    for values in [*(_near(amount, store.get(amount.unit, ())) for store in stores), _ladder(amount)]:
        for value in values:
            written = _written(value, amount)
            uneven = amount.unit in ("%", "phút") and amount.value % 5 == 0 != value % 5
            within = bounds[0] < value < bounds[1]
            if (
                uneven
                or not within
                or value in said_here
                or value in fitting
                or statements.makes_true(governing, written)
            ):
                continue
            fitting.append(value)
    below = [value for value in fitting if value < amount.value]
    above = [value for value in fitting if value > amount.value]
    lower = min(chance(passage.eid, amount.text) % 4, len(below))
    lower = max(lower, 3 - len(above))
    picked = sorted([*below[:lower], *above[: 3 - lower], amount.value])
    if len(picked) < 4:
        return ()
    return tuple(amount.text if value == amount.value else _written(value, amount) for value in picked)


def _near(amount: Amount, values: Iterable[float]) -> list[float]:
    """Return the values of the same order as the amount's, the nearest first."""
    times = _NEAR_AGE if amount.unit == "tuổi" else _NEAR_OTHER
    close = [v for v in values if v and amount.value and 1 / times <= v / amount.value <= times and v == int(v)]
    return sorted(close, key=lambda v: (max(v / amount.value, amount.value / v), v))


def _ladder(amount: Amount) -> list[float]:
    steps = _COUNTS if amount.unit in _COUNTED else _LADDERS.get(amount.unit)
    if steps is None:
        steps = tuple(int(amount.value * share) for share in (0.25, 0.5, 0.75, 1.5, 2, 3) if amount.value * share >= 1)
    return _near(amount, [float(step) for step in steps])


def _written(value: float, amount: Amount) -> str:
    """Return `value` written as the amount is: "05 ngày" beside "10 ngày", "2.000.000 đồng" with its points."""
    figure = f"{int(value):,}".replace(",", ".")
    if int(value) < 10 and (amount.value >= 10 or amount.figure.startswith("0")) and amount.unit != "%":
        figure = f"0{figure}"
    return f"{figure}%" if amount.unit == "%" else f"{figure} {amount.unit}"
