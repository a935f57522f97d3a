"""Consent by purpose: proof, withdrawal, and what others then see."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from contests.boards import board_name
from contests.entering.consents import consents_of, set_consent
from contests.entering.details import Details
from contests.entering.entries import enter_with_account
from contests.models import Consent, ConsentText, Contest, Entrant
from contests.papers.sitting import start_paper
from contests.record import guards
from contests.record.editions import prepare, publish
from contests.record.ledger import broken_link
from contests.refusals import LeftForGood, NoSuchPurpose, SetAside
from contests.standings import standings
from leaderboard.sources import fresh
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user, sit
from tests.contests.entry.conftest import CONSENT, NAME, UNIT, asked

Opened = Callable[..., Contest]
LATER = NOON + timedelta(minutes=30)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def contest(opened: Opened) -> Contest:
    return opened(purposes=CONSENT, fields=[NAME, UNIT, asked("phone")])


def agreed(contest: Contest, user: User, *purposes: str) -> Entrant:
    given = Details(consents=frozenset(purposes))
    return enter_with_account(contest=contest, user=user, now=NOON, details=given)


def lines(contest: Contest) -> list[str]:
    return [each.entry.name for each in fresh(board_name(contest, "people")).top(board_name(contest, "people"), 10)]


class TestProof:
    def test_each_purpose_agreed_to_is_kept_with_its_words_and_hour(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, "taking_part", "contact")
        kept = [(each.text.purpose, each.given, each.at) for each in made.consents.all()]
        assert kept == [("taking_part", True, NOON), ("contact", True, NOON)]
        words = made.consents.get(text__purpose="taking_part").text.words
        assert contest.title in words
        assert contest.unit.name in words

    def test_silence_is_no_consent(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, "taking_part")
        assert [each["holds"] for each in consents_of(made)] == [True, False, False]
        assert made.shows_name is False

    def test_the_same_words_are_kept_once(self, contest: Contest, bob: User, charlie: User) -> None:
        for user in (bob, charlie):
            agreed(contest, user, *CONSENT)
        assert (ConsentText.objects.count(), Consent.objects.count()) == (3, 6)

    def test_other_words_are_another_text_and_the_proof_keeps_the_old(
        self, contest: Contest, bob: User, charlie: User
    ) -> None:
        first = agreed(contest, bob, "taking_part")
        Contest.objects.filter(pk=contest.pk).update(title="Tên khác")
        contest.refresh_from_db()
        second = agreed(contest, charlie, "taking_part")
        texts = [made.consents.get().text for made in (first, second)]
        assert texts[0].digest != texts[1].digest
        assert "Tên khác" not in texts[0].words

    def test_a_contest_without_purposes_keeps_none(self, opened: Opened, bob: User) -> None:
        made = enter_with_account(contest=opened(), user=bob, now=NOON)
        assert (made.consents.count(), made.shows_name) == (0, True)

    @pytest.mark.django_db(transaction=True)
    def test_the_database_refuses_to_change_or_remove_proof(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, "taking_part")
        guards.put_up(connection, guards.CONSENT_TABLES)
        try:
            for change in (
                lambda: Consent.objects.filter(entrant=made).update(given=False),
                lambda: Consent.objects.filter(entrant=made).delete(),
                lambda: ConsentText.objects.update(words="khác"),
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    change()
        finally:
            if connection.vendor == "sqlite":
                guards.take_down(connection, guards.CONSENT_TABLES)
        assert made.consents.get().given is True


class TestNames:
    def test_without_consent_the_board_shows_initials_from_the_first_paper_on(
        self, contest: Contest, bob: User
    ) -> None:
        made = agreed(contest, bob, "taking_part")
        sit(contest, bob, right=2, start=NOON)
        assert lines(contest) == [f"L.T.H. #{made.pk}"]

    @pytest.mark.django_db(transaction=True)
    def test_taking_it_back_turns_the_name_into_initials_and_back_again(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, *CONSENT)
        sit(contest, bob, right=2, start=NOON)
        seen = [lines(contest)]
        for given in (False, True):
            set_consent(entrant=made, purpose="show_name", given=given, now=LATER)
            seen.append(lines(contest))
        assert seen == [["Lê Thị Hòa"], [f"L.T.H. #{made.pk}"], ["Lê Thị Hòa"]]
        assert [each.given for each in made.consents.filter(text__purpose="show_name")] == [True, False, True]

    def test_the_edition_holds_what_was_agreed_to(
        self, contest: Contest, bob: User, alice: User, clock: Moving, commune: Unit
    ) -> None:
        made = agreed(contest, bob, "taking_part")
        sit(contest, bob, right=2, start=NOON)
        sit(contest, make_user("an", commune, full_name="Trần Thị An"), right=1, start=NOON)
        edition = prepare(contest=contest, by=alice, now=NOON + timedelta(hours=3))
        publish(edition=edition, by=alice, now=NOON + timedelta(hours=3))
        names = [line[2] for line in json.loads(edition.content)["lists"][0]["lines"]]
        assert names == [f"L.T.H. #{made.pk}", "Trần Thị An"]
        assert "Lê Thị Hòa" not in edition.content
        assert broken_link(contest) is None


class TestLeaving:
    def test_papers_count_nowhere_and_there_is_no_way_back(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, *CONSENT)
        sit(contest, bob, right=3, start=NOON)
        set_consent(entrant=made, purpose="taking_part", given=False, now=LATER)
        made.refresh_from_db()
        assert (made.aside_why, made.shows_name, standings(contest, LATER)) == ("left", False, [])
        assert contest.record.filter(kind="left").count() == 1
        for purpose in ("taking_part", "show_name"):
            with pytest.raises(LeftForGood):
                set_consent(entrant=made, purpose=purpose, given=True, now=LATER)
        with pytest.raises(SetAside):
            start_paper(entrant=made, now=LATER)

    def test_after_the_contest_the_result_stays_under_initials(self, contest: Contest, bob: User) -> None:
        made = agreed(contest, bob, *CONSENT)
        sit(contest, bob, right=3, start=NOON)
        after = NOON + timedelta(hours=3)
        set_consent(entrant=made, purpose="taking_part", given=False, now=after)
        made.refresh_from_db()
        assert (made.aside_at, made.shown_name) == (None, f"L.T.H. #{made.pk}")
        assert len(standings(contest, after)) == 1
        with pytest.raises(LeftForGood):
            set_consent(entrant=made, purpose="taking_part", given=True, now=after)

    def test_a_paper_that_closes_after_its_entrant_left_harms_nobody(
        self, contest: Contest, bob: User, commune: Unit
    ) -> None:
        made = agreed(contest, bob, *CONSENT)
        start_paper(entrant=made, now=NOON)
        set_consent(entrant=made, purpose="taking_part", given=False, now=NOON + timedelta(minutes=1))
        sit(contest, make_user("an", commune), right=1, start=NOON + timedelta(minutes=15))
        assert [line.entrant for line in standings(contest, LATER)] != [made.pk]


def test_only_purposes_of_the_rules_are_asked(opened: Opened, bob: User) -> None:
    made = enter_with_account(contest=opened(), user=bob, now=NOON)
    for purpose in ("show_name", "sale", ""):
        with pytest.raises(NoSuchPurpose):
            set_consent(entrant=made, purpose=purpose, given=True, now=NOON)
