"""A text through its life: proposed at import, decided by people, read as of a day, taken back."""

from datetime import date, timedelta

import pytest

from people.models import User
from realtime.clock import now
from regulations import life
from regulations.citing import find_provision
from regulations.comparing import State
from regulations.importing import import_document
from regulations.models import Document, Provision, ProvisionVersion, Relation
from regulations.validity import Status
from tests.questionbank.builders import DECREE, NUMBER, bring_decree
from tests.regulations.texts import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = date(2027, 1, 1)
BEFORE = DAY - timedelta(1)
CIRCULAR = f"""# Nghị định số 9/2026/NĐ-CP ngày 01/10/2026 của Chính phủ
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số {NUMBER}

Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số {NUMBER}
1. Sửa đổi, bổ sung khoản 1 Điều 2 như sau:
“1. Lấy kết quả làm thước đo:
a) Đúng hạn;
b) Công khai.”.
2. Bổ sung khoản 1a vào sau khoản 1 Điều 2 như sau:
“1a. Không gây phiền hà.”.
3. Bãi bỏ khoản 2 Điều 2.
4. Thay thế cụm từ “thủ tục hành chính” bằng cụm từ “dịch vụ công” tại Điều 1.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2027.
"""
REPLACING = f"""# Nghị định số 10/2026/NĐ-CP ngày 02/10/2026 của Chính phủ
Điều 1. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2027 và thay thế Nghị định số {NUMBER}.
"""


def bring(text: str = CIRCULAR) -> list[Relation]:
    source = import_document(
        text.encode(), by=None, now=now(), facts={"effective_on": DAY, "title": "Sửa đổi", "doc_type": "Nghị định"}
    )
    return list(source.relations_made.order_by("position"))


def confirm(relation: Relation, by: User, **more: object) -> Relation:
    return life.confirm_relation(relation=relation, by=by, now=now(), **more)  # type: ignore[arg-type]


def test_an_import_proposes_and_changes_nothing(tam: User) -> None:
    decree = bring_decree()
    relations = bring()
    assert [(r.action, r.target_address, r.state) for r in relations] == [
        ("amend", "khoản 1 Điều 2", "proposed"), ("supplement", "khoản 1a Điều 2", "proposed"),
        ("repeal", "khoản 2 Điều 2", "proposed"), ("replace", "Điều 1", "proposed"),
    ]  # fmt: skip
    assert {r.target for r in relations} == {decree}
    assert {r.effective_on for r in relations} == {DAY}
    assert relations[0].source_provision is not None
    assert relations[0].source_provision.address == "khoản 1 Điều 1"
    assert life.text_on(decree, DAY) == decree.source_text
    assert not ProvisionVersion.objects.exists()


def test_a_relation_waits_for_its_document_and_finds_it_when_it_comes() -> None:
    relations = bring()
    assert {r.target for r in relations} == {None}
    decree = bring_decree(issued_on=date(2018, 4, 23))
    assert set(Relation.objects.values_list("target", flat=True)) == {decree.pk}


def test_an_older_document_does_not_change_a_newer_one_of_the_same_number() -> None:
    bring()
    bring_decree(issued_on=date(2026, 12, 1))
    assert set(Relation.objects.values_list("target", flat=True)) == {None}


def test_each_confirmed_change_is_read_from_its_day_on(tam: User) -> None:
    decree = bring_decree()
    for relation in bring():
        confirm(relation, tam)
    decree.refresh_from_db()
    assert life.text_on(decree, BEFORE) == decree.source_text
    assert life.text_on(decree, DAY).endswith(
        "Nghị định này quy định việc giải quyết dịch vụ công.\nĐiều 2. Nguyên tắc\n1. Lấy kết quả làm thước đo:\n"
        "a) Đúng hạn;\nb) Công khai.\n1a. Không gây phiền hà.\n"
    )
    assert life.text_on(find_provision(NUMBER, "khoản 2 Điều 2"), DAY) == ""
    assert life.text_on(find_provision(NUMBER, "khoản 1a Điều 2"), BEFORE) == ""


def test_the_status_becomes_partly_out_of_force_on_the_day(tam: User) -> None:
    decree = bring_decree()
    confirm(bring()[2], tam)
    decree.refresh_from_db()
    assert (decree.status_on(BEFORE), decree.status_on(DAY)) == (Status.IN_FORCE, Status.PARTLY)
    assert list(Document.objects.with_status(Status.PARTLY, DAY)) == [decree]
    assert decree in Document.objects.with_status(Status.IN_FORCE, BEFORE)


def test_positions_stay_those_of_a_tree(tam: User) -> None:
    decree = bring_decree()
    for relation in bring():
        confirm(relation, tam)
    provisions = list(decree.provisions.order_by("position"))
    assert [p.position for p in provisions] == list(range(len(provisions)))
    for provision in provisions:
        under = {p.pk for p in provisions if p.eid.startswith(f"{provision.eid}__")} | {provision.pk}
        assert {p.pk for p in provision.with_descendants()} == under
    added = Provision.objects.get(address="khoản 1a Điều 2")
    assert (added.parent, added.depth) == (Provision.objects.get(document=decree, eid="art_2"), 1)


def test_everything_can_be_taken_back(tam: User) -> None:
    decree = bring_decree()
    tree = list(decree.provisions.order_by("position").values_list("eid", "position", "last_position", "text"))
    for relation in (confirmed := [confirm(r, tam) for r in bring()]):
        assert relation.state == Relation.State.CONFIRMED
    for relation in confirmed:
        life.undo_relation(relation=relation)
    decree.refresh_from_db()
    assert decree.changed_on is None
    assert not ProvisionVersion.objects.exists()
    assert list(decree.provisions.order_by("position").values_list("eid", "position", "last_position", "text")) == tree
    assert set(Relation.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_replaced_document_loses_force_and_gets_it_back(tam: User) -> None:
    decree = bring_decree()
    (relation,) = bring(REPLACING)
    confirm(relation, tam)
    decree.refresh_from_db()
    assert (decree.expired_on, "10/2026/NĐ-CP" in decree.expiry_reason) == (DAY, True)
    assert decree.status_on(DAY) is Status.EXPIRED
    life.undo_relation(relation=relation)
    decree.refresh_from_db()
    assert (decree.expired_on, decree.expiry_reason) == (None, "")


def test_words_and_address_can_be_corrected_when_confirming(tam: User) -> None:
    decree = bring_decree()
    relation = bring()[0]
    confirm(relation, tam, new_text="b) Minh bạch.", target_address="điểm b khoản 1 Điều 2", effective_on=DAY)
    decree.refresh_from_db()
    assert "b) Minh bạch.\n2. Bảo đảm" in life.text_on(decree, DAY)


@pytest.mark.parametrize(
    ("place", "more", "refusal"),
    [
        (0, {"target_address": "khoản 9 Điều 2"}, life.NotPossible),
        (0, {"new_text": " "}, life.NotPossible),
        (1, {"target_address": "khoản 2 Điều 2"}, life.NotPossible),
        (3, {"target_address": "Điều 2"}, life.NotPossible),
    ],
)
def test_a_refused_change_leaves_no_trace(place: int, more: dict, refusal: type[Exception], tam: User) -> None:
    decree = bring_decree()
    relation = bring()[place]
    with pytest.raises(refusal) as caught:
        confirm(relation, tam, **more)
    assert str(caught.value)
    relation.refresh_from_db()
    assert relation.state == "proposed"
    assert life.text_on(decree, DAY) == decree.source_text


def test_nothing_is_decided_twice_or_without_its_document(tam: User) -> None:
    relations = bring()
    with pytest.raises(life.TargetMissing):
        confirm(relations[0], tam)
    bring_decree()
    life.reject_relation(relation=relations[0], by=tam, now=now())
    with pytest.raises(life.AlreadyDecided):
        confirm(relations[0], tam)
    life.undo_relation(relation=relations[0])
    assert confirm(relations[0], tam).decided_by == tam


def test_a_change_that_another_rests_on_is_not_taken_back(tam: User) -> None:
    bring_decree()
    relations = bring()
    confirm(relations[1], tam)
    later = bring(
        CIRCULAR.replace("9/2026", "11/2026").replace("Bổ sung khoản 1a vào sau khoản 1", "Sửa đổi khoản 1a")
    )[1]
    assert later.action == "amend"
    confirm(later, tam, effective_on=DAY + timedelta(30))
    with pytest.raises(life.NotPossible, match="khoản 1a Điều 2"):
        life.undo_relation(relation=relations[1])
    life.undo_relation(relation=later)
    life.undo_relation(relation=relations[1])
    assert not Provision.objects.filter(address="khoản 1a Điều 2").exists()


def test_two_days_side_by_side(tam: User) -> None:
    decree = bring_decree()
    for relation in bring():
        confirm(relation, tam)
    decree.refresh_from_db()
    found = {
        (r.after or r.before).label: r.state for r in life.compare(decree, BEFORE, DAY) if r.state != State.UNCHANGED
    }  # type: ignore[union-attr]
    assert found == {
        "Điều 1": State.CHANGED, "khoản 1 Điều 2": State.CHANGED, "khoản 1a Điều 2": State.ADDED,
        "khoản 2 Điều 2": State.REMOVED,
    }  # fmt: skip


def test_two_documents_side_by_side() -> None:
    first = bring_decree()
    second = import_document(
        DECREE.replace(NUMBER, "99/2026/NĐ-CP").replace("minh bạch", "công bằng").encode(), by=None, now=now()
    )
    states = [row.state for row in life.compare_documents(first, second, DAY, DAY)]
    assert states.count(State.CHANGED) == 1
    assert set(states) == {State.CHANGED, State.UNCHANGED}


def test_the_circular_of_2026_is_carried_out_on_a_text_of_its_shape(tam: User) -> None:
    """TT 06/2026 amends TT 10/2025, which cannot be had in full: a text with the same numbers stands in for it."""
    clauses = "\n".join(f"{n}. Nhiệm vụ {n}:\na) Một;\nb) Hai;\nc) Ba;\nd) Bốn." for n in range(1, 33))
    articles = "\n".join(f"Điều {n}. Cơ quan {n}\n{clauses}" for n in range(1, 5))
    text = f"# Thông tư số 10/2025/TT-BNV ngày 19/6/2025 của Bộ Nội vụ\nTHÔNG TƯ\nVề Sở Nội vụ\n\n{articles}\n"
    target = import_document(text.encode(), by=None, now=now())
    source = import_document((SHIPPED / "06-2026-TT-BNV.txt").read_bytes(), by=None, now=now())
    refused = []
    for relation in source.relations_made.order_by("position"):
        try:
            confirm(relation, tam)
        except life.NotPossible as refusal:
            refused.append((relation.target_address, refusal.code))
    # The stand-in has no điểm e, and its Điều 4 has a khoản 32 already.
    assert refused == [("điểm e khoản 21 Điều 2", "no_provision"), ("khoản 32 Điều 4", "there_already")]
    target.refresh_from_db()
    day = date(2026, 6, 15)
    assert life.text_on(target, day - timedelta(1)) == target.source_text
    after = life.text_on(find_provision("10/2025/TT-BNV", "khoản 14 Điều 2"), day)
    assert after.startswith("14. Nhiệm vụ 14:\na) Tham mưu Ủy ban nhân dân cấp tỉnh quản lý tài liệu lưu trữ")
    assert after.rstrip().endswith("về văn thư, lưu trữ.")
    assert "g) Tham mưu Ủy ban" in life.text_on(find_provision("10/2025/TT-BNV", "khoản 19 Điều 4"), day)
