"""The doors for whoever enters: what is asked and shown, and what is never shown again."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.entering.admitting import LISTED_KEY
from contests.entering.inviting import issue_codes
from contests.models import Contest, Entrant, Invited, Paper, PositionGroup
from contests.papers.sitting import start_paper
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter
from tests.contests.entry.conftest import CONSENT, EVERYTHING, NAME, UNIT, asked

Opened = Callable[..., Contest]
pytestmark = pytest.mark.usefixtures("clock")
CITIZEN = "096085001234"


def at(name: str, contest: Contest) -> str:
    return reverse(f"contests:{name}", args=[contest.slug])


@pytest.fixture
def typed(commune: Unit, leaders: PositionGroup) -> dict[str, Any]:
    return {
        "full_name": "Nguyễn Văn Ba", "born": "31/12/1985", "unit": commune.pk, "group": leaders.pk,
        "position": "Chuyên viên", "phone": "0912345678", "email": "ba@camau.gov.vn", "citizen": CITIZEN,
        "consent_taking_part": "on", "consent_show_name": "on",
    }  # fmt: skip


@pytest.fixture
def full(opened: Opened) -> Contest:
    return opened(ways=["register"], fields=EVERYTHING, purposes=CONSENT)


class TestForm:
    def test_only_what_is_asked_is_asked_and_each_says_why_and_how_long(self, client: Client, opened: Opened) -> None:
        contest = opened(ways=["register"], fields=[NAME, UNIT, asked("email", required=False, keep_days=7)])
        form = client.get(at("register", contest)).context["form"]
        assert [field.name for field in form] == ["full_name", "unit", "email"]
        assert form["email"].help_text.endswith("Xóa sau 7 ngày kể từ khi công bố kết quả.")
        assert all(str(field.help_text) for field in form)

    def test_no_box_is_ticked_beforehand(self, client: Client, full: Contest) -> None:
        page = client.get(at("register", full)).content.decode()
        assert page.count('type="checkbox"') == 3
        assert "checked" not in page

    def test_without_the_needed_consent_nothing_is_kept_and_nothing_typed_is_lost(
        self, client: Client, full: Contest, typed: dict[str, Any]
    ) -> None:
        del typed["consent_taking_part"]
        page = client.post(at("register", full), typed)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["consent_taking_part"])
        shown = page.content.decode()
        assert all(str(typed[box]) in shown for box in ("full_name", "born", "position", "phone", "email"))
        assert not Entrant.objects.exists()

    def test_the_others_are_as_one_likes(self, client: Client, full: Contest, typed: dict[str, Any]) -> None:
        del typed["consent_show_name"]
        assert client.post(at("register", full), typed).status_code == 200
        assert Entrant.objects.get().shows_name is False

    def test_the_citizen_number_is_never_shown_again_nor_logged(
        self, client: Client, full: Contest, typed: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        refused = client.post(at("register", full), typed | {"phone": "12"})
        kept = client.post(at("register", full), typed)
        again = Client().post(at("register", full), typed | {"phone": "0987654321"})
        assert (refused.status_code, kept.status_code, again.status_code) == (422, 200, 422)
        pages = [refused, kept, again, client.get(at("my-data", full)), client.get(at("detail", full))]
        assert not any(CITIZEN in page.content.decode() for page in pages)
        assert CITIZEN not in caplog.text.replace("INSERT", "")

    def test_an_error_report_hides_what_was_typed(
        self, full: Contest, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        def broken(*_: Any, **__: Any) -> None:
            raise RuntimeError

        settings.DEBUG = False
        monkeypatch.setattr("contests.entering.entries.read_details", broken)
        client = Client(raise_request_exception=False)
        reports = []
        monkeypatch.setattr(
            logging.getLogger("django.request"), "error", lambda *args, **how: reports.append((args, how))
        )
        page = client.post(at("register", full), typed)
        assert page.status_code == 500
        assert CITIZEN not in page.content.decode()


class TestAccount:
    def test_is_led_to_what_it_does_not_tell_and_then_begins(self, client: Client, opened: Opened, bob: User) -> None:
        contest = opened(purposes=["taking_part", "show_name"], fields=[NAME, UNIT, asked("birth"), asked("phone")])
        client.force_login(bob)
        assert client.post(at("enter", contest)).url == at("register", contest)  # type: ignore[attr-defined]
        form = client.get(at("register", contest)).context["form"]
        assert [field.name for field in form] == ["born", "consent_taking_part", "consent_show_name"]
        assert (
            client.post(at("register", contest), {"born": "1/2/1990", "consent_taking_part": "on"}).status_code == 200
        )
        client.post(at("enter", contest))
        assert Paper.objects.get().entrant.user == bob

    def test_an_organiser_is_told_at_the_form_too(self, client: Client, opened: Opened, alice: User) -> None:
        contest = opened(purposes=["taking_part"])
        client.force_login(alice)
        page = client.post(at("register", contest), {"consent_taking_part": "on"})
        assert (page.status_code, Entrant.objects.count()) == (422, 0)
        assert "Người tổ chức cuộc thi không được dự thi." in page.content.decode()


class TestListed:
    @pytest.fixture
    def listed(self, opened: Opened, commune: Unit, alice: User) -> tuple[Contest, str]:
        contest = opened(ways=["list"], fields=[NAME, UNIT, asked("email")], purposes=["taking_part"])
        Invited.objects.create(
            contest=contest, unit=commune, full_name="Trần Thị An", employee_code="CB002", added_at=NOON
        )
        ((_, code),) = issue_codes(contest=contest, by=alice, now=NOON)
        return contest, code

    def test_a_person_enters_by_code_and_is_asked_only_the_rest(
        self, client: Client, listed: tuple[Contest, str]
    ) -> None:
        contest, code = listed
        assert client.post(at("enter", contest)).url == at("by-code", contest)  # type: ignore[attr-defined]
        answer = client.post(at("by-code", contest), {"employee_code": "CB002", "code": code})
        assert answer.url == at("register", contest)  # type: ignore[attr-defined]
        page = client.get(at("register", contest))
        assert [field.name for field in page.context["form"]] == ["email", "consent_taking_part"]
        assert "Trần Thị An" in page.content.decode()
        done = client.post(at("register", contest), {"email": "an@camau.gov.vn", "consent_taking_part": "on"})
        assert re.search(r'class="code-big">[A-Z0-9]{8}<', done.content.decode())
        assert Entrant.objects.get().full_name == "Trần Thị An"

    def test_without_a_code_there_is_no_form(self, client: Client, listed: tuple[Contest, str]) -> None:
        contest, _ = listed
        assert client.get(at("register", contest)).status_code == 302
        typed = {"full_name": "Kẻ Lạ", "email": "x@y.vn", "consent_taking_part": "on"}
        client.post(at("register", contest), typed)
        assert not Entrant.objects.exists()

    def test_a_wrong_code_opens_nothing_and_names_nobody(self, client: Client, listed: tuple[Contest, str]) -> None:
        contest, _ = listed
        page = client.post(at("by-code", contest), {"employee_code": "CB002", "code": "WRONGWRO"})
        assert (page.status_code, LISTED_KEY in client.session) == (422, False)
        assert "Trần Thị An" not in page.content.decode()

    def test_a_code_made_anew_shuts_out_whoever_showed_the_old_one(
        self, client: Client, listed: tuple[Contest, str], alice: User
    ) -> None:
        """Somebody typed a code that they found; its owner was given another before they had registered."""
        contest, code = listed
        client.post(at("by-code", contest), {"employee_code": "CB002", "code": code})
        issue_codes(contest=contest, by=alice, now=NOON, only=contest.invited.get(employee_code="CB002").pk)
        assert client.get(at("register", contest)).status_code == 302
        client.post(at("register", contest), {"email": "ke@la.vn", "consent_taking_part": "on"})
        assert not Entrant.objects.exists()

    def test_a_code_of_one_contest_opens_no_other(
        self, client: Client, listed: tuple[Contest, str], opened: Opened
    ) -> None:
        contest, code = listed
        other = opened(ways=["list"], purposes=["taking_part"])
        client.post(at("by-code", contest), {"employee_code": "CB002", "code": code})
        assert client.get(at("register", other)).status_code == 302


class TestMyData:
    def test_it_shows_what_is_held_and_what_was_agreed_to(
        self, client: Client, full: Contest, typed: dict[str, Any]
    ) -> None:
        client.post(at("register", full), typed)
        page = client.get(at("my-data", full)).content.decode()
        for held in ("Nguyễn Văn Ba", "31/12/1985", "Chuyên viên", "0912345678", "ba@camau.gov.vn", "1234"):
            assert held in page
        assert page.count("Xóa sau") >= 5

    def test_consent_is_taken_back_there(self, client: Client, full: Contest, typed: dict[str, Any]) -> None:
        client.post(at("register", full), typed)
        client.post(at("consent", full), {"purpose": "show_name", "given": "no"})
        made = Entrant.objects.get()
        assert made.shown_name == f"N.V.B. #{made.pk}"
        assert made.shown_name in client.get(at("my-data", full)).content.decode()

    @pytest.mark.parametrize("door", ["my-data", "consent"])
    def test_it_is_open_to_the_person_alone(
        self, full: Contest, typed: dict[str, Any], bob: User, alice: User, charlie: User, door: str
    ) -> None:
        own = Client()
        own.post(at("register", full), typed)
        statuses = [own.get(at(door, full)).status_code]
        for user in (None, bob, alice, charlie):
            other = Client()
            if user is not None:
                other.force_login(user)
            statuses.append(other.get(at(door, full)).status_code)
        assert statuses == [200 if door == "my-data" else 405, 302, 403, 403, 403]

    def test_others_cannot_take_back_for_me(self, full: Contest, typed: dict[str, Any], opened: Opened) -> None:
        Client().post(at("register", full), typed)
        other = Client()
        other.post(at("register", full), typed | {"phone": "0987654321", "citizen": "096085009999"})
        other.post(at("consent", full), {"purpose": "show_name", "given": "no"})
        assert Entrant.objects.get(phone="0912345678").shows_name is True

    def test_queries_are_few(
        self, client: Client, full: Contest, typed: dict[str, Any], django_assert_max_num_queries: Any
    ) -> None:
        client.post(at("register", full), typed)
        for given in ("no", "yes", "no"):
            client.post(at("consent", full), {"purpose": "contact", "given": given})
            with django_assert_max_num_queries(10):
                client.get(at("my-data", full))


def test_whoever_was_set_aside_is_told_and_has_no_button(client: Client, opened: Opened, bob: User) -> None:
    contest = opened()
    made = enter(contest, bob, NOON)
    Entrant.objects.filter(pk=made.pk).update(aside_at=NOON, aside_why="helpers")
    client.force_login(bob)
    assert "Bắt đầu làm bài" not in client.get(at("detail", contest)).content.decode()
    client.post(at("enter", contest))
    assert not Paper.objects.exists()


def test_a_paper_that_is_open_may_still_be_finished(client: Client, opened: Opened, bob: User) -> None:
    contest = opened()
    made = enter(contest, bob, NOON)
    paper = start_paper(entrant=made, now=NOON)
    Entrant.objects.filter(pk=made.pk).update(aside_at=NOON, aside_why="helpers")
    client.force_login(bob)
    assert client.post(reverse("contests:submit", args=[paper.pk])).status_code in (200, 302)
    assert Paper.objects.get().submitted_at is not None


class TestSharedDevice:
    def test_the_next_person_is_not_taken_for_the_one_before(
        self, client: Client, opened: Opened, typed: dict[str, Any], bob: User
    ) -> None:
        contest = opened(ways=["account", "register"], fields=EVERYTHING, purposes=CONSENT)
        client.post(at("register", contest), typed)
        before = Entrant.objects.get()
        paper = start_paper(entrant=before, now=NOON)
        known = client.session.session_key
        assert client.get(f"/bai-thi/{paper.pk}/").status_code == 200
        client.post(at("leave-device", contest))
        assert client.session.session_key != known
        assert client.get(f"/bai-thi/{paper.pk}/").status_code in (302, 403)
        client.force_login(bob)
        assert client.get(at("detail", contest)).context["entrant"] is None

    def test_what_other_contests_know_stays(self, client: Client, opened: Opened, typed: dict[str, Any]) -> None:
        one, other = (opened(ways=["register"], fields=EVERYTHING, purposes=CONSENT) for _ in range(2))
        for contest in (one, other):
            client.post(at("register", contest), typed)
        client.post(at("leave-device", one))
        assert client.get(at("detail", other)).context["entrant"].contest == other
        assert client.get(at("detail", one)).context["entrant"] is None

    def test_an_account_is_left_by_signing_out(self, client: Client, opened: Opened, bob: User) -> None:
        contest = opened()
        enter(contest, bob, NOON)
        client.force_login(bob)
        assert client.post(at("leave-device", contest)).status_code == 404
        assert b"roi-thiet-bi" not in client.get(at("detail", contest)).content
