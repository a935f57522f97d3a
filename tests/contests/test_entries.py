from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.drafts.opening import close_contest
from contests.entering.entries import enter_with_account, register
from contests.entering.return_codes import CODE_LETTERS, come_back, normal_phone
from contests.models import Contest, Entrant
from contests.refusals import (
    AccountsOnly,
    BadName,
    BadPhone,
    NotEligible,
    NotOpen,
    NoUnit,
    OrganisersMayNotEnter,
    PhoneTaken,
    QuestionWritersMayNotEnter,
    WrongReturnCode,
)
from people.models import Role, RoleAssignment, Unit, User
from questionbank.models import Question, ReviewEvent
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_user


@pytest.fixture
def public(bank: None, alice: User, province: Unit) -> Contest:
    return make_contest(alice, province, NOON, ways=("register",))


def sign_up(
    contest: Contest, unit: Unit, phone: str = "0912 345 678", name: str = "Nguyễn Văn Ba"
) -> tuple[Entrant, str]:
    return register(contest=contest, full_name=name, unit=unit, phone=phone, now=NOON)


class TestAccount:
    def test_a_person_enters_once(self, contest: Contest, bob: User) -> None:
        assert enter(contest, bob, NOON) == enter(contest, bob, NOON + timedelta(minutes=1))
        assert contest.entrants.count() == 1

    def test_name_and_unit_are_kept_as_they_are_at_entry(self, contest: Contest, bob: User, commune: Unit) -> None:
        entrant = enter(contest, bob, NOON)
        assert (entrant.full_name, entrant.unit, entrant.is_simulated) == ("Lê Thị Hòa", commune, False)

    def test_a_simulated_person_stays_marked(self, contest: Contest, commune: Unit) -> None:
        assert enter(contest, make_user("sim1", commune, is_simulated=True), NOON).is_simulated is True

    def test_whoever_organises_the_contest_is_barred(self, contest: Contest, alice: User) -> None:
        with pytest.raises(OrganisersMayNotEnter):
            enter(contest, alice, NOON)

    @pytest.mark.parametrize("role", [Role.ORGANISER, Role.ADMIN])
    def test_a_role_over_the_unit_of_the_contest_bars(self, contest: Contest, bob: User, role: Role) -> None:
        RoleAssignment.objects.create(user=bob, role=role, unit=None)
        with pytest.raises(OrganisersMayNotEnter):
            enter(contest, bob, NOON)

    def test_an_organiser_of_another_unit_may_enter(self, contest: Contest, charlie: User) -> None:
        assert enter(contest, charlie, NOON).user == charlie

    def test_whoever_wrote_a_question_is_barred(self, contest: Contest, tam: User) -> None:
        with pytest.raises(QuestionWritersMayNotEnter):
            enter(contest, tam, NOON)

    def test_whoever_reviewed_a_question_is_barred(self, contest: Contest, thao: User) -> None:
        question = Question.objects.all()[0]
        ReviewEvent.objects.create(
            question=question, version=question.approved_version, actor=thao,
            from_state="in_review", to_state="approved", at=NOON,
        )  # fmt: skip
        with pytest.raises(QuestionWritersMayNotEnter):
            enter(contest, thao, NOON)

    def test_a_trainer_who_had_no_hand_in_it_may_enter(self, contest: Contest, thao: User) -> None:
        assert enter(contest, thao, NOON).user == thao

    def test_an_account_without_unit_is_told_so(self, contest: Contest) -> None:
        user = User.objects.create_user("nobody", full_name="Không Đơn Vị")
        with pytest.raises(NoUnit):
            enter(contest, user, NOON)

    def test_nobody_enters_a_draft_or_what_is_over(self, contest: Contest, bob: User) -> None:
        with pytest.raises(NotOpen):
            enter(contest, bob, NOON + timedelta(hours=2))
        close_contest(contest=contest, now=NOON)
        with pytest.raises(NotOpen):
            enter(contest, bob, NOON)


class TestEligibleUnits:
    def test_a_unit_below_an_eligible_one_is_eligible(self, bank: None, alice: User, bob: User, province: Unit) -> None:
        assert enter(make_contest(alice, province, NOON, eligible_units=[province]), bob, NOON).user == bob

    def test_a_unit_beside_the_eligible_ones_is_refused_by_name(
        self, bank: None, alice: User, bob: User, province: Unit, home_affairs: Unit
    ) -> None:
        contest = make_contest(alice, province, NOON, eligible_units=[home_affairs])
        with pytest.raises(NotEligible) as refused:
            enter(contest, bob, NOON)
        assert refused.value.facts == {"unit": "UBND xã Đất Mũi"}

    def test_registering_is_bound_to_the_eligible_units_too(
        self, bank: None, alice: User, province: Unit, home_affairs: Unit, commune: Unit
    ) -> None:
        contest = make_contest(alice, province, NOON, ways=("register",), eligible_units=[home_affairs])
        with pytest.raises(NotEligible):
            sign_up(contest, commune)

    def test_a_unit_that_no_longer_exists_is_refused(self, public: Contest, commune: Unit) -> None:
        Unit.objects.filter(pk=commune.pk).update(valid_to=NOON.date() - timedelta(days=1))
        with pytest.raises(NotEligible):
            sign_up(public, commune)


class TestPhone:
    @pytest.mark.parametrize(
        "given",
        [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "+84912345678",
            "84912345678",
            "0084 912-345-678",
            "+84 (0)912345678",
        ],
    )
    def test_every_way_of_writing_a_number_is_the_same(self, given: str) -> None:
        assert normal_phone(given) == "0912345678"

    def test_fixed_lines_have_eleven_digits(self) -> None:
        assert normal_phone("0290 3831 234") == "02903831234"

    @pytest.mark.parametrize(
        "given",
        ["", "091234567", "09123456789", "0112345678", "abc", "+1 912345678", "０９１２３４５６７８", "0912345678x"],
    )
    def test_anything_else_is_refused(self, given: str) -> None:
        with pytest.raises(BadPhone):
            normal_phone(given)

    @given(
        st.sampled_from("35789"),
        st.text("0123456789", min_size=8, max_size=8),
        st.sampled_from(["0", "+84", "0084", "84"]),
    )
    def test_whatever_the_prefix_the_number_is_one(self, network: str, rest: str, prefix: str) -> None:
        assert normal_phone(prefix + network + rest) == "0" + network + rest

    @given(st.text())
    def test_a_normal_number_stays_as_it_is(self, text: str) -> None:
        try:
            number = normal_phone(text)
        except BadPhone:
            return
        assert normal_phone(number) == number


class TestRegister:
    def test_a_person_is_entered_with_a_code(self, public: Contest, commune: Unit) -> None:
        entrant, code = sign_up(public, commune, phone="+84 912 345 678")
        assert (entrant.full_name, entrant.unit, entrant.phone) == ("Nguyễn Văn Ba", commune, "0912345678")
        assert (len(code), set(code) <= set(CODE_LETTERS)) == (8, True)
        assert code not in entrant.return_code_hash

    def test_the_same_phone_is_refused_however_it_is_written(self, public: Contest, commune: Unit) -> None:
        sign_up(public, commune)
        with pytest.raises(PhoneTaken):
            sign_up(public, commune, phone="+84912345678", name="Người Khác")
        assert public.entrants.count() == 1

    def test_the_same_phone_may_enter_another_contest(
        self, public: Contest, alice: User, province: Unit, commune: Unit
    ) -> None:
        other = make_contest(alice, province, NOON, ways=("register",))
        assert sign_up(public, commune)[0] != sign_up(other, commune)[0]

    @pytest.mark.parametrize("name", ["", "  ", "Ba", "x " * 80])
    def test_a_name_that_is_none_is_refused(self, public: Contest, commune: Unit, name: str) -> None:
        with pytest.raises(BadName):
            sign_up(public, commune, name=name)

    def test_a_contest_for_accounts_does_not_register(self, contest: Contest, commune: Unit) -> None:
        with pytest.raises(AccountsOnly):
            sign_up(contest, commune)

    def test_an_account_may_enter_a_public_contest(self, public: Contest, bob: User) -> None:
        assert enter_with_account(contest=public, user=bob, now=NOON).user == bob


class TestComeBack:
    def test_phone_and_code_find_the_person(self, public: Contest, commune: Unit) -> None:
        entrant, code = sign_up(public, commune)
        assert (
            come_back(contest=public, phone="0912.345.678", code=f" {code[:4]}-{code[4:]} ".lower(), now=NOON)
            == entrant
        )

    def test_a_wrong_code_and_an_unknown_phone_are_answered_alike(self, public: Contest, commune: Unit) -> None:
        _, code = sign_up(public, commune)
        for phone, typed in (("0912345678", "WRONGWRO"), ("0987654321", code), ("0912345678", "")):
            with pytest.raises(WrongReturnCode):
                come_back(contest=public, phone=phone, code=typed, now=NOON)

    def test_a_code_is_good_for_one_contest(self, public: Contest, alice: User, province: Unit, commune: Unit) -> None:
        other = make_contest(alice, province, NOON, ways=("register",))
        _, code = sign_up(public, commune)
        sign_up(other, commune)
        with pytest.raises(WrongReturnCode):
            come_back(contest=other, phone="0912345678", code=code, now=NOON)
