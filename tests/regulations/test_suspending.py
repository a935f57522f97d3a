"""A regulation, or a part of it, without effect between two days: proposed, confirmed, recorded, taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from people.models import User
from realtime.clock import now
from regulations import life
from regulations.importing import import_document
from regulations.models import Document, Relation, Suspension
from regulations.validity import Status
from tests.questionbank.builders import NUMBER, bring_decree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = date(2027, 3, 1)
LAST = date(2027, 12, 31)
AFTER = LAST + timedelta(1)
RESOLUTION = f"""# Nghị quyết số 5/2027/NQ-CP ngày 01/02/2027 của Chính phủ
NGHỊ QUYẾT
Về việc ngưng hiệu lực

Điều 1. Ngưng hiệu lực
1. Ngưng hiệu lực thi hành khoản 1 Điều 2 Nghị định số {NUMBER} từ ngày 01 tháng 3 năm 2027 đến hết ngày 31/12/2027.
2. Tạm ngưng hiệu lực toàn bộ Nghị định số {NUMBER} kể từ ngày 01/6/2027.
"""


@pytest.fixture
def decree() -> Document:
    return bring_decree()


@pytest.fixture
def relations(decree: Document) -> list[Relation]:
    source = import_document(RESOLUTION.encode(), by=None, now=now(), facts={"issued_on": date(2027, 2, 1)})
    return list(source.relations_made.order_by("position"))


@pytest.fixture
def trainer(client: Client, tam: User) -> Client:
    client.force_login(tam)
    return client


def confirm(relation: Relation, by: User) -> None:
    life.confirm_relation(relation=relation, by=by, now=now(), effective_until=relation.effective_until)


def fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_a_suspension_is_proposed_with_both_of_its_days(relations: list[Relation]) -> None:
    assert [(r.action, r.target_address, r.effective_on, r.effective_until) for r in relations] == [
        ("suspend", "khoản 1 Điều 2", DAY, AFTER),
        ("suspend", "", date(2027, 6, 1), None),
    ]
    assert not Suspension.objects.exists()


def test_a_suspended_clause_keeps_its_words_without_effect_between_the_days(
    relations: list[Relation], decree: Document, tam: User
) -> None:
    confirm(relations[0], tam)
    clause = fresh(decree).provisions.get(address="khoản 1 Điều 2")
    point = fresh(decree).provisions.get(address="điểm a khoản 1 Điều 2")
    article = fresh(decree).provisions.get(address="Điều 2")
    assert clause.days_of_effect() == point.days_of_effect() == article.days_of_effect() == [DAY, AFTER]
    for day, has_effect in ((DAY - timedelta(1), True), (DAY, False), (LAST, False), (AFTER, True)):
        assert bool(clause.text_in_effect(day)) is has_effect
        assert bool(point.text_in_effect(day)) is has_effect
        assert "minh bạch" in article.text_in_effect(day)
        assert ("thước đo" in article.text_in_effect(day)) is has_effect
        assert "thước đo" in clause.full_text(day)
        assert fresh(decree).status_on(day) is Status.IN_FORCE
        assert fresh(decree).has_suspended_parts_on(day) is not has_effect


def test_a_suspended_document_has_no_effect_from_the_day_until_it_is_taken_back(
    relations: list[Relation], decree: Document, tam: User
) -> None:
    confirm(relations[1], tam)
    days = [date(2027, 5, 31), date(2027, 6, 1), date(2040, 1, 1)]
    assert [fresh(decree).status_on(day) for day in days] == [Status.IN_FORCE, Status.SUSPENDED, Status.SUSPENDED]
    assert [decree in Document.objects.in_force_on(day) for day in days] == [True, False, False]
    life.undo_relation(relation=relations[1])
    assert not Suspension.objects.exists()
    assert fresh(decree).suspended_from is None
    assert decree in Document.objects.in_force_on(days[2])


def test_a_suspension_needs_a_place_and_days_that_make_sense(
    relations: list[Relation], decree: Document, tam: User
) -> None:
    with pytest.raises(life.NotPossible) as refused:
        life.confirm_relation(relation=relations[0], by=tam, now=now(), target_address="khoản 9 Điều 2")
    assert refused.value.code == "no_provision"
    with pytest.raises(life.NotPossible) as refused:
        life.confirm_relation(relation=relations[0], by=tam, now=now(), effective_until=DAY)
    assert refused.value.code == "bad_span"
    relations[0].refresh_from_db()
    assert relations[0].state == "proposed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.create(document=decree, since=DAY, until=DAY, recorded_at=now())


def test_a_clause_put_in_and_suspended_cannot_be_taken_out_first(decree: Document, tam: User) -> None:
    text = f"""# Nghị định số 6/2027/NĐ-CP ngày 01/02/2027 của Chính phủ
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số {NUMBER}

Điều 1. Sửa đổi
1. Bổ sung khoản 3 vào sau khoản 2 Điều 2 như sau:
“3. Thân thiện.”.
"""
    source = import_document(text.encode(), by=None, now=now(), facts={"effective_on": DAY})
    added = source.relations_made.get()
    life.confirm_relation(relation=added, by=tam, now=now())
    held = life.suspend_by_decision(
        document=fresh(decree), address="khoản 3 Điều 2", since=DAY, last_day=None, reason="QĐ 1", by=tam, now=now()
    )
    with pytest.raises(life.NotPossible) as refused:
        life.undo_relation(relation=added)
    assert refused.value.code == "suspended"
    life.lift_suspension(suspension=held)
    life.undo_relation(relation=added)
    assert life.text_on(fresh(decree), DAY) == decree.source_text


def test_a_trainer_records_a_decision_sees_it_and_takes_it_back(trainer: Client, decree: Document) -> None:
    address = f"/van-ban/{decree.pk}/ngung-hieu-luc/"
    given = {"since": "01/03/2027", "last_day": "31/12/2027", "address": "Điều 2", "reason": "QĐ 12/QĐ-TTg"}
    assert trainer.post(address, given).status_code == 302
    page = trainer.get(f"/van-ban/{decree.pk}/?ngay=01/03/2027").content.decode()
    assert "Ngưng hiệu lực một phần" in page
    assert "từ ngày 01/03/2027 đến hết ngày 31/12/2027" in page
    assert "QĐ 12/QĐ-TTg" in page
    held = Suspension.objects.get()
    assert trainer.post(f"/van-ban/ngung-hieu-luc/{held.pk}/huy/").status_code == 302
    assert not Suspension.objects.exists()


def test_bad_input_is_said_and_nothing_typed_is_lost(trainer: Client, decree: Document) -> None:
    address = f"/van-ban/{decree.pk}/ngung-hieu-luc/"
    wrong = {"since": "2027-03-01", "last_day": "2027-02-01", "address": "Điều 99", "reason": "QĐ 77"}
    answer = trainer.post(address, wrong)
    assert answer.status_code == 422
    assert "Ngày kết thúc trước ngày bắt đầu" in answer.content.decode()
    assert 'value="QĐ 77"' in answer.content.decode()
    answer = trainer.post(address, {**wrong, "last_day": ""})
    assert answer.status_code == 422
    assert "không có điều khoản này" in answer.content.decode()
    assert not Suspension.objects.exists()


def test_what_a_document_suspended_is_only_taken_back_with_its_relation(
    trainer: Client, relations: list[Relation], tam: User
) -> None:
    confirm(relations[0], tam)
    held = Suspension.objects.get()
    trainer.post(f"/van-ban/ngung-hieu-luc/{held.pk}/huy/")
    assert Suspension.objects.filter(pk=held.pk).exists()


def test_the_api_says_what_is_suspended(
    trainer: Client, relations: list[Relation], decree: Document, tam: User
) -> None:
    confirm(relations[0], tam)
    answer = trainer.get(f"/api/regulations/{decree.pk}/?on=2027-03-01").json()
    by = "khoản 1 Điều 1 Nghị quyết 5/2027/NQ-CP"
    clause = answer["provisions"][2]["children"][0]
    assert clause["no_effect"] == {"reason": "suspended", "since": "2027-03-01", "until": "2028-01-01", "by": by}
    assert clause["children"][0]["no_effect"] == clause["no_effect"]
    assert answer["suspensions"] == [
        {"provision": clause["id"], "since": "2027-03-01", "until": "2028-01-01", "by": by}
    ]


def test_strangers_and_readers_record_nothing(decree: Document, bob: User) -> None:
    reader = Client()
    address = f"/van-ban/{decree.pk}/ngung-hieu-luc/"
    assert reader.post(address, {}).status_code == 302  # to sign in
    reader.force_login(bob)
    assert reader.get(address).status_code == 403
    held = life.suspend_by_decision(
        document=decree, address="", since=DAY, last_day=None, reason="QĐ 1", by=bob, now=now()
    )
    assert reader.post(f"/van-ban/ngung-hieu-luc/{held.pk}/huy/").status_code == 403
    assert Suspension.objects.exists()
