"""What is repealed stays where it stood, marked with since when and by what, on every page and in every export."""

from datetime import date, timedelta

import pytest
from django.test import Client
from lxml import etree

from people.models import User
from questionbank.picking import picker
from realtime.clock import now
from regulations import life
from regulations.exporting import akn_of
from regulations.models import Document, Provision, Relation, standing
from regulations.reading import outline, search_within, tree_of
from tests.questionbank.builders import bring_decree
from tests.regulations.test_akn import check
from tests.regulations.test_life import BEFORE, DAY, bring, confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BY = "khoản 3 Điều 1 Nghị định 9/2026/NĐ-CP"
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@pytest.fixture
def decree(tam: User) -> Document:
    """Article 2 with all under it is repealed from DAY on."""
    bring_decree()
    confirm(bring()[2], tam, target_address="Điều 2")
    return Document.objects.get(number="61/2018/NĐ-CP")


def test_an_article_and_all_under_it_are_marked_from_the_day_on_with_their_last_words(decree: Document) -> None:
    before = standing(decree, decree.provisions.order_by("position"), BEFORE)
    after = standing(decree, decree.provisions.order_by("position"), DAY)
    assert [p.pk for p in before] == [p.pk for p in after]
    assert not any(p.repealed for p in before)
    gone = [p for p in after if p.repealed]
    assert [p.address for p in gone] == [
        "Điều 2", "khoản 1 Điều 2", "điểm a khoản 1 Điều 2", "điểm b khoản 1 Điều 2", "khoản 2 Điều 2",
    ]  # fmt: skip
    assert {p.repealed.valid_to for p in gone if p.repealed} == {DAY}
    assert {p.repealed.ended_by.by_clause for p in gone if p.repealed and p.repealed.ended_by} == {BY}
    assert "".join(p.text for p in after) == decree.source_text
    assert "Điều 2" not in life.text_on(decree, DAY)


def test_what_an_amendment_leaves_out_is_no_repeal(tam: User) -> None:
    bring_decree()
    confirm(bring()[0], tam, target_address="Điều 2", new_text="Điều 2. Nguyên tắc\n1. Một.")
    decree = Document.objects.get(number="61/2018/NĐ-CP")
    left = standing(decree, decree.provisions.order_by("position"), DAY)
    assert not any(p.repealed for p in left)
    assert "khoản 2 Điều 2" not in [p.address for p in left]


def test_what_is_repealed_and_put_in_anew_is_marked_only_between(decree: Document, tam: User) -> None:
    later = DAY + timedelta(90)
    again = bring(
        f"""# Nghị định số 12/2027/NĐ-CP ngày 01/03/2027 của Chính phủ
Sửa đổi, bổ sung một số điều của Nghị định số {decree.number}
Điều 1. Sửa đổi
1. Bổ sung Điều 2 vào sau Điều 1 như sau:
“Điều 2. Nguyên tắc
1. Mới.”.
"""
    )[0]
    confirm(again, tam, effective_on=later)
    article = decree.provisions.get(address="Điều 2")
    for day, is_gone in ((BEFORE, False), (DAY, True), (later - timedelta(1), True), (later, False)):
        (found,) = standing(Document.objects.get(pk=decree.pk), [Provision.objects.get(pk=article.pk)], day)
        assert bool(found.repealed) is is_gone


def test_the_first_of_what_is_gone_is_marked_and_the_outline_keeps_it(decree: Document) -> None:
    roots, _opened = outline(decree, "", DAY)
    assert [(root.provision.address, root.is_marked) for root in roots][1:] == [("Điều 1", False), ("Điều 2", True)]
    article = tree_of(decree, DAY)[-1]
    assert (article.is_marked, [child.is_marked for child in article.children]) == (True, [False, False])


def test_words_that_are_gone_are_not_found_nor_offered_to_cite(decree: Document, client: Client, tam: User) -> None:
    assert search_within(decree, "minh bạch", BEFORE)
    assert not search_within(decree, "minh bạch", DAY)
    Relation.objects.filter(source__number="9/2026/NĐ-CP").update(effective_on=date(2020, 1, 1))
    life.rewrite(decree)
    picked = picker(document=str(decree.pk), opened=str(decree.provisions.get(address="Điều 2").pk))
    assert picked.opened is not None
    assert all(child.provision.repealed for child in picked.opened.children)
    client.force_login(tam)
    page = client.get(decree.provisions.get(address="khoản 1 Điều 2").get_absolute_url()).content.decode()
    assert "/cau-hoi/moi/?provision=" not in page
    kept = client.get(decree.provisions.get(address="Điều 1").get_absolute_url()).content.decode()
    assert "/cau-hoi/moi/?provision=" in kept
    assert "làm thước đo" in page


def test_the_page_says_since_when_and_by_what(decree: Document, client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(f"/van-ban/{decree.pk}/?ngay=01/01/2027&open=art_2").content.decode()
    assert BY in page
    assert "từ ngày 01/01/2027" in page
    assert "làm thước đo" in page
    assert BY not in client.get(f"/van-ban/{decree.pk}/?ngay=31/12/2026&open=art_2").content.decode()


def test_the_export_of_a_day_is_valid_and_marks_what_is_gone(decree: Document) -> None:
    root = check(akn_of(decree, DAY))
    article = root.find(".//a:article[@eId='art_2']", AKN)
    assert article is not None
    assert article.get("status") == "removed"
    assert article.find("a:paragraph", AKN).get("status") == "removed"  # type: ignore[union-attr]
    remarks = article.findall(".//a:remark", AKN)
    assert remarks
    assert remarks[0].text == f"Bãi bỏ từ 01/01/2027 theo {BY}"
    assert "làm thước đo" in etree.tostring(article, encoding="unicode")
    before = check(akn_of(decree, BEFORE))
    assert not before.findall(".//*[@status]", AKN)


def test_the_export_marks_what_is_suspended(tam: User) -> None:
    decree = bring_decree()
    life.suspend_by_decision(
        document=decree, address="khoản 2 Điều 2", since=DAY, last_day=DAY, reason="QĐ 1/QĐ-TTg", by=tam, now=now()
    )
    clause = check(akn_of(decree, DAY)).find(".//a:paragraph[@eId='art_2__cl_2']", AKN)
    assert clause is not None
    assert clause.findtext(".//a:remark", namespaces=AKN) == (
        "Ngưng hiệu lực từ 01/01/2027 đến hết 01/01/2027 theo QĐ 1/QĐ-TTg"
    )
    check(akn_of(decree, DAY + timedelta(1)))
