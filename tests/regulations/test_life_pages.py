"""The pages on a text's life: its relations, a decision on each, the text as of a day, two states side by side."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from people.models import User
from regulations import life
from regulations.models import Document, Relation
from tests.questionbank.builders import bring_decree
from tests.regulations.test_life import DAY, bring, confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def decree() -> Document:
    return bring_decree()


@pytest.fixture
def relations(decree: Document) -> list[Relation]:
    return bring()


@pytest.fixture
def trainer(client: Client, tam: User) -> Client:
    client.force_login(tam)
    return client


@pytest.fixture
def reader(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_proposals_show_to_trainers_alone_and_decisions_to_everybody(
    trainer: Client, reader: Client, decree: Document, relations: list[Relation], tam: User
) -> None:
    address = f"/van-ban/{decree.pk}/"
    assert "4 thay đổi đối với văn bản này" in words(trainer.get(address))
    assert "Quan hệ với văn bản khác" not in words(reader.get(address))
    confirm(relations[0], tam)
    assert "1 thay đổi đối với văn bản này" in words(reader.get(address))
    assert "4 thay đổi do văn bản này quy định" in words(trainer.get(f"/van-ban/{relations[0].source_id}/"))


def test_a_trainer_sees_the_amending_words_beside_the_clause_and_confirms(
    trainer: Client, decree: Document, relations: list[Relation]
) -> None:
    address = f"/van-ban/quan-he/{relations[0].pk}/"
    page = words(trainer.get(address))
    assert "Lấy <mark>sự hài lòng của tổ chức, cá nhân</mark> làm thước đo" in page
    assert "Lấy <mark>kết quả</mark> làm thước đo" in page
    given = {"target_address": "khoản 1 Điều 2", "effective_on": "01/01/2027", "new_text": relations[0].new_text}
    assert trainer.post(address, {**given, "decision": "confirm"}).status_code == 302
    relations[0].refresh_from_db()
    assert relations[0].state == "confirmed"
    assert "Thu hồi quyết định" in words(trainer.get(address))
    trainer.post(address, {"decision": "undo"})
    trainer.post(address, {"decision": "reject"})
    relations[0].refresh_from_db()
    assert (relations[0].state, life.text_on(decree, DAY)) == ("rejected", decree.source_text)


def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(trainer: Client, relations: list[Relation]) -> None:
    given = {"target_address": "khoản 9 Điều 2", "effective_on": "2027-01-01", "new_text": "9. Chín."}
    answer = trainer.post(f"/van-ban/quan-he/{relations[0].pk}/", {**given, "decision": "confirm"})
    assert answer.status_code == 422
    assert "Văn bản không có điều khoản này" in words(answer)
    assert "9. Chín." in words(answer)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_every_kind_of_relation_has_its_page_before_and_after(
    place: int, trainer: Client, relations: list[Relation], tam: User
) -> None:
    address = f"/van-ban/quan-he/{relations[place].pk}/"
    assert trainer.get(address).status_code == 200
    confirm(relations[place], tam)
    assert trainer.get(address).status_code == 200


def test_the_text_is_read_as_of_a_day(reader: Client, decree: Document, relations: list[Relation], tam: User) -> None:
    for relation in relations:
        confirm(relation, tam)
    clause = decree.provisions.get(address="khoản 1 Điều 2")
    assert "sự hài lòng" in words(reader.get(clause.get_absolute_url()))
    later = words(reader.get(f"{clause.get_absolute_url()}?ngay=01/01/2027"))
    assert ("kết quả làm thước đo" in later, "sự hài lòng" in later) == (True, False)
    gone = decree.provisions.get(address="khoản 2 Điều 2")
    gone_page = words(reader.get(f"{gone.get_absolute_url()}?ngay=01/01/2027"))
    assert "khoản 3 Điều 1 Nghị định 9/2026/NĐ-CP" in gone_page
    assert '<span class="tag tag--bad">Bãi bỏ</span>' in gone_page
    assert "Bảo đảm minh bạch" in gone_page
    added = decree.provisions.get(address="khoản 1a Điều 2")
    assert "không có hiệu lực vào ngày đó" in words(reader.get(f"{added.get_absolute_url()}?ngay=31/12/2026"))
    page = words(reader.get(f"/van-ban/{decree.pk}/?ngay=2027-01-01"))
    assert "Hết hiệu lực một phần" in page
    assert "?ngay=01/01/2027" in page
    assert "Còn hiệu lực" in words(reader.get(f"/van-ban/{decree.pk}/?ngay=khong-phai-ngay"))
    assert "Không gây <mark>phiền hà</mark>" in words(reader.get(f"/van-ban/{decree.pk}/?ngay=01/01/2027&q=phiền+hà"))
    assert reader.get(f"/van-ban/{decree.pk}/?q=phiền+hà").context["hits"] == []


def test_two_days_and_two_documents_are_compared(
    reader: Client, decree: Document, relations: list[Relation], tam: User
) -> None:
    for relation in relations:
        confirm(relation, tam)
    page = words(reader.get(f"/van-ban/{decree.pk}/so-sanh/?tu=31/12/2026&den=01/01/2027"))
    assert "<mark>kết quả</mark>" in page
    assert page.count('class="tag tag--bad">Bãi bỏ') == 1
    assert "Bãi bỏ từ 01/01/2027 theo khoản 3 Điều 1 Nghị định 9/2026/NĐ-CP" in page
    same = words(reader.get(f"/van-ban/{decree.pk}/so-sanh/?tu=01/01/2026&den=31/12/2026"))
    assert "Không có khác biệt" in same
    other = reader.get(f"/van-ban/{decree.pk}/so-sanh/?voi={relations[0].source_id}")
    assert other.context["other"] == relations[0].source


def test_the_api_gives_relations_and_the_text_of_a_day(
    reader: Client, decree: Document, relations: list[Relation], tam: User
) -> None:
    for relation in relations:
        confirm(relation, tam)
    at = f"/api/regulations/{decree.pk}/"
    now_said, then = reader.get(at).json(), reader.get(f"{at}?on=2027-01-01").json()
    assert (now_said["status"], then["status"]) == ("in_force", "partly")
    assert [r["action"] for r in then["relations"]] == ["amend", "supplement", "repeal", "replace"]
    assert "kết quả" in str(then["provisions"])
    assert "kết quả" not in str(now_said["provisions"])
    found = reader.get(f"{at}provisions/", {"address": "khoản 2 Điều 2", "on": "2027-01-01"}).json()
    assert (found["text"], found["full_text"]) == ("2. Bảo đảm minh bạch.\n", "")
    by = "khoản 3 Điều 1 Nghị định 9/2026/NĐ-CP"
    gone = {"reason": "repealed", "since": "2027-01-01", "until": None, "by": by}
    assert found["no_effect"] == gone
    branch = then["provisions"][2]["children"][-1]
    assert (branch["address"], branch["no_effect"]) == ("khoản 2 Điều 2", gone)
    added = reader.get(f"{at}provisions/", {"address": "khoản 1a Điều 2", "on": "2026-12-31"}).json()
    assert (added["text"], added["full_text"], added["no_effect"]) == ("", "", None)
    assert reader.get(f"{at}?on=hôm-nay").status_code == 400


def test_a_day_in_words_is_read() -> None:
    assert life.day_in("kể từ ngày 01 tháng 7 năm 2027") == date(2027, 7, 1)
    assert life.day_in("từ 5/8/2027") == date(2027, 8, 5)
    assert life.day_in("từ ngày 31 tháng 02 năm 2027") is None
    assert life.day_in("") is None


def test_a_clause_and_the_clause_that_sets_it_out_point_to_each_other(
    trainer: Client, reader: Client, decree: Document, tam: User
) -> None:
    text = f"""# Thông tư số 3/2026/TT-BNV ngày 01/10/2026 của Bộ Nội vụ
THÔNG TƯ
Hướng dẫn thi hành Nghị định số {decree.number}

Điều 1. Phạm vi
1. Thông tư này hướng dẫn khoản 1 Điều 2 Nghị định số {decree.number}.
Điều 2. Hiệu lực
Thông tư này có hiệu lực từ ngày ký.
"""
    guides = [relation for relation in bring(text) if relation.target_address]
    assert [(r.action, r.target_address) for r in guides] == [("guides", "khoản 1 Điều 2")]
    clause = decree.provisions.get(address="khoản 1 Điều 2")
    point = decree.provisions.get(address="điểm a khoản 1 Điều 2")
    other = decree.provisions.get(address="khoản 2 Điều 2")
    source = guides[0].source_provision
    assert source is not None
    assert "Khoản 1 Điều 1 Nghị định 3/2026/TT-BNV" in words(trainer.get(clause.get_absolute_url()))
    assert "3/2026/TT-BNV" not in words(reader.get(clause.get_absolute_url()))
    confirm(guides[0], tam)
    for provision in (clause, point, clause.parent):
        assert "Khoản 1 Điều 1 Nghị định 3/2026/TT-BNV" in words(reader.get(provision.get_absolute_url()))
    assert "3/2026/TT-BNV" not in words(reader.get(other.get_absolute_url()))
    assert "khoản 1 Điều 2" in words(reader.get(source.get_absolute_url()))
