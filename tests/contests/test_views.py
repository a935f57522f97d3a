"""The public doors: what each sort of person is shown, and what a refusal says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entrant, Paper
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_user, sit

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def public(bank: None, alice: User, province: Unit) -> Contest:
    return make_contest(alice, province, NOON, ways=("register",))


def at(name: str, contest: Contest) -> str:
    return reverse(f"contests:{name}", args=[contest.slug])


def registered(client: Client, contest: Contest, unit: Unit, phone: str = "0912345678") -> str:
    """Register in this browser and return the return code that was shown."""
    typed = {"full_name": "Nguyễn Văn Ba", "unit": unit.pk, "phone": phone}
    page = client.post(at("register", contest), typed).content.decode()
    return re.search(r'class="code-big">([A-Z0-9]{8})<', page)[1]  # type: ignore[index]


class TestList:
    def test_contests_stand_by_where_they_are(self, client: Client, contest: Contest, clock: Moving) -> None:
        assert [str(phase) for phase, _ in client.get("/cuoc-thi/").context["groups"]] == ["running"]
        clock.on(hours=2)
        assert [str(phase) for phase, _ in client.get("/cuoc-thi/").context["groups"]] == ["over"]

    def test_a_draft_is_not_listed(self, client: Client, contest: Contest) -> None:
        Contest.objects.update(state=Contest.State.DRAFT)
        assert client.get("/cuoc-thi/").context["groups"] == []

    def test_queries_do_not_grow(
        self, client: Client, contest: Contest, alice: User, province: Unit, django_assert_num_queries: Any
    ) -> None:
        for _ in range(2):
            with django_assert_num_queries(1):
                client.get("/cuoc-thi/")
            make_contest(alice, province, NOON)


class TestDetail:
    def test_anybody_reads_the_rules(self, client: Client, contest: Contest) -> None:
        page = client.get(at("detail", contest))
        assert (page.status_code, page.context["rules"].questions) == (200, 3)

    def test_a_draft_is_for_its_organisers(
        self, client: Client, contest: Contest, alice: User, bob: User, charlie: User
    ) -> None:
        Contest.objects.update(state=Contest.State.DRAFT)
        assert client.get(at("detail", contest)).status_code == 302
        statuses = []
        for user in (bob, charlie, alice):
            client.force_login(user)
            statuses.append(client.get(at("detail", contest)).status_code)
        assert statuses == [403, 403, 200]

    def test_no_such_contest(self, client: Client, db: None) -> None:
        assert client.get("/cuoc-thi/khong-co/").status_code == 404

    def test_the_short_address_leads_to_the_contest(self, client: Client, contest: Contest) -> None:
        assert client.get(f"/t/{contest.pk}/").url == at("detail", contest)  # type: ignore[attr-defined]

    def test_the_code_is_a_picture_of_the_short_address(self, client: Client, contest: Contest) -> None:
        picture = client.get(at("qr", contest))
        assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")


class TestEnter:
    def test_with_an_account_one_press_begins_the_paper(self, client: Client, contest: Contest, bob: User) -> None:
        client.force_login(bob)
        answer = client.post(at("enter", contest))
        assert answer.url == reverse("contests:paper", args=[Paper.objects.get().pk])  # type: ignore[attr-defined]

    def test_pressing_again_continues(self, client: Client, contest: Contest, bob: User) -> None:
        client.force_login(bob)
        addresses = {client.post(at("enter", contest)).url for _ in range(3)}  # type: ignore[attr-defined]
        assert (len(addresses), Paper.objects.count()) == (1, 1)

    def test_nobody_is_led_to_sign_in(self, client: Client, contest: Contest) -> None:
        assert client.post(at("enter", contest)).url.startswith("/dang-nhap/")  # type: ignore[attr-defined]

    def test_nobody_is_led_to_register_where_that_is_allowed(self, client: Client, public: Contest) -> None:
        assert client.post(at("enter", public)).url == at("register", public)  # type: ignore[attr-defined]

    def test_a_refusal_is_told_on_the_page(self, client: Client, contest: Contest, alice: User) -> None:
        client.force_login(alice)
        page = client.post(at("enter", contest), follow=True).content.decode()
        assert "Người tổ chức cuộc thi không được dự thi." in page

    def test_it_takes_a_press_and_not_a_visit(self, client: Client, contest: Contest, bob: User) -> None:
        client.force_login(bob)
        assert client.get(at("enter", contest)).status_code == 405


class TestRegister:
    def test_a_person_registers_and_begins_without_password(
        self, client: Client, public: Contest, commune: Unit
    ) -> None:
        registered(client, public, commune)
        page = client.post(at("enter", public), follow=True)
        assert (page.status_code, page.context["paper"].entrant.full_name) == (200, "Nguyễn Văn Ba")

    @pytest.mark.parametrize(
        ("typed", "field"), [({"phone": "12"}, "phone"), ({"full_name": "Ba"}, "full_name"), ({"unit": ""}, "unit")]
    )
    def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
        self, client: Client, public: Contest, commune: Unit, typed: dict[str, str], field: str
    ) -> None:
        given = {"full_name": "Nguyễn Văn Ba", "unit": commune.pk, "phone": "0912345678"} | typed
        page = client.post(at("register", public), given)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert page.context["form"]["full_name"].value() == given["full_name"]
        assert not Entrant.objects.exists()

    def test_a_taken_phone_is_told_what_to_do(self, client: Client, public: Contest, commune: Unit) -> None:
        registered(client, public, commune)
        typed = {"full_name": "Người Khác", "unit": commune.pk, "phone": "+84912345678"}
        page = Client().post(at("register", public), typed)
        assert "hãy dùng mã quay lại" in page.content.decode()
        assert "Nguyễn Văn Ba" not in page.content.decode()

    def test_another_phone_comes_back_with_the_code(self, client: Client, public: Contest, commune: Unit) -> None:
        code = registered(client, public, commune)
        paper = client.post(at("enter", public)).url  # type: ignore[attr-defined]
        other = Client()
        assert other.get(paper).status_code == 302
        other.post(at("come-back", public), {"phone": "0912 345 678", "code": code.lower()})
        assert other.get(paper).status_code == 409  # the paper is open on the first phone
        other.post(f"{paper}lam-tiep/")
        assert [other.get(paper).status_code, client.get(paper).status_code] == [200, 409]

    def test_a_wrong_code_opens_nothing(self, client: Client, public: Contest, commune: Unit) -> None:
        registered(client, public, commune)
        other = Client()
        page = other.post(at("come-back", public), {"phone": "0912345678", "code": "AAAAAAAA"})
        assert (page.status_code, "entrants" in other.session) == (422, False)

    def test_registering_changes_the_session_key(self, client: Client, public: Contest, commune: Unit) -> None:
        registered(client, public, commune)
        before = client.session.session_key
        other = make_contest(public.created_by, public.unit, NOON, ways=("register",))
        registered(client, other, commune)
        assert client.session.session_key != before
        assert len(client.session["entrants"]) == 2


class TestBoard:
    def test_my_line_is_marked(self, client: Client, contest: Contest, bob: User, commune: Unit) -> None:
        sit(contest, make_user("hon", commune), right=3, start=NOON)
        paper = sit(contest, bob, right=1, start=NOON)
        client.force_login(bob)
        page = client.get(at("board", contest))
        assert (page.context["mine"]["place"], page.context["me"]) == (2, str(paper.entrant_id))
        assert page.content.decode().count("board__me") == 1

    def test_units_have_their_tab(self, client: Client, contest: Contest, bob: User) -> None:
        sit(contest, bob, right=3, start=NOON)
        page = client.get(at("board", contest) + "?theo=don-vi")
        assert [(r["name"], r["mean"], r["people"]) for r in page.context["board"]["rows"]] == [
            ("UBND xã Đất Mũi", 3.0, 1)
        ]

    @pytest.mark.parametrize("by", ["", "?theo=don-vi"])
    def test_queries_do_not_grow(
        self, client: Client, contest: Contest, commune: Unit, by: str, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(3):
            sit(contest, make_user(f"u{n}", commune), right=n, start=NOON)
            if n != 1:
                with django_assert_max_num_queries(25):
                    client.get(at("board", contest) + by)

    def test_entering_alone_puts_nobody_on_the_board(self, client: Client, contest: Contest, bob: User) -> None:
        enter(contest, bob, NOON + timedelta(seconds=1))
        assert client.get(at("board", contest)).context["board"]["size"] == 0

    def test_pages_reach_to_the_last_line_and_to_one_s_own(
        self, client: Client, contest: Contest, commune: Unit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("contests.views.ROWS", 2)
        monkeypatch.setattr("leaderboard.frames.ROWS", 2)
        people = [make_user(f"u{n}", commune) for n in range(5)]
        for n, user in enumerate(people):
            sit(contest, user, right=3 - n // 2, start=NOON)
        client.force_login(people[4])
        first, last = client.get(at("board", contest)), client.get(at("board", contest) + "?page=3")
        assert [row["place"] for row in client.get(at("board", contest) + "?page=2").context["board"]["rows"]] == [3, 3]
        assert [row["place"] for row in last.context["board"]["rows"]] == [5]
        assert 'href="?page=3">Xem dòng của tôi' in first.content.decode()
        assert "Xem dòng của tôi" not in last.content.decode()
        for odd in ("0", "-1", "x", "99999999", "²"):
            assert client.get(at("board", contest) + f"?page={odd}").status_code == 200
