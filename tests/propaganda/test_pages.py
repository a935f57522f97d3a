"""Pages of the register: who may, what they see, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people.models import Unit, User
from propaganda import section_views
from propaganda.models import Activity, Kind, PlanItem, YearPlan
from propaganda.planning import Line, add_line
from propaganda.registering import change
from questionbank.models import Topic
from tests.conftest import NOON
from tests.propaganda.conftest import PDF, make, said

TYPED = {"kind": "dialogue", "title": "Đối thoại", "held_on": "2026-10-20", "quantity": "1", "version": "1"}
ASKED = "?nam=2026&ky=nam"


@pytest.fixture
def contact(client: Client, kim: User) -> Client:
    client.force_login(kim)
    return client


def test_a_contact_enters_an_activity_with_its_proof(contact: Client, commune: Unit) -> None:
    topic = Topic.objects.get(code="e").pk
    typed = TYPED | {"topics": [topic], "areas": ["so"], "proof": SimpleUploadedFile("a.pdf", PDF), "people": "25"}
    page = contact.post(reverse("propaganda:enter", args=[commune.code]), typed, follow=True)
    made = Activity.objects.get()
    assert made.title in page.content.decode()
    answer = contact.get(reverse("propaganda:proof", args=[made.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == PDF  # type: ignore[call-overload, arg-type]


def test_what_is_under_the_unit_is_the_contacts_too(contact: Client, hamlet: Unit) -> None:
    contact.post(reverse("propaganda:enter", args=[hamlet.code]), TYPED)
    assert Activity.objects.get().unit == hamlet


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"held_on": "2026-11-03"}, "chưa tới"),
        ({"kind": "contest"}, "field-error"),
        ({"quantity": "0"}, "field-error"),
        ({"proof": SimpleUploadedFile("a.exe", b"MZ")}, "Hãy chọn tệp PDF"),
        ({"proof_link": "javascript:alert(1)"}, "field-error"),
    ],
)
def test_a_fault_is_told_at_its_box_and_what_was_typed_stays(
    contact: Client, commune: Unit, typed: dict[str, Any], words: str
) -> None:
    page = contact.post(reverse("propaganda:enter", args=[commune.code]), TYPED | typed).content.decode()
    assert words in page
    assert 'value="Đối thoại"' in page
    assert not Activity.objects.exists()


def test_who_was_overtaken_sees_theirs_and_ones_own(contact: Client, commune: Unit, kim: User, alice: User) -> None:
    made = make(commune, kim)
    address = reverse("propaganda:change", args=[made.pk])
    change(activity=made, version=1, said=said(title="Của An"), by=alice, now=NOON)
    page = contact.post(address, TYPED | {"title": "Của Kim"}).content.decode()
    assert "Của An" in page
    assert 'value="Của Kim"' in page
    assert 'name="version" value="2"' in page
    assert contact.post(address, TYPED | {"title": "Của Kim", "version": "2"}).status_code == 302
    assert Activity.objects.get().title == "Của Kim"


def test_an_activity_is_withdrawn_with_a_reason(contact: Client, commune: Unit, kim: User) -> None:
    made = make(commune, kim)
    address = reverse("propaganda:withdraw", args=[made.pk])
    assert "Hãy ghi lý do" in contact.post(address, {"version": "1", "why": ""}, follow=True).content.decode()
    page = contact.post(address, {"version": "1", "why": "Nhập nhầm"}, follow=True).content.decode()
    assert "Nhập nhầm" in page
    assert Activity.objects.get().withdrawn_at == NOON


def test_a_plan_is_made_line_by_line(contact: Client, commune: Unit) -> None:
    line = {"kind": "poster", "title": "Treo băng rôn", "quantity": "10", "due_on": "2026-12-01"}
    contact.post(reverse("propaganda:add-line", args=[commune.code]) + "?nam=2026", line)
    item = PlanItem.objects.get()
    contact.post(reverse("propaganda:line", args=[item.pk]), line | {"quantity": "12", "version": "1"})
    contact.post(reverse("propaganda:plan", args=[commune.code]) + "?nam=2026", {"number": "5/KH-UBND", "version": "1"})
    page = contact.get(reverse("propaganda:unit", args=[commune.code]) + "?nam=2026").content.decode()
    assert "5/KH-UBND" in page
    assert "0/12" in page
    contact.post(reverse("propaganda:line", args=[item.pk]), {"do": "remove", "version": "2"})
    assert not PlanItem.objects.filter(removed_at=None).exists()
    assert contact.get(reverse("propaganda:line", args=[item.pk])).status_code == 404


def test_who_was_overtaken_on_a_plan_is_told(contact: Client, commune: Unit, kim: User) -> None:
    item = add_line(unit=commune, year=2026, line=Line(Kind.POSTER, "Pa nô", 3), by=kim, now=NOON)
    typed = {"kind": "poster", "title": "Khác", "quantity": "9", "version": "7"}
    assert "Pa nô" in contact.post(reverse("propaganda:line", args=[item.pk]), typed).content.decode()
    stale = contact.post(reverse("propaganda:plan", args=[commune.code]) + "?nam=2026", {"number": "9", "version": "0"})
    assert "notice--bad" in stale.content.decode()
    assert YearPlan.objects.get().number == ""


def test_the_department_sees_all_and_who_handed_in_nothing(
    client: Client, alice: User, kim: User, commune: Unit, home_affairs: Unit
) -> None:
    make(commune, kim)
    client.force_login(alice)
    whole = client.get(reverse("propaganda:index") + "?nam=2026").content.decode()
    silent = client.get(reverse("propaganda:index") + "?nam=2026&chua-nop").content.decode()
    assert commune.name in whole
    assert home_affairs.name in whole
    assert f"{reverse('propaganda:unit', args=[home_affairs.code])}?nam=2026" in silent
    assert f"{reverse('propaganda:unit', args=[commune.code])}?nam=2026" not in silent


def test_a_contact_sees_no_other_unit(contact: Client, home_affairs: Unit, alice: User, commune: Unit) -> None:
    theirs = make(home_affairs, alice)
    assert home_affairs.name not in contact.get(reverse("propaganda:index")).content.decode()
    for name, given in (
        ("unit", home_affairs.code), ("enter", home_affairs.code), ("section", home_affairs.code),
        ("activity", theirs.pk), ("change", theirs.pk), ("proof", theirs.pk),
    ):  # fmt: skip
        assert contact.get(reverse(f"propaganda:{name}", args=[given])).status_code == 403


def test_a_trainer_reads_and_enters_nothing(client: Client, tam: User, commune: Unit, kim: User) -> None:
    made = make(commune, kim)
    client.force_login(tam)
    page = client.get(reverse("propaganda:activity", args=[made.pk])).content.decode()
    assert "Rút hoạt động" not in page
    assert client.post(reverse("propaganda:enter", args=[commune.code]), TYPED).status_code == 403
    assert client.post(reverse("propaganda:withdraw", args=[made.pk]), {"version": "1", "why": "x"}).status_code == 403


def test_nonsense_in_the_address_gives_the_usual_year(contact: Client, commune: Unit) -> None:
    for nonsense in ("?nam=abcd", "?nam=0001", "?nam=2026&ky=thang", "?nam=%F0%9D%9F%9A026"):
        assert contact.get(reverse("propaganda:unit", args=[commune.code]) + nonsense).status_code == 200
        assert contact.get(reverse("propaganda:section", args=[commune.code]) + nonsense).status_code == 200


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_the_section_is_made_and_fetched(
    contact: Client, commune: Unit, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()

    def at_once(work: Callable[[], None]) -> None:
        work()

    monkeypatch.setattr(section_views, "in_thread", at_once)
    page = contact.post(reverse("propaganda:make-section", args=[commune.code, kind]) + ASKED, follow=True)
    assert f"/{kind}/tep/" in page.content.decode()
    answer = contact.get(reverse("propaganda:section-file", args=[commune.code, kind]) + ASKED)
    assert f"tuyen-truyen-cchc-2026-nam.{kind}" in answer["Content-Disposition"]


def test_a_section_under_way_can_be_stopped(contact: Client, commune: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(section_views, "in_thread", waiting.append)
    address = reverse("propaganda:make-section", args=[commune.code, "pdf"]) + ASKED
    assert "<progress" in contact.post(address, follow=True).content.decode()
    contact.post(address, {"do": "stop"})
    waiting[0]()
    answer = contact.get(reverse("propaganda:section-file", args=[commune.code, "pdf"]) + ASKED)
    assert answer.status_code == 302
