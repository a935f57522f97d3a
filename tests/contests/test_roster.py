import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from contests.models import Contest, Roster, RosterLine, RosterSet
from contests.record.ledger import broken_link
from contests.review.refusals import ReasonMissing
from contests.rosters import keeping as rosters
from contests.rosters.keeping import (
    Person,
    add_person,
    exempt_person,
    freeze,
    freeze_due,
    give_headcount,
    give_people,
    remove_person,
    roster_set,
)
from contests.rosters.refusals import (
    AnsweredAlready,
    AnswerMissing,
    CoveredAbove,
    ExemptionReasonMissing,
    FrozenAlready,
    NoRosters,
    NotFrozenYet,
    NotOnTheRoster,
    RosterFrozen,
    TooManyExempted,
    TwiceOnTheRoster,
)
from contests.rosters.requests import Change, answer, ask
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount

AN, BINH = Person("Nguyễn Văn An", "CB01", "Công chức"), Person("Lê Thị Bình", "CB02")


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    return contest_of_units(alice, province)


@pytest.fixture
def kept(contest: Contest) -> RosterSet:
    return roster_set(contest)


class TestBeforeFreezing:
    def test_a_plain_headcount_is_enough(self, kept: RosterSet, commune: Unit, bob: User) -> None:
        how: dict[str, Any] = {"kept": kept, "unit": commune, "by": bob, "now": NOON}
        roster = give_headcount(headcount=40, exempted=2, exempt_reason="Nghỉ ốm dài ngày", **how)
        assert (roster.headcount, roster.counted, roster.named, roster.block) == (40, 38, False, "commune")
        with pytest.raises(TooManyExempted):
            give_headcount(headcount=1, exempted=2, exempt_reason="x", **how)
        with pytest.raises(ExemptionReasonMissing):
            give_headcount(headcount=4, exempted=2, exempt_reason=" ", **how)

    def test_names_count_themselves(self, kept: RosterSet, commune: Unit, bob: User) -> None:
        roster = give_people(kept=kept, unit=commune, people=[AN, BINH], by=bob, now=NOON)
        assert (roster.headcount, roster.named) == (2, True)
        line = add_person(kept=kept, unit=commune, person=Person("Phạm Văn Cường"), by=bob, now=NOON)
        exempt_person(kept=kept, unit=commune, line=line.pk, why="Biệt phái", by=bob, now=NOON)
        roster.refresh_from_db()
        assert (roster.headcount, roster.counted) == (3, 2)
        remove_person(kept=kept, unit=commune, line=line.pk, by=bob, now=NOON)
        roster.refresh_from_db()
        assert (roster.headcount, roster.counted) == (2, 2)
        with pytest.raises(NotOnTheRoster):
            remove_person(kept=kept, unit=commune, line=line.pk, by=bob, now=NOON)
        with pytest.raises(NotOnTheRoster):
            exempt_person(kept=kept, unit=commune, line=line.pk, why="x", by=bob, now=NOON)

    def test_a_code_or_account_stands_once(self, kept: RosterSet, commune: Unit, bob: User) -> None:
        with pytest.raises(TwiceOnTheRoster, match="Bình"):
            give_people(kept=kept, unit=commune, people=[AN, Person("Lê Thị Bình", "CB01")], by=bob, now=NOON)
        give_people(kept=kept, unit=commune, people=[AN], by=bob, now=NOON)
        with pytest.raises(TwiceOnTheRoster):
            add_person(kept=kept, unit=commune, person=Person("Khác Người", "CB01"), by=bob, now=NOON)

    def test_two_people_of_one_name_both_stand(self, kept: RosterSet, commune: Unit, bob: User) -> None:
        people = [Person("Nguyễn Văn An"), Person("Nguyễn Văn An")]
        assert give_people(kept=kept, unit=commune, people=people, by=bob, now=NOON).headcount == 2

    def test_a_new_list_forgets_no_reminder(self, kept: RosterSet, commune: Unit, bob: User) -> None:
        give_people(kept=kept, unit=commune, people=[AN], by=bob, now=NOON)
        RosterLine.objects.update(reminded_on=NOON.date())
        roster = give_people(kept=kept, unit=commune, people=[AN, BINH], by=bob, now=NOON)
        assert list(roster.lines.order_by("pk").values_list("reminded_on", flat=True)) == [NOON.date(), None]


class TestFreezing:
    def test_it_is_in_the_record_with_its_digest(self, contest: Contest, commune: Unit, alice: User) -> None:
        kept = freeze(kept=with_headcount(contest, commune, 40, alice, exempted=2), by=alice, now=NOON)
        told = json.loads(contest.record.get(kind="rosters_frozen").content)
        assert told == {"round": 0, "digest": kept.digest, "units": 1, "counted": 38}
        assert kept.frozen_at == NOON
        assert broken_link(contest) is None

    def test_the_digest_tells_what_was_frozen_and_not_how_it_was_written(
        self, kept: RosterSet, commune: Unit, alice: User
    ) -> None:
        def digest(*people: Person) -> str:
            RosterSet.objects.update(frozen_at=None)
            give_people(kept=kept, unit=commune, people=people, by=alice, now=NOON)
            return freeze(kept=kept, by=alice, now=NOON).digest

        assert digest(AN, BINH) == digest(BINH, AN)
        assert digest(AN, BINH) != digest(AN, Person("Lê Thị Bình", "CB02", exempt="Ốm"))

    def test_once(self, contest: Contest, commune: Unit, alice: User) -> None:
        kept = with_headcount(contest, commune, 40, alice)
        freeze(kept=kept, by=alice, now=NOON)
        with pytest.raises(FrozenAlready):
            freeze(kept=kept, by=alice, now=NOON)
        assert contest.record.filter(kind="rosters_frozen").count() == 1

    def test_not_what_nobody_gave(self, kept: RosterSet, alice: User) -> None:
        with pytest.raises(NoRosters):
            freeze(kept=kept, by=alice, now=NOON)

    def test_they_freeze_when_the_contest_begins_though_nobody_looks(
        self, contest: Contest, commune: Unit, alice: User, bob: User
    ) -> None:
        kept = with_headcount(contest, commune, 40, alice)
        assert freeze_due(contest=contest, now=TOMORROW - timedelta(seconds=1)) == 0
        with pytest.raises(RosterFrozen):
            give_headcount(kept=kept, unit=commune, headcount=1, exempted=0, exempt_reason="", by=bob, now=TOMORROW)
        assert freeze_due(contest=contest, now=TOMORROW) == 1
        kept.refresh_from_db()
        assert kept.frozen_at == TOMORROW

    def test_a_draft_does_not_freeze_by_itself(self, bank: None, alice: User, province: Unit, commune: Unit) -> None:
        draft = contest_of_units(alice, province, opened=False)
        with_headcount(draft, commune, 40, alice)
        assert freeze_due(contest=draft, now=TOMORROW + timedelta(days=9)) == 0

    def test_each_round_freezes_when_it_begins(self, contest: Contest, commune: Unit, alice: User) -> None:
        one = contest.rounds.get()
        later = contest.rounds.create(
            position=2, opens_at=TOMORROW + timedelta(days=7), closes_at=TOMORROW + timedelta(days=8), rules=one.rules
        )
        for each in (one, later):
            give_headcount(
                kept=roster_set(each), unit=commune, headcount=4, exempted=0, exempt_reason="", by=alice, now=NOON
            )
        assert freeze_due(contest=contest, now=TOMORROW) == 1
        assert freeze_due(contest=contest, now=TOMORROW + timedelta(days=7)) == 1
        assert [json.loads(e.content)["round"] for e in contest.record.filter(kind="rosters_frozen")] == [1, 2]


class TestAfterFreezing:
    @pytest.fixture
    def frozen(self, kept: RosterSet, commune: Unit, alice: User) -> Roster:
        roster = give_people(kept=kept, unit=commune, people=[AN, BINH], by=alice, now=NOON)
        freeze(kept=kept, by=alice, now=NOON)
        return Roster.objects.get(pk=roster.pk)

    def test_a_correction_needs_its_reason_and_is_recorded(self, frozen: Roster, contest: Contest, alice: User) -> None:
        with pytest.raises(RosterFrozen):
            add_person(kept=frozen.set, unit=frozen.unit, person=Person("Mới Đến"), by=alice, now=NOON)
        add_person(
            kept=frozen.set,
            unit=frozen.unit,
            person=Person("Mới Đến"),
            by=alice,
            now=NOON,
            reason="Điều động về ngày 01/11.",
        )
        told = json.loads(contest.record.get(kind="roster_corrected").content)
        assert (told["unit"], told["before"], told["after"]) == ("CM-XA-DAT-MUI", [2, 0], [3, 0])
        assert told["reason"] == "Điều động về ngày 01/11."
        assert "Mới Đến" not in contest.record.get(kind="roster_corrected").content

    def test_a_unit_asks_and_the_organiser_accepts(
        self, frozen: Roster, contest: Contest, bob: User, alice: User
    ) -> None:
        line = frozen.lines.get(code="CB02")
        change = Change("exempt", line=line.pk, name=line.full_name, why="Nghỉ thai sản")
        with pytest.raises(ReasonMissing):
            ask(kept=frozen.set, unit=frozen.unit, change=change, reason=" ", by=bob, now=NOON)
        asked = ask(kept=frozen.set, unit=frozen.unit, change=change, reason="Quyết định nghỉ 12/10.", by=bob, now=NOON)
        answer(request=asked, accepted=True, words="", by=alice, now=NOON)
        frozen.refresh_from_db()
        assert (frozen.headcount, frozen.counted) == (2, 1)
        assert "Quyết định nghỉ 12/10." in contest.record.get(kind="roster_corrected").content
        with pytest.raises(AnsweredAlready):
            answer(request=asked, accepted=False, words="Không.", by=alice, now=NOON)

    def test_a_refusal_says_why_and_changes_nothing(
        self, frozen: Roster, contest: Contest, bob: User, alice: User
    ) -> None:
        asked = ask(
            kept=frozen.set,
            unit=frozen.unit,
            change=Change("headcount", headcount=1),
            reason="Ít người.",
            by=bob,
            now=NOON,
        )
        with pytest.raises(AnswerMissing):
            answer(request=asked, accepted=False, words=" ", by=alice, now=NOON)
        answered = answer(request=asked, accepted=False, words="Danh sách đã chốt.", by=alice, now=NOON)
        assert (answered.accepted, answered.answer) == (False, "Danh sách đã chốt.")
        frozen.refresh_from_db()
        assert frozen.headcount == 2
        assert not contest.record.filter(kind="roster_corrected").exists()

    @pytest.mark.parametrize(
        ("change", "after"),
        [
            (Change("add", name="Mới Đến", code="CB03"), (3, 3)),
            (Change("headcount", headcount=5, exempted=1, why="Ốm"), (5, 4)),
        ],
    )
    def test_each_change_that_may_be_asked_for(
        self, frozen: Roster, bob: User, alice: User, change: Change, after: tuple[int, int]
    ) -> None:
        asked = ask(kept=frozen.set, unit=frozen.unit, change=change, reason="Sai sót.", by=bob, now=NOON)
        answer(request=asked, accepted=True, words="", by=alice, now=NOON)
        frozen.refresh_from_db()
        assert (frozen.headcount, frozen.counted) == after


def test_before_freezing_a_unit_need_not_ask(kept: RosterSet, commune: Unit, alice: User, bob: User) -> None:
    give_people(kept=kept, unit=commune, people=[AN], by=alice, now=NOON)
    with pytest.raises(NotFrozenYet):
        ask(kept=kept, unit=commune, change=Change("remove"), reason="x", by=bob, now=NOON)


def test_only_organisers_let_a_unit_stand_apart_from_the_one_above(
    kept: RosterSet, home_affairs: Unit, alice: User, bob: User
) -> None:
    office = Unit.objects.create(code="CM-SNV-VP", name="Văn phòng Sở", kind="other", parent=home_affairs)
    give_people(kept=kept, unit=home_affairs, people=[AN], by=alice, now=NOON)
    with pytest.raises(CoveredAbove, match="Sở Nội vụ"):
        give_people(kept=kept, unit=office, people=[BINH], by=bob, now=NOON)
    assert give_people(kept=kept, unit=office, people=[BINH], by=alice, now=NOON).headcount == 1
    assert give_people(kept=kept, unit=office, people=[AN], by=bob, now=NOON).headcount == 1


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:
    def run(*calls: Callable[[], Any]) -> list[Any]:
        start, results = threading.Barrier(len(calls)), [None] * len(calls)

        def one(place: int, call: Callable[[], Any]) -> None:
            try:
                start.wait(10)
                results[place] = call()
            except Exception as refused:
                results[place] = refused
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(n, call)) for n, call in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    return run


@pytest.mark.needs_postgres
class TestAtOnce:
    @pytest.fixture
    def ready(self, transactional_db: None, contest: Contest, commune: Unit, alice: User) -> RosterSet:
        return with_headcount(contest, commune, 40, alice)

    def freezings(self, ready: RosterSet, alice: User, at_once: Callable[..., list[Any]]) -> int:
        def call() -> RosterSet:
            return freeze(kept=RosterSet.objects.get(pk=ready.pk), by=alice, now=NOON)

        at_once(*[call] * 4)
        return ready.contest.record.filter(kind="rosters_frozen").count()

    def test_several_freeze_once(self, ready: RosterSet, alice: User, at_once: Callable[..., list[Any]]) -> None:
        assert self.freezings(ready, alice, at_once) == 1

    def test_without_the_guard_they_freeze_more_than_once(
        self, ready: RosterSet, alice: User, at_once: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rosters, "_claim_freeze", lambda kept, now: True)
        assert self.freezings(ready, alice, at_once) > 1
