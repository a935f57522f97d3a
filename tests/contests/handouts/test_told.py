"""Letters of thanks, the sheet for the press and the MC's at the ceremony: nobody blamed, named only by consent."""

import io
import re

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from contests.handouts.ceremony import ceremony_of, news_of, praised, prizes_of
from contests.handouts.issuing import issue
from contests.handouts.thanks import Thanked, praise, thanked_by
from contests.models import Contest, Entrant
from contests.record.reading import UnitLine
from people.models import User
from tests.contests.handouts.test_papers import fetched, said_in
from tests.contests.signed import AFTER, as_user, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def line(name: str, rate: int, took_part: int = 5, why: str = "", unit: int = 1) -> UnitLine:
    headcount = took_part * 10_000 // rate if rate else 0
    return UnitLine(0, unit, name, "", why, took_part, headcount, rate, 0, 0, None)


class TestThanks:
    def test_who_took_part_is_thanked_by_what_it_did(self, contest: Contest) -> None:
        (one,) = thanked_by(contest.editions.get())
        assert (one.name, one.took_part, one.headcount, one.prize, one.people) == ("UBND xã Đất Mũi", 3, 0, "", 2)
        assert praise(one) == ["Đơn vị có 3 người dự thi.", "Chúc mừng 02 cá nhân của đơn vị đạt giải."]

    def test_rates_order_and_limits(self, contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
        units = (
            line("Thấp", 3000),
            line("Cả", 10_000),
            line("Loại", 9000, why="out"),
            line("Vắng", 0, 0),
            line("Rời", 0, 9),
        )
        of = type("Of", (), {"units": units})
        reading = type("Read", (), {"lists": (), "list_of": lambda self, name: of})()
        monkeypatch.setattr("contests.handouts.thanks.read", lambda edition: reading)
        assert [one.name for one in thanked_by(contest.editions.get())] == ["Cả", "Thấp", "Rời"]
        assert [one.name for one in thanked_by(contest.editions.get(), 50)] == ["Cả"]
        assert [one.name for one in praised(contest.editions.get())] == ["Cả"]

    @pytest.mark.parametrize(
        ("unit", "words"),
        [
            (Thanked("A", 45, 50, 9000, "Giải nhất", 0),
             ["Đơn vị có 45 người dự thi, đạt tỷ lệ 90,00 % danh sách.",
              "Ban Tổ chức nhiệt liệt chúc mừng đơn vị đạt Giải nhất tập thể."]),
            (Thanked("A", 50, 50, 10_000, "", 1),
             ["Ban Tổ chức ghi nhận toàn bộ 50 người trong danh sách của đơn vị đã dự thi.",
              "Chúc mừng 01 cá nhân của đơn vị đạt giải."]),
        ],
    )  # fmt: skip
    def test_what_is_acknowledged(self, unit: Thanked, words: list[str]) -> None:
        assert praise(unit) == words

    def test_word_and_pdf_say_the_same(self, contest: Contest, alice: User) -> None:
        document = docx.Document(io.BytesIO(fetched(alice, "thanks-word", contest.slug)))
        pages = PdfReader(io.BytesIO(fetched(alice, "thanks-pdf", contest.slug))).pages
        assert len(pages) == 1
        text = re.sub(r"\s+", " ", pages[0].extract_text())
        for words in ("THƯ CẢM ƠN", "Kính gửi: UBND xã Đất Mũi", "Đơn vị có 3 người dự thi.", "Trân trọng./."):
            assert words in said_in(document)
            assert words in text
        assert "Phan Văn Giám Đốc" in text

    def test_no_letter_where_no_unit_reached_the_rate(self, contest: Contest, alice: User) -> None:
        answer = as_user(alice).get(reverse("contests:thanks-word", args=[contest.slug]) + "?tu=80")
        assert answer["Location"] == reverse("contests:result-papers", args=[contest.slug])


class TestInPublic:
    def test_prizes_are_told_best_first_with_names_by_consent(self, contest: Contest) -> None:
        edition = contest.editions.get()
        first, second = prizes_of(edition)
        assert (first.people, first.silent) == ((("Trần Thị an", "UBND xã Đất Mũi"),), 0)
        Entrant.objects.filter(full_name="Trần Thị an").update(shows_name=False)
        first, second = prizes_of(edition)
        assert (first.people, first.silent) == ((), 1)
        assert second.people == (("Lê Thị Hòa", "UBND xã Đất Mũi"),)

    def test_the_news_names_nobody_without_consent_and_blames_nobody(self, contest: Contest, alice: User) -> None:
        Entrant.objects.filter(full_name="Trần Thị an").update(shows_name=False)
        said = said_in(docx.Document(io.BytesIO(fetched(alice, "news-word", contest.slug))))
        assert "01 thí sinh không công bố họ tên" in said
        assert "Lê Thị Hòa (UBND xã Đất Mũi)" in said
        for silent in ("Trần Thị an", "binh", "hủy", "truất"):
            assert silent not in said

    def test_an_erased_name_is_told_nowhere(self, contest: Contest) -> None:
        Entrant.objects.filter(full_name="Trần Thị an").update(full_name="")
        said = " ".join(news_of(contest.editions.get()))
        assert "01 thí sinh không công bố họ tên" in said

    def test_the_ceremony_ends_with_the_highest_prize(self, contest: Contest, alice: User) -> None:
        cues = [one.cue for one in ceremony_of(contest.editions.get())]
        assert cues.index("Giải nhì cá nhân") < cues.index("Giải nhất cá nhân") == len(cues) - 2
        document = docx.Document(io.BytesIO(fetched(alice, "ceremony-word", contest.slug)))
        steps = next(table for table in document.tables if table.rows[0].cells[0].text == "Bước")
        assert len(steps.rows) == len(cues) + 1

    def test_whoever_may_not_be_named_is_not_called_on_the_stage(self, contest: Contest) -> None:
        Entrant.objects.filter(full_name="Trần Thị an").update(shows_name=False)
        first = next(one for one in ceremony_of(contest.editions.get()) if one.cue == "Giải nhất cá nhân")
        assert "Trần Thị an" not in " ".join(first.read)
        assert "Trao riêng" in first.note


class TestCertificatesInWord:
    def test_each_prize_has_a_page_with_its_code(self, contest: Contest, alice: User) -> None:
        issue(contest=contest, taking_part=True, by=alice, now=AFTER)
        document = docx.Document(io.BytesIO(fetched(alice, "certificates-word", contest.slug)))
        said = said_in(document)
        assert len(document.sections) == 2
        for one in contest.certificates.filter(kind="prize"):
            assert one.numbered in said
            assert reverse("contests:verify-certificate", args=[one.code]) in said
        assert "binh" not in said

    def test_none_before_they_are_issued(self, contest: Contest, alice: User) -> None:
        answer = as_user(alice).get(reverse("contests:certificates-word", args=[contest.slug]))
        assert answer["Location"] == reverse("contests:certificates", args=[contest.slug])


class TestWho:
    NAMES = ("thanks-word", "thanks-pdf", "news-word", "ceremony-word")

    def test_strangers_and_participants_may_not(self, contest: Contest, bob: User, charlie: User) -> None:
        for user in (bob, charlie):
            for name in ("result-papers", *self.NAMES, "certificates-word"):
                assert as_user(user).get(reverse(f"contests:{name}", args=[contest.slug])).status_code in (403, 404)

    def test_nothing_is_told_before_it_is_published(self, over: Contest, alice: User) -> None:
        for name in self.NAMES:
            answer = as_user(alice).get(reverse(f"contests:{name}", args=[over.slug]))
            assert answer["Location"] == reverse("contests:result-papers", args=[over.slug])
        page(alice, "result-papers", over.slug)

    def test_who_signs_for_a_body_reads_them(self, contest: Contest, both: tuple[User, User]) -> None:
        for name in self.NAMES:
            fetched(both[0], name, contest.slug)
        page(both[0], "result-papers", contest.slug)
