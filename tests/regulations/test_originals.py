"""The file that a regulation was read from: its kind, its fingerprint, and the bytes for those who may import."""

import hashlib

import pytest
from django.test import Client

from people.models import User
from realtime.clock import now
from regulations.importing import import_document
from regulations.models import Document, SourceFile
from tests.questionbank.builders import DECREE
from tests.regulations.office import line, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WORD = word("".join(line(words) for words in DECREE.splitlines()[1:]))


def bring(raw: bytes, name: str, by: User | None = None) -> Document:
    return import_document(
        raw, by=by, now=now(), file_name=name, facts={"number": "61/2018/NĐ-CP", "doc_type": "Nghị định"}
    )


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (WORD, "nghi-dinh.docx", "docx"),
        (DECREE.encode(), "nghi-dinh.txt", "text"),
        (DECREE.encode(), "", "pasted"),
        (f"<html><body><pre>{DECREE}</pre></body></html>".encode(), "a.html", "html"),
    ],
)
def test_kind_name_and_fingerprint_are_kept(raw: bytes, name: str, kind: str, tam: User) -> None:
    document = bring(raw, name, tam)
    assert (document.source_kind, document.source_name) == (kind, name)
    assert document.source_file is not None
    assert document.source_file.sha256 == hashlib.sha256(raw).hexdigest()
    assert document.source_file.size == len(raw)
    assert (document.created_by, document.created_at) == (tam, now())


def test_the_name_in_the_store_says_nothing_and_one_file_is_kept_once(tam: User) -> None:
    first = bring(WORD, "../../etc/bí mật.docx", tam)
    assert first.source_file is not None
    assert "etc" not in first.source_file.file.name
    Document.objects.filter(pk=first.pk).update(source_sha256="x", number="1/2018/NĐ-CP")
    second = bring(WORD, "khac.docx", tam)
    assert second.source_file == first.source_file
    assert SourceFile.objects.count() == 1


def test_a_trainer_saves_the_original_as_it_came_and_nobody_else_does(client: Client, tam: User, bob: User) -> None:
    document = bring(WORD, "Nghị định 61.docx", tam)
    address = f"/van-ban/{document.pk}/ban-goc/"
    assert client.get(address).status_code == 302
    client.force_login(bob)
    assert client.get(address).status_code == 403
    assert "ban-goc" not in client.get(f"/van-ban/{document.pk}/").content.decode()
    client.force_login(tam)
    answer = client.get(address)
    assert answer.content == WORD
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    page = client.get(f"/van-ban/{document.pk}/").content.decode()
    assert "Tệp Word (.docx)" in page
    assert "Nghị định 61.docx" in page
    assert hashlib.sha256(WORD).hexdigest() in page
    assert str(tam) in page


def test_a_file_that_is_lost_is_not_found(client: Client, tam: User) -> None:
    document = bring(WORD, "a.docx", tam)
    assert document.source_file is not None
    document.source_file.file.storage.delete(document.source_file.file.name)
    client.force_login(tam)
    assert client.get(f"/van-ban/{document.pk}/ban-goc/").status_code == 404
    Document.objects.update(source_file=None)
    assert client.get(f"/van-ban/{document.pk}/ban-goc/").status_code == 404
