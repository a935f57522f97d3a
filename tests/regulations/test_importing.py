"""Importing: whole or not at all, and never the same document twice."""

from datetime import date

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from realtime.clock import Moving, now
from regulations import importing, uploads
from regulations.cleaning import UnreadableText
from regulations.importing import (
    LARGEST,
    AlreadyImported,
    Draft,
    Facts,
    FactsMissing,
    NumberTaken,
    SeveralDocuments,
    TooLarge,
    import_document,
    read,
    refuse_twin,
)
from regulations.models import Document, Provision, Upload
from regulations.parsing import NotARegulation
from regulations.readers.refusals import DamagedFile, UnknownKind
from regulations.validity import Status, status
from regulations.wording import FAULTS, fault_in_words, refusal_in_words
from tests.regulations.texts import SHIPPED

DECREE = """# Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ
NGHỊ ĐỊNH
Về thực hiện cơ chế một cửa

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định việc giải quyết thủ tục hành chính.
Điều 2. Nguyên tắc
1. Lấy sự hài lòng của tổ chức, cá nhân làm thước đo:
a) Đúng hạn;
b) Công khai.
2. Bảo đảm minh bạch.
"""

ARTICLES = {
    "06-2026-TT-BNV": 3,
    "129-2025-QH15": 43,
    "30-2020-NĐ-CP": 38,
    "36-2018-QH14": 96,
    "47-QĐ-UBND-2014-CaMau": 2,
    "61-2018-NĐ-CP": 41,
    "76-NQ-CP": 3,
}


def brought(text: str = DECREE, **facts: object) -> Document:
    return import_document(text.encode(), by=None, now=now(), facts=facts)  # type: ignore[arg-type]


def stored_text(document: Document) -> str:
    return "".join(document.provisions.order_by("position").values_list("text", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "articles"), ARTICLES.items())
def test_a_shipped_regulation_is_imported_with_every_article_and_every_letter(name: str, articles: int) -> None:
    document = import_document((SHIPPED / f"{name}.txt").read_bytes(), by=None, now=now(), file_name=f"{name}.txt")
    assert document.provisions.filter(kind="article").count() == articles
    assert stored_text(document) == document.source_text


def test_every_shipped_regulation_is_counted() -> None:
    assert sorted(path.stem for path in SHIPPED.glob("*.txt")) == sorted(ARTICLES)


@pytest.mark.django_db
def test_the_tree_is_stored_with_places_addresses_and_parents() -> None:
    rows = (
        brought()
        .provisions.order_by("position")
        .values_list("position", "last_position", "depth", "kind", "eid", "address", "parent__eid")
    )
    assert list(rows) == [
        (0, 0, 0, "preamble", "preamble", "Phần mở đầu", None),
        (1, 1, 0, "article", "art_1", "Điều 1", None),
        (2, 6, 0, "article", "art_2", "Điều 2", None),
        (3, 5, 1, "clause", "art_2__cl_1", "khoản 1 Điều 2", "art_2"),
        (4, 4, 2, "point", "art_2__cl_1__pt_a", "điểm a khoản 1 Điều 2", "art_2__cl_1"),
        (5, 5, 2, "point", "art_2__cl_1__pt_b", "điểm b khoản 1 Điều 2", "art_2__cl_1"),
        (6, 6, 1, "clause", "art_2__cl_2", "khoản 2 Điều 2", "art_2"),
    ]


@pytest.mark.django_db
def test_a_clause_gives_its_words_with_those_of_its_points() -> None:
    clause = brought().provisions.get(eid="art_2__cl_1")
    assert clause.full_text() == (
        "1. Lấy sự hài lòng của tổ chức, cá nhân làm thước đo:\na) Đúng hạn;\nb) Công khai.\n"
    )


@pytest.mark.django_db
def test_facts_are_guessed_and_those_that_a_person_gives_win() -> None:
    document = brought(signer="Nguyễn Xuân Phúc", effective_on=date(2018, 6, 21))
    assert (document.number, document.doc_type, document.issuer, document.issued_on) == (
        "61/2018/NĐ-CP",
        "Nghị định",
        "Chính phủ",
        date(2018, 4, 23),
    )
    assert (document.signer, document.effective_on) == ("Nguyễn Xuân Phúc", date(2018, 6, 21))


@pytest.mark.django_db
def test_the_importer_and_the_time_are_kept(tam: User, clock: Moving) -> None:
    document = import_document(DECREE.encode(), by=tam, now=now())
    assert (document.created_by, document.created_at) == (tam, now())


@pytest.mark.django_db
def test_the_same_text_is_refused_whatever_its_line_ends_and_note() -> None:
    first = brought()
    again = "\r\n".join(DECREE.splitlines()[1:]) + "\r\n"
    with pytest.raises(AlreadyImported) as refusal:
        brought(again, number="62/2018/NĐ-CP")
    assert refusal.value.document == first
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_the_same_number_issuer_and_date_with_another_text_is_refused() -> None:
    first = brought()
    with pytest.raises(NumberTaken) as refusal:
        brought(DECREE.replace("minh bạch", "công bằng"))
    assert refusal.value.document == first
    assert "61/2018/NĐ-CP" in str(refusal.value)


@pytest.mark.django_db
def test_the_same_number_of_another_year_is_another_document() -> None:
    brought()
    brought(DECREE.replace("minh bạch", "công bằng"), issued_on=date(2019, 4, 23))
    assert Document.objects.numbered("61/2018/nd-cp").count() == 2


@pytest.mark.django_db
def test_a_rival_that_was_faster_is_named_and_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first = brought()
    looks = 0

    def blind_at_first(draft: Draft, facts: Facts) -> None:
        nonlocal looks
        looks += 1
        if looks > 1:
            refuse_twin(draft, facts)

    monkeypatch.setattr(importing, "refuse_twin", blind_at_first)
    with pytest.raises(AlreadyImported):
        brought()
    assert list(Document.objects.all()) == [first]


@pytest.mark.django_db
def test_an_import_that_breaks_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing, "_store_provisions", broken)
    with pytest.raises(RuntimeError):
        brought()
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_text_without_a_number_asks_for_it() -> None:
    with pytest.raises(FactsMissing) as refusal:
        brought("Điều 1. Phạm vi\nQuy định này áp dụng cho mọi đơn vị.\n", doc_type="Quy định", title="Nội bộ")
    assert refusal.value.names == ("number",)


@pytest.mark.parametrize(
    ("raw", "name", "refusal"),
    [
        (b"PK\x03\x04" + bytes(40), "luat.docx", DamagedFile),
        (b"%PDF-1.7 ...", "luat.txt", DamagedFile),
        (b"\x89PNG\r\n", "luat.txt", UnknownKind),
        (b"<p class='pDieu'>x</p><p class='pGhiChu'>y</p>", "", SeveralDocuments),
        (bytes(range(256)), "luat.txt", UnreadableText),
        (b"", "", NotARegulation),
        ("Kính gửi các đồng chí.".encode(), "", NotARegulation),
        (b"x" * (LARGEST + 1), "", TooLarge),
    ],
)
def test_what_is_no_regulation_is_refused_by_name_and_in_words(raw: bytes, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as raised:
        read(raw, name)
    assert len(refusal_in_words(raised.value)) > 40


def test_reading_counts_what_there_is() -> None:
    assert read(DECREE.encode()).counts == {"preamble": 1, "article": 2, "clause": 2, "point": 2}


def test_a_fault_is_told_with_its_line_and_words() -> None:
    draft = read((DECREE + "Điều 5. Nhảy số\nNội dung.\n").encode())
    gap = next(row for row in draft.fault_rows() if row["code"] == "article_gap")
    assert (gap["line"], gap["words"]) == (11, "Điều 5. Nhảy số")
    assert "Điều 2 → Điều 5" in fault_in_words(gap)


def test_every_fault_that_the_reader_names_has_words() -> None:
    root = SHIPPED.parent.parent / "regulations"
    source = "".join((root / f"{name}.py").read_text() for name in ("cleaning", "layout", "mending", "parsing"))
    source += "".join(path.read_text() for path in (root / "readers").glob("*.py"))
    source += (root / "importing.py").read_text() + _WRITTEN_OTHERWISE
    named = set(importing_codes(source))
    assert named == set(FAULTS)


_WRITTEN_OTHERWISE = "".join(
    f'Fault("{code}")' for code in ("deleted_left_out", "pictures_left_out", "symbols_left_out")
)
"""The Word reader counts these by name."""


def importing_codes(source: str) -> list[str]:
    return [piece.split('"')[1] for piece in source.split("Fault(")[1:] if piece.startswith('"')]


def test_an_unknown_fault_still_says_where_to_look() -> None:
    assert "khoản 9" in fault_in_words({"code": "new_one", "line": 3, "detail": "khoản 9"})


@pytest.mark.django_db
def test_a_kept_upload_becomes_a_document_once(tam: User, clock: Moving) -> None:
    kept = uploads.keep(raw=DECREE.encode(), file_name="a.txt", by=tam, now=now())
    uploads.accept(upload=kept, facts={}, by=tam, now=now())
    assert (Upload.objects.count(), Document.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_a_refused_upload_is_still_there(tam: User, clock: Moving) -> None:
    brought()
    kept = uploads.keep(raw=DECREE.encode(), file_name="a.txt", by=tam, now=now())
    with pytest.raises(AlreadyImported):
        uploads.accept(upload=kept, facts={}, by=tam, now=now())
    assert Upload.objects.get() == kept


@pytest.mark.django_db
def test_uploads_older_than_seven_days_go_when_another_comes(tam: User, clock: Moving) -> None:
    uploads.keep(raw=b"1", file_name="", by=tam, now=now())
    clock.on(days=6)
    second = uploads.keep(raw=b"2", file_name="", by=tam, now=now())
    clock.on(days=2)
    third = uploads.keep(raw=b"3", file_name="", by=tam, now=now())
    assert list(Upload.objects.order_by("pk")) == [second, third]


DAY = date(2026, 1, 1)
days = st.one_of(st.none(), st.dates(date(2025, 12, 25), date(2026, 1, 8)))


@given(effective=days, expired=days, suspended=st.booleans(), changed=days)
def test_a_status_is_always_one_of_five_and_expiry_is_final(
    effective: date | None, expired: date | None, suspended: bool, changed: date | None
) -> None:
    found = status(effective, expired, suspended, DAY, changed)
    assert (found is Status.EXPIRED) == (expired is not None and expired <= DAY)
    later = effective is not None and effective > DAY
    has_force = found is not Status.EXPIRED and not suspended and not later
    assert (found in (Status.IN_FORCE, Status.PARTLY)) == has_force
    assert (found is Status.PARTLY) == (has_force and changed is not None and changed <= DAY)


@pytest.mark.parametrize(
    ("effective", "expired", "suspended", "expected"),
    [
        (None, None, False, Status.IN_FORCE),
        (DAY, None, False, Status.IN_FORCE),
        (date(2026, 1, 2), None, False, Status.NOT_YET),
        (date(2025, 1, 1), DAY, False, Status.EXPIRED),
        (date(2025, 1, 1), date(2026, 1, 2), False, Status.IN_FORCE),
        (date(2025, 1, 1), None, True, Status.SUSPENDED),
        (date(2025, 1, 1), DAY, True, Status.EXPIRED),
    ],
)
def test_a_status_follows_the_first_day_with_and_without_effect(
    effective: date | None, expired: date | None, suspended: bool, expected: Status
) -> None:
    assert status(effective, expired, suspended, DAY) is expected


@pytest.mark.django_db
def test_the_database_answers_with_the_same_status_as_the_rule() -> None:
    choices = (None, date(2025, 12, 31), DAY, date(2026, 1, 2))
    rows = [(e, x, s, c) for e in choices for x in choices for s in (True, False) for c in choices]
    for index, (effective, expired, suspended, changed) in enumerate(rows):
        made = Document.objects.create(
            number=str(index), doc_type="Luật", title="t", effective_on=effective, expired_on=expired,
            changed_on=changed, source_text="", source_sha256=str(index), created_at=now(),
        )  # fmt: skip
        if suspended:
            made.suspensions.create(since=DAY, until=date(2026, 1, 2), recorded_at=now())
        else:  # a suspension of another day counts for nothing
            made.suspensions.create(since=date(2025, 12, 1), until=DAY, recorded_at=now())
    for wanted in Status:
        expected = {str(i) for i, (e, x, s, c) in enumerate(rows) if status(e, x, s, DAY, c) is wanted}
        assert set(Document.objects.with_status(wanted, DAY).values_list("number", flat=True)) == expected
    in_force = Document.objects.in_force_on(DAY)
    whole, partly = (Document.objects.with_status(wanted, DAY) for wanted in (Status.IN_FORCE, Status.PARTLY))
    assert set(in_force) == set(whole) | set(partly)


@pytest.mark.django_db
def test_a_span_holds_exactly_the_provisions_below() -> None:
    document = brought((SHIPPED / "36-2018-QH14.txt").read_text())
    children = Provision.objects.filter(document=document, parent__isnull=False)
    outside = children.exclude(position__gt=F("parent__position"), position__lte=F("parent__last_position"))
    assert not outside.exists()
    assert not children.exclude(depth=F("parent__depth") + 1).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["mot cua", "61/2018", "nghi dinh mot cua", "MỘT CỬA", "nd-cp"])
def test_a_document_is_found_without_tones_or_order(words: str) -> None:
    document = brought()
    assert list(Document.objects.named_like(words)) == [document]


@pytest.mark.django_db
def test_a_document_is_not_found_by_words_that_it_does_not_hold() -> None:
    brought()
    assert not Document.objects.named_like("mot cua lien thong").exists()
