"""Beginning from a rulebook in a few steps, and copying an earlier contest."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import HostDraft, create_contest, open_contest
from contests.drafts.starting import copy_contest, proposed_opening, proposed_title
from contests.entering.rules import EntryRules
from contests.models import Contest, Entrant, Paper, SignOff
from contests.record.signing import rules_content, rules_digest, sign_rules
from contests.refusals import NotOverUnit
from people.models import Unit, User
from questionbank.blueprint import Slot
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_document, make_draft, make_rules, make_user, sit

pytestmark = pytest.mark.usefixtures("clock")
NEW = "/to-chuc/cuoc-thi-moi/"
MOST_DECISIONS = 10


@pytest.fixture
def desk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def big_bank(tam: User) -> None:
    make_bank(tam, per_topic=14)


def typed(unit: Unit, **changes: Any) -> dict[str, Any]:
    usual = {"title": "Tìm hiểu cải cách hành chính", "unit": unit.pk, "opens_at": "03/11/2026 08:00"}
    return usual | {"closes_at": "10/11/2026 17:00", "topics": ["a", "c"], "publish": "1"} | changes


class TestWizard:
    def test_the_shelf_offers_every_rulebook_with_its_source(self, desk: Client) -> None:
        page = desk.get(NEW)
        assert len(page.context["books"]) == 7
        assert "Quyết định số 148/QĐ-BTCHT" in page.content.decode()

    def test_only_organisers_begin_contests(self, client: Client, bob: User, province: Unit) -> None:
        client.force_login(bob)
        assert client.post(f"{NEW}?mau=mot_dot", typed(province)).status_code == 403

    @pytest.mark.parametrize("code", ["mot_dot", "hue_2025", "thanh_khe_2026"])
    def test_a_contest_is_published_with_at_most_ten_decisions(self, desk: Client, big_bank: None, code: str) -> None:
        """The rulebook, each field of the page (a list of boxes is one), and the press of the button."""
        page = desk.get(f"{NEW}?mau={code}").content.decode()
        form = page[page.index('<form method="post" novalidate>') :]
        fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', form)) - {"csrfmiddlewaretoken"}
        assert {"title", "opens_at", "topics"} <= fields
        assert len(fields) + 2 <= MOST_DECISIONS

    def test_what_was_typed_is_published_at_once(self, desk: Client, big_bank: None, province: Unit) -> None:
        desk.post(f"{NEW}?mau=mot_dot", typed(province))
        made = Contest.objects.get()
        assert (made.state, made.opens_at) == (Contest.State.OPEN, datetime(2026, 11, 3, 1, tzinfo=UTC))
        assert made.rounds.get().paper_rules.blueprint == (Slot(10, "a"), Slot(10, "c"))

    def test_a_regulation_is_a_source_like_a_topic(self, desk: Client, big_bank: None, province: Unit) -> None:
        document = make_document()
        desk.post(f"{NEW}?mau=mot_dot", typed(province, topics=[], documents=[document.pk]))
        assert Contest.objects.get().rounds.get().paper_rules.blueprint == (Slot(20, document=document.pk),)

    def test_a_rulebook_of_four_weeks_asks_for_the_first_day_only(
        self, desk: Client, big_bank: None, province: Unit
    ) -> None:
        desk.post(f"{NEW}?mau=hue_2025", typed(province, topics=["a"], public_topics=["c"], keep="1", publish=""))
        made = Contest.objects.get()
        assert [one.title for one in made.rounds.all()] == ["Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4"]
        assert made.closes_at - made.opens_at == timedelta(days=28)
        rules = made.rounds.all()[0].paper_rules
        assert (rules.blueprint, rules.public_blueprint) == ((Slot(15, "a"),), (Slot(15, "c"),))
        assert made.entering.ways == ("account", "public")

    def test_what_stands_in_the_way_is_told_and_the_draft_is_kept(
        self, desk: Client, big_bank: None, province: Unit
    ) -> None:
        Question.objects.update(flag="rà soát")
        make_bank(Question.objects.all()[0].author, per_topic=2)
        page = desk.post(f"{NEW}?mau=mot_dot", typed(province), follow=True)
        assert Contest.objects.get().state == Contest.State.DRAFT
        assert "Cuộc thi chưa đủ điều kiện để mở" in page.content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": ""}, "title"),
            ({"opens_at": "mai"}, "opens_at"),
            ({"closes_at": "03/11/2026 08:00"}, "closes_at"),
            ({"topics": ["z"]}, "topics"),
            ({"documents": ["999999"]}, "documents"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, desk: Client, big_bank: None, province: Unit, changes: dict[str, Any], field: str
    ) -> None:
        page = desk.post(f"{NEW}?mau=mot_dot", typed(province, **changes))
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert not Contest.objects.exists()

    def test_a_rulebook_that_is_none_is_not_found(self, desk: Client) -> None:
        assert desk.get(f"{NEW}?mau=khong-co").status_code == 404


class TestCopy:
    @pytest.fixture
    def held(self, bank: None, alice: User, province: Unit, home_affairs: Unit, commune: Unit) -> Contest:
        signer = make_user("giamdoc", home_affairs)
        contest = make_contest_with(alice, province, signer)
        sit(contest, make_user("an", commune), right=3, start=NOON)
        return contest

    def test_every_setting_comes_along_and_nothing_of_people(self, held: Contest, alice: User, commune: Unit) -> None:
        later = NOON + timedelta(weeks=52)
        made = copy_contest(contest=held, title="Năm sau", opens_at=later, by=alice, now=NOON)
        old, new = rules_content(held), rules_content(made)
        assert {**new, "title": old["title"], "rounds": old["rounds"]} == old
        assert [rules for *_window, rules in new["rounds"]] == [rules for *_window, rules in old["rounds"]]
        assert (made.opens_at, made.closes_at) == (later, held.closes_at + timedelta(weeks=52))
        assert (made.state, made.lots_seed, made.opened_at) == (Contest.State.DRAFT, "", None)
        assert [of.objects.filter(contest=made).count() for of in (Entrant, Paper, SignOff)] == [0, 0, 0]

    def test_a_stranger_copies_nothing(self, client: Client, held: Contest, charlie: User) -> None:
        with pytest.raises(NotOverUnit):
            copy_contest(contest=held, title="Của tôi", opens_at=NOON, by=charlie, now=NOON)
        client.force_login(charlie)
        assert client.post(reverse("contests:copy", args=[held.slug])).status_code == 403

    def test_the_page_proposes_and_makes_the_draft(self, desk: Client, held: Contest) -> None:
        page = desk.get(reverse("contests:copy", args=[held.slug]))
        assert 'value="01/11/2027 12:00"' in page.content.decode()
        assert "Sở Nội vụ" in page.content.decode()
        sent = {"title": "Năm 2027", "opens_at": "01/11/2027 08:00"}
        answer = desk.post(reverse("contests:copy", args=[held.slug]), sent)
        assert answer["Location"] == reverse("contests:manage", args=["nam-2027"])

    def test_the_proposal_keeps_weekday_and_hour_and_lies_ahead(self, held: Contest) -> None:
        for now in (NOON, NOON + timedelta(days=364), NOON + timedelta(days=500), NOON + timedelta(days=3000)):
            proposed = proposed_opening(held, now)
            assert proposed > now
            assert (proposed - held.opens_at) % timedelta(days=7) == timedelta(0)
            assert proposed - now <= timedelta(days=364)

    @pytest.mark.parametrize(
        ("title", "proposed"),
        [
            ("Cuộc thi năm 2026", "Cuộc thi năm 2027"),
            ("Nghị quyết 76 (2021-2030), đợt 2026.", "Nghị quyết 76 (2021-2030), đợt 2027."),
            ("Tìm hiểu cải cách", "Tìm hiểu cải cách"),
        ],
    )
    def test_the_year_in_the_title_goes_on(self, title: str, proposed: str) -> None:
        assert proposed_title(title) == proposed


def make_contest_with(alice: User, province: Unit, signer: User) -> Contest:
    hosts = [HostDraft("Sở Nội vụ", signer, "Giám đốc")]
    rules = make_rules(ties="board", ranking=["score", "lots"])
    draft = make_draft(province, NOON, hosts=hosts, partner="Liên đoàn", rules=rules)
    contest = create_contest(draft=draft, by=alice, now=NOON, entry=EntryRules(barred=("organisers",)))
    sign_rules(contest=contest, shown=rules_digest(contest), by=signer, now=NOON)
    return open_contest(contest=contest, now=NOON)
