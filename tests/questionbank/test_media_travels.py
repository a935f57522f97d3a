"""Pictures, sound and film leave in every format that has a place for them, and come back with the same question."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from people.models import User
from questionbank.assets import keep
from questionbank.exporting import FORMATS, export
from questionbank.formats import moodle_xml, qti
from questionbank.formats.front import read_questions
from questionbank.formats.media import stored_name
from questionbank.formats.record import Media, Record, Sheet
from questionbank.importing import accept, read_file
from questionbank.models import Medium, Question
from questionbank.waiting import faults_of
from questionbank.writing import Attached
from realtime.clock import now
from tests.questionbank.builders import write
from tests.questionbank.records import normal, records, without_rows, words
from tests.questionbank.test_word import png

SOUND, FILM = b"ID3\x03tieng", b"0000ftypisomphim"
HELD = {"excel": set(), "csv": set(), "text": set(), "gift": set(), "aiken": set(), "word": {"image"},
        "moodle": {"image", "audio", "video"}, "qti21": {"image", "audio", "video"},
        "qti22": {"image", "audio", "video"}, "qti30": {"image", "audio", "video"}}  # fmt: skip


@pytest.fixture
def bank(tam: User, decree: object) -> list[Question]:
    picture, other = keep(png(1), now=now()), keep(png(2), now=now())
    write(
        tam, code="M-1",
        media=(Attached(-1, picture, 'Sơ đồ "một cửa" <A & B>'), Attached(2, other, "Bảng lương"), Attached(3, other)),
    )  # fmt: skip
    write(tam, code="M-2", stem="Xếp?", kind="order", choices=("Một", "Hai", "Ba"), right=frozenset(),
          media=(Attached(-1, other, "Các bước"), Attached(1, picture, "Bước hai")))  # fmt: skip
    write(tam, code="M-3", stem="Ghép?", kind="match", choices=("Hà Nội", "Huế"), right=frozenset(),
          partners=("Thủ đô", "Cố đô", "Khác"), media=(Attached(1, picture, "Ngọ Môn"),))  # fmt: skip
    write(tam, code="M-4", stem="Trong [[1]] ngày?", kind="gap", choices=(), right=frozenset(), accepted=(("15",),),
          media=(Attached(-1, picture, "Tờ lịch"),))  # fmt: skip
    write(tam, code="M-5", stem="Đúng không?", kind="true_false", choices=("Đúng", "Sai"), right=frozenset({1}),
          media=(Attached(0, picture, "Gật"), Attached(1, other, "Lắc")))  # fmt: skip
    return list(Question.objects.with_wordings().order_by("pk"))


@pytest.fixture
def films(tam: User, decree: object) -> list[Question]:
    write(
        tam,
        code="M-6",
        media=(Attached(-1, keep(SOUND, now=now()), "Lời nói"), Attached(0, keep(FILM, now=now()), "Đoạn phim")),
    )
    return list(Question.objects.with_wordings().filter(code="M-6"))


def media_of(code: str) -> list[tuple[int, str, str, bytes]]:
    held = Medium.objects.filter(version__question__code=code).select_related("asset").order_by("place", "pk")
    return [(m.place, m.alt, m.asset.content_type, bytes(m.asset.data)) for m in held]


def travel(questions: list[Question], format_: str, by: User) -> None:
    """Take the bank out, empty it, and bring it back."""
    content = export(questions, format_).content
    Question.objects.update(latest_version=None)
    Question.objects.all().delete()
    batch = read_file(raw=content, file_name="q", by=by, now=now(), default_topic="g")
    assert [fault for fault in faults_of(batch) if not fault.note] == []
    accept(batch=batch, by=by, now=now())


@pytest.mark.django_db
@pytest.mark.parametrize("format_", [name for name, held in HELD.items() if held])
class TestTravel:
    def test_pictures_come_back_where_they_were(self, format_: str, bank: list[Question], tam: User) -> None:
        before = {q.code: media_of(q.code) for q in bank}
        assert export(bank, format_).left_out == ()
        travel(bank, format_, tam)
        assert {code: media_of(code) for code in before} == before

    def test_sounds_and_films_come_back_or_are_told(self, format_: str, films: list[Question], tam: User) -> None:
        before = media_of("M-6")
        lost = [fault.value for fault in export(films, format_).left_out]
        if "audio" not in HELD[format_]:
            assert lost == ["Lời nói", "Đoạn phim"]
            return
        assert lost == []
        travel(films, format_, tam)
        assert media_of("M-6") == before


@pytest.mark.django_db
@pytest.mark.parametrize("format_", [name for name, held in HELD.items() if not held])
def test_formats_without_a_place_for_them_say_so(format_: str, bank: list[Question]) -> None:
    lost = [fault.value for fault in export(bank, format_).left_out if fault.code == "media_left_out"]
    assert "Bảng lương" in lost
    assert len(lost) == Medium.objects.count()


def test_every_format_is_tried_here() -> None:
    assert set(HELD) == set(FORMATS)


@pytest.mark.django_db
def test_names_in_a_file_tell_nothing_and_each_file_stands_once(bank: list[Question]) -> None:
    with zipfile.ZipFile(io.BytesIO(export(bank, "qti22").content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("media/")]
    assert len(names) == len(set(names)) == 2
    assert all(re.fullmatch(r"media/[0-9a-f]{20}\.png", name) for name in names)


@pytest.mark.django_db
def test_page_hands_out_a_package_with_pictures_at_once(bank: list[Question], tam: User) -> None:
    trainer = Client()
    trainer.force_login(tam)
    assert "attachment" in trainer.get("/cau-hoi/xuat/qti30/")["Content-Disposition"]
    assert "Content-Disposition" not in trainer.get("/cau-hoi/xuat/gift/")


# -- the formats by themselves ---------------------------------------------

PICTURES = [png(shade) for shade in range(4)]


@st.composite
def illustrated(draw: st.DrawFn) -> tuple[Record, Mapping[str, bytes]]:
    record = draw(records().filter(lambda r: r.kind != "situation"))
    places = draw(st.lists(st.integers(-1, len(record.choices) - 1), max_size=4))
    media, files = [], {}
    for place, raw in zip(places, PICTURES, strict=False):
        digest = sha256(raw).hexdigest()
        medium = Media(place, "", "image/png", draw(st.just("") | words), digest)
        media.append(replace(medium, name=stored_name(medium)))
        files[digest] = raw
    media.sort(key=lambda m: m.place)
    return replace(record, code=record.code[:30], media=tuple(media)), files


TRIPS: dict[str, Callable[[Record, Mapping[str, bytes]], Sheet]] = {
    "moodle": lambda record, files: moodle_xml.read(moodle_xml.write([record], files)[0]),
    "qti 2.1": lambda record, files: qti.read(qti.write([record], "2.1", files)[0]),
    "qti 2.2": lambda record, files: qti.read(qti.write([record], "2.2", files)[0]),
    "qti 3.0": lambda record, files: qti.read(qti.write([record], "3.0", files)[0]),
}


@pytest.mark.parametrize("format_", TRIPS)
@settings(max_examples=60, deadline=None)
@given(held=illustrated())
def test_any_question_with_pictures_reads_back_equal(format_: str, held: tuple[Record, Mapping[str, bytes]]) -> None:
    record, files = held
    sheet = TRIPS[format_](record, files)
    assert [by_place(r) for r in sheet.records] == [by_place(record)]
    assert sheet.files == files


def by_place(record: Record) -> Any:
    return without_rows(normal(replace(record, media=tuple(sorted(record.media, key=lambda m: m.place))).to_json()))


def test_picture_of_a_right_side_is_told_and_not_hung_on_the_left() -> None:
    raw = b"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="x">
      <responseDeclaration identifier="R" cardinality="multiple" baseType="directedPair"><correctResponse>
      <value>a c</value><value>b d</value></correctResponse></responseDeclaration><itemBody>
      <matchInteraction responseIdentifier="R"><prompt>Match</prompt><simpleMatchSet>
      <simpleAssociableChoice identifier="a">1</simpleAssociableChoice>
      <simpleAssociableChoice identifier="b">2</simpleAssociableChoice></simpleMatchSet><simpleMatchSet>
      <simpleAssociableChoice identifier="c">3<img src="p.png" alt=""/></simpleAssociableChoice>
      <simpleAssociableChoice identifier="d">4</simpleAssociableChoice></simpleMatchSet>
      </matchInteraction></itemBody></assessmentItem>"""
    manifest = b'<manifest><resource href="i.xml"/></manifest>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in (("imsmanifest.xml", manifest), ("i.xml", raw), ("p.png", png())):
            archive.writestr(name, content)
    sheet = qti.read(target.getvalue())
    assert sheet.records[0].media == ()
    assert [fault.code for fault in sheet.faults] == ["media_left_out"]


@pytest.mark.django_db
def test_name_of_a_picture_never_stands_for_its_words(tam: User, decree: object) -> None:
    record = Record(1, "", "g", "single", 2, "Sơ đồ nào?", ("Một", "Hai"), ("A",))
    digest = sha256(png()).hexdigest()
    media = (Media(-1, "dap-an-A.png", "image/png", "", digest), Media(0, "dung.png", "image/png", "", digest))
    content, _lost = qti.write([replace(record, media=media)], "2.2", {digest: png()})
    batch = read_file(raw=content, file_name="q", by=tam, now=now(), default_topic="g")
    assert any(fault.code == "media_without_words" for fault in faults_of(batch))
    accept(batch=batch, by=tam, now=now())
    assert [(m.place, m.alt) for m in Medium.objects.order_by("place")] == [(-1, "Sơ đồ nào?"), (0, "")]


def test_real_read_of_a_package_is_the_same_through_the_front() -> None:
    digest = sha256(png()).hexdigest()
    medium = Media(-1, "x.png", "image/png", "Sơ đồ", digest)
    record = Record(1, "", "g", "single", 2, "Sơ đồ nào?", ("Một", "Hai"), ("A",), media=(medium,))
    sheet = read_questions(qti.write([record], "3.0", {digest: png()})[0], topics="g")
    assert [m.alt for r in sheet.records for m in r.media] == ["Sơ đồ"]
