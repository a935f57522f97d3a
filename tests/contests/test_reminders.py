from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from contests.entering.consents import set_consent
from contests.entering.rules import EntryRules
from contests.models import Contest, Entrant, Roster, RosterLine
from contests.refusals import NotRunning
from contests.rosters.keeping import Person, give_people, roster_set
from contests.units import reminders
from contests.units.reminders import remind, words_to_paste
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units

LINK = "https://thi.example/t/1/?don-vi=X"


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    return contest_of_units(alice, province)


@pytest.fixture
def roster(contest: Contest, commune: Unit, alice: User) -> Roster:
    done = make_user("xong", commune)
    people = [
        Person("Trần Văn Một", email="mot@camau.gov.vn"),
        Person("Trần Văn Hai", email="hai@camau.gov.vn"),
        Person("Không Địa Chỉ"),
        Person("Được Miễn", email="mien@camau.gov.vn", exempt="Ốm"),
        Person("Đã Xong", email="xong@camau.gov.vn", user=done.pk),
    ]
    roster = give_people(kept=roster_set(contest), unit=commune, people=people, by=alice, now=NOON)
    sit(contest, done, right=3, start=TOMORROW)
    return roster


def test_one_mail_goes_to_everybody_who_is_missing_and_gave_an_address(contest: Contest, roster: Roster) -> None:
    with translation.override("vi"):
        done = remind(
            of=contest, unit=roster.unit, roster=roster, address="https://thi.example/t/1/?don-vi=X", now=TOMORROW
        )
    assert (done.sent, done.waiting, done.failed) == (2, 0, 0)
    assert sorted(each.to[0] for each in mail.outbox) == ["hai@camau.gov.vn", "mot@camau.gov.vn"]
    assert all(len(each.to) == 1 and not each.cc and not each.bcc for each in mail.outbox)
    first = min(mail.outbox, key=lambda each: each.to)
    assert "Trần Văn Hai" in first.body
    assert LINK in first.body
    assert "Trần Văn Một" not in first.body


def test_once_a_day_and_person(contest: Contest, roster: Roster) -> None:
    how: dict[str, Any] = {"of": contest, "unit": roster.unit, "roster": roster, "address": "x"}
    assert remind(now=TOMORROW, **how).sent == 2
    assert remind(now=TOMORROW + timedelta(hours=5), **how).sent == 0
    Contest.objects.update(closes_at=TOMORROW + timedelta(days=3))
    how["of"] = Contest.objects.get()
    assert remind(now=TOMORROW + timedelta(hours=12, minutes=1), **how).sent == 2  # past midnight in Cà Mau


def test_the_day_is_that_of_the_office_and_not_of_the_server(contest: Contest, roster: Roster) -> None:
    remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW + timedelta(hours=12, minutes=1))
    assert set(RosterLine.objects.exclude(reminded_on=None).values_list("reminded_on", flat=True)) == {
        (TOMORROW + timedelta(days=1)).date()
    }


def test_a_bounded_number_goes_at_once(contest: Contest, roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 1)
    assert remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW) == reminders.Reminded(1, 1)
    assert remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW) == reminders.Reminded(1, 0)
    assert len(mail.outbox) == 2


def test_two_who_press_at_once_send_one_mail(contest: Contest, roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    def both() -> int:
        """Remind while another reminder of the same list has got between looking and marking."""
        RosterLine.objects.update(reminded_on=None)
        mail.outbox.clear()
        look = reminders.addressees

        def after_another(*facts: Any) -> list[RosterLine]:
            seen = look(*facts)
            monkeypatch.setattr(reminders, "addressees", look)
            remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW)
            return seen

        monkeypatch.setattr(reminders, "addressees", after_another)
        remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW)
        return len(mail.outbox)

    assert both() == 2
    monkeypatch.setattr(reminders, "_claim", lambda line, today: True)
    assert both() == 4, "without the mark each person would get two"


def test_what_the_mail_server_refuses_can_be_sent_again(
    contest: Contest, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down:
        def send_messages(self, messages: Any) -> int:
            raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "get_connection", Down)
        assert remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW).failed == 1
    assert not RosterLine.objects.exclude(reminded_on=None).exists()
    assert remind(of=contest, unit=roster.unit, roster=roster, address="x", now=TOMORROW).sent == 2


@pytest.mark.parametrize("now", [NOON, TOMORROW + timedelta(days=1)])
def test_only_while_it_runs(contest: Contest, roster: Roster, now: Any) -> None:
    with pytest.raises(NotRunning):
        remind(of=contest, unit=roster.unit, roster=roster, address="x", now=now)


def test_the_text_for_a_group_names_who_is_missing(contest: Contest) -> None:
    with translation.override("vi"):
        said = words_to_paste(contest, contest, ["Trần Văn Một"], "https://x/t/1/")
    assert said.splitlines() == [
        "Tìm hiểu cải cách hành chính: đề nghị các đồng chí tham gia trước 12:00 04/11/2026. Đường dẫn: https://x/t/1/",
        "Chưa hoàn thành (1 người):",
        "Trần Văn Một",
    ]


class TestEntrants:
    """Whoever gave an address on entering, and agreed that the contest is held with it."""

    @pytest.fixture
    def entrant(self, contest: Contest, commune: Unit) -> Entrant:
        Contest.objects.update(entry_rules=EntryRules(purposes=("taking_part",)).to_json())
        contest.refresh_from_db()
        entered = enter(contest, make_user("ghiten", commune), NOON)
        Entrant.objects.update(email="ghiten@example.vn")
        entered.refresh_from_db()
        return entered

    @staticmethod
    def reminded(contest: Contest, unit: Unit, roster: Roster | None = None, now: Any = TOMORROW) -> list[str]:
        mail.outbox.clear()
        remind(of=Contest.objects.get(pk=contest.pk), unit=unit, roster=roster, address="x", now=now)
        return [each.to[0] for each in mail.outbox]

    def test_they_are_reminded_once_a_day_without_any_roster(
        self, contest: Contest, commune: Unit, entrant: Entrant
    ) -> None:
        with translation.override("vi"):
            assert self.reminded(contest, commune) == ["ghiten@example.vn"]
        assert "rút lại sự đồng ý" in mail.outbox[0].body
        assert self.reminded(contest, commune) == []

    def test_not_of_another_unit(self, contest: Contest, home_affairs: Unit, entrant: Entrant) -> None:
        assert self.reminded(contest, home_affairs) == []

    def test_not_without_consent_nor_after_it_is_taken_back(
        self, contest: Contest, commune: Unit, entrant: Entrant
    ) -> None:
        set_consent(entrant=entrant, purpose="taking_part", given=False, now=NOON)
        Entrant.objects.update(aside_at=None, aside_why="")  # the consent alone decides
        assert self.reminded(contest, commune) == []

    def test_not_when_finished(self, contest: Contest, commune: Unit, entrant: Entrant) -> None:
        sit(contest, entrant.user, right=1, start=TOMORROW)  # type: ignore[arg-type]
        assert self.reminded(contest, commune) == []

    def test_who_has_an_address_on_the_roster_gets_one_mail(
        self, contest: Contest, commune: Unit, entrant: Entrant, alice: User
    ) -> None:
        people = [Person(entrant.full_name, email="GHITEN@example.vn")]
        roster = give_people(kept=roster_set(contest), unit=commune, people=people, by=alice, now=NOON)
        assert self.reminded(contest, commune, roster) == ["GHITEN@example.vn"]

    def test_not_when_exempted(self, contest: Contest, commune: Unit, entrant: Entrant, alice: User) -> None:
        people = [Person(entrant.full_name, exempt="Ốm")]
        roster = give_people(kept=roster_set(contest), unit=commune, people=people, by=alice, now=NOON)
        assert self.reminded(contest, commune, roster) == []

    def test_a_mail_that_is_not_taken_is_tried_again(
        self, contest: Contest, commune: Unit, entrant: Entrant, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = "tests.contests.test_reminders.Refusing"
        done = remind(of=contest, unit=commune, roster=None, address="x", now=TOMORROW)
        assert (done.sent, done.failed) == (0, 1)
        entrant.refresh_from_db()
        assert entrant.reminded_on is None


class Refusing(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise OSError("no")
