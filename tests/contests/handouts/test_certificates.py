"""Certificates: for whom they are issued, what the page that verifies them says, and what stands on the paper."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from contests.handouts import printing
from contests.handouts.codes import LETTERS, grouped, new_code, typed
from contests.handouts.issuing import issue
from contests.handouts.refusals import NothingPublished
from contests.handouts.verifying import standing, verified
from contests.models import Certificate, Contest, Entrant
from contests.record import guards
from contests.record.ledger import broken_link
from contests.review.deciding import disqualify, requalify
from people.models import Unit, User
from realtime.clock import Moving
from tests.contests.builders import make_question, make_topic
from tests.contests.signed import AFTER, as_user, held_by_two, page, post, settle

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def again(contest: Contest, alice: User, both: tuple[User, User]) -> Callable[[str], None]:
    """Publish a further edition, for the reason given."""
    return lambda reason: settle(contest, alice, *both, reason=reason) and None


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    return tmp_path


def issued(contest: Contest, alice: User, *, taking_part: bool = False) -> list[Certificate]:
    issue(contest=contest, taking_part=taking_part, by=alice, now=AFTER)
    return list(contest.certificates.all())


def of(contest: Contest, name: str) -> Certificate:
    return contest.certificates.get(entrant__full_name__endswith=name, kind="prize")


def verify_page(code: str, status: int = 200) -> str:
    return page(None, "verify-certificate", code, status=status)


class TestIssuing:
    def test_prizes_best_first_and_no_other(self, contest: Contest, alice: User) -> None:
        assert [(c.number, c.entrant.full_name[-3:].strip()) for c in issued(contest, alice)] == [  # type: ignore[union-attr]
            (1, "an"), (2, contest.entrants.get(user__username="bob").full_name[-3:].strip()),
        ]  # fmt: skip

    def test_proof_of_participation_for_everybody_once(self, contest: Contest, alice: User) -> None:
        held = issued(contest, alice, taking_part=True)
        assert [(c.number, c.kind) for c in held] == [
            (1, "prize"), (2, "prize"), (3, "taking_part"), (4, "taking_part"), (5, "taking_part"),
        ]  # fmt: skip
        assert len({c.code for c in held}) == 5

    def test_nobody_gets_the_same_twice(self, contest: Contest, alice: User) -> None:
        issued(contest, alice)
        assert issue(contest=contest, taking_part=False, by=alice, now=AFTER) == 0
        assert issue(contest=contest, taking_part=True, by=alice, now=AFTER) == 3
        assert contest.record.filter(kind="certificates_issued").count() == 2
        assert broken_link(contest) is None

    def test_the_database_holds_one_for_each_line(self, contest: Contest, alice: User) -> None:
        held = issued(contest, alice)[0]
        held.pk, held.number, held.code = None, 9, new_code()
        with pytest.raises(IntegrityError), transaction.atomic():
            held.save(force_insert=True)

    def test_before_publication_nothing_is_issued(self, alice: User, province: Unit, both: Any, tam: User) -> None:
        for code in "acd":
            make_question(make_topic(code), tam)
        made = held_by_two(alice, province, *both)
        with pytest.raises(NothingPublished):
            issue(contest=made, taking_part=True, by=alice, now=AFTER)

    def test_a_later_edition_issues_only_what_is_new(
        self, contest: Contest, alice: User, again: Callable[[str], None]
    ) -> None:
        issued(contest, alice)
        disqualify(entrant=of(contest, "an").entrant, reason="Thi hộ.", by=alice, now=AFTER)  # type: ignore[arg-type]
        again("Hủy kết quả của một người.")
        assert issue(contest=contest, taking_part=False, by=alice, now=AFTER) == 2  # Bob rises, binh has a prize
        assert [c.number for c in standing(contest)] == [3, 4]

    def test_the_database_refuses_to_change_or_remove_one(self, contest: Contest, alice: User) -> None:
        issued(contest, alice)
        guards.put_up(connection, guards.CERTIFICATES)
        try:
            for touch in (contest.certificates.all().delete, lambda: contest.certificates.update(number=9)):
                with pytest.raises(DatabaseError), transaction.atomic():
                    touch()
        finally:
            if connection.vendor == "sqlite":
                guards.take_down(connection, guards.CERTIFICATES)


class TestCodes:
    def test_is_random_and_read_back_as_people_type_it(self) -> None:
        code = new_code()
        assert len(code) == 16
        assert set(code) <= set(LETTERS)
        assert new_code() != code
        assert typed(f" {grouped(code).lower()} ") == code

    @pytest.mark.parametrize("given", ["", "ABC", "O" * 16, "A" * 17, "Ạ" * 16, "2" * 15 + "%"])
    def test_what_cannot_be_a_code_asks_the_database_nothing(
        self, given: str, django_assert_num_queries: Any, db: None
    ) -> None:
        with django_assert_num_queries(0):
            assert verified(given) is None


class TestVerifying:
    def test_says_who_what_and_that_it_stands(self, contest: Contest, alice: User) -> None:
        issued(contest, alice)
        said = verify_page(of(contest, "an").code)
        for words in ("Trần Thị an", "Giải nhất", contest.title, "còn giá trị"):
            assert words in said
        assert "không còn giá trị" not in said

    def test_a_forged_code_does_not_verify(self, contest: Contest, alice: User) -> None:
        genuine = issued(contest, alice)[0].code
        forged = genuine[:-1] + next(letter for letter in LETTERS if letter != genuine[-1])
        for code in (forged, "nonsense", new_code()):
            said = verify_page(code, status=404)
            assert "chưa từng cấp" in said
            assert "Trần Thị an" not in said

    def test_is_found_by_what_people_type(self, contest: Contest, alice: User) -> None:
        code = issued(contest, alice)[0].code
        answer = as_user(None).get(reverse("contests:find-certificate"), {"ma": grouped(code).lower()})
        assert answer["Location"] == reverse("contests:verify-certificate", args=[code])

    def test_no_search_engine_keeps_it(self, contest: Contest, alice: User) -> None:
        code = issued(contest, alice)[0].code
        assert as_user(None).get(reverse("contests:verify-certificate", args=[code]))["X-Robots-Tag"] == "noindex"

    def test_a_name_withdrawn_by_consent_does_not_show(self, contest: Contest, alice: User) -> None:
        issued(contest, alice)
        held = of(contest, "an")
        assert "Trần Thị an" in verify_page(held.code)
        Entrant.objects.filter(pk=held.entrant_id).update(shows_name=False)
        said = verify_page(held.code)
        assert "Trần Thị an" not in said
        assert f"#{held.entrant_id}" in said
        assert "còn giá trị" in said

    def test_a_prize_taken_back_says_so_and_one_given_back_stands_again(
        self, contest: Contest, alice: User, again: Callable[[str], None]
    ) -> None:
        issued(contest, alice)
        held = of(contest, "an")
        disqualify(entrant=held.entrant, reason="Thi hộ.", by=alice, now=AFTER)  # type: ignore[arg-type]
        assert "không còn giá trị" not in verify_page(held.code)  # only a published edition takes a prize back
        again("Hủy kết quả của một người.")
        assert "không còn giá trị" in verify_page(held.code)
        requalify(entrant=held.entrant, reason="Nhầm người.", by=alice, now=AFTER)  # type: ignore[arg-type]
        settle(contest, alice, reason="Xét lại.")  # the same results as at first: the signatures under them stand
        assert "không còn giá trị" not in verify_page(held.code)

    def test_another_prize_says_which(self, contest: Contest, alice: User, again: Callable[[str], None]) -> None:
        issued(contest, alice)
        bobs = contest.certificates.get(entrant__user__username="bob")
        disqualify(entrant=of(contest, "an").entrant, reason="Thi hộ.", by=alice, now=AFTER)  # type: ignore[arg-type]
        again("Hủy kết quả của một người.")
        said = verify_page(bobs.code)
        assert "không còn giá trị" in said
        assert "giải đã khác: Giải nhất" in said


def text_of(raw: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", each.extract_text()) for each in PdfReader(io.BytesIO(raw)).pages]


class TestPrinting:
    def test_all_in_one_file_page_by_page(self, contest: Contest, alice: User, media: Path) -> None:
        held = issued(contest, alice, taking_part=True)
        parts = printing.parts_of(contest, standing(contest))
        assert [(one.kind, one.first, one.last) for one in parts] == [("prize", 1, 2), ("taking_part", 3, 5)]
        for part in parts:
            printing.start(contest, part, base="https://thi.example.vn/", now=AFTER, run=lambda work: work())
            path = printing.file_of(contest, part)
            assert path is not None
            own = [one for one in held if one.kind == part.kind]
            for said, one in zip(text_of(path.read_bytes()), own, strict=True):
                assert one.entrant is not None
                for words in (one.entrant.full_name, one.entrant.unit.name, contest.title, grouped(one.code),
                              f"{one.number:02}/GCN-", "Phan Văn Giám Đốc", "Đặng Thị Chủ Tịch"):  # fmt: skip
                    assert words in said
                assert ("Đã đạt Giải" in said) == (part.kind == "prize")

    def test_a_file_of_an_earlier_edition_is_not_handed_out(
        self, contest: Contest, alice: User, media: Path, again: Callable[[str], None]
    ) -> None:
        issued(contest, alice)
        part = printing.parts_of(contest, standing(contest))[0]
        printing.start(contest, part, base="https://thi.example.vn/", now=AFTER, run=lambda work: work())
        assert "Tải về (PDF)" in page(alice, "certificates", contest.slug)
        disqualify(entrant=of(contest, "an").entrant, reason="Thi hộ.", by=alice, now=AFTER)  # type: ignore[arg-type]
        again("Hủy kết quả của một người.")
        issued(contest, alice)
        assert "Tải về (PDF)" not in page(alice, "certificates", contest.slug)

    def test_stopping_leaves_no_file(self, contest: Contest, alice: User, media: Path) -> None:
        issued(contest, alice)
        part = printing.parts_of(contest, standing(contest))[0]

        def stop_then(work: Callable[[], None]) -> None:
            printing.cancel(contest, part)
            work()

        printing.start(contest, part, base="https://thi.example.vn/", now=AFTER, run=stop_then)
        held = printing.progress_of(contest, part)
        assert held is not None
        assert (held.finished, held.refusal) == (True, "Cancelled")
        assert printing.file_of(contest, part) is None
        assert not list(media.rglob("*.p*"))

    def test_what_was_printed_is_removed_after_a_day(
        self, contest: Contest, alice: User, media: Path, clock: Moving
    ) -> None:
        issued(contest, alice)
        part = printing.parts_of(contest, standing(contest))[0]
        old = media / "made" / "certificates-1-prize-9.pdf"
        old.parent.mkdir()
        old.write_bytes(b"x")
        os.utime(old, (AFTER.timestamp() - 90_000,) * 2)
        printing.start(contest, part, base="https://thi.example.vn/", now=AFTER, run=lambda work: work())
        assert not old.exists()
        assert printing.file_of(contest, part) is not None

    def test_the_pages_lead_from_issuing_to_the_file(
        self, contest: Contest, alice: User, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("contests.handouts.views.in_thread", lambda work: work())
        assert "Đã cấp 5 giấy chứng nhận" in post(alice, "issue-certificates", contest.slug, taking_part="on")
        post(alice, "print-certificates", contest.slug, "prize", 1)
        assert "Tải về (PDF)" in page(alice, "certificates", contest.slug)
        answer = as_user(alice).get(reverse("contests:printed-certificates", args=[contest.slug, "prize", 1]))
        assert len(PdfReader(io.BytesIO(b"".join(answer))).pages) == 2


class TestOnesOwn:
    def test_is_offered_on_the_result_page_and_made_at_once(self, contest: Contest, alice: User, bob: User) -> None:
        paper = contest.papers.get(entrant__user=bob)
        assert "Tải giấy chứng nhận" not in page(bob, "result", paper.pk)
        issued(contest, alice, taking_part=True)
        assert "Tải giấy chứng nhận" in page(bob, "result", paper.pk)
        answer = as_user(bob).get(reverse("contests:own-certificate", args=[paper.pk]))
        said = text_of(answer.content)
        assert len(said) == 2
        assert all(bob.full_name in each for each in said)

    def test_nobody_else_has_it(self, contest: Contest, alice: User, bob: User) -> None:
        issued(contest, alice)
        paper = contest.papers.get(entrant__full_name__endswith="an")
        assert as_user(bob).get(reverse("contests:own-certificate", args=[paper.pk])).status_code == 403
        other = contest.papers.get(entrant__full_name__endswith="binh")
        assert other.entrant.user is not None
        answer = as_user(other.entrant.user).get(reverse("contests:own-certificate", args=[other.pk]))
        assert answer["Location"] == reverse("contests:result", args=[other.pk])
