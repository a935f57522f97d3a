"""Versions of a unit's forms, who may hand one in, and papers written in them."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from contests.handouts.office.keeping import keep_template, template_of, use_template
from contests.handouts.office.refusals import NoSuchVersion, PlaceholderMissing
from contests.handouts.office.starting import starting_template
from contests.models import Contest, OfficeTemplate
from contests.record.editions import prepare
from people.models import Role, RoleAssignment, Unit, User
from tests.conftest import NOON
from tests.contests.handouts.office.files import paragraphs_of, rows_of, word
from tests.contests.signed import AFTER, as_user, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
THANKS = word("MẪU RIÊNG gửi {{don_vi}} về {{ten_cuoc_thi}}")


def minutes_form() -> bytes:
    def table(document: docx.document.Document) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = "{{ca_nhan.giai}}", "{{ca_nhan.ho_ten}}"

    return word("MẪU RIÊNG {{tinh_trang}}", "{{ten_cuoc_thi}}", more=table)


def keep(unit: Unit, by: User, raw: bytes = THANKS, kind: str = "thanks") -> OfficeTemplate:
    return keep_template(unit=unit, kind=kind, name="mau.docx", raw=raw, by=by, now=NOON)[0]


def inside(raw: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file, whose hours tell when it was packed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


class TestVersions:
    def test_the_newest_is_in_use_and_every_version_is_kept(self, province: Unit, alice: User) -> None:
        assert template_of(province, "thanks") is None
        keep(province, alice)
        second = keep(province, alice, starting_template("thanks"))
        held = template_of(province, "thanks")
        assert held is not None
        assert (second.number, inside(held)) == (2, inside(starting_template("thanks")))
        use_template(unit=province, kind="thanks", number=1)
        assert template_of(province, "thanks") == THANKS
        use_template(unit=province, kind="thanks", number=0)
        assert template_of(province, "thanks") is None
        assert OfficeTemplate.objects.count() == 2

    def test_a_version_that_is_not_there_changes_nothing(self, province: Unit, alice: User) -> None:
        keep(province, alice)
        with pytest.raises(NoSuchVersion):
            use_template(unit=province, kind="thanks", number=9)
        assert template_of(province, "thanks") == THANKS

    def test_what_is_refused_is_not_kept(self, province: Unit, alice: User) -> None:
        with pytest.raises(PlaceholderMissing):
            keep(province, alice, word("Cảm ơn"))
        assert not OfficeTemplate.objects.exists()

    def test_units_and_kinds_do_not_meet(self, province: Unit, commune: Unit, alice: User) -> None:
        keep(province, alice)
        assert template_of(commune, "thanks") is None
        assert template_of(province, "minutes") is None

    def test_the_database_lets_one_be_in_use(self, province: Unit, alice: User) -> None:
        keep(province, alice)
        keep(province, alice)
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeTemplate.objects.update(in_use=True)


class TestPages:
    def send(self, user: User, unit: Unit, raw: bytes, kind: str = "thanks") -> tuple[int, str]:
        client = as_user(user)
        file = SimpleUploadedFile("mau.docx", raw)
        answer = client.post(reverse("contests:template", args=[unit.pk, kind]), {"file": file}, follow=True)
        return answer.status_code, answer.content.decode()

    def test_a_good_form_is_taken_and_what_it_leaves_out_is_told(self, province: Unit, alice: User) -> None:
        with translation.override("en"):
            status, shown = self.send(alice, province, THANKS)
        assert status == 200
        assert OfficeTemplate.objects.get().name == "mau.docx"
        assert "{{ty_le}}" in shown

    def test_a_bad_one_is_refused_with_a_sentence_and_the_old_one_stays(self, province: Unit, alice: User) -> None:
        keep(province, alice)
        status, shown = self.send(alice, province, word("{{don_vi}} {{ten_cuoc_thy}}"))
        assert status == 422
        assert "{{ten_cuoc_thi}}" in shown
        assert template_of(province, "thanks") == THANKS

    def test_what_is_too_large_is_refused_unread(
        self, province: Unit, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("contests.handouts.office.forms.MOST_BYTES", 1000)
        monkeypatch.setattr("contests.handouts.office.views.keep_template", None)
        status, _shown = self.send(alice, province, THANKS)
        assert (status, OfficeTemplate.objects.count()) == (422, 0)

    def test_the_sample_and_the_file_can_be_looked_at(self, province: Unit, alice: User) -> None:
        keep(province, alice)
        client = as_user(alice)
        sample = client.get(reverse("contests:template-preview", args=[province.pk, "thanks", 1])).content
        assert "MẪU RIÊNG gửi UBND xã Đất Mũi" in paragraphs_of(sample)[0]
        assert client.get(reverse("contests:template-file", args=[province.pk, "thanks", 1])).content == THANKS
        start = client.get(reverse("contests:template-start", args=[province.pk, "thanks"])).content
        assert "{{ghi_nhan}}" in paragraphs_of(start)
        assert client.get(reverse("contests:template-file", args=[province.pk, "thanks", 7])).status_code == 404

    def test_a_version_is_chosen_on_the_page(self, province: Unit, alice: User) -> None:
        keep(province, alice)
        address = reverse("contests:template-use", args=[province.pk, "thanks"])
        for given, held in (("0", None), ("1", THANKS), ("x", THANKS), ("99", THANKS)):
            as_user(alice).post(address, {"number": given})
            assert template_of(province, "thanks") == held

    def test_only_who_organises_for_the_unit(self, province: Unit, commune: Unit, alice: User, charlie: User) -> None:
        keep(province, alice)
        elsewhere = User.objects.create_user("khac", password="x", full_name="Người Khác", unit=commune)
        RoleAssignment.objects.create(user=elsewhere, role=Role.ORGANISER, unit=commune)
        for user in (charlie, elsewhere):
            for name, given in (
                ("templates", ()), ("template", ("thanks",)), ("template-start", ("thanks",)),
                ("template-file", ("thanks", 1)), ("template-preview", ("thanks", 1)),
            ):  # fmt: skip
                address = reverse(f"contests:{name}", args=[province.pk, *given])
                assert as_user(user).get(address).status_code in (403, 404)
            assert self.send(user, province, THANKS)[0] in (403, 404)
        assert OfficeTemplate.objects.count() == 1

    def test_an_unknown_kind_is_not_found(self, province: Unit, alice: User) -> None:
        assert as_user(alice).get(reverse("contests:template", args=[province.pk, "salary"])).status_code == 404


class TestInUse:
    def fetched(self, user: User, name: str, *given: object) -> bytes:
        answer = as_user(user).get(reverse(f"contests:{name}", args=given))
        assert answer.status_code == 200
        return answer.content

    def test_minutes_are_written_in_it_and_ours_again_without_it(self, contest: Contest, alice: User) -> None:
        keep(contest.unit, alice, minutes_form(), "minutes")
        made = self.fetched(alice, "minutes-word", contest.slug, 1)
        assert paragraphs_of(made)[0] == "MẪU RIÊNG "
        assert rows_of(made) == [["Giải nhất", "Trần Thị an"], ["Giải nhì", "Lê Thị Hòa"]]
        use_template(unit=contest.unit, kind="minutes", number=0)
        assert "MẪU RIÊNG " not in paragraphs_of(self.fetched(alice, "minutes-word", contest.slug, 1))

    def test_a_draft_stays_marked_as_one(self, over: Contest, alice: User) -> None:
        keep(over.unit, alice, minutes_form(), "minutes")
        prepare(contest=over, by=alice, now=AFTER)
        assert paragraphs_of(self.fetched(alice, "minutes-word", over.slug, 1))[0] == "MẪU RIÊNG DỰ THẢO"

    def test_letters_of_thanks(self, contest: Contest, alice: User) -> None:
        keep(contest.unit, alice)
        texts = [text for text in paragraphs_of(self.fetched(alice, "thanks-word", contest.slug)) if text]
        assert texts == ["MẪU RIÊNG gửi UBND xã Đất Mũi về Cuộc thi “Tìm hiểu cải cách hành chính”"]

    def test_the_page_of_papers_leads_here(self, contest: Contest, alice: User) -> None:
        assert reverse("contests:templates", args=[contest.unit_id]) in page(alice, "result-papers", contest.slug)
