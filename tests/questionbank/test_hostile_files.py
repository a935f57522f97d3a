"""Files made to hurt, and real ones with pieces torn out: questions, or a refusal that says what is wrong."""

import io
import json
import time
import zipfile
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.faults import in_words, refusal_in_words
from questionbank.formats import front, gift, moodle_xml, qti
from questionbank.formats.carried import restored
from questionbank.formats.files import write_workbook
from questionbank.formats.record import Record, Sheet
from questionbank.formats.sheet import header_row
from tests.conftest import FORMAT_FILES, QUESTION_BANKS
from tests.questionbank.test_word import QUESTION, document, saved

MANIFEST = b'<manifest><resource href="i.xml"/></manifest>'
ASKED = [
    Record(1, "A", "a", "multiple", 3, "Hỏi?", ("Một", "Hai", "Ba"), ("A", "B"), "Vì", remarks=("x", "", "y")),
    Record(1, "B", "a", "match", 2, "Ghép?", ("a", "b"), partners=("1", "2", "3")),
    Record(1, "C", "a", "gap", 2, "x [[1]] y [[2]]", accepted=(("1", "2"), ("3",))),
    Record(1, "D", "a", "essay", 2, "Viết", rubric=(("ý", 2),)),
]
KAHOOT = "Question,Answer 1,Answer 2,Answer 3,Time limit (sec),Correct answer(s)\nHỏi?,Một,Hai,Ba,20,1\n".encode()
CELLS = dict(zip(("Câu hỏi", "A", "B", "Đáp án"), ("Hỏi?", "Một", "Hai", "A"), strict=True))
SEEDS = {
    "gift": gift.write([ASKED[0], ASKED[1], ASKED[3]])[0].encode(),
    "moodle": moodle_xml.write(ASKED)[0],
    "qti 2.1": qti.write(ASKED, "2.1")[0],
    "qti 2.2": qti.write(ASKED, "2.2")[0],
    "qti 3.0": qti.write(ASKED, "3.0")[0],
    "aiken": "Câu nào?\nA. Một\nB. Hai\nANSWER: B\n".encode(),
    "kahoot": KAHOOT,
    "csv": "Câu hỏi,A,B,Đáp án\nHỏi?,Một,Hai,A\n".encode(),
    "excel": write_workbook(header_row(), [[CELLS.get(name, "") for name in header_row()]]),
    "word": saved(document(*QUESTION, "Đáp án: A")),
    "text": "Câu 1. Ai?\nA. Một\nB. Hai\nĐáp án: A\nGiải thích: Vì\n".encode(),
}
TORN = [
    b"<", b">", b"&", b"\x00", b"\xff", b"{", b"}", b"~", b"=", b"\\ud800", b"-1", b"9" * 30, b"nan", b"1e999", b'"',
    b"]]>", b"<!--", b"hoithi:", b"\xed\xa0\x80", b"[[99]]", b"||", b"%", b"null", b"{}", b"\x1b",
]  # fmt: skip


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def torn(raw: bytes, chance: Random) -> bytes:
    held = bytearray(raw)
    for _ in range(chance.randrange(1, 7)):
        if not held:
            break
        at, how = chance.randrange(len(held)), chance.randrange(5)
        if how == 0:
            held[at] = chance.randrange(256)
        elif how == 1:
            del held[at : at + chance.randrange(1, 40)]
        elif how == 2:
            held[at:at] = chance.choice(TORN)
        elif how == 3:
            held[at:at] = held[at : at + chance.randrange(1, 200)]
        elif chance.random() < 0.2:
            del held[at:]
    return bytes(held)


def torn_inside(raw: bytes, chance: Random) -> bytes:
    """Tear a part of an archive and pack it again, so that the reader gets past the archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        picked = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, torn(old.read(name), chance) if name == picked else old.read(name))
    return target.getvalue()


def looked_at(raw: bytes) -> Sheet | None:
    """Read as a page and a database would: every word can be shown and kept."""
    try:
        sheet = front.read_questions(raw, topics="abcdđeghi", default_topic="a")
    except front.REFUSED as refusal:
        said = str(refusal_in_words(refusal))
    else:
        return _whole(sheet)
    assert said
    return None


def _whole(sheet: Sheet) -> Sheet:
    for fault in sheet.faults:
        assert str(in_words(fault))
        assert "\x00" not in fault.value
        fault.value.encode()
    for record in sheet.records:
        kept = json.dumps(record.to_json(), ensure_ascii=False)
        kept.encode()
        assert "\\u0000" not in kept
        assert Record.from_json(json.loads(kept)) == record
        assert record.difficulty in (1, 2, 3)
        assert len(record.code) <= 30
    assert len({record.row for record in sheet.records}) == len(sheet.records)
    return sheet


@pytest.mark.parametrize("name", SEEDS)
def test_whole_file_is_read(name: str) -> None:
    """What is torn below is a file with questions to begin with."""
    sheet = looked_at(SEEDS[name])
    assert sheet is not None
    assert sheet.records


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("seed", range(12))
def test_torn_file_ends_in_questions_or_a_named_refusal(name: str, seed: int) -> None:
    chance = Random(f"{name} {seed}")
    raw = SEEDS[name]
    inside = raw[:2] == b"PK" and seed % 4
    looked_at(torn_inside(raw, chance) if inside else torn(raw, chance))


@pytest.mark.parametrize("seed", range(40))
def test_torn_real_file_ends_in_questions_or_a_named_refusal(seed: int) -> None:
    real = sorted(p for folder in (FORMAT_FILES, QUESTION_BANKS) for p in folder.rglob("*.*") if p.suffix != ".md")
    if not real:
        pytest.skip("the real files are not here")
    chance = Random(seed)
    raw = chance.choice([p for p in real if p.stat().st_size < 100_000]).read_bytes()
    looked_at(torn_inside(raw, chance) if raw[:2] == b"PK" and chance.random() < 0.8 else torn(raw, chance))


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "latin-1", "utf-7"])
def test_wrong_encoding_ends_in_questions_or_a_named_refusal(name: str, encoding: str) -> None:
    raw = SEEDS[name]
    looked_at(raw.decode("utf-8", "replace").encode(encoding, "replace"))


ITEM = b"<assessmentItem identifier='x'><itemBody>%s</itemBody></assessmentItem>"
HURTING = {
    "deep XML": b"<quiz>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</quiz>",
    "deep HTML in Moodle XML": b"<quiz><question type='essay'><questiontext><text>" + b"&lt;div&gt;" * 50_000
    + b"x</text></questiontext></question></quiz>",
    "late DOCTYPE": b"<?xml version='1.0'?><!--" + b"x" * 5000
    + b"--><!DOCTYPE quiz [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><quiz/>",
    "too many questions": b"<quiz>" + b"<question type='essay'><name><text>a</text></name></question>" * 30_000
    + b"</quiz>",
    "backslashes without end": b"<quiz><question type='cloze'><questiontext><text>{1:SA:" + b"\\" * 50_000
    + b"</text></questiontext></question></quiz>",
    "deep QTI": archive(imsmanifest_dot_xml=MANIFEST, i_dot_xml=ITEM % (b"<div>" * 5000 + b"</div>" * 5000)),
    "QTI that asks for an outside file": archive(
        imsmanifest_dot_xml=b'<manifest><resource href="../../../../etc/passwd"/><resource href="i.xml"/></manifest>',
        i_dot_xml=ITEM % b"<choiceInteraction><prompt><img src='../../../etc/passwd'/>x</prompt></choiceInteraction>",
    ),
    "QTI with an entity": archive(
        imsmanifest_dot_xml=MANIFEST,
        i_dot_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + ITEM % b"&x;",
    ),
    "zip bomb": archive(imsmanifest_dot_xml=MANIFEST, i_dot_xml=b" " * (101 << 20)),
    "too many parts": archive(**{f"a{n}": b"" for n in range(41_000)}),
    "gaps without end": archive(
        imsmanifest_dot_xml=MANIFEST,
        i_dot_xml=ITEM % (b"<p>a" + b"<textEntryInteraction responseIdentifier='R'/> b " * 3000 + b"</p>"),
    ),
    "macros": archive(
        **{"[Content_Types]_dot_xml": b"<a/>", "xl__workbook_dot_xml": b"<x/>", "xl__vbaProject_dot_bin": b"x"}
    ),
    "braces": b"{" * 100_000,
    "answers without end": b"Q{" + b"~a" * 50_000 + b"}",
    "line breaks without end": b"\n" * 5_000_000 + "Câu hỏi,A,B,Đáp án".encode(),
    "one long line": ("Câu 1. " + "A. x " * 100_000).encode(),
    "columns without end": ("Câu hỏi,A,B,Đáp án" + "," * 3_000_000).encode(),
    "quote that never ends": ('Câu hỏi,A,B,Đáp án\n"' + "x," * 500_000).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HURTING)
def test_file_made_to_hurt_costs_little_and_tells_nothing_of_the_machine(name: str) -> None:
    begun = time.thread_time()
    sheet = looked_at(HURTING[name])
    assert time.thread_time() - begun < 10
    assert "root:" not in str(sheet)


def test_ten_thousand_columns_are_read_and_told_in_a_few_lines() -> None:
    others = [f"Cột {n}" for n in range(10_000)]
    raw = write_workbook([*CELLS, *others], [[*CELLS.values(), *others]])
    sheet = looked_at(raw)
    assert sheet is not None
    assert len(sheet.records) == 1
    assert [f.value for f in sheet.faults if f.code == "columns_not_read"] == ["9960"]
    assert len(sheet.faults) < 50


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60) | st.just("\ud800x\x00")
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(inner, inner), max_size=2)
)
names = ("code", "topic", "difficulty", "explanation", "document", "address", "quote", "keep_order", "tolerance",
         "rubric", "remarks", "kind", "partners")  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(names), anything), st.sampled_from(ASKED))
def test_whatever_a_file_carries_beside_its_format_is_taken_as_it_fits_or_left(held: Any, record: Record) -> None:
    made = restored(record, f"hoithi: {json.dumps(held)}")
    json.dumps(made.to_json(), ensure_ascii=False).encode()
    assert (made.difficulty in (1, 2, 3), len(made.code) <= 30, type(made.keep_order)) == (True, True, bool)
    assert all(isinstance(points, int) and points > 0 for _name, points in made.rubric)


def test_what_nests_without_end_is_left() -> None:
    assert restored(ASKED[0], f"hoithi: {'[' * 100_000}") == ASKED[0]
