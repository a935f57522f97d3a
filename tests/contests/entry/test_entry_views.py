"""The organisers' doors about entering: the draft page, staff, contestants, the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import create_contest, open_contest
from contests.entering.barring import set_aside_due
from contests.entering.entries import register
from contests.entering.rules import FIELDS, FOR_NEW, EntryRules
from contests.models import Contest, ContestStaff, Entrant, Invited, InvitedFile
from contests.record.signing import rules_digest
from contests.wording import rules_in_words
from people.models import Role, RoleAssignment, Unit, User
from questionbank.formats.files import read_sheets, write_workbook
from tests.conftest import NOON
from tests.contests.builders import enter, make_draft, make_user
from tests.contests.entry.conftest import NAME, UNIT, asked

Opened = Callable[..., Contest]
pytestmark = pytest.mark.usefixtures("clock")
HEAD = ["Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email"]


@pytest.fixture
def desk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    return create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)


def at(name: str, contest: Contest, *more: int) -> str:
    return reverse(f"contests:{name}", args=[contest.slug, *more])


def typed(**changes: Any) -> dict[str, Any]:
    asking = {f"ask_{name}": "no" for name in FIELDS} | {"ask_name": "required", "ask_unit": "required"}
    return asking | {f"days_{name}": 90 for name in FIELDS} | {
        "ways": ["register", "list"], "ask_birth": "optional", "days_birth": 45, "purposes": ["taking_part"],
        "barred": ["organisers", "helpers"],
    } | changes  # fmt: skip


@pytest.mark.parametrize("door", ["entry", "entrants", "invited", "invited-template", "invited-file"])
def test_pages_are_for_organisers_alone(
    client: Client, draft: Contest, bob: User, charlie: User, tam: User, alice: User, door: str
) -> None:
    file = InvitedFile.objects.create(
        contest=draft, uploaded_by=alice, file_name="x", rows={"people": [], "faults": []}, created_at=NOON
    )
    address = at(door, draft, *([file.pk] if door == "invited-file" else []))
    statuses = [client.get(address).status_code]
    for user in (bob, charlie, tam, alice):
        client.force_login(user)
        statuses.append(client.get(address).status_code)
    assert statuses == [302, 403, 403, 403, 200]


@pytest.mark.parametrize("door", ["entry", "staff", "invited", "codes", "reissue", "strike-off", "invited-file"])
def test_nobody_else_changes_anything(
    opened: Opened, bob: User, charlie: User, tam: User, commune: Unit, door: str
) -> None:
    contest = opened(ways=["register", "list"])
    made, _ = register(contest=contest, full_name="Nguyễn Văn Ba", unit=commune, phone="0912345678", now=NOON)
    line = Invited.objects.create(contest=contest, unit=commune, full_name="Trần Thị An", added_at=NOON)
    file = InvitedFile.objects.create(
        contest=contest,
        uploaded_by=contest.created_by,
        file_name="x",
        rows={"people": [], "faults": []},
        created_at=NOON,
    )
    more = {"reissue": [made.pk], "strike-off": [line.pk], "invited-file": [file.pk]}.get(door, [])
    before = (made.return_code_hash, line.code_hash, contest.entry_rules)
    for user in (None, bob, charlie, tam):
        client = Client()
        if user is not None:
            client.force_login(user)
        answer = client.post(at(door, contest, *more), typed(username="bob", duty="helpers", discard="1"))
        assert answer.status_code == (302 if user is None else 403)
    made.refresh_from_db()
    line.refresh_from_db()
    contest.refresh_from_db()
    assert before == (made.return_code_hash, line.code_hash, contest.entry_rules)
    assert (ContestStaff.objects.count(), InvitedFile.objects.count()) == (0, 1)


class TestDraft:
    def test_a_new_draft_is_for_accounts_of_every_unit_with_consent(self, draft: Contest) -> None:
        assert (draft.entering, draft.eligible_units.count()) == (FOR_NEW, 0)

    def test_the_page_shows_what_holds(self, desk: Client, draft: Contest) -> None:
        form = desk.get(at("entry", draft)).context["form"]
        assert (form["ways"].value(), form["ask_phone"].value(), form["days_phone"].value()) == (
            ("account",), "required", 90,
        )  # fmt: skip
        assert form["ask_citizen"].value() == "no"

    def test_what_was_settled_is_kept_and_printed_in_the_rules(
        self, desk: Client, draft: Contest, commune: Unit, leaders: Any
    ) -> None:
        before = rules_digest(draft)
        desk.post(at("entry", draft), typed(eligible_units=[commune.pk], groups=["lanh-dao"], ask_group="required"))
        draft.refresh_from_db()
        rules = draft.entering
        settled = (rules.ways, rules.groups, rules.barred)
        assert settled == (("register", "list"), ("lanh-dao",), ("organisers", "helpers"))
        assert (rules.asks("birth").keep_days, rules.asks("birth").required) == (45, False)  # type: ignore[union-attr]
        assert list(draft.eligible_units.all()) == [commune]
        said = " ".join(rules_in_words(draft))
        for words in ("UBND xã Đất Mũi", "Lãnh đạo, quản lý", "Xóa sau 45 ngày", "tổ giúp việc"):
            assert words in said
        assert rules_digest(draft) != before  # so that everybody signs anew
        assert draft.revision == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ways": []}, "ways"),
            ({"ways": ["door"]}, "ways"),
            ({"groups": ["lanh-dao"]}, "ask_group"),
            ({"ask_name": "no"}, "ask_name"),
            ({"days_birth": 5000}, "days_birth"),
            ({"days_birth": -1}, "days_birth"),
            ({"purposes": ["show_name"]}, "purposes"),
            ({"purposes": ["taking_part", "contact"]}, "purposes"),
            ({"barred": ["guests"]}, "barred"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, desk: Client, draft: Contest, leaders: Any, changes: dict[str, Any], field: str
    ) -> None:
        page = desk.post(at("entry", draft), typed(**changes))
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        draft.refresh_from_db()
        assert draft.entering == FOR_NEW

    def test_after_opening_it_can_only_be_read(self, desk: Client, draft: Contest) -> None:
        open_contest(contest=draft, now=NOON)
        assert desk.get(at("entry", draft)).context["form"] is None
        desk.post(at("entry", draft), typed())
        draft.refresh_from_db()
        assert draft.entering == FOR_NEW

    def test_the_edit_page_leaves_it_alone(self, desk: Client, draft: Contest) -> None:
        desk.post(at("entry", draft), typed())
        page = desk.get(at("edit", draft))
        assert not {"entry", "eligible_units"} & set(page.context["form"].fields)
        draft.refresh_from_db()
        assert draft.entering.asks("birth") is not None

    def test_an_empty_list_alone_does_not_open(self, desk: Client, draft: Contest) -> None:
        desk.post(at("entry", draft), typed(ways=["list"]))
        assert any("danh sách" in problem for problem in desk.get(at("manage", draft)).context["problems"])

    def test_a_group_that_is_no_more_is_told(self, draft: Contest, desk: Client, leaders: Any) -> None:
        desk.post(at("entry", draft), typed(groups=["lanh-dao"], ask_group="required"))
        leaders.delete()
        assert len(desk.get(at("manage", draft)).context["problems"]) == 1


class TestStaff:
    def test_a_person_is_named_and_released(self, desk: Client, draft: Contest, bob: User) -> None:
        desk.post(at("staff", draft), {"username": "bob", "duty": "secretaries"})
        held = draft.staff.get()
        assert (held.user, held.duty) == (bob, "secretaries")
        assert "Lê Thị Hòa" in desk.get(at("entry", draft)).content.decode()
        desk.post(at("staff", draft), {"release": held.pk})
        assert not draft.staff.exists()

    def test_an_unknown_account_is_told_at_its_box(self, desk: Client, draft: Contest) -> None:
        page = desk.post(at("staff", draft), {"username": "nobody", "duty": "helpers"})
        assert (page.status_code, list(page.context["staff_form"].errors)) == (422, ["username"])

    def test_staff_of_another_contest_is_out_of_reach(self, desk: Client, draft: Contest, opened: Opened) -> None:
        other = opened()
        desk.post(at("staff", other), {"username": "alice", "duty": "helpers"})
        desk.post(at("staff", draft), {"release": other.staff.get().pk})
        assert other.staff.count() == 1


class TestEntrants:
    @pytest.fixture
    def contest(self, opened: Opened) -> Contest:
        return opened(ways=["register"], fields=[NAME, UNIT, asked("birth", required=False), asked("phone")])

    def sign_up(self, contest: Contest, unit: Unit, name: str, phone: str) -> Entrant:
        return register(contest=contest, full_name=name, unit=unit, phone=phone, now=NOON)[0]

    @pytest.mark.parametrize(("words", "found"), [("nguyen", 1), ("0912 345", 1), ("HOA", 1), ("kẻ lạ", 0), ("12", 0)])
    def test_people_are_found_by_name_without_tones_and_by_phone(
        self, desk: Client, contest: Contest, commune: Unit, bob: User, words: str, found: int
    ) -> None:
        self.sign_up(contest, commune, "Nguyễn Văn Ba", "0912345678")
        enter(contest, bob, NOON)
        page = desk.get(at("entrants", contest), {"q": words})
        assert len(page.context["page"]) == found

    def test_a_new_code_is_shown_once(self, desk: Client, contest: Contest, commune: Unit) -> None:
        made = self.sign_up(contest, commune, "Nguyễn Văn Ba", "0912345678")
        page = desk.post(at("reissue", contest, made.pk))
        code = page.context["code"]
        assert page.content.decode().count(code) == 1
        assert code not in desk.get(at("entrants", contest)).content.decode()

    def test_a_contestant_of_another_contest_gets_none(
        self, desk: Client, contest: Contest, opened: Opened, commune: Unit
    ) -> None:
        made = self.sign_up(contest, commune, "Nguyễn Văn Ba", "0912345678")
        assert desk.post(at("reissue", opened(), made.pk)).status_code == 404

    def test_who_lost_their_place_and_why_is_shown(self, desk: Client, contest: Contest, bob: User) -> None:
        enter(contest, bob, NOON)
        RoleAssignment.objects.create(user=bob, role=Role.ORGANISER, unit=contest.unit)
        assert list(desk.get(at("entrants", contest)).context["aside"]) == []  # looking changes nothing
        set_aside_due(now=NOON)
        page = desk.get(at("entrants", contest))
        assert [each.user for each in page.context["aside"]] == [bob]
        assert "ban tổ chức và người quản trị" in page.content.decode()

    def test_likenesses_are_signals(
        self, desk: Client, contest: Contest, commune: Unit, bob: User, alice: User, home_affairs: Unit
    ) -> None:
        User.objects.filter(pk=bob.pk).update(phone="0912345678")
        User.objects.filter(pk=alice.pk).update(phone="0977777777")
        enter(contest, bob, NOON)
        self.sign_up(contest, commune, "Lê Hòa", "0912345678")
        self.sign_up(contest, commune, "Người Khác", "0977777777")
        self.sign_up(contest, home_affairs, alice.full_name, "0966666666")
        Entrant.objects.create(
            contest=contest,
            unit=commune,
            full_name="Võ Thị Sáu",
            born="1990-01-01",
            phone="0911111111",
            entered_at=NOON,
        )
        Entrant.objects.create(
            contest=contest,
            unit=commune,
            full_name="Vo thi sau",
            born="1990-01-01",
            phone="0922222222",
            entered_at=NOON,
        )
        found = desk.get(at("entrants", contest)).context["twins"]
        assert [(each.why, len(each.entrants)) for each in found] == [
            ("phone", 2), ("person", 2), ("barred", 1), ("barred", 1),
        ]  # fmt: skip

    def test_queries_do_not_grow(
        self, desk: Client, contest: Contest, commune: Unit, django_assert_num_queries: Any
    ) -> None:
        for n in range(3):
            self.sign_up(contest, commune, f"Nguyễn Văn {'BCD'[n]}a", f"091234567{n}")
            enter(contest, make_user(f"u{n}", commune), NOON)
            if n != 1:
                with django_assert_num_queries(24):
                    desk.get(at("entrants", contest))


class TestList:
    @pytest.fixture
    def contest(self, opened: Opened, commune: Unit) -> Contest:
        return opened(ways=["list"])

    def bring(self, desk: Client, contest: Contest, *rows: list[str]) -> Any:
        raw = write_workbook(HEAD, rows)
        return desk.post(at("invited", contest), {"file": SimpleUploadedFile("ds.xlsx", raw)}, follow=True)

    def test_a_list_is_brought_seen_and_confirmed(self, desk: Client, contest: Contest, commune: Unit) -> None:
        page = self.bring(
            desk, contest,
            ["Nguyễn Văn Ba", "32/12/1985", "CM-XA-DAT-MUI", "", "CB1", "", ""],
            ["Trần Thị An", "", "UBND xã Đất Mui 1", "", "CB2", "", ""],
            ["Lê Văn Tư", "", "Sao Hỏa", "", "CB3", "", ""],
        )  # fmt: skip
        shown = page.content.decode()
        assert "B2" in shown
        assert "32/12/1985" in shown
        assert page.context["unknown"][0][3] == [commune]
        assert (page.context["unknown"][1][3], Invited.objects.count()) == ([], 0)
        answer = desk.post(page.request["PATH_INFO"], {"unit_0": commune.pk}, follow=True)
        assert "1" in str(next(iter(answer.context["messages"])))
        assert contest.invited.get().full_name == "Trần Thị An"

    def test_a_file_can_be_discarded(self, desk: Client, contest: Contest) -> None:
        page = self.bring(desk, contest, ["Nguyễn Văn Ba", "", "CM-XA-DAT-MUI", "", "", "", ""])
        desk.post(page.request["PATH_INFO"], {"discard": "1"})
        assert (InvitedFile.objects.count(), Invited.objects.count()) == (0, 0)

    @pytest.mark.parametrize("raw", [b"", b"\x89PNG", b"PK\x03\x04"])
    def test_what_is_no_list_is_told_at_its_box(self, desk: Client, contest: Contest, raw: bytes) -> None:
        page = desk.post(at("invited", contest), {"file": SimpleUploadedFile("x.xlsx", raw)})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])

    def test_a_file_of_another_contest_is_out_of_reach(self, desk: Client, contest: Contest, opened: Opened) -> None:
        page = self.bring(desk, contest, ["Nguyễn Văn Ba", "", "CM-XA-DAT-MUI", "", "", "", ""])
        file = page.context["file"].pk
        assert desk.get(at("invited-file", opened(), file)).status_code == 404

    def test_codes_come_as_a_page_or_as_excel_and_only_once(
        self, desk: Client, contest: Contest, commune: Unit
    ) -> None:
        for n in (1, 2):
            Invited.objects.create(
                contest=contest, unit=commune, full_name=f"Nguyễn {'ABC'[n]}n", employee_code=f"=CB{n}", added_at=NOON
            )
        book = desk.post(at("codes", contest), {"as": "xlsx"})
        rows = read_sheets(book.content)[0]
        assert [row[2] for row in rows[1:]] == ["=CB1", "=CB2"]  # words, no formulas
        again = desk.post(at("codes", contest), {"as": "page"}, follow=True)
        assert str(rows[1][5]) not in again.content.decode()
        page = desk.post(at("codes", contest), {"as": "page", "anew": "on"})
        assert len(page.context["made"]) == 2
        assert all(code[:4] in page.content.decode() for _, code in page.context["made"])

    @pytest.mark.parametrize("given", [{"unit": "x"}, {"unit": "999999"}, {"line": "x"}])
    def test_an_odd_unit_or_line_makes_no_codes_for_everybody(
        self, desk: Client, contest: Contest, commune: Unit, given: dict[str, str]
    ) -> None:
        line = Invited.objects.create(contest=contest, unit=commune, full_name="Nguyễn An", added_at=NOON)
        assert desk.post(at("codes", contest), given).status_code == 404
        line.refresh_from_db()
        assert line.code_hash == ""

    def test_the_empty_list_is_one_that_can_be_read(self, desk: Client, contest: Contest) -> None:
        assert read_sheets(desk.get(at("invited-template", contest)).content)[0][0] == HEAD

    def test_queries_do_not_grow(
        self, desk: Client, contest: Contest, commune: Unit, django_assert_num_queries: Any
    ) -> None:
        for n in range(3):
            Invited.objects.create(contest=contest, unit=commune, full_name=f"Nguyễn {'ABC'[n]}n", added_at=NOON)
            if n != 1:
                with django_assert_num_queries(13):
                    desk.get(at("invited", contest))


def test_rules_of_entering_from_before_still_read() -> None:
    assert EntryRules.from_json(EntryRules().to_json()).purposes == ()
