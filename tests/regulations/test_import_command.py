"""manage.py import_regulation, as a person and as a machine call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from people.models import User
from regulations.models import Document
from tests.regulations.office import blank_pdf, line, word
from tests.regulations.test_importing import DECREE
from tests.regulations.texts import COLLECTION, ROOT, real

CODE_PAGE = next((COLLECTION / "html").glob("*.html"))
FACTS = ("file", "number", "type", "issuer", "issued_on", "effective_on", "gaps")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    call_command("import_regulation", *words, "--json")
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    with pytest.raises(SystemExit) as ended:
        call_command("import_regulation", *words, "--json")
    assert ended.value.code == 1
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_tells_all_facts_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    """No database mark: a query here would fail."""
    found = said(capsys, str(real("26-2015-QĐ-TTg")), "--dry-run")
    assert {name: found[name] for name in FACTS} == {
        "file": "26-2015-QĐ-TTg.txt", "number": "26/2015/QĐ-TTg", "type": "Quyết định",
        "issuer": "Thủ tướng Chính phủ", "issued_on": "2015-07-08", "effective_on": "2015-08-25", "gaps": [],
    }  # fmt: skip
    assert found["counts"] == {
        "parts": 0, "chapters": 0, "sections": 0, "subsections": 0, "articles": 5, "clauses": 31, "points": 39,
        "indents": 0, "annexes": 0,
    }  # fmt: skip
    assert len(found["legal_bases"]) == 4
    assert len(found["recipients"]) == 19
    assert [fault["code"] for fault in found["faults"]] == ["letters_mended", "lines_joined"]


def test_gaps_are_told_by_kind_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "Điều 1. Một\n1. Gồm:\na) Một;\nd) Hai.\n9. Chín.\nĐiều 7. Bảy\n"
    (tmp_path / "a.txt").write_text(text)
    found = said(capsys, str(tmp_path / "a.txt"), "--dry-run")
    assert found["gaps"] == [
        {"kind": "point", "after": "a", "next": "d", "line": 4},
        {"kind": "clause", "after": "1", "next": "9", "line": 5},
        {"kind": "article", "after": "1", "next": "7", "line": 6},
    ]
    assert (found["issued_on"], found["number"]) == (None, "")


def test_several_files_and_a_code_page_are_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(real("61-2018-NĐ-CP")), str(COLLECTION / "pdf/76-NQ-CP.pdf")]
    assert [d["number"] for d in said(capsys, *files, "--dry-run")["documents"]] == ["61/2018/NĐ-CP", "76/NQ-CP"]
    page = said(capsys, str(CODE_PAGE), "--dry-run")["documents"]
    assert [d["number"] for d in page][:2] == ["63/2010/NĐ-CP", "167/2012/TT-BTC"]
    assert len(page) == 7


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (blank_pdf(), "scanned_pdf"),
        (b"\x89PNG", "unknown_kind"),
        (bytes(range(128, 256)), "unreadable_text"),
        ("Kính gửi".encode(), "not_a_regulation"),
        (None, "file_not_there"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_code(
    raw: bytes | None, code: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if raw is not None:
        (tmp_path / "a.bin").write_bytes(raw)
    found = refused(capsys, str(tmp_path / "a.bin"), "--dry-run")
    assert (found["file"], found["code"]) == ("a.bin", code)
    assert len(found["error"]) > 25


def test_one_bad_file_hides_no_good_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("không")
    found = refused(capsys, str(tmp_path / "bad.txt"), str(real("61-2018-NĐ-CP")), "--dry-run")
    assert [d.get("code", d.get("number")) for d in found["documents"]] == ["not_a_regulation", "61/2018/NĐ-CP"]


def test_a_person_sees_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_regulation", str(real("06-2014-TT-TTCP")), "--dry-run")
    out = capsys.readouterr().out
    assert "06/2014/TT-TTCP" in out
    assert "Điều 32 → Điều 34" in out


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_document_is_stored_with_who_brought_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tam: User
) -> None:
    (tmp_path / "a.docx").write_bytes(word("".join(line(words) for words in DECREE.splitlines())))
    found = said(capsys, str(tmp_path / "a.docx"), "--by", tam.username)
    document = Document.objects.get(pk=found["id"])
    assert document.created_by == tam
    again = refused(capsys, str(tmp_path / "a.docx"))
    assert again["code"] == "already_imported"
    assert refused(capsys, str(tmp_path / "a.docx"), "--by", "nobody")["code"] == "user_not_there"


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_code_page_is_stored_at_once_and_not_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert all("id" in d for d in said(capsys, str(CODE_PAGE))["documents"])
    assert Document.objects.count() == 7
    again = said(capsys, str(CODE_PAGE))["documents"]
    assert {d["code"] for d in again} == {"already_imported"}
    assert Document.objects.count() == 7


def test_a_dry_run_needs_no_tables(tmp_path: Path) -> None:
    """As from a fresh copy: a new, empty database file."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "import_regulation", str(real("61-2018-NĐ-CP")), "--dry-run", "--json"],
        capture_output=True, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["counts"]["articles"]) == (0, 41), done.stderr
