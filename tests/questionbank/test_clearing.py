"""Pictures that nothing uses any more are cleared; none that a version, a past paper or a waiting import uses."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from people.models import User
from questionbank import assets
from questionbank.assets import clear, keep
from questionbank.formats import qti
from questionbank.formats.record import Media, Record
from questionbank.importing import accept, read_file
from questionbank.models import Asset, ImportBatch, Question
from questionbank.writing import Attached, revise
from realtime.clock import Moving, now
from regulations.models import SourceFile
from regulations.originals import clear_stray, keep_original
from tests.questionbank.builders import wording, write
from tests.questionbank.test_word import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]
WEEK = timedelta(days=7)


def later() -> int:
    return clear(before=now() + WEEK)


def test_what_nothing_uses_is_cleared_after_its_time(clock: Moving) -> None:
    keep(png(), now=now())
    assert clear(before=now()) == 0
    assert later() == 1
    assert not Asset.objects.exists()


def test_what_is_handed_in_again_stays(clock: Moving) -> None:
    keep(png(), now=now())
    clock.on(days=8)
    keep(png(), now=now())
    assert clear(before=now() - WEEK) == 0


def test_picture_of_an_earlier_version_stays(tam: User) -> None:
    question = write(tam, media=(Attached(-1, keep(png(), now=now()), "Sơ đồ"),))
    revise(question=question, wording=wording(stem="Không có hình?"), by=tam, now=now())
    assert later() == 0
    assert question.versions.get(number=1).media.count() == 1


def package() -> bytes:
    sha256 = keep(png(5), now=now())
    Asset.objects.all().delete()
    medium = Media(-1, "x.png", "image/png", "Sơ đồ", sha256)
    record = Record(1, "", "g", "single", 2, "Sơ đồ nào?", ("Một", "Hai"), ("A",), media=(medium,))
    return qti.write([record], "2.2", {sha256: png(5)})[0]


def test_picture_of_a_waiting_import_stays_until_the_file_is_gone(tam: User) -> None:
    batch = read_file(raw=package(), file_name="q.zip", by=tam, now=now(), default_topic="g")
    assert later() == 0
    accept(batch=batch, by=tam, now=now())
    assert later() == 0
    Question.objects.update(latest_version=None)
    Question.objects.all().delete()
    assert later() == 1


def test_import_that_goes_away_lets_its_picture_go(tam: User) -> None:
    read_file(raw=package(), file_name="q.zip", by=tam, now=now(), default_topic="g").delete()
    assert later() == 1


def test_what_is_taken_into_use_meanwhile_stays(tam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even past the question whether anything uses it, the database refuses."""
    write(tam, media=(Attached(-1, keep(png(), now=now()), "Sơ đồ"),))
    monkeypatch.setattr(assets, "unused", lambda before: Asset.objects.all())
    assert later() == 0
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        Asset.objects.all().delete()


def test_command_counts_first_and_then_deletes(clock: Moving, capsys: pytest.CaptureFixture[str]) -> None:
    keep(png(), now=now())
    clock.on(days=8)
    call_command("clear_assets", "--dry-run")
    assert "1" in capsys.readouterr().out
    assert Asset.objects.exists()
    call_command("clear_assets")
    assert not Asset.objects.exists()
    with pytest.raises(CommandError):
        call_command("clear_assets", "--days", "0")


def test_a_reading_that_was_broken_off_goes_after_a_day(tam: User, clock: Moving) -> None:
    broken = ImportBatch.objects.create(uploaded_by=tam, file_name="q.xlsx", created_at=now())
    waiting = read_file(raw=package(), file_name="q.zip", by=tam, now=now(), default_topic="g")
    clock.on(hours=23)
    call_command("clear_assets")
    assert ImportBatch.objects.count() == 2
    clock.on(hours=1)
    call_command("clear_assets", "--dry-run")
    assert ImportBatch.objects.count() == 2
    call_command("clear_assets")
    assert list(ImportBatch.objects.all()) == [waiting]
    assert not ImportBatch.objects.filter(pk=broken.pk).exists()


def test_an_original_that_no_import_kept_goes_and_those_in_use_stay(clock: Moving) -> None:
    held = keep_original(raw=b"in use", now=now())
    with suppress(RuntimeError), transaction.atomic():
        keep_original(raw=b"rolled back", now=now())
        raise RuntimeError
    folder = held.file.storage.listdir
    names, kept = folder("regulations")[1], SourceFile.objects.count()
    assert clear_stray(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert clear_stray(before=datetime.now(UTC) + timedelta(days=1), dry_run=True) == len(names) - kept >= 1
    assert clear_stray(before=datetime.now(UTC) + timedelta(days=1)) == len(names) - kept
    assert len(folder("regulations")[1]) == kept
    assert held.file.read() == b"in use"
