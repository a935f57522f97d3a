"""What people write of themselves, brought to one form; nothing of it stays in an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.entering.identity import Mistyped, birth_date, citizen_number, email_address, initials

TODAY = date(2026, 11, 2)


class TestCitizenNumber:
    @pytest.mark.parametrize("given", ["096085001234", " 096 085 001 234 ", "096.085.001.234", "096-085-001234"])
    def test_every_way_of_writing_it_is_the_same(self, given: str) -> None:
        assert citizen_number(given) == "096085001234"

    @pytest.mark.parametrize(
        "odd",
        [
            "",
            "09608500123",  # eleven digits
            "0960850012345",
            "003085001234",  # no such province
            "096485001234",  # a century that nobody was born in
            "09608500123x",
            "０９６０８５００１２３４",
        ],
    )
    def test_anything_else_is_refused_without_repeating_it(self, odd: str) -> None:
        with pytest.raises(Mistyped) as refused:
            citizen_number(odd)
        assert str(refused.value) == ""

    @pytest.mark.parametrize(
        ("number", "born"),
        [("096085001234", date(1985, 3, 1)), ("096185001234", date(1985, 3, 1)), ("096304001234", date(2004, 1, 1))],
    )
    def test_the_year_of_birth_agrees(self, number: str, born: date) -> None:
        assert citizen_number(number, born) == number
        with pytest.raises(Mistyped):
            citizen_number(number, born.replace(year=born.year + 1))
        with pytest.raises(Mistyped):  # the same year of another century
            citizen_number(number, born.replace(year=born.year - 100))

    @given(st.text())
    def test_what_is_read_is_twelve_digits(self, text: str) -> None:
        try:
            number = citizen_number(text)
        except Mistyped:
            return
        assert len(number) == 12
        assert number.isdecimal()
        assert number.isascii()


class TestEmail:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [(" Ba.NV@CaMau.gov.VN ", "ba.nv@camau.gov.vn"), ("a+b@x-y.vn", "a+b@x-y.vn")],
    )
    def test_it_is_kept_in_small_letters(self, given: str, kept: str) -> None:
        assert email_address(given) == kept

    @pytest.mark.parametrize(
        "odd",
        ["", "ba", "ba@", "@camau.vn", "a b@c.vn", "a@b", "a@b..vn", "a..b@c.vn", "a@-b.vn", "a@b.vn\nBcc: x@y.vn"],
    )
    def test_anything_else_is_refused(self, odd: str) -> None:
        with pytest.raises(Mistyped):
            email_address(odd)

    @given(st.text())
    def test_a_kept_address_stays_as_it_is(self, text: str) -> None:
        try:
            address = email_address(text)
        except Mistyped:
            return
        assert email_address(address) == address


@pytest.mark.parametrize("born", [date(2012, 11, 2), date(1926, 1, 1), date(1985, 12, 31)])
def test_a_date_of_birth_that_a_contestant_can_have(born: date) -> None:
    assert birth_date(born, TODAY) == born


@pytest.mark.parametrize("born", [date(2012, 11, 3), date(2026, 11, 2), date(2030, 1, 1), date(1925, 1, 1)])
def test_a_date_of_birth_that_nobody_here_has(born: date) -> None:
    with pytest.raises(Mistyped):
        birth_date(born, TODAY)


@pytest.mark.parametrize(("name", "letters"), [("Nguyễn Văn Ba", "N.V.B."), ("đỗ ân", "Đ.Â."), ("", ""), ("  ", "")])
def test_initials_keep_their_tones(name: str, letters: str) -> None:
    assert initials(name) == letters
