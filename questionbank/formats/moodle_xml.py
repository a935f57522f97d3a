"""Moodle XML to and from records.

Source: Moodle, question/format/xml/format.php; the Cloze syntax of qtype_multianswer.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from questionbank.formats.carried import MARK, letters, restored, to_line
from questionbank.formats.choices import speaks_of_others
from questionbank.formats.markup import NotReadable, local, parse_xml, words_of
from questionbank.formats.record import LETTERS, Fault, Media, Record, Sheet
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

    Raises markup.NotReadable or NotMoodle.
    """
    root = parse_xml(raw)
    if local(root) != "quiz":
        raise NotMoodle
    records: list[Record] = []
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    for element in root:
        if local(element) != "question":
            continue
        reader = _Question(len(records) + 1, element, files)
        if element.get("type") == "category":
            faults.append(Fault(len(records) + 1, "", "category", reader.text("category")[:200], note=True))
            continue
        record = reader.read()
        faults.extend(reader.faults)
        if record is not None:
            records.append(record)
    return Sheet(tuple(records), tuple(faults), files)


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
            "ordering": self._order,
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
        self._old_image()
        if reader is None:
            self._fault("description_left_out" if kind == "description" else "type_left_out", kind, note=True)
            return None
        made = replace(reader(record), media=tuple(self.media))
        if self.element.findall("hint"):
            self._fault("hints_lost", note=True)
        carried = [tag.findtext("text") or "" for tag in self.element.findall("tags/tag")]
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

    def _answers(self) -> list[tuple[str, float, str]]:
        """Return (text, weight in percent, feedback) of each answer."""
        found = []
        for place, answer in enumerate(self.element.findall("answer")):
            weight = _weight(answer.get("fraction", "0"))
            feedback = answer.find("feedback")
            self._files(answer, place)
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
        weights = {text.casefold(): (weight, feedback) for text, weight, feedback in self._answers()}
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
        answers = self._answers()
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
        pairs = []
        for place, sub in enumerate(self.element.findall("subquestion")):
            answer = sub.find("answer")
            self._files(sub, place)
            pairs.append((self._words(sub), self._words(answer) if answer is not None else ""))
        lefts = [(left, right) for left, right in pairs if left]
        extra = tuple(right for left, right in pairs if not left)
        if len(lefts) > len(LETTERS):
            self._fault("too_many_choices", str(len(lefts)))
        return replace(
            record, kind="match", choices=tuple(left for left, _r in lefts), partners=(*(r for _l, r in lefts), *extra)
        )

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

    def _files(self, element: etree._Element | None, place: int) -> None:
        for file in element.findall("file") if element is not None else ():
            self._keep(file.text or "", file.get("name", ""), place)

    def _old_image(self) -> None:
        image = self.element.findtext("image_base64")
        if image:
            self._keep(image, tidy(self.element.findtext("image") or ""), -1)

    def _keep(self, encoded: str, name: str, place: int) -> None:
        try:
            raw = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError):
            self._fault("file_broken", name, note=True)
            return
        digest = hashlib.sha256(raw).hexdigest()
        self.files[digest] = raw
        ending = name.rsplit(".", 1)[-1].lower()
        self.media.append(Media(place, name, _TYPES.get(ending, "application/octet-stream"), "", digest))


_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


# ---------- Writing ----------

_NATIVE = frozenset({"code", "explanation", "remarks", "keep_order", "tolerance", "kind", "partners"})


def write(records: Iterable[Record]) -> tuple[bytes, tuple[Fault, ...]]:
    """Return `records` as Moodle XML, and a fault for each that it has no form for."""
    root = etree.Element("quiz")
    faults: list[Fault] = []
    for place, record in enumerate(records, start=1):
        if record.kind == "situation":
            faults.append(Fault(place, "", "kind_left_out", record.kind))
            continue
        _write(root, record)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)), tuple(faults)


def _write(root: etree._Element, record: Record) -> None:
    type_ = {
        "single": "multichoice", "multiple": "multichoice", "true_false": "truefalse", "order": "ordering",
        "match": "matching", "short": "shortanswer", "number": "numerical", "gap": "cloze", "essay": "essay",
        "prediction": "essay",
    }[record.kind]  # fmt: skip
    plain_truth = record.kind == "true_false" and record.choices == ("Đúng", "Sai")
    if record.kind == "true_false" and not plain_truth:
        type_ = "multichoice"
    question = etree.SubElement(root, "question", type=type_)
    _text(question, "name", record.code or record.stem[:60])
    _text(question, "questiontext", _with_cloze(record) if record.kind == "gap" else record.stem)
    _text(question, "generalfeedback", record.explanation)
    etree.SubElement(question, "idnumber").text = record.code
    _answers(question, record, plain_truth)
    native = set(_NATIVE) - ({"kind"} if record.kind == "prediction" or type_ == "multichoice" else set())
    if type_ != "multichoice":
        native -= {"keep_order"} if record.kind != "true_false" else set()
    if record.kind in ("order", "match"):
        native -= {"remarks"}
    line = to_line(record, frozenset(native))
    if line:
        _text(etree.SubElement(question, "tags"), "tag", line)


def _answers(question: etree._Element, record: Record, plain_truth: bool) -> None:
    remarks = record.remarks or ("",) * len(record.choices)
    if plain_truth:
        for word, letter, remark in zip(("true", "false"), "AB", remarks, strict=False):
            _answer(question, word, 100.0 if letter in record.key else 0.0, remark)
    elif record.kind in ("single", "multiple", "true_false"):
        etree.SubElement(question, "single").text = "false" if record.kind == "multiple" else "true"
        etree.SubElement(question, "shuffleanswers").text = "false" if record.keep_order else "true"
        share = 100.0 / max(len(record.key), 1)
        for letter, text, remark in zip(LETTERS, record.choices, remarks, strict=False):
            _answer(question, text, share if letter in record.key else 0.0, remark)
    elif record.kind == "order":
        for text in record.choices:
            _answer(question, text, 1.0, "")
    elif record.kind == "match":
        lefts = [*record.choices, *[""] * (len(record.partners) - len(record.choices))]
        for left, right in zip(lefts, record.partners, strict=True):
            sub = etree.SubElement(question, "subquestion", format="plain_text")
            etree.SubElement(sub, "text").text = left
            _text(sub, "answer", right)
    elif record.kind in ("short", "number"):
        for text in record.accepted[0]:
            answer = _answer(question, text, 100.0, "")
            if record.kind == "number":
                etree.SubElement(answer, "tolerance").text = record.tolerance or "0"


def _answer(question: etree._Element, text: str, share: float, remark: str) -> etree._Element:
    answer = etree.SubElement(question, "answer", fraction=f"{share:g}", format="plain_text")
    etree.SubElement(answer, "text").text = text
    if remark:
        _text(answer, "feedback", remark)
    return answer


def _text(parent: etree._Element, name: str, text: str) -> None:
    """Write words as words: signs of markup in them are escaped by XML and stay what they are."""
    child = etree.SubElement(parent, name, format="plain_text")
    etree.SubElement(child, "text").text = text


def _with_cloze(record: Record) -> str:
    def gap(match: re.Match[str]) -> str:
        answers = record.accepted[int(match[1]) - 1]
        return "{1:SHORTANSWER:" + "~".join(f"={_cloze_escaped(text)}" for text in answers) + "}"

    parts = re.split(r"(\[\[\d{1,2}\]\])", record.stem)
    return "".join(
        re.sub(r"\[\[(\d{1,2})\]\]", gap, part) if part.startswith("[[") else _html_escaped(part) for part in parts
    )


def _cloze_escaped(text: str) -> str:
    return re.sub(r"([~=#}{\\/\"])", r"\\\1", _html_escaped(text))


def _html_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


__all__ = ["NotMoodle", "NotReadable", "read", "write"]
