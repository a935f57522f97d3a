import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from contests.drafts.opening import close_contest
from contests.models import Contest, Edition, RecordEntry, RecordHead
from contests.record import guards
from contests.record.chain import Broken
from contests.record.editions import prepare
from contests.record.ledger import broken_link, note
from people.models import User
from tests.conftest import NOON
from tests.contests.builders import sit


def verify(*given: str) -> str:
    out = StringIO()
    call_command("verify_record", *given, stdout=out)
    return out.getvalue()


def test_opening_is_the_first_line_and_holds_the_rules_word_for_word(contest: Contest) -> None:
    entry = contest.record.get()
    assert (entry.number, entry.kind) == (1, "opened")
    assert json.loads(entry.content)["rules"]["rules"] == contest.rules
    assert verify(contest.slug).startswith(f"{contest.slug}: 1 lines hold; mark {entry.digest}")


def test_a_line_stands_with_its_change_or_not_at_all(contest: Contest, alice: User) -> None:
    with transaction.atomic():
        note(contest, "decided", {"what": "x"}, by=alice, now=NOON)
        transaction.set_rollback(True)
    assert (contest.record.count(), RecordHead.objects.get(contest=contest).length) == (1, 1)
    assert broken_link(contest) is None


@pytest.fixture
def tampered(contest: Contest, alice: User) -> Contest:
    if connection.vendor == "postgresql":
        guards.take_down(connection)
    for n in range(4):
        note(contest, "decided", {"n": n}, by=alice, now=NOON)
    return contest


def test_what_is_changed_behind_our_back_is_named(tampered: Contest) -> None:
    RecordEntry.objects.filter(contest=tampered, number=3).update(content='{"n":9}')
    with pytest.raises(CommandError):
        verify()
    assert broken_link(tampered) == Broken(3, "changed")


def test_lines_taken_off_the_end_are_missed(tampered: Contest) -> None:
    RecordEntry.objects.filter(contest=tampered, number__gte=4).delete()
    assert broken_link(tampered) == Broken(4, "missing")


def test_the_printed_mark_tells_a_record_written_anew_as_a_whole(tampered: Contest) -> None:
    mark = RecordHead.objects.get(contest=tampered).digest
    RecordEntry.objects.filter(contest=tampered).delete()
    RecordHead.objects.filter(contest=tampered).delete()
    for n in range(5):
        note(tampered, "decided", {"n": -n}, by=None, now=NOON)
    assert broken_link(tampered) is None
    assert broken_link(tampered, mark) == Broken(5, "head")
    with pytest.raises(CommandError):
        verify(tampered.slug, "--mark", mark)


def test_results_changed_in_their_edition_break_the_line_that_tells_of_them(
    contest: Contest, alice: User, bob: User
) -> None:
    sit(contest, bob, right=3, start=NOON)
    edition = prepare(contest=contest, by=alice, now=NOON + timedelta(hours=3))
    assert broken_link(contest) is None
    Edition.objects.update(content=edition.content.replace("Lê Thị Hòa", "Lê Thị Hoa"))
    assert broken_link(contest) == Broken(2, "edition")


def test_the_database_itself_refuses_to_change_or_remove_a_line(contest: Contest) -> None:
    guards.put_up(connection)
    for change in (
        lambda: RecordEntry.objects.update(content="{}"),
        lambda: RecordEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert broken_link(contest) is None


def test_without_the_guard_it_would_not(contest: Contest) -> None:
    guards.take_down(connection)
    assert RecordEntry.objects.update(content="{}") == 1


def test_closing_early_is_in_the_record(contest: Contest, alice: User) -> None:
    close_contest(contest=contest, now=NOON, by=alice)
    assert contest.record.get(number=2).actor == f"{alice.full_name} (alice)"


def test_a_contest_that_is_none_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="no contest"):
        verify("khong-co")
