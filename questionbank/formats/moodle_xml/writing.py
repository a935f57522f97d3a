"""Records → Moodle XML."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from lxml import etree

from questionbank.formats.carried import to_line
from questionbank.formats.media import left_out, stored_name
from questionbank.formats.record import LETTERS, Fault, Media, Record

LARGEST_FILE = 7 * 1024 * 1024  # bytes: more, in base64, is longer than an XML parser takes one text to be
_NATIVE = frozenset({"code", "explanation", "remarks", "keep_order", "tolerance", "kind", "partners"})


def write(
    records: Iterable[Record], files: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[bytes, tuple[Fault, ...]]:
    """Return `records` as Moodle XML, and a fault for what it has no form for. files: bytes of media by sha256."""
    root = etree.Element("quiz")
    faults: list[Fault] = []
    for place, record in enumerate(records, start=1):
        held = tuple(m for m in record.media if len(files.get(m.sha256, b"")) in range(1, LARGEST_FILE + 1))
        faults += left_out(place, (medium for medium in record.media if medium not in held))
        _write(root, replace(record, media=held), files)
        for which, part in enumerate(record.parts, start=1):
            _write(root, part, files, (which, len(record.parts)))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)), tuple(faults)


def _write(
    root: etree._Element, record: Record, files: Mapping[str, bytes], group: tuple[int, int] | None = None
) -> None:
    """Write a question. A situation is a description, as Moodle has it, and its parts are questions after it.

    group: which part of how many, of a situation.
    """
    type_ = {
        "single": "multichoice", "multiple": "multichoice", "true_false": "truefalse", "order": "ordering",
        "match": "matching", "short": "shortanswer", "number": "numerical", "gap": "cloze", "essay": "essay",
        "prediction": "essay", "situation": "description",
    }[record.kind]  # fmt: skip
    plain_truth = record.kind == "true_false" and record.choices == ("Đúng", "Sai")
    if record.kind == "true_false" and not plain_truth:
        type_ = "multichoice"
    question = etree.SubElement(root, "question", type=type_)
    _text(question, "name", record.code or record.stem[:60])
    asked = _text(question, "questiontext", _with_cloze(record) if record.kind == "gap" else record.stem)
    _text(question, "generalfeedback", record.explanation)
    etree.SubElement(question, "idnumber").text = record.code
    _answers(question, record, plain_truth)
    held = question.findall("answer") + question.findall("subquestion")
    _show(asked, [m for m in record.media if m.place == -1], files, markup=record.kind == "gap")
    for place, element in enumerate(held):
        _show(element, [m for m in record.media if m.place == place and place < len(record.choices)], files)
    native = set(_NATIVE) - ({"kind"} if record.kind == "prediction" or type_ == "multichoice" else set())
    if type_ != "multichoice":
        native -= {"keep_order"} if record.kind != "true_false" else set()
    if record.kind in ("order", "match"):
        native -= {"remarks"}
    line = to_line(record, frozenset(native), (0, len(record.parts)) if record.parts else group)
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


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    """Write words as words: signs of markup in them are escaped by XML and stay what they are."""
    child = etree.SubElement(parent, name, format="plain_text")
    etree.SubElement(child, "text").text = text
    return child


def _show(parent: etree._Element, media: list[Media], files: Mapping[str, bytes], *, markup: bool = False) -> None:
    """Turn the words of `parent` into HTML with `media` after them, and put the files beside it.

    markup: whether the words are HTML already.
    """
    text = parent.find("text")
    if not media or text is None:
        return
    words = text.text or ""
    text.text = f"<p>{words if markup else _html_escaped(words)}</p>" + "".join(map(_tag, media))
    parent.set("format", "html")
    for place, medium in enumerate(media, start=1):
        file = etree.Element("file", name=stored_name(medium), path="/", encoding="base64")
        file.text = base64.b64encode(files[medium.sha256]).decode()
        parent.insert(place, file)


def _tag(medium: Media) -> str:
    address, alt = f"@@PLUGINFILE@@/{stored_name(medium)}", _html_escaped(medium.alt).replace('"', "&quot;")
    kind = medium.content_type.partition("/")[0]
    if kind == "image":
        return f'<img src="{address}" alt="{alt}">'
    return f'<{kind} controls="controls" src="{address}" title="{alt}"></{kind}>'


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
