"""Questions as people write them in Word and in plain text → records. Nothing is guessed.

Forms that are read, each question under "Câu 1.", "Câu hỏi 1:" or "1.":
choices "A.", "B)" on lines of their own or beside each other; the right one named below ("Đáp án: B"), in a table of
keys, by an asterisk or by a look that sets it apart; and below them "Giải thích:", "Căn cứ:", "Trích dẫn:",
"Chuyên đề:", "Mức độ:", "Loại:", "Mã:" and the other names of columns of a sheet.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from questionbank.formats import labels
from questionbank.formats.answers import read_block
from questionbank.formats.columns import COLUMNS, KINDS
from questionbank.formats.labels import Label
from questionbank.formats.lines import Line
from questionbank.formats.question import Block, value_in
from questionbank.formats.record import Fault, Record, Sheet
from questionbank.formats.sheet import repeated

_QUESTION = COLUMNS["stem"][0]
_KEY = COLUMNS["key"][0]
_PAIRING: tuple[str | None, ...] = ("match", "order")


def read(lines: Sequence[Line], *, topics: Iterable[str] | None = None, default_topic: str = "") -> Sheet:
    """Return the record of every question, every fault with the line it stands in, and the bytes of pictures.

    A fault that is no note speaks against the question that its line belongs to: `record.bad_rows` names them.
    topics: codes that exist; None checks none. default_topic: for questions that name none.
    """
    splitter = _Splitter(lines)
    splitter.run()
    known = None if topics is None else frozenset(topics)
    records: list[Record] = []
    faults = [*splitter.faults, *_numbering(splitter.blocks)]
    files: dict[str, bytes] = {}
    for block in splitter.blocks:
        record, wrong, pictures = read_block(block, known, default_topic)
        records.append(record)
        faults += wrong
        files.update(pictures)
    if not records:
        faults.append(Fault(1, "", "no_questions"))
    faults += repeated(records)
    return Sheet(tuple(records), tuple(sorted(faults, key=lambda found: found.row)), files)


class _Splitter:
    """Cuts a document into its questions, and finds the tables of keys between and after them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line.part(0) for line in lines]
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        self.section = 0
        self._numbered: dict[int, list[Block]] = defaultdict(list)
        self._lost: set[int] = set()  # numbers of keys that no question has, or several
        self._open: Block | None = None  # the question or part that lines go on
        self._whole = self._pairs = False  # it has choices or an answer; it pairs numbers with letters
        self._letter = ""  # of the choice before
        self._said = any(self._names_question(line.text) for line in self.lines)

    def run(self) -> None:
        skip = False
        for at, line in enumerate(self.lines):
            if skip:
                skip = False
                continue
            following = next((other for other in self.lines[at + 1 : at + 6] if other), None)
            keys = labels.keys_under(line.text, following.text) if following else []
            if keys and following is self.lines[at + 1]:
                self._keys(keys, line.row)
                skip = True
            else:
                self._line(line, following)

    def _names_question(self, text: str) -> bool:
        return bool(labels.numbered(text)) and not labels.keys_in(text)

    def _line(self, line: Line, following: Line | None) -> None:
        text = line.text
        keys = self._keys_of(text)
        label = None if keys else self._starts(text)
        if keys:
            self._keys(keys, line.row)
        elif label:
            self._begin(label, line)
        elif self._ends(text, following):
            self._close(line)
        elif self._open is None:
            self._outside(line, heading=self._heads_keys(text, following))
        else:
            self._inside(self._open, line)

    def _keys_of(self, text: str) -> list[tuple[int, str]]:
        keys = labels.keys_in(text)
        alone = len(keys) == 1 and self._said and not labels.numbered(text)
        if self._open is not None and (self._pairs or (alone and not self._whole)):
            return []  # "1 - b" of a match, "12A" in the words of a question
        return keys

    def _starts(self, text: str) -> Label | None:
        """Return the label of a question that this line begins, or None."""
        if self._said:
            return labels.numbered(text)
        label = labels.counted(text)
        if label and self._open is not None and not self._whole and label.number <= self._open.number:
            return None  # a list within the question
        return label

    def _begin(self, label: Label, line: Line) -> None:
        block = Block(
            line.row, label.number, label.aside, [replace(line.part(label.end), unread=line.unread)], self.section
        )
        whole = self.blocks[-1] if self.blocks else None
        if len(label.number) == 2:
            if whole and whole.number == label.number[:1] and self._open is not None:
                whole.parts.append(block)
            else:
                self.faults.append(Fault(line.row, _QUESTION, "part_out_of_place", line.words[:60]))
                self.blocks.append(block)
        else:
            self.blocks.append(block)
            self._numbered[label.number[0]].append(block)
        self._open, self._whole, self._pairs, self._letter = block, False, False, ""

    def _inside(self, block: Block, line: Line) -> None:
        block.lines.append(line)
        text = line.text
        label = labels.field(text)
        if label and label.field == "kind":
            self._pairs = value_in(KINDS, text[label.end :]) in _PAIRING
        option = labels.choice(text)
        self._letter = option.letter if option else self._letter
        self._whole = self._whole or bool(label or option)

    def _ends(self, text: str, following: Line | None) -> bool:
        """Say whether this line heads what comes after the questions so far: a new part, or a table of keys."""
        if self._heads_keys(text, following) and not self._pairs:
            return True
        if self._open is not None and (self._pairs or not self._whole):
            return False
        option = labels.choice(text)
        if option and option.letter == "I" and self._letter == "H":  # the ninth choice, no Roman number
            return False
        return labels.section(text)

    def _heads_keys(self, text: str, following: Line | None) -> bool:
        return labels.heads_keys(text) and following is not None and labels.begins_keys(following.text)

    def _close(self, line: Line) -> None:
        section = labels.section(line.text)
        self.section += section
        self._outside(line, heading=not section)
        self._open = None

    def _outside(self, line: Line, *, heading: bool = False) -> None:
        if not heading and any(c.isalnum() for c in line.text):
            self.faults.append(Fault(line.row, "", "text_not_read", line.words[:60], note=True))
        for picture in line.pictures:
            self.faults.append(Fault(line.row, "", "picture_not_read", picture.name[:60], note=True))
        for code, value in line.unread:
            self.faults.append(Fault(line.row, "", code, value[:60], note=True))

    def _keys(self, keys: Sequence[tuple[int, str]], row: int) -> None:
        """Give each entry to the question with its number: of the last section that has it, or of the only one."""
        self._open = None
        for number, letters in keys:
            asked = self._numbered[number]
            here = [block for block in asked if block.section == self.section] or asked
            if len(here) == 1:
                if letters not in [other for other, _row in here[0].keys]:
                    here[0].keys.append((letters, row))
            elif number not in self._lost:
                self._lost.add(number)
                code = "key_of_several" if here else "key_of_no_question"
                self.faults.append(Fault(row, _KEY, code, f"{number}. {letters}"))


def _numbering(blocks: Sequence[Block]) -> Iterable[Fault]:
    """Yield a fault for every number that stands twice in a section, and for every one that is left out."""
    sections: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        sections[block.section].append(block)
    for within in sections.values():
        yield from _twice_or_left_out(within)
    for block in blocks:
        numbers = [part.number[1] for part in block.parts]
        if numbers != list(range(1, len(numbers) + 1)):
            yield Fault(block.parts[0].row, _QUESTION, "part_out_of_place", ", ".join(map(str, numbers)))


def _twice_or_left_out(blocks: Sequence[Block]) -> Iterable[Fault]:
    rows: dict[int, int] = {}
    numbers = {block.number[0] for block in blocks}
    last = blocks[0].number[0] - 1
    for block in blocks:
        number = block.number[0]
        if number in rows:
            yield Fault(block.row, _QUESTION, "number_twice", f"{number} ({rows[number]})")
        missing = [str(n) for n in range(last + 1, min(number, last + 1000)) if n not in numbers]
        if missing:
            yield Fault(block.row, _QUESTION, "number_missing", ", ".join(missing)[:60], note=True)
        rows.setdefault(number, block.row)
        last = number
