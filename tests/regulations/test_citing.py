"""Finding what a question cites, and proving that the quoted words stand there."""

import csv
import unicodedata
from datetime import date

import pytest

from realtime.clock import now
from regulations.citing import ProvisionNotFound, find_provision, quote_stands_in
from regulations.importing import Facts, import_document
from regulations.models import Document
from tests.regulations.test_importing import DECREE
from tests.regulations.texts import SHIPPED

pytestmark = pytest.mark.django_db


def stored(text: str = DECREE, **facts: object) -> Document:
    return import_document(text.encode(), by=None, now=now(), facts=Facts(**facts))  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("address", "eid"),
    [
        ("Điều 2", "art_2"),
        ("khoản 1 Điều 2", "art_2__cl_1"),
        ("điểm b khoản 1 Điều 2", "art_2__cl_1__pt_b"),
        ("Điểm B, Khoản 1,  điều 2", "art_2__cl_1__pt_b"),
        ("khoản 2 Điều 2 Nghị định số 61/2018/NĐ-CP", "art_2__cl_2"),
    ],
)
def test_a_provision_is_found_by_its_address(address: str, eid: str) -> None:
    stored()
    assert find_provision("61/2018/NĐ-CP", address).eid == eid


def test_a_number_is_found_without_marks_and_capitals() -> None:
    stored()
    assert find_provision(" 61/2018/nd-cp ", "Điều 1").eid == "art_1"


def test_an_unknown_document_is_said() -> None:
    with pytest.raises(ProvisionNotFound) as missing:
        find_provision("1/2000/NĐ-CP", "Điều 1")
    assert (missing.value.document_found, missing.value.nearest) == (False, None)
    assert "1/2000/NĐ-CP" in str(missing.value)


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("điểm h khoản 1 Điều 2", "khoản 1 Điều 2"),
        ("điểm h khoản 9 Điều 2", "Điều 2"),
        ("khoản 9 Điều 2", "Điều 2"),
        ("Điều 9", None),
        ("ở đâu đó", None),
    ],
)
def test_a_missing_provision_names_the_nearest_above_it(address: str, nearest: str | None) -> None:
    stored()
    with pytest.raises(ProvisionNotFound) as missing:
        find_provision("61/2018/NĐ-CP", address)
    assert (missing.value.document_found, missing.value.nearest) == (True, nearest)
    assert address in str(missing.value)


def test_of_several_documents_with_one_number_the_newest_is_meant() -> None:
    old = stored(issued_on=date(2018, 4, 23))
    new = stored(DECREE.replace("minh bạch", "công bằng"), issued_on=date(2024, 4, 23))
    assert find_provision(old.number, "Điều 1").document == new
    assert find_provision(old.number, "Điều 1", on=date(2020, 1, 1)).document == old


def test_the_main_text_comes_before_the_attached_document() -> None:
    document = import_document((SHIPPED / "47-QĐ-UBND-2014-CaMau.txt").read_bytes(), by=None, now=now())
    found = find_provision(document.number, "khoản 1 Mục II")
    assert found.address == "khoản 1 Mục II văn bản kèm theo"
    assert find_provision(document.number, found.address) == found


def test_every_stored_address_finds_its_provision() -> None:
    document = import_document((SHIPPED / "36-2018-QH14.txt").read_bytes(), by=None, now=now())
    for provision in document.provisions.filter(kind__in=["article", "point"])[:40]:
        assert find_provision(document.number, provision.address) == provision


def test_a_quote_stands_whatever_its_line_breaks_and_unicode_form() -> None:
    stored()
    clause = find_provision("61/2018/NĐ-CP", "khoản 1 Điều 2")
    assert quote_stands_in(clause, unicodedata.normalize("NFD", "làm  thước đo:\r\na) Đúng hạn"))


@pytest.mark.parametrize("quote", ["", "  ", "Bảo đảm minh bạch", "lấy sự hài lòng"])
def test_words_from_elsewhere_or_none_do_not_stand(quote: str) -> None:
    stored()
    assert not quote_stands_in(find_provision("61/2018/NĐ-CP", "khoản 1 Điều 2"), quote)


def test_every_citation_of_the_demonstration_stands_in_its_provision() -> None:
    for path in SHIPPED.glob("*.txt"):
        import_document(path.read_bytes(), by=None, now=now(), file_name=path.name)
    rows = [
        row
        for path in sorted((SHIPPED.parent / "questions").glob("*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    ]
    assert len(rows) >= 90
    unproved = [
        row["Mã"]
        for row in rows
        if not quote_stands_in(find_provision(row["Văn bản"], row["Căn cứ"]), row["Trích dẫn"])
    ]
    assert unproved == []
