"""What is no template: every file that would harm, fetch or mislead is refused with its own sentence."""

import io
import zipfile

import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from contests.handouts.office import reading, refusals
from contests.handouts.office.kinds import KINDS, THANKS
from contests.handouts.office.placeholders import code_of
from contests.handouts.office.reading import read_template
from contests.handouts.office.starting import starting_template
from tests.contests.handouts.office.files import RELS, edited, part, with_parts, word

GOOD = ("Cảm ơn {{don_vi}}", "Tham gia {{ten_cuoc_thi}}")


def refusal(raw: bytes) -> refusals.TemplateRefused:
    with pytest.raises(refusals.TemplateRefused) as refused:
        read_template(raw, THANKS)
    return refused.value


class TestWhatIsTaken:
    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_our_own_forms_pass(self, kind: object) -> None:
        found = read_template(starting_template(kind.code), kind)  # type: ignore[attr-defined,arg-type]
        assert set(found.codes) <= kind.known  # type: ignore[attr-defined]
        assert set(found.codes) | set(found.unused) == kind.known  # type: ignore[attr-defined]

    def test_marks_capitals_and_spaces_make_no_difference(self) -> None:
        found = read_template(word("{{ Đơn vị }} {{Tên cuộc thi}} {{TY_LE}}"), THANKS)
        assert found.codes == ("don_vi", "ten_cuoc_thi", "ty_le")
        assert code_of("Ca nhan.Ho ten") == "ca_nhan.ho_ten"

    def test_a_placeholder_that_word_has_cut_in_pieces_is_read_whole(self) -> None:
        def pieces(document: Document) -> None:
            line = document.add_paragraph("Kính gửi {{do")
            line.add_run("n_v").bold = True
            line.add_run("i}}, {{ten_cuoc_thi}}")

        assert read_template(word(more=pieces), THANKS).codes == ("don_vi", "ten_cuoc_thi")

    def test_common_values_may_stand_in_the_head_of_the_page(self) -> None:
        def head(document: Document) -> None:
            document.sections[0].header.paragraphs[0].text = "{{co_quan}}"

        assert "co_quan" in read_template(word(*GOOD, more=head), THANKS).codes


class TestWords:
    def test_an_unknown_placeholder_is_named_and_the_likely_one_proposed(self) -> None:
        said = refusal(word(*GOOD, "{{ten_cuoc_thy}}"))
        assert isinstance(said, refusals.PlaceholderMeant)
        assert said.facts == {"name": "{{ten_cuoc_thy}}", "near": "{{ten_cuoc_thi}}"}
        assert isinstance(refusal(word(*GOOD, "{{lương tháng}}")), refusals.PlaceholderUnknown)

    def test_what_is_missing_is_named(self) -> None:
        said = refusal(word("Cảm ơn {{ten_cuoc_thi}}"))
        assert isinstance(said, refusals.PlaceholderMissing)
        assert said.facts == {"names": "{{don_vi}}"}

    def test_a_list_that_is_needed_is_missing(self) -> None:
        with pytest.raises(refusals.PlaceholderMissing) as refused:
            read_template(word("{{ten_cuoc_thi}} {{tinh_trang}}"), KINDS["minutes"])
        assert refused.value.facts == {"names": "{{ca_nhan.ho_ten}}"}

    @pytest.mark.parametrize("text", ["{{don_vi", "don_vi}}", "{{}}", "{{" + "a" * 61 + "}}"])
    def test_braces_that_are_no_placeholder(self, text: str) -> None:
        assert isinstance(refusal(word(*GOOD, text)), refusals.NotClosed)

    @pytest.mark.parametrize(
        "text", ["{% for x in y %}", "{{ ''.__class__.__mro__ }}", "{{ 7*7 }}", "{{ config.items() }}", "{# x #}"]
    )
    def test_nothing_is_a_program(self, text: str) -> None:
        assert isinstance(
            refusal(word(*GOOD, text)), refusals.NoProgramming | refusals.PlaceholderUnknown | refusals.PlaceholderMeant
        )

    def test_what_differs_from_sheet_to_sheet_cannot_stand_in_the_foot(self) -> None:
        def foot(document: Document) -> None:
            document.sections[0].footer.paragraphs[0].text = "{{don_vi}}"

        assert isinstance(refusal(word(*GOOD, more=foot)), refusals.NotInTheHead)

    def test_two_lists_in_one_row(self) -> None:
        def table(document: Document) -> None:
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = "{{ca_nhan.ho_ten}}", "{{tap_the.ten}}"

        with pytest.raises(refusals.TwoLists):
            read_template(word("{{ten_cuoc_thi}}{{tinh_trang}}", more=table), KINDS["minutes"])


class TestHostile:
    @pytest.mark.parametrize(
        "raw", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"<html></html>"]
    )
    def test_no_word_file(self, raw: bytes) -> None:
        assert isinstance(refusal(raw), refusals.NoWordFile)

    def test_another_archive_and_a_spreadsheet(self) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("a.txt", "a")
        assert isinstance(refusal(target.getvalue()), refusals.NoWordFile)

    def test_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "MOST_BYTES", 100)
        assert isinstance(refusal(word(*GOOD)), refusals.TemplateTooLarge)

    def test_a_bomb_is_not_unpacked(self) -> None:
        bomb = with_parts(word(*GOOD), {"word/media/a.bin": b"\0" * (31 * 1024 * 1024)})
        assert len(bomb) < 200_000
        assert isinstance(refusal(bomb), refusals.TemplateTooLarge)

    def test_more_parts_than_a_document_has(self) -> None:
        many = with_parts(word(*GOOD), {f"word/media/{n}.bin": b"" for n in range(1001)})
        assert isinstance(refusal(many), refusals.TemplateTooLarge)

    def test_macros(self) -> None:
        assert isinstance(refusal(with_parts(word(*GOOD), {"word/vbaProject.bin": b"x"})), refusals.TemplateWithMacros)
        renamed = edited(word(*GOOD), "[Content_Types].xml",
                         b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                         b"application/vnd.ms-word.document.macroEnabled.main+xml")  # fmt: skip
        assert isinstance(refusal(renamed), refusals.TemplateWithMacros)

    @pytest.mark.parametrize("name", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
    def test_embedded_files(self, name: str) -> None:
        assert isinstance(refusal(with_parts(word(*GOOD), {name: b"<a/>"})), refusals.EmbeddedFile)

    @pytest.mark.parametrize(
        "target", ["http://192.0.2.1/a.dotm", "file:///etc/passwd", r"\\192.0.2.1\share\a.png", "https://example.vn/"]
    )
    def test_anything_outside(self, target: str) -> None:
        link = (
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            f'attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>'
        ).encode()
        said = refusal(edited(word(*GOOD), RELS, b"</Relationships>", link))
        assert isinstance(said, refusals.ExternalLink)
        assert said.facts == {"target": target}

    @pytest.mark.parametrize("tag", ["w:altChunk", "w:subDoc", "w:object", "w:control"])
    def test_content_from_elsewhere(self, tag: str) -> None:
        def put(document: Document) -> None:
            document.element.body.insert(0, OxmlElement(tag))

        assert isinstance(refusal(word(*GOOD, more=put)), refusals.EmbeddedFile)

    @pytest.mark.parametrize(
        "instruction", ['DDEAUTO c:\\\\windows "calc"', ' includetext "\\\\\\\\h\\\\a.docx"', "MACROBUTTON x"]
    )
    def test_fields_that_fetch_or_run(self, instruction: str) -> None:
        def field(document: Document) -> None:
            words = OxmlElement("w:instrText")
            words.text = instruction
            document.add_paragraph().add_run()._r.append(words)
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), "PAGE")
            document.add_paragraph()._p.append(simple)

        assert isinstance(refusal(word(*GOOD, more=field)), refusals.FetchingField)

    def test_entities(self) -> None:
        raw = word(*GOOD)
        content = part(raw, "word/document.xml")
        start = content.index(b"<w:document")
        bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 50 + b'"><!ENTITY c "&b;&b;">]>'
        hostile = with_parts(raw, {"word/document.xml": content[:start] + bomb + content[start:]})
        assert isinstance(refusal(hostile), refusals.NoWordFile)

    def test_entities_in_a_part_that_we_do_not_use(self) -> None:
        hostile = with_parts(word(*GOOD), {"customXml/item1.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'})
        assert isinstance(refusal(hostile), refusals.NoWordFile)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_a_part_that_is_there_twice(self) -> None:
        raw = word(*GOOD)
        both = with_parts(raw, {"word/document.xml": part(raw, "word/document.xml")}, twice=True)
        assert isinstance(refusal(both), refusals.NoWordFile)

    def test_a_part_cut_off(self) -> None:
        raw = word(*GOOD)
        broken = with_parts(raw, {"word/styles.xml": part(raw, "word/styles.xml")[:-200]})
        assert isinstance(refusal(broken), refusals.NoWordFile)
