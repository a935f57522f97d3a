"""The page and the Word file of the rules, and the signatures under them."""

import io
import json

import docx
import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.drafting import edit_prizes
from contests.drafts.opening import HostDraft, create_contest, open_contest
from contests.models import Contest, SignOff
from contests.prizes import Prize
from contests.record.refusals import AnotherVersion, NotSigned, NotYourSignature, SignedAlready
from contests.record.signing import rules_digest, sign_rules, signatures_of_rules, waiting_for
from contests.refusals import AlreadyOpened
from contests.rules_word import write_rules
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_rules, make_user

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def director(home_affairs: Unit) -> User:
    return make_user("giamdoc", home_affairs, full_name="Phan Văn Giám")


@pytest.fixture
def union(home_affairs: Unit) -> User:
    return make_user("chutich", home_affairs, full_name="Đặng Thị Chủ")


@pytest.fixture
def draft(bank: None, alice: User, home_affairs: Unit, director: User, union: User) -> Contest:
    hosts = [HostDraft("Sở Nội vụ", director, "Giám đốc"), HostDraft("Công đoàn Viên chức", union, "Chủ tịch")]
    prizes = [{"winner": "person", "rank": "first", "count": 1, "amount": 1_000_000, "scope": "contest", "title": ""}]
    made = make_draft(home_affairs, NOON, hosts=hosts, rules=make_rules(prizes=prizes))
    return create_contest(draft=made, by=alice, now=NOON)


def at(name: str, contest: Contest) -> str:
    return reverse(f"contests:{name}", args=[contest.slug])


def statuses(client: Client, path: str, *users: User | None) -> list[int]:
    found = []
    for user in users:
        client.logout()
        if user is not None:
            client.force_login(user)
        found.append(client.get(path).status_code)
    return found


class TestPage:
    @pytest.mark.parametrize("door", ["rules", "rules-word"])
    def test_a_draft_is_read_by_its_organisers_and_signers_alone(
        self, client: Client, draft: Contest, bob: User, charlie: User, alice: User, director: User, door: str
    ) -> None:
        assert statuses(client, at(door, draft), None, bob, charlie, alice, director) == [302, 403, 403, 200, 200]

    def test_it_is_open_to_everybody_once_the_contest_is(
        self, client: Client, draft: Contest, director: User, union: User
    ) -> None:
        for signer in (director, union):
            sign_rules(contest=draft, shown=rules_digest(draft), by=signer, now=NOON)
        open_contest(contest=draft, now=NOON)
        page = client.get(at("rules", draft)).content.decode()
        assert all(f"Điều {n}. " in page for n in range(1, 12))
        assert "1.000.000 đồng" in page


class TestWord:
    def test_it_has_the_head_the_articles_the_tables_and_who_signs(self, draft: Contest) -> None:
        document = docx.Document(io.BytesIO(write_rules(draft, day=NOON.date())))
        words = "\n".join(paragraph.text for paragraph in document.paragraphs)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert "UBND TỈNH CÀ MAU\nSỞ NỘI VỤ\n" in cells[0]
        assert cells[1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
        assert cells[2:4] == ["Số:        /TL-BTC", "Cà Mau, ngày      tháng      năm 2026"]
        assert "THỂ LỆ\nTìm hiểu cải cách hành chính" in words
        assert [f"Điều {n}. " in words for n in range(1, 13)] == [True] * 11 + [False]
        assert "1.000.000 đồng" in cells
        signed = [" ".join(cell.split()) for cell in cells[-5:-1]]
        assert signed == ["SỞ NỘI VỤ GIÁM ĐỐC", "CÔNG ĐOÀN VIÊN CHỨC CHỦ TỊCH", "Phan Văn Giám", "Đặng Thị Chủ"]
        assert cells[-1].startswith("Nơi nhận:")

    def test_it_is_vietnamese_whoever_asks(self, client: Client, draft: Contest, alice: User) -> None:
        client.force_login(alice)
        sent = client.get(at("rules-word", draft), headers={"Accept-Language": "en"})
        words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(sent.content)).paragraphs)
        assert "Điều 2. Đối tượng dự thi" in words
        assert sent["Content-Disposition"] == f'attachment; filename="the-le-{draft.slug}.docx"'


class TestSigning:
    def test_only_those_who_settle_the_contest_see_the_page(
        self, client: Client, draft: Contest, bob: User, charlie: User, alice: User, union: User
    ) -> None:
        assert statuses(client, at("sign-rules", draft), None, bob, charlie, alice, union) == [302, 403, 403, 200, 200]

    def test_a_signer_signs_the_version_that_was_shown(self, client: Client, draft: Contest, director: User) -> None:
        client.force_login(director)
        page = client.get(at("sign-rules", draft))
        assert page.context["digest"] in page.content.decode()
        client.post(at("sign-rules", draft), {"digest": page.context["digest"]})
        signed = SignOff.objects.get()
        assert (signed.body, signed.digest, signed.signed_at) == ("Sở Nội vụ", rules_digest(draft), NOON)
        assert client.get(at("sign-rules", draft)).context["mine"] is None

    def test_a_version_that_changed_since_it_was_shown_is_not_signed(
        self, client: Client, draft: Contest, director: User, alice: User
    ) -> None:
        client.force_login(director)
        shown = client.get(at("sign-rules", draft)).context["digest"]
        edit_prizes(contest=draft, prizes=(), by=alice)
        page = client.post(at("sign-rules", draft), {"digest": shown}, follow=True)
        assert "đã thay đổi" in page.content.decode()
        assert not SignOff.objects.exists()
        with pytest.raises(AnotherVersion):
            sign_rules(contest=draft, shown=shown, by=director, now=NOON)

    def test_the_organiser_signs_for_nobody_and_a_body_once(
        self, draft: Contest, alice: User, director: User, union: User
    ) -> None:
        digest = rules_digest(draft)
        with pytest.raises(NotYourSignature):
            sign_rules(contest=draft, shown=digest, by=alice, now=NOON)
        sign_rules(contest=draft, shown=digest, by=director, now=NOON)
        with pytest.raises(SignedAlready):
            sign_rules(contest=draft, shown=digest, by=director, now=NOON)
        sign_rules(contest=draft, shown=digest, by=union, now=NOON)
        open_contest(contest=draft, now=NOON)
        with pytest.raises(AlreadyOpened):
            sign_rules(contest=draft, shown=digest, by=union, now=NOON)

    def test_the_hub_shows_who_has_signed_and_opening_needs_all(
        self, client: Client, draft: Contest, alice: User, director: User, union: User
    ) -> None:
        client.force_login(alice)
        sign_rules(contest=draft, shown=rules_digest(draft), by=director, now=NOON)
        page = client.get(at("manage", draft))
        assert [(body.name, has) for body, has in page.context["hosts"]] == [
            ("Sở Nội vụ", True), ("Công đoàn Viên chức", False),
        ]  # fmt: skip
        assert at("open", draft) not in page.content.decode()
        with pytest.raises(NotSigned):
            open_contest(contest=draft, now=NOON)
        sign_rules(contest=draft, shown=rules_digest(draft), by=union, now=NOON)
        assert at("open", draft) in client.get(at("manage", draft)).content.decode()

    def test_an_edit_asks_for_new_signatures_and_the_old_ones_stay_on_record(
        self, draft: Contest, alice: User, director: User, union: User
    ) -> None:
        first = rules_digest(draft)
        for signer in (director, union):
            sign_rules(contest=draft, shown=first, by=signer, now=NOON)
        edit_prizes(contest=draft, prizes=[Prize("person", "first", 2)], by=alice)
        draft.refresh_from_db()
        second = rules_digest(draft)
        sign_rules(contest=draft, shown=second, by=union, now=NOON)
        assert [(each.body, each.digest, each.current) for each in signatures_of_rules(draft)] == [
            ("Công đoàn Viên chức", second, True), ("Công đoàn Viên chức", first, False), ("Sở Nội vụ", first, False),
        ]  # fmt: skip
        assert [json.loads(line.content)["digest"] for line in draft.record.filter(kind="rules_signed")] == [
            first, first, second,
        ]  # fmt: skip

    def test_signers_are_told_what_waits_for_them(
        self, client: Client, draft: Contest, director: User, union: User
    ) -> None:
        assert waiting_for(director) == [draft]
        sign_rules(contest=draft, shown=rules_digest(draft), by=director, now=NOON)
        assert (waiting_for(director), waiting_for(union)) == ([], [draft])
        client.force_login(union)
        assert at("sign-rules", draft) in client.get("/cuoc-thi/").content.decode()
        client.force_login(director)
        assert at("sign-rules", draft) not in client.get("/cuoc-thi/").content.decode()
