"""Codes: coming back, being given a new one, and guessing at them."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from contests.entering import return_codes
from contests.entering.entries import enter_with_account, register
from contests.entering.return_codes import MOST_GUESSES, come_back, reissue_code
from contests.models import CodeGuess, Contest, Entrant
from contests.refusals import NothingReturns, TooManyGuesses, WrongReturnCode
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.entry.conftest import NAME, UNIT

Opened = Callable[..., Contest]


@pytest.fixture
def contest(opened: Opened) -> Contest:
    return opened(ways=["register"])


@pytest.fixture
def ba(contest: Contest, commune: Unit) -> tuple[Entrant, str]:
    return register(contest=contest, full_name="Nguyễn Văn Ba", unit=commune, phone="0912345678", now=NOON)


def guess(contest: Contest, code: str = "WRONGWRO", phone: str = "0912345678", after: timedelta = timedelta()) -> Any:
    try:
        return come_back(contest=contest, phone=phone, code=code, now=NOON + after)
    except (WrongReturnCode, TooManyGuesses) as refusal:
        return type(refusal)


class TestGuessing:
    @pytest.mark.parametrize("phone", ["0912345678", "0987654321"])
    def test_a_known_and_an_unknown_number_are_answered_alike(
        self, contest: Contest, ba: tuple[Entrant, str], phone: str
    ) -> None:
        answers = [guess(contest, phone=phone) for _ in range(MOST_GUESSES + 2)]
        assert answers == [WrongReturnCode] * MOST_GUESSES + [TooManyGuesses] * 2

    def test_then_even_the_right_code_waits_for_a_quarter_of_an_hour(
        self, contest: Contest, ba: tuple[Entrant, str]
    ) -> None:
        for _ in range(MOST_GUESSES):
            guess(contest)
        assert guess(contest, ba[1]) is TooManyGuesses
        assert guess(contest, ba[1], after=timedelta(minutes=15)) == ba[0]

    def test_the_right_code_forgets_the_wrong_ones(self, contest: Contest, ba: tuple[Entrant, str]) -> None:
        for _ in range(3):
            for _ in range(MOST_GUESSES - 1):
                guess(contest)
            assert guess(contest, ba[1]) == ba[0]

    def test_a_hall_behind_one_address_is_never_locked_out(self, contest: Contest, commune: Unit) -> None:
        people = [
            register(
                contest=contest,
                full_name=f"Nguyễn Văn {'Bcdefghijk'[n]}",
                unit=commune,
                phone=f"091234567{n}",
                now=NOON,
            )
            for n in range(10)
        ]
        for n in range(9):
            for _ in range(MOST_GUESSES):
                guess(contest, phone=f"091234567{n}")
        assert guess(contest, people[9][1], phone="0912345679") == people[9][0]

    def test_the_count_keeps_no_phone_number(self, contest: Contest, ba: tuple[Entrant, str]) -> None:
        guess(contest)
        assert "0912345678" not in repr(list(CodeGuess.objects.values()))

    def test_without_a_phone_number_the_number_of_the_entry_finds_the_person(
        self, opened: Opened, commune: Unit
    ) -> None:
        contest = opened(ways=["register"], fields=[NAME, UNIT])
        made, code = register(contest=contest, full_name="Nguyễn Văn Ba", unit=commune, now=NOON)
        assert guess(contest, code, phone=str(made.pk)) == made
        assert guess(contest, code, phone=str(made.pk + 1)) is WrongReturnCode

    def test_an_account_is_never_found_by_number(self, opened: Opened, bob: User) -> None:
        contest = opened()
        made = enter_with_account(contest=contest, user=bob, now=NOON)
        assert guess(contest, "", phone=str(made.pk)) is WrongReturnCode


def _at_once(contest: Contest, tries: int) -> int:
    """Guess from many threads at once; return how many guesses were looked at."""
    answers: list[Any] = []
    barrier = threading.Barrier(tries)

    def one() -> None:
        barrier.wait()
        try:
            answers.append(guess(contest))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers.count(WrongReturnCode)


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_no_way_around_the_count(contest: Contest, ba: tuple[Entrant, str]) -> None:
    guess(contest)  # the count stands
    assert _at_once(contest, 12) == MOST_GUESSES - 1


@pytest.mark.django_db(transaction=True)
def test_without_counting_before_looking_they_would_be(
    contest: Contest, ba: tuple[Entrant, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    guess(contest)
    seen = threading.Barrier(12)

    def read_then_write(contest: Contest, who: str, now: Any) -> None:
        held = CodeGuess.objects.get()
        seen.wait()
        if held.failures >= MOST_GUESSES:
            raise TooManyGuesses(at="")
        CodeGuess.objects.filter(pk=held.pk).update(failures=held.failures + 1)

    monkeypatch.setattr(return_codes, "_take_a_guess", read_then_write)
    assert _at_once(contest, 12) > MOST_GUESSES


class TestReissue:
    def test_the_new_code_works_the_old_one_ends_and_the_record_says_who(
        self, contest: Contest, ba: tuple[Entrant, str], alice: User
    ) -> None:
        made, old = ba
        new = reissue_code(entrant=made, by=alice, now=NOON)
        assert (guess(contest, old), guess(contest, new)) == (WrongReturnCode, made)
        line = contest.record.get(kind="return_code_reissued")
        assert (line.actor, str(made.pk) in line.content) == (f"{alice.full_name} (alice)", True)
        assert new not in line.content
        assert made.full_name not in line.content

    def test_whoever_was_locked_out_may_try_at_once(
        self, contest: Contest, ba: tuple[Entrant, str], alice: User
    ) -> None:
        for _ in range(MOST_GUESSES + 1):
            guess(contest)
        assert guess(contest, reissue_code(entrant=ba[0], by=alice, now=NOON)) == ba[0]

    def test_an_account_gets_none(self, contest: Contest, bob: User, alice: User) -> None:
        made = enter_with_account(contest=contest, user=bob, now=NOON)
        with pytest.raises(NothingReturns):
            reissue_code(entrant=made, by=alice, now=NOON)
        assert not contest.record.filter(kind="return_code_reissued").exists()
