r"""GIFT, the text format of Moodle, to and from records.

Source: Moodle, question/format/gift/format.php and its examples. `//` begins a comment, `\` escapes one of ~ = # { } :.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from questionbank.formats.carried import MARK, letters, restored, to_line
from questionbank.formats.choices import speaks_of_others
from questionbank.formats.markup import words_of
from questionbank.formats.record import LETTERS, Fault, Record, Sheet
from questionbank.formats.tidy import tidy
from questionbank.kinds import as_number

_ESCAPED = {sign: chr(0xE000 + place) for place, sign in enumerate("\\~=#{}:n")}
_BACK = {mark: ("\n" if sign == "n" else sign) for sign, mark in _ESCAPED.items()}
_SPECIAL = re.compile(r"([\\~=#{}:])")
_FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]\s*")
_TITLE = re.compile(r"^::(.*?)::\s*", re.S)
_WEIGHT = re.compile(r"^%(-?[\d.]+)%\s*")
_TRUTH = re.compile(r"^(TRUE|T|FALSE|F)$", re.I)
_HTML = re.compile(r"</?(?:p|div|span|br|b|i|em|strong|ul|ol|li|table|img|a|sub|sup)\b[^>]*>", re.I)
_ANSWER = re.compile(r"(?=[~=])")
BLANK = "_____"  # stands where words of the stem follow the answers


@dataclass(frozen=True)
class _Answer:
    right: bool
    weight: float | None
    text: str
    remark: str


def read(text: str) -> Sheet:
    """Return the questions of a GIFT file and what could not be held; Fault.row is the line."""
    records: list[Record] = []
    faults: list[Fault] = []
    for row, block, line in _blocks(text.replace("\r\n", "\n").replace("\r", "\n")):
        if block.lstrip().startswith("$CATEGORY:"):
            category, _newline, block = block.lstrip().partition("\n")
            faults.append(Fault(row, "", "category", tidy(category.partition(":")[2])[:200], note=True))
            if not block.strip():
                continue
        reader = _Block(row, block)
        record = reader.read()
        faults.extend(reader.faults)
        if record is not None:
            records.append(restored(record, line))
    return Sheet(tuple(records), tuple(faults))


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, block without comments and with escapes put aside, the line that carries our own fields)."""
    held: list[str] = []
    begun, carried = 0, ""
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip().startswith("//"):
            carried = line if MARK in line else carried
            continue
        if line.strip():
            begun = begun or number
            held.append(line)
        elif held:
            yield begun, _set_aside("\n".join(held)), carried
            held, begun, carried = [], 0, ""


def _set_aside(text: str) -> str:
    """Replace escaped signs with private ones, so that what is left of the signs is grammar."""
    return re.sub(r"\\([\\~=#{}:n])", lambda match: _ESCAPED[match[1]], text)


def _plain(text: str) -> str:
    """Return `text` with its escapes undone; HTML, which Moodle writes into GIFT, is taken down to its words."""
    whole = "".join(_BACK.get(sign, sign) for sign in text)
    return words_of(whole)[0] if _HTML.search(whole) else tidy(whole)


class _Block:
    def __init__(self, row: int, text: str) -> None:
        self.row, self.text = row, text.strip()
        self.faults: list[Fault] = []

    def _note(self, code: str, value: str = "") -> None:
        self.faults.append(Fault(self.row, "", code, value[:200], note=True))

    def _fault(self, code: str, value: str = "") -> None:
        self.faults.append(Fault(self.row, "", code, value[:200]))

    def read(self) -> Record | None:
        title = _TITLE.match(self.text)
        if title:
            self.text = self.text[title.end() :]
        format_ = _FORMAT.match(self.text)
        if format_:
            self.text = self.text[format_.end() :]
            if format_[1] in ("html", "markdown"):
                self._note("formatting_lost", format_[1])
        before, brace, rest = self.text.partition("{")
        if not brace:
            self._note("description_left_out", _plain(self.text))
            return None
        answers, closed, after = rest.rpartition("}")
        if not closed:
            self._fault("brace_not_closed", _plain(before))
            return None
        answers, _sign, general = answers.partition("####")
        stem = f"{before.rstrip()} {BLANK} {after.strip()}" if after.strip(" .?!\n") else f"{before}{after}"
        record = Record(
            row=self.row, code="", topic="", kind="essay", difficulty=2, stem=_plain(stem), explanation=_plain(general)
        )
        if title and _plain(title[1]) and not record.stem:
            record = replace(record, stem=_plain(title[1]))
        return self._answered(record, answers.strip())

    def _answered(self, record: Record, answers: str) -> Record:
        if not answers:
            return record
        if answers.startswith("#"):
            return self._number(record, answers[1:].strip())
        truth, _sign, remarks = answers.partition("#")
        if _TRUTH.match(truth.strip()):
            return self._true_or_false(record, truth.strip(), remarks)
        parts = [self._answer(part) for part in _ANSWER.split(answers) if part.strip()]
        if all(part.right for part in parts) and all("->" in part.text for part in parts):
            return self._match(record, parts)
        if all(part.right for part in parts):
            return self._short(record, parts)
        return self._choose(record, parts)

    def _answer(self, text: str) -> _Answer:
        sign, text = text[0], text[1:].strip()
        weight = _WEIGHT.match(text)
        if weight:
            text = text[weight.end() :]
        own, _hash, remark = text.partition("#")
        held = _FORMAT.sub("", own.strip())
        number = float(weight[1]) if weight and re.fullmatch(r"-?\d+(?:\.\d+)?", weight[1]) else None
        return _Answer(sign == "=", number, held, _plain(remark))

    def _choose(self, record: Record, parts: list[_Answer]) -> Record:
        choices = tuple(_plain(part.text) for part in parts)
        if len(choices) > len(LETTERS):
            self._fault("too_many_choices", str(len(choices)))
            choices, parts = choices[: len(LETTERS)], parts[: len(LETTERS)]
        right = [place for place, part in enumerate(parts) if part.right and part.weight in (None, 100.0)]
        weighted = [place for place, part in enumerate(parts) if (part.weight or 0) > 0]
        kind = "single"
        if not right and weighted and 99.0 <= sum(parts[place].weight or 0 for place in weighted) <= 101.0:
            kind, right = "multiple", weighted
            if any((part.weight or 0) < 0 for part in parts) or len({parts[p].weight for p in weighted}) > 1:
                self._note("weights_lost")
        elif any(part.weight not in (None, 100.0) for part in parts):
            self._note("weights_lost")
        if not right:
            self._fault("no_right_answer")
        return replace(
            record,
            kind="multiple" if len(right) > 1 else kind,
            choices=choices,
            key=letters(right),
            keep_order=any(map(speaks_of_others, choices)),
            remarks=tuple(part.remark for part in parts) if any(part.remark for part in parts) else (),
        )

    def _true_or_false(self, record: Record, truth: str, remarks: str) -> Record:
        wrong, _sign, right = remarks.partition("#")
        true = truth.upper().startswith("T")
        said = (_plain(right), _plain(wrong)) if true else (_plain(wrong), _plain(right))
        return replace(
            record, kind="true_false", choices=("Đúng", "Sai"), key=("A" if true else "B",), keep_order=True,
            remarks=said if any(said) else (),
        )  # fmt: skip

    def _short(self, record: Record, parts: list[_Answer]) -> Record:
        whole = [part for part in parts if part.weight in (None, 100.0)]
        if len(whole) < len(parts):
            self._note("weights_lost")
        if any(part.remark for part in parts):
            self._note("feedback_lost")
        if not whole:
            self._fault("no_right_answer")
        return replace(record, kind="short", accepted=(tuple(_plain(part.text) for part in whole),))

    def _match(self, record: Record, parts: list[_Answer]) -> Record:
        pairs = [part.text.partition("->") for part in parts]
        matched = [(_plain(left), _plain(right)) for left, _arrow, right in pairs if _plain(left)]
        extra = [_plain(right) for left, _arrow, right in pairs if not _plain(left)]
        return replace(
            record,
            kind="match",
            choices=tuple(left for left, _right in matched[: len(LETTERS)]),
            partners=(*(right for _left, right in matched[: len(LETTERS)]), *extra),
        )

    def _number(self, record: Record, text: str) -> Record:
        parts = [self._answer(part) for part in _ANSWER.split(text) if part.strip()] if text[:1] in "=~" else []
        if not parts:
            own, _hash, remark = text.partition("#")
            parts = [_Answer(True, None, own.strip(), _plain(remark))]
        whole = [part for part in parts if part.right and part.weight in (None, 100.0)]
        if len(whole) < len(parts):
            self._note("weights_lost")
        read = [self._value(part.text) for part in whole]
        if not read or any(value is None for value in read):
            self._fault("no_right_answer", text)
            return replace(record, kind="number")
        values = [value for value in read if value is not None]
        if len({slack for _value, slack in values}) > 1:
            self._note("tolerances_unlike")
        return replace(record, kind="number", accepted=(tuple(v for v, _slack in values),), tolerance=values[0][1])

    def _value(self, text: str) -> tuple[str, str] | None:
        """Return (value, tolerance) of "1822:5" or "3.141..3.142"."""
        low, dots, high = text.partition("..")
        if dots:
            least, most = as_number(low), as_number(high)
            if least is None or most is None or most < least:
                return None
            return f"{(least + most) / 2:f}", f"{(most - least) / 2:f}"
        value, _colon, slack = text.partition(":")
        if as_number(value) is None or (slack.strip() and as_number(slack) is None):
            return None
        return value.strip(), "" if as_number(slack or "0") == 0 else slack.strip()


NATIVE = frozenset({"explanation", "remarks", "tolerance", "kind", "partners"})


def write(records: Iterable[Record]) -> tuple[str, tuple[Fault, ...]]:
    """Return `records` as GIFT, and a fault for each that GIFT has no form for."""
    written: list[str] = []
    faults: list[Fault] = []
    for place, record in enumerate(records, start=1):
        answers = _answers(record)
        if answers is None:
            faults.append(Fault(place, "", "kind_left_out", record.kind))
            continue
        general = f"####{_escaped(record.explanation)}" if record.explanation else ""
        native = NATIVE - ({"kind"} if record.kind in ("single", "multiple", "prediction") else set())
        native -= {"remarks"} if record.kind == "true_false" else set()
        line = to_line(record, frozenset(native))
        written.append(f"{f'// {line}{chr(10)}' if line else ''}{_escaped(record.stem)} {{{answers}{general}}}\n")
    return "\n".join(written), tuple(faults)


def _answers(record: Record) -> str | None:
    if record.kind == "true_false" and record.choices == ("Đúng", "Sai"):
        return "TRUE" if record.key == ("A",) else "FALSE"
    if record.kind in ("single", "multiple", "true_false"):
        share = f"%{100 / len(record.key):.5f}%" if len(record.key) > 1 else ""
        remarks = record.remarks or ("",) * len(record.choices)
        return (
            "".join(
                f"\n  {_sign(letter in record.key, share)}{_escaped(text)}{f'#{_escaped(remark)}' if remark else ''}"
                for letter, text, remark in zip(LETTERS, record.choices, remarks, strict=False)
            )
            + "\n"
        )
    if record.kind == "match":
        pairs = list(zip(record.choices, record.partners, strict=False))
        extra = [("", partner) for partner in record.partners[len(record.choices) :]]
        return "".join(f"\n  ={_escaped(left)} -> {_escaped(right)}" for left, right in [*pairs, *extra]) + "\n"
    if record.kind == "short":
        return "".join(f" ={_escaped(text)}" for text in record.accepted[0]) + " "
    if record.kind == "number":
        slack = f":{_escaped(record.tolerance)}" if record.tolerance else ""
        values = [f"{_escaped(value)}{slack}" for value in record.accepted[0]]
        return f"#{values[0]}" if len(values) == 1 else "#" + "".join(f"\n  ={value}" for value in values) + "\n"
    return "" if record.kind in ("essay", "prediction") else None


def _sign(right: bool, share: str) -> str:
    return f"~{share}" if share and right else "=" if right else "~"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
