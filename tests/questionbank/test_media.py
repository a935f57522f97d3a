"""Pictures, sound and film: known by their bytes, kept once, lost at no step, shown wherever the question is."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from questionbank.assets import NotKept, keep
from questionbank.formats.sniffing import content_type_of
from questionbank.importing import accept, read_file
from questionbank.models import Asset, Medium, Question
from realtime.clock import now
from tests.questionbank.builders import topic
from tests.questionbank.pages.sent import address, typed

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def trainer(tam: User) -> Client:
    client = Client()
    client.force_login(tam)
    return client


def upload(**changed: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("so-do.png", PNG, content_type="image/png")
    return typed(medium_file=file, medium_place="-1", medium_new_alt="Sơ đồ một cửa", **changed)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"ID3\x03", "audio/mpeg"),
        (b"RIFF0000WAVE", "audio/wav"), (b"RIFF0000WEBP", "image/webp"), (b"0000ftypisom", "video/mp4"),
        (b"<svg onload=alert(1)>", None), (b"<html>", None), (b"MZ", None), (b"", None),
    ],
)  # fmt: skip
def test_file_is_known_by_its_bytes(raw: bytes, found: str | None) -> None:
    assert content_type_of(raw) == found


@given(st.binary(max_size=40))
def test_no_bytes_break_the_look(raw: bytes) -> None:
    assert content_type_of(raw) is None or "/" in str(content_type_of(raw))


def test_same_file_is_kept_once_and_another_kind_not_at_all() -> None:
    assert keep(PNG, now=now()) == keep(PNG, now=now())
    with pytest.raises(NotKept):
        keep(b"<svg/>", now=now())
    with pytest.raises(NotKept):
        keep(PNG + b"0" * 3 * 1024 * 1024, now=now())
    assert Asset.objects.count() == 1


@pytest.mark.usefixtures("decree")
class TestWriting:
    def test_picture_is_kept_with_its_words_and_shown(self, trainer: Client) -> None:
        trainer.post("/cau-hoi/moi/", upload())
        question = Question.objects.get()
        medium = Medium.objects.get(version=question.latest_version)
        assert (medium.place, medium.alt) == (-1, "Sơ đồ một cửa")
        for name in ("detail", "preview", "edit"):
            page = trainer.get(address(name, question)).content.decode()
            assert f"/cau-hoi/tep/{medium.asset_id}/" in page
            assert 'alt="Sơ đồ một cửa"' in page

    def test_picture_that_arrived_with_a_wrong_form_is_not_lost(self, trainer: Client) -> None:
        response = trainer.post("/cau-hoi/moi/", upload(stem=""))
        assert response.status_code == 400
        ((attached, _shown),) = response.context["attachments"]
        again = typed(medium=[f"-1:{attached.sha256}"], medium_alt=[attached.alt])
        trainer.post("/cau-hoi/moi/", again)
        assert Medium.objects.get().asset_id == attached.sha256

    def test_new_version_keeps_it_until_it_is_dropped(self, trainer: Client) -> None:
        trainer.post("/cau-hoi/moi/", upload())
        question = Question.objects.get()
        name = f"-1:{Medium.objects.get().asset_id}"
        kept = {"medium": [name], "medium_alt": ["Sơ đồ"], "seen": "1"}
        trainer.post(address("edit", question), typed(stem="Bản hai?", **kept))
        question.refresh_from_db()
        assert question.latest_version.media.get().alt == "Sơ đồ"  # type: ignore[union-attr]
        trainer.post(address("edit", question), typed(stem="Bản ba?", **kept | {"seen": "2", "medium_drop": [name]}))
        question.refresh_from_db()
        assert not question.latest_version.media.exists()  # type: ignore[union-attr]
        assert Medium.objects.count() == 2  # past versions keep theirs

    @pytest.mark.parametrize("raw", [b"<svg/>", b"MZ\x90", b""])
    def test_what_is_no_picture_is_refused_and_nothing_else_is_lost(self, raw: bytes, trainer: Client) -> None:
        file = SimpleUploadedFile("anh.png", raw, content_type="image/png")
        response = trainer.post("/cau-hoi/moi/", typed(medium_file=file))
        if raw:
            assert response.status_code == 400
            assert "Lấy gì làm thước đo?" in response.content.decode()
        assert not Asset.objects.exists()

    def test_picture_of_the_stem_needs_words(self, trainer: Client) -> None:
        file = SimpleUploadedFile("so-do.png", PNG, content_type="image/png")
        assert trainer.post("/cau-hoi/moi/", typed(medium_file=file)).status_code == 400
        assert not Question.objects.exists()

    def test_names_that_are_none_attach_nothing(self, trainer: Client) -> None:
        names = ["-1:khong-co", "x:y", "99:abc", ""]
        trainer.post("/cau-hoi/moi/", typed(medium=names, medium_alt=["a", "b", "c", "d"]))
        assert Question.objects.count() == 1
        assert not Medium.objects.exists()


def test_asset_is_served_whole_and_in_parts_to_anybody_who_has_its_address(client: Client) -> None:
    path = f"/cau-hoi/tep/{keep(PNG, now=now())}/"
    whole = client.get(path)
    assert (whole.content, whole["Content-Type"]) == (PNG, "image/png")
    assert "immutable" in whole["Cache-Control"]
    assert "sandbox" in whole["Content-Security-Policy"]
    part = client.get(path, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PNG")
    assert client.get(path, headers={"Range": "bytes=9999-"}).status_code == 200
    assert client.get("/cau-hoi/tep/khong-co/").status_code == 404


@pytest.mark.usefixtures("decree")
def test_export_tells_that_it_leaves_pictures_out(trainer: Client) -> None:
    trainer.post("/cau-hoi/moi/", upload())
    told = trainer.get("/cau-hoi/xuat.xlsx")
    assert "Content-Disposition" not in told
    assert "attachment" in trainer.get("/cau-hoi/xuat.xlsx?tai=1")["Content-Disposition"]


@pytest.mark.usefixtures("decree")
def test_pictures_of_a_moodle_file_come_along(tam: User) -> None:
    encoded = base64.b64encode(PNG).decode()
    raw = f"""<quiz><question type="multichoice"><name><text>x</text></name><questiontext format="html">
      <text>Sơ đồ nào?</text><file name="a.png" encoding="base64">{encoded}</file></questiontext><single>true</single>
      <answer fraction="100"><text>Một</text></answer><answer fraction="0"><text>Hai</text></answer>
      </question></quiz>"""
    batch = read_file(raw=raw.encode(), file_name="q.xml", by=tam, now=now(), default_topic=topic().code)
    accept(batch=batch, by=tam, now=now())
    medium = Medium.objects.get()
    assert (medium.place, medium.alt, bytes(medium.asset.data)) == (-1, "Sơ đồ nào?", PNG)
