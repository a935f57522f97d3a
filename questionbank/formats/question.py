"""The lines of one question → its stem, choices and fields, as they stand there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from people.folding import fold
from questionbank.formats import labels
from questionbank.formats.columns import COLUMNS, KINDS, LEVELS
from questionbank.formats.labels import Label
from questionbank.formats.lines import PICTURE, Line, Picture
from questionbank.formats.record import Fault
from questionbank.kinds import CHOOSING

T = TypeVar("T")
_LATIN, _VIETNAMESE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDĐEGHIKLMNOPQRSTUVXY"
_INNER = re.compile(rf"(?<=[\s{PICTURE}])\*{{0,2}}\(?([A-Za-zĐđ])\s?\*{{0,2}}[.)]")
_GO_ON = ("explanation", "quote", "rubric", "key")  # fields of several lines; with choices the key is one letter
_SEVERAL_TIMES = ("citation", "quote", "document", "address")
_NEXT_FIELD = re.compile(r"\s(?:giải thích|căn cứ|trích dẫn)\s?:", re.I)
_LETTERED = ("", *CHOOSING, "order", "match")
_NOTES = ("hidden_text", "footnote_not_read")


@dataclass
class Block:
    """The lines of one question; the first is what follows its number. keys: (letters, row) from a table of keys."""

    row: int
    number: tuple[int, ...]
    aside: str
    lines: list[Line]
    section: int = 0
    parts: list["Block"] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Option:
    """A choice, an item of an order or a side of a match. label: letter or number as it stands there."""

    row: int
    label: str
    head: Line
    body: Line
    starred: bool
    words: str


@dataclass
class Entry:
    """A field as written. value: the first line after its name. more: the lines below."""

    name: str
    row: int
    value: str
    more: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(filter(None, (self.value, *self.more)))


@dataclass
class Gathered:
    """What a question's lines hold. pictures: with "stem", or the option that each belongs to."""

    row: int
    kind: str = ""  # as stated
    difficulty: int = 0  # as stated
    stem: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    counted: list[Option] = field(default_factory=list)
    fields: dict[str, list[Entry]] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    pictures: list[tuple[Option | None, Picture]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    alphabet: str = _LATIN

    def fault(self, row: int, name: str, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(row, COLUMNS[name][0] if name else "", code, value[:60], note))

    def has(self, code: str) -> bool:
        return any(found.code == code for found in self.faults)

    def first(self, name: str) -> Entry | None:
        """Return the field as it is written first, or None."""
        entries = self.fields.get(name)
        return entries[0] if entries else None

    def text_of(self, name: str) -> str:
        """Return what all lines of a field say, "" where there is none."""
        return "\n".join(entry.text for entry in self.fields.get(name, []))

    def place(self, letter: str) -> int:
        """Return the place of a letter in the alphabet of the question's choices, or -1."""
        return self.alphabet.find(letter.upper())


def gather(block: Block) -> Gathered:
    """Sort the lines of `block`; what fits nowhere is a fault or a note."""
    gatherer = _Gatherer(block)
    gatherer.run()
    return gatherer.held


class _Gatherer:
    """Goes through the lines of one question; `into` is what a line of plain words goes on."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.held = Gathered(block.row)
        self.into: str | Option | Entry = "stem"
        self.split_before = self.after_blank = False
        self._know_before_reading()

    def _know_before_reading(self) -> None:
        """Find out what the reading of the other lines hangs on: the kind, and how the choices are lettered."""
        self._read_aside()
        found = []
        for line in self.block.lines[1:]:
            label = labels.field(line.part(0).text)
            if label and label.field == "kind":
                self.held.kind = value_in(KINDS, line.part(0).text[label.end :]) or self.held.kind
            option = None if label else labels.choice(line.part(0).text)
            if option:
                found.append(option.letter)
        self.capitals = not found or any(letter in "ABCDEF" for letter in found)
        if any(letter in "đĐ" and letter.isupper() == self.capitals for letter in found):
            self.held.alphabet = _VIETNAMESE

    def _read_aside(self) -> None:
        """Read "(Tự luận)" or "(Khó)" after the number of the question."""
        aside = self.block.aside
        if aside:
            self.held.kind = value_in(KINDS, aside) or ""
            self.held.difficulty = value_in(LEVELS, aside) or 0
            if not (self.held.kind or self.held.difficulty):
                self.held.fault(self.block.row, "", "text_not_read", aside, note=True)

    def run(self) -> None:
        for at, line in enumerate(self.block.lines):
            whole = line.part(0)
            for code, value in whole.unread:
                self.held.fault(whole.row, "", code, value, note=code in _NOTES)
            if not whole:
                self.after_blank = at > 0
                continue
            if at == 0:
                self._first(whole)
            else:
                self._next(at, whole)
            self.after_blank = False

    def _first(self, line: Line) -> None:
        cuts = self._cuts(line, 0) if self.held.kind in _LETTERED else []
        self._words(line.part(0, cuts[0] if cuts else None))
        self._options(line, cuts)

    def _next(self, at: int, line: Line) -> None:
        text = line.text
        label = labels.field(text)
        missing = labels.missing_file(text)
        if missing is not None:
            self.held.fault(line.row, "", "file_missing", missing)
        elif label:
            self._field(label, line)
        elif self.held.kind in ("", "true_false") and labels.either(text) and not self.held.options:
            self._either(line)
        elif self.held.kind in ("order", "match") and (count := labels.counted(text)):
            self._option(self.held.counted, str(count.number[0]), line, count)
        elif self._is_option(label := labels.choice(text)):
            cuts = self._cuts(line, at)
            self._options(line, [0, *cuts])
        else:
            self._words(line)

    def _is_option(self, label: Label | None) -> bool:
        held = self.held
        if label is None or held.kind not in _LETTERED:
            return False
        if held.kind != "match" and label.letter.isupper() != self.capitals:
            return False
        place = held.place(label.letter)
        return 0 <= place < 6 or place == len(held.options)

    def _cuts(self, line: Line, at: int) -> list[int]:
        """Return where further choices begin inside `line`: after a wide gap, or where the letters allow no other."""
        first = labels.choice(line.text) if at else None
        start, end = (self.held.place(first.letter) + 1, first.end) if first else (0, 0)
        wide = self._chain(line.text, start, end, least=2)
        near = self._chain(line.text, start, end, least=1)
        following = self._following(at)
        if first is None:  # the line of the question itself
            return wide if len(wide) > 1 else near if len(near) > 2 and following is None else []
        if len(near) > len(wide):
            fits = following == start + len(near) and following != start + len(wide)
            wide = near if fits or (following is None and (self.split_before or start == 1)) else wide
        self.split_before = self.split_before or bool(wide)
        return wide

    def _chain(self, text: str, expected: int, start: int, least: int) -> list[int]:
        """Return where letters follow each other from `expected` on, each after at least so many spaces or a tab."""
        cuts = []
        for found in _INNER.finditer(text, start):
            if found[1].isupper() != self.capitals or self.held.place(found[1]) != expected:
                continue
            before = text[max(found.start() - least, 0) : found.start()]
            if before.isspace() or before[-1:] in ("\t", PICTURE):
                cuts.append(found.start())
                expected += 1
        return cuts

    def _following(self, at: int) -> int | None:
        """Return the place of the letter of the next line that begins with one."""
        for line in self.block.lines[at + 1 :]:
            text = line.part(0).text
            label = None if labels.field(text) else labels.choice(text)
            if label and label.letter.isupper() == self.capitals:
                return self.held.place(label.letter)
        return None

    def _options(self, line: Line, cuts: list[int]) -> None:
        for start, end in zip(cuts, [*cuts[1:], None], strict=False):
            piece = line.part(start, end)
            label = labels.choice(piece.text)
            if label:
                self._option(self.held.options, label.letter.upper(), piece, label)

    def _option(self, among: list[Option], name: str, line: Line, label: Label) -> None:
        if isinstance(self.into, Entry) and self.into.name in _GO_ON and among:
            self.held.fault(line.row, "", "choice_out_of_place", line.words)
            return
        words, marked = labels.without_star(line.part(label.end).words)
        head, body = line.part(0, label.end), line.part(label.end)
        option = Option(line.row, name, head, body, label.starred or marked, labels.bare(words))
        among.append(option)
        self.into = option
        self._pictures(line, option)

    def _either(self, line: Line) -> None:
        second = line.text.lower().index("sai")
        for letter, piece in (("A", line.part(0, second)), ("B", line.part(second))):
            words = "Đúng" if letter == "A" else "Sai"
            option = Option(line.row, letter, Line(line.row), piece, "*" in piece.text, words)
            self.held.options.append(option)
            self.into = option

    def _field(self, label: Label, line: Line) -> None:
        held = self.held
        value = line.part(label.end).words
        if label.field == "remark":
            self.into = Entry("remark", line.row, labels.bare(value))
            if label.letter in held.remarks:
                held.fault(line.row, "remarks", "field_twice", value)
            held.remarks[label.letter] = self.into.value
            return
        later = _NEXT_FIELD.search(value) if label.field == "key" and (held.options or held.counted) else None
        if later:
            rest = line.part(label.end)
            at = _NEXT_FIELD.search(rest.text)
            if at:
                self._add(label.field, line.row, value[: later.start()])
                self._next(1, rest.part(at.start()))
                return
        self._add(label.field, line.row, value)
        self._pictures(line, self.into)

    def _add(self, name: str, row: int, value: str) -> None:
        entries = self.held.fields.setdefault(name, [])
        if entries and name not in _SEVERAL_TIMES:
            shown = "address" if name == "citation" else name
            self.held.fault(row, shown, "field_twice", value)
        self.into = Entry(name, row, labels.bare(value))
        entries.append(self.into)

    def _words(self, line: Line) -> None:
        held, words = self.held, labels.bare(line.words)
        self._pictures(line, self.into)
        if not words:
            return
        if self.into == "stem":
            held.stem.append(words)
        elif isinstance(self.into, Option) and not self.after_blank:
            held.fault(line.row, "", "line_joined", words, note=True)
            self.into.words = f"{self.into.words} {words}".strip()
        elif isinstance(self.into, Entry) and self._goes_on(self.into):
            self.into.more.append(words)
        else:
            held.fault(line.row, "", "text_not_read", words, note=True)

    def _goes_on(self, entry: Entry) -> bool:
        return not entry.text or (entry.name in _GO_ON and not (entry.name == "key" and self.held.options))

    def _pictures(self, line: Line, where: str | Option | Entry) -> None:
        shown = self.held.counted if self.held.kind == "match" else self.held.options
        for picture in line.pictures:
            if isinstance(where, Entry) or (isinstance(where, Option) and where not in shown):
                self.held.fault(line.row, "", "picture_not_read", picture.name)
            else:
                self.held.pictures.append((where if isinstance(where, Option) else None, picture))


def value_in(table: Mapping[T, tuple[str, ...]], text: str) -> T | None:
    """Return the value that `text` names in `table`, or None."""
    return next((value for value, words in table.items() if fold(text).strip(" .") in map(fold, words)), None)
