"""What a question's lines hold → a record, with every contradiction in it. Nothing is guessed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from questionbank.askable import MOST_PARTS, fault
from questionbank.formats import labels
from questionbank.formats.choices import speaks_of_others, true_or_false, wrong_in_key
from questionbank.formats.citations import split_citation
from questionbank.formats.columns import BETWEEN, BETWEEN_CITATIONS, BETWEEN_GAPS, KINDS, LEVELS
from questionbank.formats.keys import choices_of, key_of, says_true_or_false, true_and_false
from questionbank.formats.media import media_of
from questionbank.formats.parting import parts_of, split_parts
from questionbank.formats.question import Block, Gathered, Option, gather, value_in
from questionbank.formats.record import LONGEST_CODE, Fault, Record
from questionbank.formats.row import body_of
from questionbank.kinds import CHOOSING, TYPED, gaps

YES, NO = ("có", "x"), ("không",)
_BLANK = re.compile(r"…{2,}[….]*|\.{4,}|_{3,}")
_POINTS = re.compile(r"(?:[-–•+]\s)?(.+?)\s?[:(]\s?(\d+(?:[.,]\d+)?)\s?(?:điểm|đ)\)?\.?", re.I)
_PAIR = re.compile(r"(\d{1,2})\s?[-–.:→=]?\s?([a-zđ])(?!\w)", re.I)
_ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "tolerance": ("number",), "rubric": ("essay",), "keep_order": CHOOSING,
    "key": tuple(kind for kind in KINDS if kind not in ("essay", "situation")),
}  # fmt: skip
_COLUMN_OF = {"accepted": "key", "right": "key", "choices": "A", "parts": "situation"}


def read_block(
    block: Block, topics: frozenset[str] | None, default_topic: str, *, part: bool = False
) -> tuple[Record, list[Fault], Mapping[str, bytes]]:
    """Return the record of a question, as far as it can be read, its faults, and the bytes of its pictures.

    topics: codes that exist, or None where nobody knows. part: of a situation, which has no topic of its own.
    """
    reader = _Reader(block, gather(block))
    record = reader.read(topics, default_topic, part=part)
    return record, reader.held.faults, reader.files


class _Reader:
    """Turns what was gathered of one question into a record and keeps its faults."""

    def __init__(self, block: Block, held: Gathered) -> None:
        self.block, self.held = block, held
        self.files: dict[str, bytes] = {}

    def read(self, topics: frozenset[str] | None, default_topic: str, *, part: bool) -> Record:
        held = self.held
        stem = "\n".join(held.stem)
        if not stem:
            held.fault(held.row, "stem", "empty")
        kind = self._kind()
        if self.block.parts and kind != "situation":
            held.fault(self.block.parts[0].row, "kind", "part_out_of_place", stem)
        record = Record(
            row=held.row,
            code="" if part else self._code(),
            topic="" if part else self._topic(topics, default_topic),
            kind=kind,
            difficulty=self._difficulty(),
            stem=stem,
            explanation=held.text_of("explanation"),
        )
        record = self._pictured(self._cited(self._answered(record)))
        self._note_unused(record.kind, part)
        self._judge(record)
        return record

    def _code(self) -> str:
        code = self.held.text_of("code")
        if len(code) > LONGEST_CODE:
            self.held.fault(self._row_of("code"), "code", "code_too_long", code)
        return code

    def _topic(self, topics: frozenset[str] | None, default: str) -> str:
        text = self.held.text_of("topic")
        code = text.partition(")")[0].strip().lower() if text else default
        if topics is not None and code not in topics:
            self.held.fault(self._row_of("topic"), "topic", "topic_unknown" if text else "empty", text)
        return code

    def _difficulty(self) -> int:
        entry = self.held.first("difficulty")
        found = value_in(LEVELS, entry.text) if entry else self.held.difficulty
        if entry and not found:
            self.held.fault(entry.row, "difficulty", "value_unknown", entry.text)
        return found or 2

    def _kind(self) -> str:
        """Return the kind that is stated or that the form of the question shows, "" for one or several choices."""
        held, stated, key = self.held, self.held.first("kind"), self.held.first("key")
        if stated and not value_in(KINDS, stated.text):
            held.fault(stated.row, "kind", "value_unknown", stated.text)
        if held.kind:
            return held.kind
        if self.block.parts:
            return "situation"
        if held.options:
            return "true_false" if true_or_false(option.words for option in held.options) else ""
        if "rubric" in held.fields:
            return "essay"
        if key and says_true_or_false(key.text):
            return "true_false"
        if key is None or labels.letters_in(key.value):  # a letter of choices that are not there
            return ""
        stem = "\n".join(held.stem)
        return "gap" if gaps(stem) or _BLANK.search(stem) else "short"

    def _answered(self, record: Record) -> Record:
        read: Mapping[str, Callable[[Record], Record]] = {
            "order": self._order, "match": self._match, "short": self._typed, "number": self._typed,
            "prediction": self._typed, "gap": self._gap, "essay": self._essay, "situation": self._situation,
        }  # fmt: skip
        if record.kind not in read:
            return self._chosen(record)
        if self.held.options and record.kind in (*TYPED, "situation"):
            self.held.fault(self.held.options[0].row, "", "choices_not_wanted", self.held.options[0].words)
        for text, row in self.block.keys:
            self.held.fault(self.held.row, "key", "key_unknown", f"{text} ({row})")
        return read[record.kind](record)

    def _chosen(self, record: Record) -> Record:
        held = self.held
        if record.kind == "true_false" and not held.options:
            held.options = true_and_false(held.row)
        choices, key = choices_of(held), key_of(self.block, held, record.kind)
        kind = record.kind or ("multiple" if len(key) > 1 else "single")
        for name, code, value in wrong_in_key(kind, key, len(choices)):
            held.fault(self._row_of(name), name, code, value)
        pinned = self._pinned(kind == "true_false" or any(map(speaks_of_others, choices)))
        remarks = self._remarks(held.options)
        return replace(record, kind=kind, choices=choices, key=key, keep_order=pinned, remarks=remarks)

    def _pinned(self, usual: bool) -> bool:
        entry = self.held.first("keep_order")
        if entry is None:
            return usual
        if entry.text.casefold() not in (*YES, *NO):
            self.held.fault(entry.row, "keep_order", "value_unknown", entry.text)
        return entry.text.casefold() in YES

    def _remarks(self, options: Sequence[Option]) -> tuple[str, ...]:
        """Return the remark on each option in turn, or none at all."""
        names = [option.label.lower() for option in options]
        for name, text in self.held.remarks.items():
            if name not in names:
                self.held.fault(self.held.row, "remarks", "remark_of_no_choice", f"{name.upper()}: {text}")
        told = tuple(self.held.remarks.get(name, "") for name in names)
        return told if any(told) else ()

    def _order(self, record: Record) -> Record:
        held = self.held
        held.options, held.counted = [*held.options, *held.counted], []
        names = self._names(held.options)
        if names is None:
            return record
        key = self._needed_key()
        said = [name.upper() for name in re.findall(r"[A-Za-zĐđ]|\d+", key)]
        if sorted(said) != sorted(names):
            if key:
                held.fault(self._row_of("key"), "key", "key_unknown", key)
            return record
        held.options = [held.options[names.index(name)] for name in said]
        choices = tuple(option.words for option in held.options)
        return replace(record, choices=choices, remarks=self._remarks(held.options))

    def _match(self, record: Record) -> Record:
        left, right = self.held.counted, self.held.options
        if self._names(left) is None or self._names(right) is None:
            return record
        key = self._needed_key()
        pairs = {int(number) - 1: self.held.place(letter) for number, letter in _PAIR.findall(key)}
        partners = [pairs.get(place, -1) for place in range(len(left))]
        whole = len(_PAIR.findall(key)) == len(left) == len(set(partners))
        rest = re.sub(r"[\s,;.]", "", _PAIR.sub("", key))
        if rest or not whole or not all(0 <= place < len(right) for place in partners):
            if key:
                self.held.fault(self._row_of("key"), "key", "key_unknown", key)
            return record
        partners += [place for place in range(len(right)) if place not in partners]
        return replace(
            record,
            choices=tuple(option.words for option in left),
            partners=tuple(right[place].words for place in partners),
            remarks=self._remarks(left),
        )

    def _names(self, options: Sequence[Option]) -> list[str] | None:
        """Return the letters or numbers of `options`; None with a fault where they do not follow each other."""
        names, letters = [option.label for option in options], list(self.held.alphabet)
        numbers = [str(number) for number in range(1, len(letters) + 1)]
        if names not in (letters[: len(names)], numbers[: len(names)]):
            self.held.fault(self.held.row, "", "choice_out_of_place", " ".join(names[:20]))
            return None
        return names

    def _needed_key(self) -> str:
        """Return the answer as one line; a fault where there is none."""
        key = " ".join(self.held.text_of("key").split())
        if not key:
            self.held.fault(self._row_of("key"), "key", "no_answer")
        return key

    def _typed(self, record: Record) -> Record:
        if record.kind == "prediction" and not self.held.first("key"):
            return record
        accepted = (parts_of(self._needed_key(), BETWEEN),)
        tolerance = self.held.text_of("tolerance") if record.kind == "number" else ""
        return replace(record, accepted=accepted, tolerance=tolerance)

    def _gap(self, record: Record) -> Record:
        key, stem, count = self._needed_key(), record.stem, len(gaps(record.stem))
        if not count:  # dots or a rule stand for each gap
            first, *others = _BLANK.split(stem)
            count = len(others)
            stem = first + "".join(f"[[{number}]]{piece}" for number, piece in enumerate(others, start=1))
        groups = split_parts(key, BETWEEN_GAPS)
        if len(groups) == 1 and count > 1:
            groups = [group.strip() for group in key.split(";")]
        return replace(record, stem=stem, accepted=tuple(parts_of(group, BETWEEN) for group in groups))

    def _essay(self, record: Record) -> Record:
        rubric = []
        for entry in self.held.fields.get("rubric", []):
            for text in filter(None, (entry.value, *entry.more)):
                found = _POINTS.fullmatch(text)
                if found and found[2].isdecimal():
                    rubric.append((labels.bare(found[1]), int(found[2])))
                else:
                    self.held.fault(entry.row, "rubric", "points_unknown", text)
        return replace(record, rubric=tuple(rubric))

    def _situation(self, record: Record) -> Record:
        parts = []
        for block in self.block.parts:
            part, wrong, files = read_block(block, None, "", part=True)
            self.held.faults += wrong
            self.files.update(files)
            parts.append(part)
            if part.kind in ("situation", "essay", "prediction"):
                self.held.fault(part.row, "kind", "not_as_a_part", part.kind)
        if len(parts) > MOST_PARTS:
            self.held.fault(self.held.row, "situation", "too_many_parts", str(len(parts)))
        return replace(record, parts=tuple(parts))

    def _cited(self, record: Record) -> Record:
        """Read the citations: "Căn cứ:" holds address and document, "Điều khoản:" and "Văn bản:" one of them."""
        fields = self.held.fields
        documents = [entry.text for entry in fields.get("document", [])]
        addresses = [entry.text for entry in fields.get("address", [])]
        for entry in fields.get("citation", []):
            address, document, rest = split_citation(entry.text)
            addresses.append(address)
            documents.append(document)
            if rest:
                self.held.fault(entry.row, "address", "text_not_read", rest, note=True)
        between = f" {BETWEEN_CITATIONS} "
        return replace(
            record,
            document=between.join(documents) if any(documents) else "",
            address=between.join(addresses) if any(addresses) else "",
            quote=between.join(entry.text for entry in fields.get("quote", [])),
        )

    def _pictured(self, record: Record) -> Record:
        options = self.held.counted if record.kind == "match" else self.held.options
        media = []
        for option, picture in self.held.pictures:
            place = next((at for at, other in enumerate(options) if other is option), -1)
            medium = media_of(picture, place)
            self.files[medium.sha256] = picture.raw
            media.append(medium)
        return replace(record, media=tuple(media))

    def _note_unused(self, kind: str, part: bool) -> None:
        """Note the fields that a question of this kind has no place for."""
        held = self.held
        for name in held.fields:
            if kind not in _ONLY_FOR.get(name, (kind,)) or (part and name in ("topic", "code")):
                held.fault(self._row_of(name), name, "text_not_read", held.text_of(name), note=True)
        if kind in (*TYPED, "situation"):
            self._remarks(())

    def _row_of(self, name: str) -> int:
        entry = self.held.first(name)
        return entry.row if entry else self.held.row

    def _judge(self, record: Record) -> None:
        """Let the rules of questions judge what was read without a fault."""
        if any(not found.note for found in self.held.faults):
            return
        wrong = fault(body_of(record))
        if wrong:
            column = _COLUMN_OF.get(wrong[0], wrong[0])
            self.held.fault(self._row_of(column), column, f"cannot_be_asked_{wrong[1].rpartition(':')[2]}", record.stem)
