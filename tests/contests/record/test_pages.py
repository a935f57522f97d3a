"""Editions to read and sign, the published results, the record: what each person sees of them."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from contests.marking import Ruling
from contests.models import Contest, RecordEntry, SignOff
from contests.record import offline
from contests.record.editions import prepare, sign_edition
from contests.record.ledger import note
from contests.record.refusals import AnotherVersion, ReasonForChange
from contests.record.words import KINDS
from contests.review.deciding import disqualify
from contests.review.keys import correct
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic, make_user, sit
from tests.contests.signed import AFTER, as_user, held_by_two, page, post, settle, signers

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def director(home_affairs: Unit) -> User:
    return signers(home_affairs)[0]


@pytest.fixture
def union(director: User) -> User:
    return User.objects.get(username="chutich")


@pytest.fixture
def sat(
    tam: User, alice: User, bob: User, province: Unit, commune: Unit, director: User, union: User, clock: Moving
) -> Contest:
    """Over: an has three of three right and wins; Bob two, binh one."""
    for code in "acd":
        make_question(make_topic(code), tam)
    contest = held_by_two(alice, province, director, union)
    sit(contest, bob, right=2, start=NOON)
    for name, right in (("an", 3), ("binh", 1)):
        sit(contest, make_user(name, commune), right=right, start=NOON)
    clock.on(seconds=3 * 3600)
    return contest


@pytest.fixture
def published(sat: Contest, alice: User, director: User, union: User) -> Contest:
    settle(sat, alice, director, union)
    return sat


def republished(contest: Contest, alice: User, director: User, union: User) -> None:
    """The third question turns out wrong: everybody has its points, and a second edition says so."""
    version = contest.papers.all()[0].questions.get(position=3).version
    correct(contest=contest, version=version, ruling=Ruling("full"), reason="Câu ba sai.", by=alice, now=AFTER)
    disqualify(entrant=contest.entrants.get(full_name__endswith="an"), reason="Thi hộ.", by=alice, now=AFTER)
    settle(contest, alice, director, union, reason="Sửa câu ba, hủy một kết quả.")


class TestSigning:
    def test_only_the_version_that_was_shown_is_signed(self, sat: Contest, alice: User, director: User) -> None:
        edition = prepare(contest=sat, by=alice, now=AFTER)
        for digest in ("", "0" * 64):
            with pytest.raises(AnotherVersion):
                sign_edition(edition=edition, digest=digest, by=director, now=AFTER)
        shown = re.search(r'name="digest" value="([0-9a-f]{64})"', page(director, "edition", sat.slug, 1))
        assert shown is not None
        assert shown.group(1) == edition.digest
        post(director, "edition", sat.slug, 1, digest=shown.group(1))
        assert SignOff.objects.filter(subject="results", digest=edition.digest).count() == 1

    def test_what_was_withdrawn_since_the_page_was_loaded_is_not_signed(
        self, sat: Contest, alice: User, director: User
    ) -> None:
        old = prepare(contest=sat, by=alice, now=AFTER)
        disqualify(entrant=sat.entrants.all()[0], reason="Thi hộ.", by=alice, now=AFTER)
        prepare(contest=sat, by=alice, now=AFTER)
        assert "đã thay đổi" in post(director, "edition", sat.slug, 1, digest=old.digest)
        assert not SignOff.objects.filter(subject="results").exists()
        assert "Ký bản này" not in page(director, "edition", sat.slug, 1)

    def test_the_edition_page_holds_what_is_signed(self, sat: Contest, alice: User, director: User) -> None:
        version = sat.papers.all()[0].questions.get(position=3).version
        correct(contest=sat, version=version, ruling=Ruling("as_written"), reason="Câu chưa rõ.", by=alice, now=AFTER)
        disqualify(entrant=sat.entrants.get(full_name__endswith="binh"), reason="Thi hộ.", by=alice, now=AFTER)
        prepare(contest=sat, by=alice, now=AFTER)
        said = page(director, "edition", sat.slug, 1)
        for words in ("Trần Thị an", "Giải nhất", "Câu chưa rõ.", "Trần Thị binh", "Sở Nội vụ (Phan Văn Giám Đốc)"):
            assert words in said
        assert "Công bố kết quả" not in said

    def test_whoever_signs_for_nobody_has_no_button(self, sat: Contest, alice: User) -> None:
        prepare(contest=sat, by=alice, now=AFTER)
        assert "Ký bản này" not in page(alice, "edition", sat.slug, 1)
        assert "không" in post(alice, "edition", sat.slug, 1, digest=sat.editions.get().digest)

    def test_publishing_without_all_signatures_says_whose_is_missing(
        self, sat: Contest, alice: User, director: User
    ) -> None:
        edition = prepare(contest=sat, by=alice, now=AFTER)
        sign_edition(edition=edition, digest=edition.digest, by=director, now=AFTER)
        assert "Công đoàn Viên chức" in post(alice, "publish", sat.slug, 1)
        assert "chưa chính thức" in page(None, "results", sat.slug)

    def test_a_change_after_publication_asks_for_a_reason(self, published: Contest, alice: User) -> None:
        disqualify(entrant=published.entrants.all()[0], reason="Thi hộ.", by=alice, now=AFTER)
        for reason in ("", "  "):
            with pytest.raises(ReasonForChange):
                prepare(contest=published, by=alice, now=AFTER, reason=reason)
        assert "Vì sao kết quả đã công bố" in page(alice, "desk", published.slug)
        post(alice, "prepare", published.slug, reason="Hủy một kết quả.")
        assert published.editions.count() == 2

    def test_before_the_end_nothing_is_prepared(self, sat: Contest, alice: User, clock: Moving) -> None:
        clock.on(seconds=-2 * 3600)
        assert "chưa kết thúc" in post(alice, "prepare", sat.slug)
        assert sat.editions.count() == 0


class TestPublished:
    def test_before_it_strangers_read_that_nothing_is_official(self, sat: Contest) -> None:
        for name in ("results", "board"):
            assert "Kết quả chưa chính thức." in page(None, name, sat.slug)

    def test_everybody_reads_places_prizes_signers_and_the_mark(self, published: Contest) -> None:
        said = page(None, "results", published.slug)
        assert said.index("Trần Thị an") < said.index("Lê Thị Hòa") < said.index("Trần Thị binh")
        for words in ("Giải nhất", "Sở Nội vụ", "Phan Văn Giám Đốc", "Đặng Thị Chủ Tịch", "Bản số 1"):
            assert words in said
        assert published.editions.get().digest in said
        assert published.record_head.digest in said or published.record.last().digest in said
        assert "chưa chính thức" not in said
        assert "chưa chính thức" not in page(None, "board", published.slug)

    def test_ones_own_line_is_marked(self, published: Contest, bob: User) -> None:
        said = page(bob, "results", published.slug)
        assert "Hạng của bạn: 2/3" in said or "2/3" in said
        assert said.count("board__me") == 1
        assert "board__me" not in page(None, "results", published.slug)

    def test_earlier_editions_stay_to_be_read(
        self, published: Contest, alice: User, director: User, union: User
    ) -> None:
        republished(published, alice, director, union)
        now, before = page(None, "results", published.slug), page(None, "results-edition", published.slug, 1)
        assert "Trần Thị an" not in now
        assert "Sửa câu ba, hủy một kết quả." in now
        assert "Câu ba sai." in now
        assert "3 dòng khác với bản trước" in now
        assert "Trần Thị an" in before
        assert "Câu ba sai." not in before
        assert "Bản số 2 đang có hiệu lực" in before
        page(None, "results-edition", published.slug, 3, status=404)

    def test_an_edition_that_is_not_published_is_nobodys_but_the_boards(self, published: Contest, alice: User) -> None:
        disqualify(entrant=published.entrants.all()[0], reason="Thi hộ.", by=alice, now=AFTER)
        prepare(contest=published, by=alice, now=AFTER, reason="x")
        page(None, "results-edition", published.slug, 2, status=404)
        assert "Bản số 1" in page(None, "results", published.slug)

    def test_the_board_reads_line_by_line_what_differs(
        self, published: Contest, alice: User, director: User, union: User
    ) -> None:
        republished(published, alice, director, union)
        said = page(director, "edition", published.slug, 2)
        assert "3 dòng khác nhau" in said
        table = said[said.index("3 dòng khác nhau") : said.index("</table>", said.index("3 dòng khác nhau"))]
        plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table))
        assert "Lê Thị Hòa Tìm hiểu cải cách hành chính hạng 2, 2 điểm hạng 1, 3 điểm Giải nhất" in plain
        assert "hạng 1, 3 điểm Giải nhất không có trong danh sách" in plain

    def test_a_simulated_name_with_markup_stays_words(self, sat: Contest, alice: User) -> None:
        sat.entrants.filter(full_name__endswith="an").update(full_name="<b>=1+1</b>")
        prepare(contest=sat, by=alice, now=AFTER)
        assert "<b>=1+1</b>" not in page(alice, "edition", sat.slug, 1)

    @pytest.mark.parametrize("people", [1, 3])
    def test_queries_do_not_grow(
        self, tam: User, alice: User, province: Unit, commune: Unit, director: User, union: User, clock: Moving,
        people: int, django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for code in "acd":
            make_question(make_topic(code), tam)
        contest = held_by_two(alice, province, director, union)
        for number in range(people):
            sit(contest, make_user(f"nguoi{number}", commune), right=1 + number % 3, start=NOON)
        clock.on(seconds=3 * 3600)
        settle(contest, alice, director, union)
        client, address = as_user(None), reverse("contests:results", args=[contest.slug])
        client.get(address)
        with django_assert_max_num_queries(11):
            client.get(address)


class TestNames:
    def test_who_takes_the_consent_back_is_named_on_no_page_and_changes_no_result(
        self, published: Contest, alice: User, bob: User
    ) -> None:
        published.entrants.filter(user=bob).update(shows_name=False)
        said = page(None, "results", published.slug)
        assert "Lê Thị Hòa" not in said
        assert f"#{published.entrants.get(user=bob).pk}" in said
        assert "Kết quả đã thay đổi" not in page(alice, "desk", published.slug)

    def test_anything_else_that_changes_is_still_told(self, published: Contest, alice: User, bob: User) -> None:
        published.entrants.filter(user=bob).update(shows_name=False)
        disqualify(entrant=published.entrants.get(user=bob), reason="Thi hộ.", by=alice, now=AFTER)
        assert "Kết quả đã thay đổi" in page(alice, "desk", published.slug)

    def test_a_name_put_right_asks_for_a_new_edition(self, published: Contest, alice: User, bob: User) -> None:
        published.entrants.filter(user=bob).update(full_name="Lê Thị Hoa")
        assert "Kết quả đã thay đổi" in page(alice, "desk", published.slug)


class TestOnesOwn:
    def test_everybody_reads_their_final_place_on_their_result(self, published: Contest, bob: User) -> None:
        paper = published.papers.get(entrant__user=bob)
        for name, given in (("result", paper.pk), ("detail", published.slug)):
            assert "Hạng chính thức – Tìm hiểu cải cách hành chính: 2/3." in page(bob, name, given)

    def test_whoever_a_later_edition_moves_is_told_from_where_to_where_and_why(
        self, published: Contest, bob: User, alice: User, director: User, union: User
    ) -> None:
        republished(published, alice, director, union)
        paper = published.papers.get(entrant__user=bob)
        for name, given in (("result", paper.pk), ("detail", published.slug)):
            said = page(bob, name, given)
            assert "Bản số 2 chuyển bạn từ hạng 2 sang hạng 1." in said
            assert "Sửa câu ba, hủy một kết quả." in said
            assert "Giải nhất" in said
        assert "Câu ba sai." in page(bob, "result", paper.pk)

    def test_whoever_is_disqualified_reads_that(
        self, published: Contest, alice: User, director: User, union: User
    ) -> None:
        republished(published, alice, director, union)
        an = User.objects.get(username="an")
        paper = published.papers.get(entrant__user=an)
        assert "kết quả này không được xếp hạng" in page(an, "result", paper.pk)

    def test_before_publication_the_result_says_that_it_is_not_official(self, sat: Contest, bob: User) -> None:
        assert "Kết quả chưa chính thức." in page(bob, "result", sat.papers.get(entrant__user=bob).pk)


class TestRecord:
    def test_the_organiser_reads_every_line_in_words(self, published: Contest, alice: User) -> None:
        disqualify(entrant=published.entrants.all()[0], reason="Thi hộ.", by=alice, now=AFTER)
        said = page(alice, "record", published.slug)
        for words in ("Mọi dòng đều khớp.", "Ký thể lệ", "Mở cuộc thi, chốt thể lệ", "Công bố kết quả", "Thi hộ."):
            assert words in said

    def test_every_kind_of_line_that_the_code_writes_has_words(self) -> None:
        written = {
            "rules_signed", "results_signed", "opened", "closed_early", "disqualified", "disqualification_undone",
            "tie_decided", "appeal_filed", "appeal_answered", "incident_reported", "incident_decided",
            "correction_proposed", "correction_withdrawn", "question_corrected", "edition_prepared", "published",
            "set_aside", "set_aside_undone", "left", "forgotten", "staff_named", "staff_released", "list_extended",
            "list_struck", "personal_codes_issued", "return_code_reissued", "rosters_frozen", "roster_corrected",
            "unit_ruling", "essay_marked", "certificates_issued", "stage_begun", "draw_prepared", "lots_drawn",
            "juror_absent", "juror_came", "segment_reopened", "segment_locked", "mark_corrected",
            "stage_points_corrected", "deduction_corrected", "stage_tie_decided",
            "stage_finished", "practice_opened", "practice_closed", "announced", "notice_withdrawn",
        }  # fmt: skip
        assert set(KINDS) == written

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_a_line_that_lacks_facts_is_still_read(self, sat: Contest, alice: User, kind: str) -> None:
        note(sat, kind, {}, by=None, now=NOON)
        assert "%(" not in page(alice, "record", sat.slug)

    def test_everybody_reads_what_happened_and_no_people(self, published: Contest, alice: User) -> None:
        disqualify(entrant=published.entrants.all()[0], reason="Thi hộ.", by=alice, now=AFTER)
        said = page(None, "record-public", published.slug)
        assert "Hủy kết quả" in said
        for hidden in ("Thi hộ.", "alice", "Lê Thị Hòa", "giamdoc"):
            assert hidden not in said

    def test_what_is_downloaded_holds(self, published: Contest, alice: User, bob: User) -> None:
        count = published.record.count()
        assert offline.check(page(None, "record-file", published.slug))[0] == count
        assert offline.check(page(alice, "record-full", published.slug))[0] == count
        page(bob, "record-full", published.slug, status=403)

    def test_the_program_comes_with_it(self, db: None) -> None:
        assert "def check(" in page(None, "verifier")

    def test_a_record_with_lines_from_before_there_were_seals_has_no_public_file(self, sat: Contest) -> None:
        RecordEntry.objects.create(contest=sat, number=99, at=NOON.isoformat(), kind="x", content="{}", digest="0" * 64)
        page(None, "record-file", sat.slug, status=404)
        assert "so-ghi-nhan.jsonl" not in page(None, "record-public", sat.slug)

    @pytest.mark.parametrize("lines", [1, 3])
    def test_queries_do_not_grow(
        self, sat: Contest, alice: User, lines: int, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(lines):
            note(sat, "disqualified", {"entrant": number, "reason": "x"}, by=alice, now=NOON + timedelta(number))
        client, address = as_user(alice), reverse("contests:record", args=[sat.slug])
        client.get("/")
        with django_assert_max_num_queries(18):
            client.get(address)


class TestWorkbook:
    def sheets(self, user: User, contest: Contest, query: str = "") -> dict[str, list[list[Any]]]:
        answer = as_user(user).get(reverse("contests:workbook", args=[contest.slug]) + query)
        assert answer.status_code == 200
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))  # type: ignore[attr-defined]
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    def test_people_units_and_questions(self, published: Contest, alice: User) -> None:
        found = self.sheets(alice, published, "?ban=1")
        people, ranked, units, questions = found.values()
        assert people[1][0] == "Bản công bố số 1"
        assert people[3][:5] == [1, "Trần Thị an", "UBND xã Đất Mũi", 3, 3]
        assert people[3][6] == "Giải nhất"
        assert [row[1] for row in people[3:]] == ["Trần Thị an", "Lê Thị Hòa", "Trần Thị binh"]
        assert list(found)[1] == "Xếp hạng đơn vị"
        assert ranked[1][0] == "Bản công bố số 1"
        assert ranked[3][:4] == [1, "UBND xã Đất Mũi", "", 3]
        assert ranked[3][6] == 2
        assert units[1][:3] == ["UBND xã Đất Mũi", 3, 3]
        assert questions[1][0] == "CH003"
        assert questions[1][2:5] == [3, 3, 1]
        assert sum(questions[1][6:10]) == 3

    def test_before_publication_it_says_that_it_is_not_official(self, sat: Contest, alice: User) -> None:
        people = next(iter(self.sheets(alice, sat).values()))
        assert people[1][0] == "KẾT QUẢ CHƯA CHÍNH THỨC"
        assert people[3][1] == "Trần Thị an"

    def test_a_name_that_looks_like_a_formula_is_a_word(self, sat: Contest, alice: User) -> None:
        sat.entrants.filter(full_name__endswith="an").update(full_name="=1+1")
        assert next(iter(self.sheets(alice, sat).values()))[3][1] == "=1+1"

    @pytest.mark.parametrize("query", ["?ban=x", "?ban=", "?ban=-1", "?ban=99999999999"])
    def test_a_number_that_is_none_gives_what_stands_now(self, sat: Contest, alice: User, query: str) -> None:
        assert self.sheets(alice, sat, query)

    def test_an_edition_that_is_not_there(self, sat: Contest, alice: User) -> None:
        page(alice, "workbook", sat.slug, query="?ban=7", status=404)


def test_a_signer_finds_the_desk_and_the_edition_that_waits_on_the_list_of_contests(
    sat: Contest, alice: User, director: User, union: User, bob: User, clock: Moving
) -> None:
    desk, edition = (reverse(f"contests:{name}", args=given) for name, given in (
        ("desk", [sat.slug]), ("edition", [sat.slug, 1]),
    ))  # fmt: skip
    clock.on(hours=3)
    prepared = prepare(contest=sat, by=alice, now=AFTER)
    for signer in (director, union):
        seen = page(signer, "list")
        assert desk in seen
        assert edition in seen
    sign_edition(edition=prepared, digest=prepared.digest, by=director, now=AFTER)
    assert edition not in page(director, "list")
    assert edition in page(union, "list")
    for other in (bob, None):
        seen = page(other, "list")
        assert desk not in seen
        assert edition not in seen
