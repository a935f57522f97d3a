"""The actions that settle a draft part by part, and what they refuse."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from contests.drafts import drafting
from contests.drafts.drafting import (
    MOST_ROUNDS,
    Basics,
    add_round,
    copy_round,
    edit_basics,
    edit_hosts,
    edit_prizes,
    edit_ranking,
    edit_round,
    remove_round,
    write_draft,
)
from contests.drafts.opening import RoundDraft, create_contest, open_contest
from contests.models import Contest
from contests.prizes import Prize
from contests.record.signing import rules_digest
from contests.refusals import AlreadyOpened, ChangedMeanwhile, NoSuchRound, NotOverUnit, OneRoundStays, TooManyRounds
from contests.rules import Rules
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_papers

LATER = RoundDraft(NOON + timedelta(days=7), NOON + timedelta(days=8), make_papers(minutes=30), "Tuần hai")


def first(contest: Contest) -> int:
    return contest.rounds.all()[0].pk


EDITS: dict[str, Callable[[Contest, User], Any]] = {
    "basics": lambda contest, by: edit_basics(contest=contest, basics=Basics("Tên mới", "", contest.unit, ""), by=by),
    "ranking": lambda contest, by: edit_ranking(
        contest=contest, ranking=["score", "lots"], overall="none", ties="board", by=by
    ),
    "prizes": lambda contest, by: edit_prizes(contest=contest, prizes=[Prize("person", "first", 1)], by=by),
    "hosts": lambda contest, by: edit_hosts(contest=contest, hosts=[], appeal_days=9, by=by),
    "add round": lambda contest, by: add_round(contest=contest, draft=LATER, by=by),
    "edit round": lambda contest, by: edit_round(
        contest=contest, number=contest.rounds.all()[0].pk, draft=LATER, by=by
    ),
    "copy round": lambda contest, by: copy_round(contest=contest, number=first(contest), by=by),
    "remove round": lambda contest, by: remove_round(contest=contest, number=first(contest), by=by),
}


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    contest = create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)
    add_round(
        contest=contest, draft=RoundDraft(NOON + timedelta(days=1), NOON + timedelta(days=2), make_papers()), by=alice
    )
    contest.refresh_from_db()
    return contest


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_makes_another_version_to_be_signed(draft: Contest, alice: User, edit: Callable[..., Any]) -> None:
    before, revision = rules_digest(draft), draft.revision
    edit(draft, alice)
    draft = Contest.objects.get(pk=draft.pk)
    assert rules_digest(draft) != before
    assert draft.revision == revision + 1


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_edit_of_an_open_contest(draft: Contest, alice: User, edit: Callable[..., Any]) -> None:
    open_contest(contest=draft, now=NOON)
    before = rules_digest(draft)
    with pytest.raises(AlreadyOpened):
        edit(draft, alice)
    assert rules_digest(Contest.objects.get(pk=draft.pk)) == before


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_edit_by_an_organiser_elsewhere(draft: Contest, charlie: User, edit: Callable[..., Any]) -> None:
    before = rules_digest(draft)
    with pytest.raises(NotOverUnit):
        edit(draft, charlie)
    assert rules_digest(Contest.objects.get(pk=draft.pk)) == before


def test_a_draft_is_handed_to_no_unit_that_one_does_not_organise_for(
    draft: Contest, charlie: User, province: Unit
) -> None:
    own = create_contest(draft=make_draft(charlie.unit, NOON), by=charlie, now=NOON)  # type: ignore[arg-type]
    with pytest.raises(NotOverUnit):
        edit_basics(contest=own, basics=Basics("Tên", "", province, ""), by=charlie)


def test_a_round_that_is_gone_is_refused(draft: Contest, alice: User) -> None:
    gone = draft.rounds.get(position=2).pk
    remove_round(contest=draft, number=gone, by=alice)
    for refused in (
        lambda: edit_round(contest=draft, number=gone, draft=LATER, by=alice),
        lambda: copy_round(contest=draft, number=gone, by=alice),
        lambda: remove_round(contest=draft, number=gone, by=alice),
    ):
        with pytest.raises(NoSuchRound):
            refused()
    with pytest.raises(OneRoundStays):
        remove_round(contest=draft, number=draft.rounds.get().pk, by=alice)


def test_rounds_have_an_end(draft: Contest, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MOST_ROUNDS", 2)
    with pytest.raises(TooManyRounds):
        add_round(contest=draft, draft=LATER, by=alice)
    assert MOST_ROUNDS == 60


def test_a_write_from_a_reading_that_is_old_changes_nothing(draft: Contest, alice: User) -> None:
    """Where a database gives no lock, the revision alone keeps one edit from undoing another."""
    old = Contest.objects.get(pk=draft.pk)
    edit_prizes(contest=draft, prizes=[Prize("person", "first", 1)], by=alice)
    with pytest.raises(ChangedMeanwhile):
        write_draft(old, rules=Rules().to_json())
    assert len(Contest.objects.get(pk=draft.pk).rules["prizes"]) == 1


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two parts, both kept in one column, are edited at the same moment."""

    def edit_both(self, draft: Contest, alice: User, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
        """Let both have begun before either writes, as far as the lock allows; return what was refused."""
        meeting, read, refused = threading.Barrier(2), drafting._write_rules, []

        def slowly(held: Contest, settings: Any) -> Contest:
            with suppress(threading.BrokenBarrierError):  # the other one waits for the lock
                meeting.wait(1)
            return read(held, settings)

        monkeypatch.setattr(drafting, "_write_rules", slowly)

        def one(edit: Callable[..., Any]) -> None:
            try:
                edit(draft, alice)
            except Exception as error:
                refused.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(EDITS[name],)) for name in ("ranking", "prizes")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return refused

    def test_both_stay(self, draft: Contest, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.edit_both(draft, alice, monkeypatch) == []
        rules = Rules.from_json(Contest.objects.get(pk=draft.pk).rules)
        assert (rules.ties, len(rules.prizes)) == ("board", 1)

    def test_without_the_lock_and_the_revision_one_undoes_the_other(
        self, draft: Contest, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def write(held: Contest, **fields: Any) -> Contest:
            Contest.objects.filter(pk=held.pk).update(**fields)
            return held

        monkeypatch.setattr(drafting, "hold_draft", lambda contest, by: Contest.objects.get(pk=contest.pk))
        monkeypatch.setattr(drafting, "write_draft", write)
        assert self.edit_both(draft, alice, monkeypatch) == []
        rules = Rules.from_json(Contest.objects.get(pk=draft.pk).rules)
        assert (rules.ties == "board") != (len(rules.prizes) == 1)
