"""Chapters, sections and appendices: how they are named, and a text changed by whole ones and given back."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import User
from realtime.clock import now
from regulations import life
from regulations.citing import provision_at
from regulations.comparing import State
from regulations.containers import Container, containers_named, format_container, parse_container
from regulations.fragments import read_fragment, walk_pieces
from regulations.importing import import_document
from regulations.models import Document, Relation
from regulations.parsing import Kind

DAY = date(2027, 1, 1)
BEFORE = DAY - timedelta(1)
NUMBER = "8/2020/NĐ-CP"
BASE = f"""# Nghị định số {NUMBER} ngày 01/02/2020 của Chính phủ
NGHỊ ĐỊNH
Về cơ chế một cửa

Chương I
QUY ĐỊNH CHUNG
Mục 1. PHẠM VI
Điều 1. Phạm vi
Nghị định này quy định việc giải quyết.
Chương II
TỔ CHỨC
Mục 1. BỘ PHẬN MỘT CỬA
Điều 2. Bộ phận
1. Ở bộ.
2. Ở tỉnh.
Mục 2. NGƯỜI LÀM VIỆC
Điều 3. Tiêu chuẩn
Có ba năm công tác.
Điều 4. Số lượng
Không quá mười người.
Chương III
THI HÀNH
Điều 5. Hiệu lực
Nghị định này có hiệu lực từ ngày ký.
TM. CHÍNH PHỦ
Nơi nhận:
- Lưu: VT./.
Phụ lục I
MẪU ĐƠN
1. Họ tên.
2. Tuổi.
Phụ lục II
DANH MỤC
1. Một.
"""
AMENDING = f"""# Nghị định số 9/2026/NĐ-CP ngày 01/10/2026 của Chính phủ
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số {NUMBER}

Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số {NUMBER}
1. Bãi bỏ Mục 2 Chương II.
2. Sửa đổi, bổ sung Mục 1 Chương II như sau:
“Mục 1. BỘ PHẬN PHỤC VỤ
Điều 2. Bộ phận
1. Ở bộ.
2. Ở tỉnh và ở xã.
Điều 2a. Trụ sở
Đặt ở nơi dễ thấy.”.
3. Bổ sung Chương IIa vào sau Chương II như sau:
“Chương IIa
SỐ HÓA
Điều 4a. Kho dữ liệu
1. Có một kho.
2. Mở cho dân.”.
4. Thay thế Phụ lục I ban hành kèm theo Nghị định số {NUMBER} bằng Phụ lục I ban hành kèm theo Nghị định này.
5. Bãi bỏ Phụ lục II ban hành kèm theo Nghị định số {NUMBER}.
6. Sửa đổi tên Chương III như sau:
“Chương III
TỔ CHỨC THI HÀNH”.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2027.
TM. CHÍNH PHỦ
Nơi nhận:
- Lưu: VT./.
Phụ lục I
MẪU ĐƠN
1. Họ và tên.
2. Số định danh.
"""


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Mục 2 Chương III", ["Mục 2 Chương III"]),
        ("Phụ lục I, Phụ lục II và Phụ lục IV ban hành kèm theo", ["Phụ lục I", "Phụ lục II", "Phụ lục IV"]),
        ("các Phụ lục I, II và III", ["Phụ lục I", "Phụ lục II", "Phụ lục III"]),
        ("Mục 1, Mục 2 Chương III và Chương V", ["Mục 1 Chương III", "Mục 2 Chương III", "Chương V"]),
        ("Tiểu mục 1 Mục 2 Chương III Phần thứ nhất", ["Tiểu mục 1 Mục 2 Chương III Phần thứ nhất"]),
        ("Chương II, Phụ lục I", ["Chương II", "Phụ lục I"]),
        ("Mẫu số 02/TCD", ["Mẫu số 02/TCD"]),
        ("Điều 5 Mục 1 Chương II", []),
        ("khoản 2 Phụ lục I", []),
        ("mục đích, mục lục và các mẫu biểu", []),
    ],
)
def test_every_container_that_words_name_is_read(words: str, named: list[str]) -> None:
    assert [format_container(found) for found in containers_named(words)] == named


def test_an_address_is_a_container_only_as_a_whole() -> None:
    assert parse_container("Mục 2 Chương III") == Container(section="2", chapter="III")
    assert parse_container("Phụ lục") == Container(annex="Phụ lục")
    assert parse_container("Chương III và Chương IV") is None
    assert parse_container("khoản 2 Điều 5") is None
    assert parse_container("Phụ lục I cũ") is None


@pytest.fixture
def decree() -> Document:
    return import_document(
        BASE.encode(), by=None, now=now(), facts={"effective_on": date(2020, 3, 1), "issued_on": date(2020, 2, 1)}
    )


@pytest.fixture
def relations(decree: Document) -> list[Relation]:
    source = import_document(
        AMENDING.encode(), by=None, now=now(), facts={"effective_on": DAY, "issued_on": date(2026, 10, 1)}
    )
    return list(source.relations_made.order_by("position"))


def confirm(relation: Relation, by: User, **more: object) -> Relation:
    return life.confirm_relation(relation=relation, by=by, now=now(), **more)  # type: ignore[arg-type]


pages = pytest.mark.usefixtures("clock")


@pytest.mark.django_db
@pages
def test_whole_containers_are_proposed_with_their_new_words(relations: list[Relation], decree: Document) -> None:
    assert [(r.action, r.target_address, r.own_only) for r in relations] == [
        ("repeal", "Mục 2 Chương II", False),
        ("amend", "Mục 1 Chương II", False),
        ("supplement", "Chương IIa", False),
        ("amend", "Phụ lục I", False),
        ("repeal", "Phụ lục II", False),
        ("amend", "Chương III", True),
    ]
    assert {r.target for r in relations} == {decree}
    assert relations[3].new_text == "Phụ lục I\nMẪU ĐƠN\n1. Họ và tên.\n2. Số định danh."


@pytest.mark.django_db
@pages
def test_whole_containers_change_from_the_day_and_are_given_back_without_trace(
    relations: list[Relation], decree: Document, tam: User
) -> None:
    before = list(decree.provisions.order_by("position").values_list("eid", "position", "text"))
    for relation in relations:
        confirm(relation, tam)
    decree.refresh_from_db()
    assert life.text_on(decree, BEFORE) == decree.source_text
    text = life.text_on(decree, DAY)
    assert "Mục 2. NGƯỜI" not in text
    assert "Tiêu chuẩn" not in text
    assert "2. Ở tỉnh và ở xã.\nĐiều 2a. Trụ sở\nĐặt ở nơi dễ thấy.\nChương IIa\nSỐ HÓA\nĐiều 4a. Kho dữ liệu" in text
    assert "Chương III\nTỔ CHỨC THI HÀNH\nĐiều 5. Hiệu lực" in text
    assert text.endswith("Phụ lục I\nMẪU ĐƠN\n1. Họ và tên.\n2. Số định danh.\n")
    assert provision_at(decree, "khoản 2 Điều 4a")[0] is not None
    assert provision_at(decree, "Điều 2a")[0].parent == provision_at(decree, "Mục 1 Chương II")[0]  # type: ignore[union-attr]
    for relation in reversed(relations):
        life.undo_relation(relation=relation)
    decree.refresh_from_db()
    assert list(decree.provisions.order_by("position").values_list("eid", "position", "text")) == before
    assert life.text_on(decree, DAY) == decree.source_text
    assert decree.changed_on is None


@pytest.mark.django_db
@pages
def test_whole_containers_are_compared_clause_by_clause(relations: list[Relation], decree: Document, tam: User) -> None:
    for relation in relations:
        confirm(relation, tam)
    decree.refresh_from_db()
    rows = {(row.after or row.before).label: row.state for row in life.compare(decree, BEFORE, DAY)}  # type: ignore[union-attr]
    assert rows["khoản 2 Điều 2"] is State.CHANGED
    assert rows["khoản 1 Điều 2"] is State.UNCHANGED
    assert rows["Điều 3"] is State.REMOVED
    assert rows["Điều 4a"] is State.ADDED
    assert rows["khoản 2 văn bản kèm theo"] is State.CHANGED


@pytest.mark.django_db
@pages
def test_an_address_that_fits_two_places_is_refused_until_it_names_the_chapter(
    relations: list[Relation], tam: User
) -> None:
    with pytest.raises(life.NotPossible) as refused:
        confirm(relations[0], tam, target_address="Mục 1")
    assert refused.value.code == "several"
    assert len(str(life.NotPossible("several"))) > 40
    relations[0].refresh_from_db()
    assert relations[0].state == "proposed"
    confirm(relations[0], tam, target_address="Mục 1 Chương I")
    assert provision_at(relations[0].target, "Mục 1")[0] is None  # type: ignore[arg-type]


@pytest.mark.django_db
@pages
def test_an_article_of_another_chapter_is_not_taken_into_a_rewritten_one(relations: list[Relation], tam: User) -> None:
    with pytest.raises(life.NotPossible) as refused:
        confirm(relations[1], tam, new_text="Mục 1. MỚI\nĐiều 2. Bộ phận\nMột.\nĐiều 5. Hiệu lực\nHai.")
    assert refused.value.code == "there_already"


# -- whatever is written ------------------------------------------------------------

WORDS = ["Mục ", "Chương ", "Phụ lục ", "Phần ", "Tiểu mục ", "mẫu số ", "Điều ", "I", "2", "IIIa", "thứ hai", ", ",
         " và ", "; ", " ", "của ", "bãi bỏ ", "đến ", "x", "Nghị định số 1/2020/NĐ-CP"]  # fmt: skip
LINES = ["Chương I", "CHƯƠNG IIIa", "Mục 1. MỘT", "Mục 2", "Phần thứ nhất", "Điều 1. Một", "Điều 5a. Hai", "1. Ba.",
         "2. Bốn:", "a) Năm;", "b) Sáu.", "- Bảy", "I. TÁM", "“Điều 9. Chín”.", "Phụ lục",
         "A | B", "tiếp theo"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join))
def test_any_words_are_read_and_what_is_named_reads_back(words: str) -> None:
    for found in containers_named(words):
        assert parse_container(format_container(found)) == found


@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=14),
    st.sampled_from([(Kind.ANNEX, "1"), (Kind.CHAPTER, "I"), (Kind.SECTION, "2"), (Kind.PART, "thứ nhất")]),
)
def test_not_a_line_of_the_new_words_is_lost(lines: list[str], root: tuple[Kind, str]) -> None:
    fragment = read_fragment("\n".join(lines), *root)
    own = fragment.own or ""
    text = own + "".join(piece.text for piece in walk_pieces(fragment.children))
    assert text.endswith("\n".join(lines) + "\n")


@pytest.mark.django_db
@pages
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)), st.permutations(range(6)))
def test_in_whatever_order_they_are_confirmed_and_taken_back_nothing_is_left(
    decree: Document, relations: list[Relation], tam: User, first: list[int], last: list[int]
) -> None:
    before = list(decree.provisions.order_by("position").values_list("eid", "position", "text"))
    for place in first:
        confirm(relations[place], tam)
    text = life.text_on(Document.objects.get(pk=decree.pk), DAY)
    assert ("Ở tỉnh và ở xã" in text, "Tiêu chuẩn" in text, "Kho dữ liệu" in text) == (True, False, True)
    for place in last:
        life.undo_relation(relation=relations[place])
    assert list(decree.provisions.order_by("position").values_list("eid", "position", "text")) == before
