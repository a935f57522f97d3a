import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from contests.drafts.opening import HostDraft, create_contest, edit_contest, open_contest
from contests.marking import Ruling
from contests.models import Appeal, Contest, Edition, Paper, SignOff
from contests.record import reading
from contests.record.editions import latest_published, places_in, prepare, publish
from contests.record.ledger import broken_link
from contests.record.obstacles import obstacles
from contests.record.refusals import (
    CountsDiffer,
    NotSigned,
    NotYetFinal,
    NotYourSignature,
    ResultsChanged,
    SignedAlready,
)
from contests.record.signing import rules_digest, sign, unsigned
from contests.refusals import BodyTwice
from contests.review.deciding import disqualify
from contests.review.keys import correct
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_rules, make_user, sit

AFTER = NOON + timedelta(hours=3)
RULES, RESULTS = SignOff.Subject.RULES, SignOff.Subject.RESULTS


@pytest.fixture
def union(home_affairs: Unit) -> User:
    return make_user("chutich", home_affairs, full_name="Đặng Thị Chủ Tịch")


@pytest.fixture
def director(home_affairs: Unit) -> User:
    return make_user("giamdoc", home_affairs, full_name="Phan Văn Giám Đốc")


@pytest.fixture
def draft(bank: None, alice: User, province: Unit, director: User, union: User) -> Contest:
    hosts = [HostDraft("Sở Nội vụ", director, "Giám đốc"), HostDraft("Công đoàn Viên chức", union, "Chủ tịch")]
    return create_contest(draft=make_draft(province, NOON, hosts=hosts), by=alice, now=NOON)


@pytest.fixture
def opened(draft: Contest, alice: User, director: User, union: User) -> Contest:
    for signer in (director, union):
        sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=signer, now=NOON)
    return open_contest(contest=draft, now=NOON, by=alice)


class TestRules:
    def test_one_signature_of_two_does_not_open_the_contest(self, draft: Contest, alice: User, director: User) -> None:
        sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=director, now=NOON)
        with pytest.raises(NotSigned, match="Công đoàn Viên chức") as refused:
            open_contest(contest=draft, now=NOON, by=alice)
        assert "Sở Nội vụ" not in str(refused.value)

    def test_an_edit_asks_for_new_signatures(
        self, draft: Contest, alice: User, province: Unit, director: User, union: User
    ) -> None:
        for signer in (director, union):
            sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=signer, now=NOON)
        hosts = [HostDraft(body.name, body.signer, body.signer_title) for body in draft.hosts.all()]
        edited = make_draft(province, NOON, hosts=hosts, rules=make_rules(ranking=["score"]))
        contest = edit_contest(contest=draft, draft=edited, by=alice)
        assert len(unsigned(contest, RULES, rules_digest(contest))) == 2
        with pytest.raises(NotSigned):
            open_contest(contest=contest, now=NOON)

    def test_two_bodies_of_one_name_are_refused_for_one_signature_would_stand_for_both(
        self, draft: Contest, alice: User, province: Unit, director: User, union: User
    ) -> None:
        hosts = [HostDraft("Sở Nội vụ", director), HostDraft("SỞ  nội vụ", union)]
        with pytest.raises(BodyTwice):
            edit_contest(contest=draft, draft=make_draft(province, NOON, hosts=hosts), by=alice)
        assert draft.hosts.count() == 2
        assert [body.name for body in draft.hosts.all()] == ["Sở Nội vụ", "Công đoàn Viên chức"]

    def test_what_a_unit_or_a_signer_is_called_later_is_no_other_version_of_opened_rules(
        self, opened: Contest, province: Unit, director: User
    ) -> None:
        """Units are merged and people marry between the opening and the results; what was signed stays signed."""
        signed = rules_digest(opened)
        Unit.objects.filter(pk=province.pk).update(name="Tỉnh Cà Mau mới")
        User.objects.filter(pk=director.pk).update(full_name="Phan Văn Khác")
        later = Contest.objects.get(pk=opened.pk)
        assert (rules_digest(later), unsigned(later, RULES, rules_digest(later))) == (signed, [])
        assert json.loads(prepare(contest=later, by=opened.created_by, now=AFTER).content)["rules"] == signed

    def test_the_organiser_signs_for_nobody(self, draft: Contest, alice: User) -> None:
        with pytest.raises(NotYourSignature):
            sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=alice, now=NOON)

    def test_a_body_signs_a_version_once(self, draft: Contest, director: User) -> None:
        sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=director, now=NOON)
        with pytest.raises(SignedAlready):
            sign(contest=draft, subject=RULES, digest=rules_digest(draft), by=director, now=NOON)

    def test_who_signed_which_version_stays_in_the_record(self, opened: Contest) -> None:
        kinds = list(opened.record.values_list("kind", "actor"))
        assert kinds[:2] == [
            ("rules_signed", "Phan Văn Giám Đốc (giamdoc)"),
            ("rules_signed", "Đặng Thị Chủ Tịch (chutich)"),
        ]
        assert rules_digest(opened) == json.loads(opened.record.get(kind="opened").content)["digest"]


def settle(contest: Contest, alice: User, *signers: User, reason: str = "") -> Edition:
    edition = prepare(contest=contest, by=alice, now=AFTER, reason=reason)
    for signer in signers:
        sign(contest=contest, subject=RESULTS, digest=edition.digest, by=signer, now=AFTER)
    return publish(edition=edition, by=alice, now=AFTER)


class TestResults:
    @pytest.fixture(autouse=True)
    def sat(self, opened: Contest, commune: Unit) -> None:
        for name, right in (("an", 3), ("binh", 2)):
            sit(opened, make_user(name, commune), right=right, start=NOON)

    def test_two_bodies_sign_and_the_results_are_out(
        self, opened: Contest, alice: User, director: User, union: User
    ) -> None:
        edition = settle(opened, alice, director, union)
        assert latest_published(opened) == edition
        an, binh = opened.entrants.order_by("pk")
        assert places_in(edition, opened) == [(1, an.pk, 300), (2, binh.pk, 200)]
        assert broken_link(opened) is None

    def test_an_edition_in_pieces_tells_what_the_whole_tells(
        self, opened: Contest, alice: User, director: User, union: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "PIECE", 7)
        edition = settle(opened, alice, director, union)
        told = reading.read(edition).lists
        assert [(one.of, one.title, one.units) for one in reading.heads(edition)] == [
            (one.of, one.title, one.units) for one in told
        ]
        assert [tuple(reading.lines_of(edition, number)) for number in range(len(told))] == [one.lines for one in told]
        assert len(told[0].lines) == 2

    def test_one_signature_is_not_enough(self, opened: Contest, alice: User, director: User) -> None:
        with pytest.raises(NotSigned):
            settle(opened, alice, director)

    def test_not_before_the_contest_is_over(self, opened: Contest, alice: User) -> None:
        with pytest.raises(NotYetFinal):
            prepare(contest=opened, by=alice, now=NOON + timedelta(hours=1))

    def test_not_while_an_appeal_waits(self, opened: Contest, alice: User) -> None:
        Appeal.objects.create(paper=opened.papers.first(), words="Câu 1 có hai đáp án đúng.", filed_at=AFTER)
        with pytest.raises(NotYetFinal):
            prepare(contest=opened, by=alice, now=AFTER)
        assert len(obstacles(opened, AFTER)) == 1

    def test_a_change_after_signing_voids_the_edition(
        self, opened: Contest, alice: User, director: User, union: User
    ) -> None:
        edition = prepare(contest=opened, by=alice, now=AFTER)
        for signer in (director, union):
            sign(contest=opened, subject=RESULTS, digest=edition.digest, by=signer, now=AFTER)
        disqualify(entrant=opened.entrants.first(), reason="Thi hộ.", by=alice, now=AFTER)  # type: ignore[arg-type]
        with pytest.raises(ResultsChanged):
            publish(edition=edition, by=alice, now=AFTER)

    def test_a_later_change_makes_a_new_edition_and_keeps_the_old(
        self, opened: Contest, alice: User, director: User, union: User
    ) -> None:
        one = settle(opened, alice, director, union)
        version = opened.papers.first().questions.first().version  # type: ignore[union-attr]
        correct(contest=opened, version=version, ruling=Ruling("full"), reason="Câu sai.", by=alice, now=AFTER)
        assert latest_published(opened) == one
        two = settle(opened, alice, director, union, reason="Sửa đáp án một câu.")
        assert (two.number, latest_published(opened)) == (2, two)
        one.refresh_from_db()
        assert one.published_at
        assert "Câu sai." in two.content
        assert "Câu sai." not in one.content

    def test_the_language_of_whoever_prepares_it_changes_nothing(self, opened: Contest, alice: User) -> None:
        with translation.override("vi"):
            one = prepare(contest=opened, by=alice, now=AFTER)
        with translation.override("en"):
            assert prepare(contest=opened, by=alice, now=AFTER).digest == one.digest

    def test_publishing_again_changes_nothing(self, opened: Contest, alice: User, director: User, union: User) -> None:
        edition = settle(opened, alice, director, union)
        lines = opened.record.count()
        assert publish(edition=edition, by=alice, now=AFTER + timedelta(days=1)).published_at == AFTER
        assert opened.record.count() == lines

    def test_where_the_second_count_differs_nothing_is_prepared(self, opened: Contest, alice: User) -> None:
        Paper.objects.filter(score=2).update(score=3)
        with pytest.raises(CountsDiffer):
            prepare(contest=opened, by=alice, now=AFTER)
        assert opened.editions.count() == 0


class TestRecount:
    def test_it_says_that_it_agrees(self, opened: Contest, alice: User, bob: User, director: User, union: User) -> None:
        sit(opened, bob, right=1, start=NOON)
        out = StringIO()
        call_command("recount", opened.slug, stdout=out)
        assert "the ranking of now" in out.getvalue()
        settle(opened, alice, director, union)
        call_command("recount", opened.slug, stdout=out)
        assert "equals edition 1" in out.getvalue()

    def test_it_names_what_differs(self, opened: Contest, bob: User) -> None:
        sit(opened, bob, right=1, start=NOON)
        Paper.objects.update(score=3)
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("recount", opened.slug, stdout=out)
        assert "counted: place 1, entrant" in out.getvalue()
        assert "1.00 points" in out.getvalue()
