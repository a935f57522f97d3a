"""Moodle XML → records."""

import base64
import binascii
import hashlib
import re
from dataclasses import replace

from lxml import etree

from questionbank.formats.carried import MARK, group_of, letters, restored
from questionbank.formats.choices import speaks_of_others
from questionbank.formats.files import MOST_ROWS, FileTooLarge
from questionbank.formats.markup import local, media_of, parse_xml, words_of
from questionbank.formats.record import LETTERS, Fault, Media, Record, Sheet
from questionbank.formats.sniffing import content_type_of
from questionbank.formats.tidy import tidy
from questionbank.kinds import as_number

_CLOZE = re.compile(
    r"\{\d*:(MULTICHOICE|MULTICHOICE_[HVS]+|MC|MCV|MCH|MCS|SHORTANSWER|SHORTANSWER_C|SA|SAC|MW|MWC|NUMERICAL|NM)"
    r":((?:\\.|[^}\\])*)\}"
)
_CLOZE_ANSWER = re.compile(r"^(=|%(-?[\d.]+)%)?((?:\\.|[^#\\])*)(?:#(.*))?$", re.S)
_SUM = 99.0, 101.0  # of weights that make all of the marks


class NotMoodle(Exception):
    """XML, but no quiz of Moodle."""


def read(raw: bytes) -> Sheet:
    """Return the questions of a Moodle XML file; Fault.row is the place of the question among them.

    Raises markup.NotReadable, NotMoodle or files.FileTooLarge.
    """
    root = parse_xml(raw)
    if local(root) != "quiz":
        raise NotMoodle
    if len(root) > 2 * MOST_ROWS:  # categories stand between questions
        raise FileTooLarge
    records: list[Record] = []
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    open_: _Situation | None = None
    for element in root:
        if local(element) != "question":
            continue
        if open_ is not None and open_.takes(element):
            part = _Question(open_.record.row, element, files)
            open_.add(part.read(), part.faults)
            continue
        if open_ is not None:
            records.append(open_.whole(faults))
            open_ = None
        reader = _Question(len(records) + 1, element, files)
        if element.get("type") == "category":
            faults.append(Fault(len(records) + 1, "", "category", reader.text("category")[:200], note=True))
            continue
        group = _group_of(element)
        record = reader.read()
        if record is not None and record.kind == "situation" and group:
            open_ = _Situation(record, group[1], reader.faults)
            continue
        faults.extend(reader.faults)
        if record is not None:
            records.append(record)
    if open_ is not None:
        records.append(open_.whole(faults))
    return Sheet(tuple(records), tuple(faults), files)


class _Situation:
    """A description that our own writing marked as a situation, and the parts that stand after it in the file."""

    def __init__(self, record: Record, count: int, faults: list[Fault]) -> None:
        self.record, self.count, self.faults = record, count, faults
        self.parts: list[Record] = []

    def takes(self, element: etree._Element) -> bool:
        """Say whether this question is the part that comes next."""
        return _group_of(element) == (len(self.parts) + 1, self.count)

    def add(self, part: Record | None, faults: list[Fault]) -> None:
        self.faults += faults
        if part is None or part.kind in ("situation", "essay", "prediction"):
            kind = part.kind if part else ""
            self.faults.append(Fault(self.record.row, "", "not_as_a_part", kind))
            part = part or replace(self.record, kind="essay")
        self.parts.append(replace(part, code="", topic="", difficulty=2, document="", address="", quote=""))

    def whole(self, faults: list[Fault]) -> Record:
        """Return the situation and add what is wrong with it to `faults`."""
        if len(self.parts) < self.count:
            missing = f"{len(self.parts)}/{self.count}"
            self.faults.append(Fault(self.record.row, "", "parts_missing", missing))
        faults += self.faults
        return replace(self.record, parts=tuple(self.parts))


def _tags(element: etree._Element) -> list[str]:
    return [tag.findtext("text") or "" for tag in element.findall("tags/tag")]


def _group_of(element: etree._Element) -> tuple[int, int] | None:
    return next(filter(None, map(group_of, _tags(element))), None)


class _Question:
    def __init__(self, row: int, element: etree._Element, files: dict[str, bytes]) -> None:
        self.row, self.element, self.files = row, element, files
        self.faults: list[Fault] = []
        self.media: list[Media] = []

    def read(self) -> Record | None:
        kind = self.element.get("type", "")
        reader = {
            "multichoice": self._choose, "truefalse": self._true_or_false, "shortanswer": self._short,
            "numerical": self._number, "matching": self._match, "essay": self._essay, "cloze": self._cloze,
            "ordering": self._order, "description": self._passage if self._is_situation() else None,
        }.get(kind)  # fmt: skip
        record = Record(
            row=self.row,
            code=self.text("idnumber")[:30],
            topic="",
            kind="essay",
            difficulty=2,
            stem=self.text("questiontext") or self.text("name"),
            explanation=self.text("generalfeedback"),
        )
        self._files(self.element.find("questiontext"), -1)
        self._files(self.element.find("generalfeedback"), None)
        self._old_image()
        if reader is None:
            self._fault("description_left_out" if kind == "description" else "type_left_out", kind, note=True)
            return None
        made = replace(reader(record), media=tuple(self.media))
        if self.element.findall("hint"):
            self._fault("hints_lost", note=True)
        carried = _tags(self.element)
        for line in carried:
            made = restored(made, line)
        others = [line for line in carried if MARK not in line and line.strip()]
        if others:
            self._fault("tags_lost", ", ".join(others)[:200], note=True)
        return made

    def text(self, name: str) -> str:
        """Return the words of a child: its <text>, or its own where it has none."""
        child = self.element.find(name)
        return self._words(child) if child is not None else ""

    def _words(self, child: etree._Element) -> str:
        inner = child.find("text")
        text = (inner if inner is not None else child).text or ""
        if child.get("format") == "plain_text" or local(child) == "idnumber":
            return tidy(text)
        words, lost = words_of(text)
        if lost and not any(fault.code == "formatting_lost" for fault in self.faults):
            self._fault("formatting_lost", note=True)
        return words

    def _fault(self, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(self.row, "", code, value[:200], note))

    def _answers(self, *, keep: bool = True) -> list[tuple[str, float, str]]:
        """Return (text, weight in percent, feedback) of each answer. keep: a record has a place for their pictures."""
        found = []
        for place, answer in enumerate(self.element.findall("answer")):
            weight = _weight(answer.get("fraction", "0"))
            feedback = answer.find("feedback")
            self._files(answer, place if keep else None)
            self._files(feedback, None)
            found.append((self._words(answer), weight, self._words(feedback) if feedback is not None else ""))
        return found

    def _choose(self, record: Record) -> Record:
        answers = self._answers()
        if len(answers) > len(LETTERS):
            self._fault("too_many_choices", str(len(answers)))
            answers = answers[: len(LETTERS)]
        several = tidy(self.element.findtext("single") or "true") in ("false", "0")
        right = [p for p, (_t, weight, _f) in enumerate(answers) if (weight > 0 if several else weight >= 100)]
        total = sum(answers[p][1] for p in right)
        if (any(0 < w < 100 for _t, w, _f in answers) and not several) or any(w < 0 for _t, w, _f in answers):
            self._fault("weights_lost", note=True)
        if not right or (several and not _SUM[0] <= total <= _SUM[1]):
            self._fault("no_right_answer")
        choices = tuple(text for text, _w, _f in answers)
        remarks = tuple(feedback for _t, _w, feedback in answers)
        kept = tidy(self.element.findtext("shuffleanswers") or "true") in ("false", "0")
        return replace(
            record,
            kind="multiple" if several else "single",
            choices=choices,
            key=letters(right),
            keep_order=kept or any(map(speaks_of_others, choices)),
            remarks=remarks if any(remarks) else (),
        )

    def _true_or_false(self, record: Record) -> Record:
        answers = self._answers()
        weights = {text.casefold(): (weight, feedback) for text, weight, feedback in answers}
        if answers and answers[0][0].casefold() == "false":  # its place here is the second
            self.media = [replace(m, place=1 - m.place) if m.place in (0, 1) else m for m in self.media]
        true, false = weights.get("true", (0.0, "")), weights.get("false", (0.0, ""))
        if not (true[0] >= 100 or false[0] >= 100):
            self._fault("no_right_answer")
        return replace(
            record, kind="true_false", choices=("Đúng", "Sai"), key=("A" if true[0] >= 100 else "B",), keep_order=True,
            remarks=(true[1], false[1]) if true[1] or false[1] else (),
        )  # fmt: skip

    def _short(self, record: Record) -> Record:
        return replace(record, kind="short", accepted=(self._whole(),))

    def _whole(self) -> tuple[str, ...]:
        """Return the answers that earn all the marks, and note what is lost beside them."""
        answers = self._answers(keep=False)
        whole = tuple(text for text, weight, _f in answers if weight >= 100 and text != "*")
        if any(0 < weight < 100 for _t, weight, _f in answers):
            self._fault("weights_lost", note=True)
        if any(feedback for _t, _w, feedback in answers):
            self._fault("feedback_lost", note=True)
        if not whole:
            self._fault("no_right_answer")
        return whole

    def _number(self, record: Record) -> Record:
        whole = self._whole()
        slacks = {tidy(t.text or "") for t in self.element.findall("answer/tolerance")} - {""}
        if len(slacks) > 1:
            self._fault("tolerances_unlike", note=True)
        slack = tidy(self.element.findtext("answer/tolerance") or "")
        return replace(
            record, kind="number", accepted=(whole,), tolerance="" if as_number(slack or "0") in (None, 0) else slack
        )

    def _match(self, record: Record) -> Record:
        pairs: list[tuple[str, str]] = []
        for sub in self.element.findall("subquestion"):
            answer, left = sub.find("answer"), self._words(sub)
            self._files(sub, sum(1 for held, _right in pairs if held) if left else None)
            self._files(answer, None)
            pairs.append((left, self._words(answer) if answer is not None else ""))
        lefts = [(left, right) for left, right in pairs if left]
        extra = tuple(right for left, right in pairs if not left)
        if len(lefts) > len(LETTERS):
            self._fault("too_many_choices", str(len(lefts)))
        return replace(
            record, kind="match", choices=tuple(left for left, _r in lefts), partners=(*(r for _l, r in lefts), *extra)
        )

    def _is_situation(self) -> bool:
        group = _group_of(self.element)
        return group is not None and group[0] == 0

    def _passage(self, record: Record) -> Record:
        return replace(record, kind="situation")

    def _essay(self, record: Record) -> Record:
        return record

    def _order(self, record: Record) -> Record:
        return replace(record, kind="order", choices=tuple(text for text, _w, _f in self._answers()))

    def _cloze(self, record: Record) -> Record:
        """Read gaps; what each takes is words or a number, choices beside the right one are noted as lost."""
        element = self.element.find("questiontext")
        inner = element.find("text") if element is not None else None
        raw = (inner.text if inner is not None else "") or ""
        accepted: list[tuple[str, ...]] = []

        def gap(match: re.Match[str]) -> str:
            accepted.append(self._cloze_answers(match[2]))
            if match[1].startswith(("MULTICHOICE", "MC")):
                self._fault("choices_of_gap_lost", note=True)
            return f"[[{len(accepted)}]]"

        stem, lost = words_of(_CLOZE.sub(gap, raw))
        if lost:
            self._fault("formatting_lost", note=True)
        if not accepted or not all(accepted):
            self._fault("no_right_answer")
        return replace(record, kind="gap", stem=stem, accepted=tuple(accepted))

    def _cloze_answers(self, text: str) -> tuple[str, ...]:
        whole = []
        for part in re.split(r"(?<!\\)~", text):
            match = _CLOZE_ANSWER.match(part.strip())
            if match and (match[1] == "=" or _weight(match[2] or "0") >= 100):
                answer = re.sub(r"\\(.)", r"\1", match[3])
                whole.append(words_of(answer)[0])
        return tuple(filter(None, whole))

    def _files(self, element: etree._Element | None, place: int | None) -> None:
        """Keep the files beside the words of `element`; place: None where a record has none for them."""
        files = element.findall("file") if element is not None else []
        inner = element.find("text") if files and element is not None else None
        said = media_of((inner.text if inner is not None else "") or "") if files else {}
        for file in files:
            name = file.get("name", "")
            if place is None:
                self._fault("media_left_out", name, note=True)
            else:
                self._keep(file.text or "", name, place, tidy(said.get(name, "")))

    def _old_image(self) -> None:
        image = self.element.findtext("image_base64")
        if image:
            self._keep(image, tidy(self.element.findtext("image") or ""), -1, "")

    def _keep(self, encoded: str, name: str, place: int, alt: str) -> None:
        try:
            raw = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError):
            self._fault("file_broken", name, note=True)
            return
        digest = hashlib.sha256(raw).hexdigest()
        if any(medium.sha256 == digest and medium.place == place for medium in self.media):
            return
        self.files[digest] = raw
        self.media.append(Media(place, name, content_type_of(raw) or "application/octet-stream", alt, digest))


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
