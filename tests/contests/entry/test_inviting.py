"""The organisers' list: proposed, confirmed whole, and codes that let its people in."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from contests.entering import inviting
from contests.entering.details import Details
from contests.entering.entries import enter_listed, enter_with_account
from contests.entering.invited_rows import MOST_LISTED
from contests.entering.invited_views import ListForm
from contests.entering.inviting import confirm, forget_waiting, issue_codes, proposal_of, read_list, strike_off
from contests.entering.return_codes import MOST_GUESSES, come_back, come_in
from contests.entering.staff import name_staff, release_staff
from contests.models import Contest, Entrant, Invited, InvitedFile
from contests.refusals import EnteredAlready, ListMovedOn, StaffMayNotEnter, TooManyGuesses, WrongPersonalCode
from contests.rosters.files import FileNotRead
from contests.rosters.reading import MOST_LINES
from people.models import Unit, User
from questionbank.faults import refusal_in_words
from questionbank.formats.files import FileTooLarge, NotASpreadsheet, read_sheets, write_workbook
from questionbank.forms import FileForm
from tests.conftest import NOON
from tests.contests.entry.conftest import NAME, UNIT, asked

Opened = Callable[..., Contest]
HEAD = ["Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email"]
BA = ["Nguyễn Văn Ba", "31/12/1985", "CM-SNV", "Chuyên viên", "CB001", "0912345678", ""]
AN = ["Trần Thị An", "", "ubnd xã đất mũi", "Lãnh đạo, quản lý", "CB002", "", "an@camau.gov.vn"]
DAY = NOON.date()


@pytest.fixture
def contest(opened: Opened, home_affairs: Unit, commune: Unit) -> Contest:
    return opened(ways=["list"])


def bring(contest: Contest, by: User, *rows: list[str]) -> InvitedFile:
    return read_list(contest=contest, raw=write_workbook(HEAD, rows), file_name="ds.xlsx", by=by, now=NOON)


def put(contest: Contest, by: User, *rows: list[str], **chosen: int) -> int:
    return confirm(file=bring(contest, by, *rows), chosen=chosen, by=by, now=NOON)


class TestProposal:
    def test_nothing_is_on_the_list_before_somebody_says_so(self, contest: Contest, alice: User) -> None:
        file = bring(contest, alice, BA, AN)
        assert (len(proposal_of(file, DAY).people), Invited.objects.count()) == (2, 0)
        assert confirm(file=file, chosen={}, by=alice, now=NOON) == 2
        assert (Invited.objects.count(), InvitedFile.objects.count()) == (2, 0)

    def test_units_are_known_by_code_and_by_name_without_tones(self, contest: Contest, alice: User) -> None:
        put(contest, alice, BA, AN)
        kept = list(
            contest.invited.order_by("pk").values_list("full_name", "unit__code", "born", "position", "group__code")
        )
        assert kept == [
            ("Nguyễn Văn Ba", "CM-SNV", date(1985, 12, 31), "Chuyên viên", None),
            ("Trần Thị An", "CM-XA-DAT-MUI", None, "", "lanh-dao"),
        ]

    def test_near_names_are_proposed_and_only_those_can_be_chosen(
        self, contest: Contest, alice: User, commune: Unit, home_affairs: Unit
    ) -> None:
        written = "UBND xã Đất Mủi"
        row = [*AN]
        row[2] = "UBND  xa Dat Mui A"
        proposal = proposal_of(bring(contest, alice, row), DAY)
        assert proposal.unknown == {"UBND xa Dat Mui A": (commune.pk,)}
        assert put(contest, alice, row, **{"UBND xa Dat Mui A": home_affairs.pk}) == 0
        assert put(contest, alice, row, **{"UBND xa Dat Mui A": commune.pk}) == 1
        assert proposal_of(bring(contest, alice, [*BA[:2], written, *BA[3:]]), DAY).units == {written: commune.pk}

    def test_two_units_of_one_name_are_asked_about(self, contest: Contest, alice: User, commune: Unit) -> None:
        twin = Unit.objects.create(code="CM-2", name="UBND xã Đất Mũi", kind=Unit.Kind.COMMUNE, parent=commune.parent)
        proposal = proposal_of(bring(contest, alice, AN), DAY)
        assert {name: set(keys) for name, keys in proposal.unknown.items()} == {AN[2]: {commune.pk, twin.pk}}

    def test_a_unit_that_is_no_more_is_unknown(self, contest: Contest, alice: User, commune: Unit) -> None:
        Unit.objects.filter(pk=commune.pk).update(valid_to=DAY - timedelta(days=1))
        assert proposal_of(bring(contest, alice, AN), DAY).units == {}

    def test_bad_rows_stay_out_and_the_good_ones_come_in(self, contest: Contest, alice: User) -> None:
        bad = [*BA]
        bad[5] = "12"
        assert put(contest, alice, bad, AN) == 1

    def test_whoever_is_on_the_list_is_left_out_and_a_likeness_told(self, contest: Contest, alice: User) -> None:
        put(contest, alice, BA)
        alike = ["Nguyễn Văn Ba", "", "Sở Nội vụ", "", "CB009", "", ""]
        proposal = proposal_of(bring(contest, alice, [*BA[:4], "cb001", "", ""], alike), DAY)
        assert [(f.code, f.note) for f in proposal.faults] == [("on_list", False), ("like_on_list", True)]
        assert [one.code for one in proposal.people] == ["CB009"]

    def test_it_is_written_whole_or_not_at_all(
        self, contest: Contest, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = bring(contest, alice, BA, AN)

        def broken(*_: Any, **__: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(inviting, "note", broken)
        with pytest.raises(RuntimeError):
            confirm(file=file, chosen={}, by=alice, now=NOON)
        assert (Invited.objects.count(), InvitedFile.objects.count()) == (0, 1)

    def test_a_file_is_confirmed_once(self, contest: Contest, alice: User) -> None:
        file = bring(contest, alice, BA)
        confirm(file=file, chosen={}, by=alice, now=NOON)
        with pytest.raises(ListMovedOn):
            confirm(file=file, chosen={}, by=alice, now=NOON)
        assert Invited.objects.count() == 1

    def test_a_file_that_waits_a_day_is_removed_and_so_is_one_that_is_replaced(
        self, contest: Contest, alice: User
    ) -> None:
        bring(contest, alice, BA)
        bring(contest, alice, AN)
        assert InvitedFile.objects.count() == 1
        assert (forget_waiting(NOON + timedelta(hours=23)), forget_waiting(NOON + timedelta(hours=24))) == (0, 1)

    def test_queries_do_not_grow_with_rows(self, contest: Contest, alice: User, django_assert_num_queries: Any) -> None:
        for rows in ([BA], [BA, AN, ["Lê Văn Tư", "", "CM", "", "CB003", "", ""]]):
            file = bring(contest, alice, *rows)
            with django_assert_num_queries(2):
                proposal_of(file, DAY)


class TestHostile:
    def bomb(self) -> bytes:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
        return raw.getvalue()

    @pytest.mark.parametrize(
        ("raw", "refusal"),
        [
            (b"", NotASpreadsheet),
            (b"PK\x03\x04broken", NotASpreadsheet),
            (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, NotASpreadsheet),
            (b"a,b\x00c", NotASpreadsheet),
            ("Họ và tên,Đơn vị".encode("utf-16"), NotASpreadsheet),
            (b"x" * (10 * 1024 * 1024 + 1), FileTooLarge),
            ("Họ và tên,Đơn vị\n".encode() + b"a b,c\n" * 30_100, FileTooLarge),
        ],
    )
    def test_what_is_no_honest_list_is_refused(self, contest: Contest, alice: User, raw: bytes, refusal: Any) -> None:
        with pytest.raises(refusal):
            read_list(contest=contest, raw=raw, file_name="x", by=alice, now=NOON)
        assert not InvitedFile.objects.exists()

    def test_a_bomb_is_not_unpacked(self, contest: Contest, alice: User) -> None:
        with pytest.raises(FileTooLarge):
            read_list(contest=contest, raw=self.bomb(), file_name="x.xlsx", by=alice, now=NOON)

    def test_a_formula_and_markup_stay_words(self, contest: Contest, alice: User) -> None:
        row = ["=cmd|' /C calc'!A0 Ba", "", "CM-SNV", "<script>alert(1)</script>", "CB7", "", ""]
        put(contest, alice, ["Nguyễn <b>Văn</b> Ba", *row[1:]])
        assert contest.invited.get().full_name == "Nguyễn <b>Văn</b> Ba"
        assert contest.invited.get().position == "<script>alert(1)</script>"


class TestCodes:
    @pytest.fixture
    def codes(self, contest: Contest, alice: User) -> dict[str, str]:
        put(contest, alice, BA, AN)
        return {line.employee_code: code for line, code in issue_codes(contest=contest, by=alice, now=NOON)}

    def test_a_code_is_made_once_and_kept_as_a_digest(
        self, contest: Contest, alice: User, codes: dict[str, str]
    ) -> None:
        assert set(codes) == {"CB001", "CB002"}
        kept = repr(list(Invited.objects.values())) + "".join(contest.record.values_list("content", flat=True))
        assert not any(code in kept for code in codes.values())
        assert issue_codes(contest=contest, by=alice, now=NOON) == []

    def test_a_person_comes_in_and_later_back(
        self, contest: Contest, codes: dict[str, str], home_affairs: Unit
    ) -> None:
        invited = come_in(contest=contest, employee_code=" cb001 ", code=codes["CB001"].lower(), now=NOON)
        entrant, code = enter_listed(invited=invited, now=NOON)
        assert (entrant.full_name, entrant.unit, entrant.phone) == ("Nguyễn Văn Ba", home_affairs, "0912345678")
        assert come_back(contest=contest, phone="0912345678", code=code, now=NOON) == entrant

    def test_or_with_the_phone_number_of_the_list(self, contest: Contest, codes: dict[str, str]) -> None:
        assert (
            come_in(contest=contest, employee_code="+84 912 345 678", code=codes["CB001"], now=NOON).full_name == BA[0]
        )

    def test_the_code_is_used_up(self, contest: Contest, codes: dict[str, str]) -> None:
        invited = come_in(contest=contest, employee_code="CB001", code=codes["CB001"], now=NOON)
        enter_listed(invited=invited, now=NOON)
        with pytest.raises(WrongPersonalCode):
            come_in(contest=contest, employee_code="CB001", code=codes["CB001"], now=NOON)
        with pytest.raises(EnteredAlready):
            enter_listed(invited=invited, now=NOON)
        assert Entrant.objects.count() == 1

    @pytest.mark.parametrize("who", ["CB001", "CB999", "0999999999", ""])
    def test_guesses_are_counted_by_person(self, contest: Contest, codes: dict[str, str], who: str) -> None:
        for _ in range(MOST_GUESSES):
            with pytest.raises(WrongPersonalCode):
                come_in(contest=contest, employee_code=who, code="WRONGWRO", now=NOON)
        with pytest.raises(TooManyGuesses):
            come_in(contest=contest, employee_code=who, code=codes["CB001"], now=NOON)
        assert come_in(contest=contest, employee_code="CB002", code=codes["CB002"], now=NOON).full_name == AN[0]

    def test_one_person_s_code_is_made_anew(self, contest: Contest, alice: User, codes: dict[str, str]) -> None:
        line = contest.invited.get(employee_code="CB001")
        ((_, new),) = issue_codes(contest=contest, by=alice, now=NOON, only=line.pk)
        with pytest.raises(WrongPersonalCode):
            come_in(contest=contest, employee_code="CB001", code=codes["CB001"], now=NOON)
        assert come_in(contest=contest, employee_code="CB001", code=new, now=NOON) == line

    def test_a_unit_s_codes_are_made_alone(self, contest: Contest, alice: User, commune: Unit) -> None:
        put(contest, alice, BA, AN)
        made = issue_codes(contest=contest, by=alice, now=NOON, unit=commune)
        assert [line.full_name for line, _ in made] == [AN[0]]
        assert contest.invited.exclude(code_hash="").count() == 1

    def test_a_line_of_another_contest_is_out_of_reach(self, opened: Opened, contest: Contest, alice: User) -> None:
        put(contest, alice, BA)
        other = opened(ways=["list"])
        assert issue_codes(contest=other, by=alice, now=NOON, only=contest.invited.get().pk) == []

    def test_somebody_who_entered_stays_on_the_list(self, contest: Contest, alice: User, codes: dict[str, str]) -> None:
        ba, an = contest.invited.order_by("pk")
        enter_listed(invited=ba, now=NOON)
        with pytest.raises(EnteredAlready):
            strike_off(invited=ba, by=alice, now=NOON)
        strike_off(invited=an, by=alice, now=NOON)
        assert list(contest.invited.all()) == [ba]


class TestAccounts:
    def test_an_account_of_the_same_name_and_code_enters_without_a_code(
        self, contest: Contest, alice: User, bob: User
    ) -> None:
        put(contest, alice, ["Lê Thị Hòa", "", "CM-XA-DAT-MUI", "", "BOB", "", ""])
        made = enter_with_account(contest=contest, user=bob, now=NOON)
        assert contest.invited.get().entrant == made

    def test_a_person_with_an_account_and_a_code_enters_once(self, contest: Contest, alice: User, bob: User) -> None:
        put(contest, alice, ["Lê Thị Hòa", "", "CM-XA-DAT-MUI", "", "bob", "0912345678", ""])
        enter_listed(invited=contest.invited.get(), now=NOON)
        with pytest.raises(EnteredAlready):
            enter_with_account(contest=contest, user=bob, now=NOON)
        assert contest.entrants.count() == 1

    def test_a_code_is_no_way_around_a_barred_part(self, contest: Contest, alice: User, bob: User) -> None:
        put(contest, alice, ["Lê Thị Hòa", "", "CM-XA-DAT-MUI", "", "bob", "0912345678", ""])
        held = name_staff(contest=contest, username="bob", duty="helpers", by=alice, now=NOON)
        with pytest.raises(StaffMayNotEnter):
            enter_listed(invited=contest.invited.get(), now=NOON)
        release_staff(staff=held, by=alice, now=NOON)
        made, _ = enter_listed(invited=contest.invited.get(), now=NOON)
        name_staff(contest=contest, username="bob", duty="helpers", by=alice, now=NOON)
        made.refresh_from_db()
        assert made.aside_why == "helpers"

    @pytest.mark.parametrize("row", [["Lê Thị Hoan", "BOB"], ["Lê Thị Hòa", "CB5"]])
    def test_a_likeness_is_not_enough(self, contest: Contest, alice: User, bob: User, row: list[str]) -> None:
        put(contest, alice, [row[0], "", "CM-XA-DAT-MUI", "", row[1], "", ""])
        assert contest.invited.get().user is None

    def test_what_the_list_says_of_a_person_holds(self, opened: Opened, alice: User, home_affairs: Unit) -> None:
        contest = opened(ways=["list"], fields=[NAME, UNIT, asked("birth"), asked("position")])
        put(contest, alice, BA)
        invited = contest.invited.get()
        made, _ = enter_listed(invited=invited, now=NOON, details=Details(born=date(1990, 1, 1), position="Giám đốc"))
        assert (made.born, made.position) == (date(1985, 12, 31), "Chuyên viên")


def test_the_number_told_is_the_number_taken() -> None:
    assert "30.000 người" in str(ListForm().fields["file"].help_text)
    assert MOST_LISTED == 30_000
    assert "30.000 dòng" in str(FileNotRead())
    assert MOST_LINES == 30_000
    assert "10.000 câu" in str(FileForm().fields["file"].help_text)
    assert "10.000 câu" in refusal_in_words(FileTooLarge())
    rows = [b"ho ten,don vi"] + [b"An,X"] * MOST_LISTED
    assert len(read_sheets(b"\n".join(rows), MOST_LISTED)[0]) == MOST_LISTED + 1
