"""GIFT, Aiken, Moodle XML and QTI: real files read whole, what is written reads back, nothing dropped in silence."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from questionbank.formats import aiken, front, gift, moodle_xml, qti
from questionbank.formats.markup import NotReadable
from questionbank.formats.qti import package
from questionbank.formats.record import Record, Sheet
from tests.conftest import FORMAT_FILES
from tests.questionbank.records import TOPICS, normal, records, without_rows

real = pytest.mark.needs_format_files


def keys(sheet: Sheet) -> list[Any]:
    """The right answers as they stand in the file."""
    return [
        tuple(r.choices["ABCDEFGHIJ".index(k)] for k in r.key) or (r.partners if r.kind == "match" else r.accepted)
        for r in sheet.records
    ]


def read(name: str) -> Sheet:
    raw = (FORMAT_FILES / name).read_bytes()
    reader = {"gift": gift.read, "aike": aiken.read}.get(name[:4])
    if reader:
        return reader(raw.decode("utf-8-sig"))
    return moodle_xml.read(raw) if name.startswith("moodle") else qti.read(raw)


@real
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("gift/moodle_examples.gift.txt", 43), ("gift/moodle_questions_in_category.gift.txt", 4),
        ("gift/pegjs_escapeAll.gift", 1), ("gift/pegjs_options1.gift", 14), ("gift/qas_multichoice.gift", 4),
        ("aiken/moodle_questions.aiken.txt", 2), ("aiken/qas_aiken_1.txt", 5), ("aiken/ocaml_moodle.txt", 2),
        ("moodle_xml/moodle_multichoice.xml", 1), ("moodle_xml/moodle_old_image_tag.xml", 2),
        ("moodle_xml/moodle_html_chars_in_idnumbers.xml", 1),
        ("moodle_xml/moodle_nested_categories_with_questions.xml", 5), ("moodle_xml/scrape_to_moodle.xml", 4),
        ("qti21/vosslab_minimal_qti_2.1_sample.zip", 2), ("qti22/1edtech_choice.xml", 1),
        ("qti22/1edtech_inline_choice.xml", 1), ("qti22/1edtech_choice_multiple.xml", 1),
        ("qti30/1edtech_choice_multiple.xml", 1), ("qti30/1edtech_BBQs_TF-choice.xml", 1),
    ],
)  # fmt: skip
def test_real_file_is_read_whole(name: str, count: int) -> None:
    sheet = read(name)
    assert len(sheet.records) == count
    assert all(record.stem for record in sheet.records)


@real
@pytest.mark.parametrize(
    ("name", "place", "right"),
    [
        ("gift/moodle_examples.gift.txt", 0, ("no one",)), ("gift/moodle_examples.gift.txt", 2, ("Sai",)),
        ("gift/moodle_examples.gift.txt", 4, (("1822",),)), ("gift/pegjs_escapeAll.gift", 0, ("\\",)),
        ("gift/moodle_questions_in_category.gift.txt", 3, ("Đúng",)),
        ("gift/qas_multichoice.gift", 1, ("Teaching with Moodle",)),
        ("gift/qas_multichoice.gift", 2, ("November 2015",)),
        ("aiken/ocaml_moodle.txt", 0, None), ("aiken/moodle_questions.aiken.txt", 1, None),
        ("moodle_xml/moodle_multichoice.xml", 0, ("French",)),
        ("moodle_xml/scrape_to_moodle.xml", 0, ("dmcabinet",)), ("moodle_xml/scrape_to_moodle.xml", 2, ("ifolderid",)),
        ("moodle_xml/moodle_nested_categories_with_questions.xml", 0, ("Đúng",)),
        ("qti21/vosslab_minimal_qti_2.1_sample.zip", 1, ("orange", "banana", "apple")),
        ("qti22/1edtech_inline_choice.xml", 0, (("York",),)),
        ("qti30/1edtech_choice_multiple.xml", 0, ("Hydrogen", "Oxygen")),
        ("qti30/1edtech_BBQs_TF-choice.xml", 0, ("False",)),
    ],
)  # fmt: skip
def test_right_answers_of_real_files(name: str, place: int, right: Any) -> None:
    sheet = read(name)
    if right is None:  # Aiken: by letter
        wanted = {"ocaml_moodle.txt": ("D",), "moodle_questions.aiken.txt": ("A",)}[name.rsplit("/", 1)[-1]]
        assert sheet.records[place].key == wanted
    else:
        assert keys(sheet)[place] == right


@real
def test_files_inside_moodle_xml_are_kept_with_their_place() -> None:
    sheet = read("moodle_xml/moodle_multichoice.xml")
    media = sheet.records[0].media
    assert [(m.place, m.name, m.content_type) for m in media[:2]] == [
        (-1, "bonjour.mp3", "audio/mpeg"), (0, "flag-uk.jpg", "image/jpeg"),
    ]  # fmt: skip
    assert {m.sha256 for m in media} == set(sheet.files)


@real
def test_qti_1_2_is_named_as_such() -> None:
    with pytest.raises(qti.OldQti):
        read("qti12/vosslab_minimal_qti_1.2_sample.zip")


def test_what_a_record_cannot_hold_is_noted() -> None:
    sheet = gift.read("$CATEGORY: a/b\n\nChỉ là lời dẫn.\n\nCâu?{~%50%Một ~%50%Hai ~%-100%Ba}\n\nSố?{#=5:1 =%50%5:2}")
    assert [(f.row, f.code) for f in sheet.faults] == [
        (1, "category"), (3, "description_left_out"), (5, "weights_lost"), (7, "weights_lost"),
    ]  # fmt: skip


# -- written, then read ----------------------------------------------------

Trip = Callable[[Record], Sheet]
TRIPS: dict[str, Trip] = {
    "gift": lambda record: gift.read(gift.write([record])[0]),
    "moodle": lambda record: moodle_xml.read(moodle_xml.write([record])[0]),
    "qti 2.1": lambda record: qti.read(qti.write([record], "2.1")[0]),
    "qti 2.2": lambda record: qti.read(qti.write([record], "2.2")[0]),
    "qti 3.0": lambda record: qti.read(qti.write([record], "3.0")[0]),
}
LEFT_OUT = {"gift": {"situation", "order", "gap"}, "moodle": set(), "qti": {"situation"}}


@pytest.mark.parametrize("format_", TRIPS)
@settings(max_examples=60, deadline=None)
@given(record=records())
def test_what_is_written_reads_back_equal(format_: str, record: Record) -> None:
    record = replace(record, code=record.code[:30])
    if record.kind in LEFT_OUT[format_.split()[0]]:
        assert written_faults(format_, record) == ["kind_left_out"]
        return
    sheet = TRIPS[format_](record)
    assert [without_rows(r.to_json()) for r in sheet.records] == [without_rows(normal(record.to_json()))]


def written_faults(format_: str, record: Record) -> list[str]:
    if format_ == "gift":
        return [f.code for f in gift.write([record])[1]]
    if format_ == "moodle":
        return [f.code for f in moodle_xml.write([record])[1]]
    return [f.code for f in qti.write([record], format_.split()[1])[1]]


@given(st.lists(records(), min_size=1, max_size=5))
def test_aiken_holds_one_right_choice_and_says_what_it_left_out(given_records: list[Record]) -> None:
    text, faults = aiken.write(given_records)
    kept = [r for r in given_records if r.kind in ("single", "true_false")]
    assert sum(f.code == "kind_left_out" for f in faults) == len(given_records) - len(kept)
    if all("\n" not in r.stem for r in kept):
        assert text.count("ANSWER:") == len(kept)


# -- hostile files ---------------------------------------------------------

SEEDS = [
    gift.write([Record(1, "A", "a", "single", 2, "Hỏi?", ("Một", "Hai"), ("A",), "Vì")])[0].encode(),
    moodle_xml.write([Record(1, "A", "a", "match", 2, "Ghép?", ("a", "b"), partners=("1", "2"))])[0],
    qti.write([Record(1, "A", "a", "multiple", 2, "Hỏi?", ("Một", "Hai", "Ba"), ("A", "B"))])[0],
    "Câu nào?\nA. Một\nB. Hai\nANSWER: B\n".encode(),
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_mutated_files_end_in_questions_or_a_named_refusal(seed: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(seed)))
    at = data.draw(st.integers(0, len(seed)))
    raw = seed[:at] + data.draw(st.binary(max_size=8)) + seed[at:cut] if cut > at else seed[:cut]
    try:
        sheet = front.read_questions(raw, topics=TOPICS, default_topic="a")
    except front.REFUSED:
        return
    assert all(isinstance(record, Record) for record in sheet.records)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_as_gift_or_aiken_without_a_crash(text: str) -> None:
    assert isinstance(gift.read(text), Sheet)
    assert isinstance(aiken.read(text), Sheet)


BOMB = b'<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz><question type="essay">&b;</question></quiz>'
OUTSIDE = b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><name>&x;</name></quiz>'


@pytest.mark.parametrize("raw", [BOMB, OUTSIDE], ids=["entities", "external entity"])
def test_xml_that_points_outside_itself_is_refused(raw: bytes) -> None:
    with pytest.raises(NotReadable):
        moodle_xml.read(raw)
    with pytest.raises(NotReadable):
        qti.read(raw)


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def test_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 1000)
    with pytest.raises(qti.PackageTooLarge):
        qti.read(archive(**{"imsmanifest.xml": b"<manifest/>", "big.xml": b"0" * 2000}))


@pytest.mark.parametrize(
    "raw", [archive(x=b"1"), b"PK\x03\x04" + b"\x00" * 40, b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"<a"]
)
def test_what_is_no_file_of_questions_is_refused(raw: bytes) -> None:
    with pytest.raises(front.REFUSED):
        front.read_questions(raw, topics=TOPICS, default_topic="a")


def test_format_is_known_by_its_content() -> None:
    kinds = ["gift", "moodle", "qti", "aiken"]
    assert [front.kind_of(seed) for seed in SEEDS] == kinds
    assert front.kind_of("Câu hỏi,A,B,Đáp án\nx,y,z,A\n".encode()) == "csv"
    assert Path(FORMAT_FILES).name == "formats"


class TestSituationsInMoodle:
    PART = Record(1, "", "", "single", 2, "Ai ký?", ("Chủ tịch", "Văn thư"), ("A",))
    WHOLE = Record(1, "TH-1", "a", "situation", 3, "Ông A nộp hồ sơ.", parts=(PART, replace(PART, stem="Mấy ngày?")))
    NEXT = replace(PART, code="C-2", topic="a")

    def written(self) -> bytes:
        return moodle_xml.write([self.WHOLE, self.NEXT])[0]

    def test_a_situation_is_a_description_with_its_questions_after_it_and_comes_back_whole(self) -> None:
        root = etree.fromstring(self.written())
        assert [each.get("type") for each in root] == ["description", "multichoice", "multichoice", "multichoice"]
        sheet = moodle_xml.read(self.written())
        assert [record.kind for record in sheet.records] == ["situation", "single"]
        whole = sheet.records[0]
        assert (whole.code, whole.topic, whole.difficulty, whole.stem) == ("TH-1", "a", 3, "Ông A nộp hồ sơ.")
        assert [part.stem for part in whole.parts] == ["Ai ký?", "Mấy ngày?"]
        assert sheet.faults == ()

    @pytest.mark.parametrize("gone", [1, 2])
    def test_a_situation_that_lacks_a_part_is_at_fault(self, gone: int) -> None:
        root = etree.fromstring(self.written())
        root.remove(root[gone])
        sheet = moodle_xml.read(etree.tostring(root))
        assert [(fault.row, fault.code) for fault in sheet.faults if not fault.note] == [(1, "parts_missing")]
        assert sheet.records[-1].stem == "Ai ký?"

    def test_a_description_of_somebody_else_is_left_out_as_before(self) -> None:
        root = etree.fromstring(self.written())
        root[0].remove(root[0].find("tags"))
        sheet = moodle_xml.read(etree.tostring(root))
        assert [record.kind for record in sheet.records] == ["single"] * 3
        assert [fault.code for fault in sheet.faults] == ["description_left_out"]
