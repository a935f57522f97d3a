from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entrant, Roster, RosterRequest
from contests.rosters.keeping import Person, freeze, give_people, roster_set
from people.models import Role, RoleAssignment, Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_papers, make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount
from tests.contests.test_unit_pages import workbook


@pytest.fixture
def contest(bank: None, alice: User, province: Unit, clock: Moving) -> Contest:
    return contest_of_units(alice, province, ways=("account", "register"))


@pytest.fixture
def kim(commune: Unit) -> User:
    """The contact of the commune; plays as well."""
    return contact_of(commune, "kim")


def contact_of(unit: Unit, username: str) -> User:
    user = make_user(username, unit)
    RoleAssignment.objects.create(user=user, role=Role.CONTACT, unit=unit)
    return user


def at(name: str, contest: Contest, unit: Unit, *more: Any) -> str:
    return reverse(f"contests:{name}", args=[unit.code, contest.slug, *more])


def list_of(contest: Contest, unit: Unit, by: User, *names: str, **fields: str) -> Roster:
    people = [Person(name, **fields) for name in names]
    return give_people(kept=roster_set(contest), unit=unit, people=people, by=by, now=NOON)


class TestSight:
    @pytest.fixture(autouse=True)
    def rosters(self, contest: Contest, commune: Unit, home_affairs: Unit, alice: User, clock: Moving) -> None:
        list_of(contest, commune, alice, "Lê Vắng Mặt", "Trần Thị lam", email="x@camau.gov.vn")
        list_of(contest, home_affairs, alice, "Người Của Sở", "Người Khác Của Sở", "Người Nữa Của Sở")
        clock.on(days=1)
        sit(contest, make_user("lam", commune), right=3, start=TOMORROW)

    def test_a_contact_sees_who_is_missing_in_their_own_unit(
        self, client: Client, contest: Contest, commune: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        page = client.get(at("unit", contest, commune))
        text = page.content.decode()
        assert page.context["mine"].rate == 5000
        assert [one.line.full_name for one in page.context["waiting"]] == ["Lê Vắng Mặt"]
        assert "Lê Vắng Mặt" in text
        assert "Của Sở" not in text

    @pytest.mark.parametrize("name", ["unit", "unit-roster", "unit-roster-file", "unit-qr"])
    def test_nobody_sees_another_unit(
        self, client: Client, contest: Contest, home_affairs: Unit, kim: User, bob: User, charlie: User, name: str
    ) -> None:
        path = at(name, contest, home_affairs)
        assert client.get(path).status_code == 302
        for stranger in (kim, bob, charlie):
            client.force_login(stranger)
            assert client.get(path).status_code == 403
            assert client.post(path, {"what": "headcount", "headcount": 1, "exempted": 0}).status_code == 403
        assert client.post(at("unit-remind", contest, home_affairs)).status_code == 403
        assert Roster.objects.get(unit=home_affairs).headcount == 3
        assert mail.outbox == []

    def test_the_contact_of_a_unit_above_sees_those_under_it(
        self, client: Client, contest: Contest, province: Unit, commune: Unit
    ) -> None:
        client.force_login(contact_of(province, "tinh"))
        page = client.get(at("unit", contest, province))
        assert {row.unit.code for row in page.context["under"]} == {"CM-SNV", "CM-XA-DAT-MUI"}
        assert "Lê Vắng Mặt" not in page.content.decode()  # names stand on the page of their own unit
        assert client.get(at("unit", contest, commune)).status_code == 200

    @pytest.mark.parametrize("many", [1, 3])
    def test_queries_do_not_grow_with_people_or_units(
        self, client: Client, contest: Contest, commune: Unit, province: Unit, alice: User, kim: User, many: int,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for n in range(many):
            under = Unit.objects.create(code=f"D{n}", name=f"Đội {n}", kind="other", parent=commune)
            with_headcount(contest, under, 3, alice)
            sit(contest, make_user(f"d{n}", under), right=3, start=TOMORROW)
        names = [f"Người Thứ {n}" for n in range(many)]
        give_people(
            kept=roster_set(contest), unit=commune, people=[Person(name) for name in names], by=alice, now=NOON,
            reason="x",
        )  # fmt: skip
        client.force_login(kim)
        client.get(at("unit", contest, commune))  # freezes the rosters, once
        with django_assert_max_num_queries(40):
            page = client.get(at("unit", contest, commune))
        assert (len(page.context["waiting"]), len(page.context["under"])) == (many, many)

    def test_a_draft_is_no_business_of_contacts(
        self, client: Client, contest: Contest, commune: Unit, kim: User
    ) -> None:
        Contest.objects.update(state=Contest.State.DRAFT)
        client.force_login(kim)
        assert client.get(at("unit", contest, commune)).status_code == 403

    def test_a_unit_that_may_not_enter_has_no_page(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, kim: User
    ) -> None:
        contest.eligible_units.set([home_affairs])
        client.force_login(kim)
        assert client.get(at("unit", contest, commune)).status_code == 404

    def test_my_units_lists_the_contests_that_they_may_enter(
        self, client: Client, contest: Contest, home_affairs: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        page = client.get(reverse("contests:my-units"))
        assert [(unit.code, [c for c, _phase in found]) for unit, found in page.context["rows"]] == [
            ("CM-XA-DAT-MUI", [contest])
        ]
        contest.eligible_units.set([home_affairs])
        assert client.get(reverse("contests:my-units")).context["rows"][0][1] == []


class TestSealed:
    @pytest.fixture
    def foretold(
        self, bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit, clock: Moving
    ) -> Contest:
        contest = contest_of_units(alice, province, papers=make_papers(predicts="participants"))
        list_of(contest, commune, alice, "Một Hai", "Ba Bốn", email="x@camau.gov.vn")
        list_of(contest, home_affairs, alice, "Năm Sáu", "Bảy Tám", "Chín Mười", email="y@camau.gov.vn")
        clock.on(days=1)
        sit(contest, make_user("x", home_affairs), right=3, start=TOMORROW)
        return contest

    def test_a_small_unit_sees_its_own_figures(
        self, client: Client, foretold: Contest, commune: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        assert client.get(at("unit", foretold, commune)).context["mine"].finished == 0

    def test_whoever_speaks_for_half_is_told_no_count_and_no_name(
        self, client: Client, foretold: Contest, home_affairs: Unit, clock: Moving
    ) -> None:
        client.force_login(contact_of(home_affairs, "lon"))
        page = client.get(at("unit", foretold, home_affairs))
        text = page.content.decode()
        assert (page.context["counts"], page.context["mine"], page.context["waiting"]) == (False, None, [])
        assert "Bảy Tám" not in text
        said = client.post(at("unit-remind", foretold, home_affairs), follow=True)
        assert len(mail.outbox) == 3
        assert [str(each) for each in said.context["messages"]] == [
            "Đã gửi thư nhắc cho những người chưa hoàn thành và có địa chỉ thư."
        ]
        clock.on(days=1, minutes=1)
        assert "Bảy Tám" in client.get(at("unit", foretold, home_affairs)).content.decode()

    def test_a_contact_of_everything_is_told_nothing_and_an_organiser_all(
        self, client: Client, foretold: Contest, commune: Unit, alice: User
    ) -> None:
        whole = make_user("toan", commune)
        RoleAssignment.objects.create(user=whole, role=Role.CONTACT, unit=None)
        client.force_login(whole)
        assert client.get(at("unit", foretold, commune)).context["counts"] is False
        client.force_login(alice)
        assert client.get(at("unit", foretold, commune)).context["counts"] is True


class TestInvitation:
    def test_the_link_carries_the_unit_and_fills_it_in(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, kim: User, clock: Moving
    ) -> None:
        client.force_login(kim)
        address = client.get(at("unit", contest, commune)).context["address"]
        assert address == f"http://testserver/t/{contest.pk}/?don-vi=CM-XA-DAT-MUI"
        guest = Client()
        clock.on(days=1)
        guest.get(address)
        form = guest.get(reverse("contests:register", args=[contest.slug])).context["form"]
        assert form["unit"].value() == commune.pk

    def test_it_gives_no_right(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, clock: Moving
    ) -> None:
        contest.eligible_units.set([home_affairs])
        clock.on(days=1)
        client.get(f"/t/{contest.pk}/?don-vi={commune.code}")
        page = reverse("contests:register", args=[contest.slug])
        typed = {"full_name": "Nguyễn Văn An", "unit": commune.pk, "phone": "0912345678"}
        assert client.post(page, typed).status_code == 422
        assert not Entrant.objects.exists()

    @pytest.mark.parametrize("code", ["khong-co", "x" * 500, ""])
    def test_a_wrong_unit_changes_nothing(self, client: Client, contest: Contest, code: str, clock: Moving) -> None:
        clock.on(days=1)
        assert client.get(f"/t/{contest.pk}/", {"don-vi": code}).status_code == 302
        assert client.get(reverse("contests:register", args=[contest.slug])).context["form"]["unit"].value() is None

    def test_the_code_is_a_picture(self, client: Client, contest: Contest, commune: Unit, kim: User) -> None:
        client.force_login(kim)
        assert client.get(at("unit-qr", contest, commune))["Content-Type"] == "image/svg+xml"


class TestRoster:
    def test_until_it_freezes_the_contact_keeps_it(
        self, client: Client, contest: Contest, commune: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        page = at("unit-roster", contest, commune)
        client.post(page, {"what": "add", "full_name": "Lê Thị Hòa", "code": "CB1", "email": "hoa@camau.gov.vn"})
        line = Roster.objects.get().lines.get()
        client.post(page, {"what": "exempt", "line": line.pk, "why": "Nghỉ thai sản"})
        assert Roster.objects.get().counted == 0
        client.post(page, {"what": "remove", "line": line.pk})
        assert Roster.objects.get().headcount == 0
        sent = client.post(
            at("unit-roster-file", contest, commune), {"file": workbook(["Họ và tên"], [["Trần Văn Ba"]])}
        )
        client.post(sent["Location"])
        assert [each.full_name for each in Roster.objects.get().lines.all()] == ["Trần Văn Ba"]

    def test_a_file_of_another_unit_is_at_fault(
        self, client: Client, contest: Contest, commune: Unit, home_affairs: Unit, kim: User
    ) -> None:
        client.force_login(kim)
        file = workbook(["Đơn vị", "Họ và tên"], [["Sở Nội vụ", "Trần Văn Ba"]])
        assert client.post(at("unit-roster-file", contest, commune), {"file": file}).status_code == 422
        assert not Roster.objects.exists()

    def test_an_upload_is_only_its_senders(self, client: Client, contest: Contest, commune: Unit, kim: User) -> None:
        client.force_login(kim)
        sent = client.post(
            at("unit-roster-file", contest, commune), {"file": workbook(["Họ và tên"], [["Trần Văn Ba"]])}
        )
        client.force_login(contact_of(commune, "khac"))
        client.post(sent["Location"])
        assert not Roster.objects.exists()

    def test_afterwards_the_contact_asks_and_reads_the_answer(
        self, client: Client, contest: Contest, commune: Unit, kim: User, alice: User
    ) -> None:
        list_of(contest, commune, alice, "Lê Thị Hòa")
        freeze(kept=roster_set(contest), by=alice, now=NOON)
        client.force_login(kim)
        page = at("unit-roster", contest, commune)
        typed = {"what": "add", "full_name": "Người Mới"}
        refused = client.post(page, typed)
        assert refused.status_code == 422
        assert 'value="Người Mới"' in refused.content.decode()
        client.post(page, typed | {"reason": "Mới điều động về."})
        assert Roster.objects.get().headcount == 1
        asked = RosterRequest.objects.get()
        assert (asked.change["name"], asked.unit, asked.reason) == ("Người Mới", commune, "Mới điều động về.")
        assert "chờ Ban Tổ chức trả lời" in client.get(page).content.decode()
        assert client.post(reverse("contests:roster-answer", args=[contest.slug, asked.pk])).status_code == 403

    def test_a_frozen_roster_takes_no_file_of_a_contact(
        self, client: Client, contest: Contest, commune: Unit, kim: User, alice: User
    ) -> None:
        client.force_login(kim)
        page = at("unit-roster-file", contest, commune)
        sent = client.post(page, {"file": workbook(["Họ và tên"], [["Trần Văn Ba"]])})
        list_of(contest, commune, alice, "Lê Thị Hòa")
        freeze(kept=roster_set(contest), by=alice, now=NOON)
        assert client.post(sent["Location"], {"reason": "Tôi muốn."}).status_code == 422
        assert client.post(page, {"file": workbook(["Họ và tên"], [["Trần Văn Ba"]])}).status_code == 422
        assert [each.full_name for each in Roster.objects.get().lines.all()] == ["Lê Thị Hòa"]


class TestReminding:
    def test_the_button_sends_and_says_how_many(
        self, client: Client, contest: Contest, commune: Unit, kim: User, alice: User, clock: Moving
    ) -> None:
        list_of(contest, commune, alice, "Lê Vắng Mặt", email="vang@camau.gov.vn")
        clock.on(days=1)
        client.force_login(kim)
        for said in ("Đã gửi 1 thư nhắc.", "Không còn ai cần nhắc"):
            page = client.post(at("unit-remind", contest, commune), follow=True)
            assert said in page.content.decode()
        assert f"/t/{contest.pk}/?don-vi=CM-XA-DAT-MUI" in mail.outbox[0].body

    def test_without_a_list_it_says_so(
        self, client: Client, contest: Contest, commune: Unit, kim: User, clock: Moving
    ) -> None:
        clock.on(days=1)
        client.force_login(kim)
        page = client.post(at("unit-remind", contest, commune), follow=True)
        assert "chưa có danh sách tên" in page.content.decode()
