"""What becomes of placeholders: every one filled, lists repeated, values taken as words and nothing else."""

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from contests.handouts.office.filling import fill, fill_each
from contests.handouts.office.kinds import KINDS
from contests.handouts.office.starting import starting_template
from tests.contests.handouts.office.files import paragraphs_of, rows_of, word


def test_a_value_stands_in_the_look_of_where_its_placeholder_began() -> None:
    def pieces(document: Document) -> None:
        line = document.add_paragraph("Kính gửi {{do")
        line.add_run("n_v").bold = True
        line.add_run("i}}, trân trọng")

    made = fill(word(more=pieces), {"don_vi": "Sở Nội vụ"})
    assert paragraphs_of(made) == ["Kính gửi Sở Nội vụ, trân trọng"]


def test_several_in_one_line_and_one_beside_another() -> None:
    assert paragraphs_of(fill(word("{{a}}{{b}} và {{a}}"), {"a": "1", "b": "2"})) == ["12 và 1"]


def test_what_is_not_given_stays() -> None:
    assert paragraphs_of(fill(word("{{a}} {{khac}}"), {"a": "1"})) == ["1 {{khac}}"]


def test_a_row_is_repeated_for_each_of_its_list_and_keeps_single_values() -> None:
    def table(document: Document) -> None:
        grid = document.add_table(rows=2, cols=2)
        grid.rows[0].cells[0].text = "Đội"
        grid.rows[1].cells[0].text, grid.rows[1].cells[1].text = "{{doi.ten}}", "{{doi.tong}} – {{nam}}"

    rows = [{"ten": "A", "tong": "2"}, {"ten": "B", "tong": "1"}]
    made = fill(word(more=table), {"doi": rows, "nam": "2026"})
    assert rows_of(made) == [["Đội", ""], ["A", "2 – 2026"], ["B", "1 – 2026"]]


def test_a_paragraph_is_repeated_for_each_and_goes_where_there_is_none() -> None:
    template = word("Trước", "- {{dieu_chinh}}", "Sau")
    assert paragraphs_of(fill(template, {"dieu_chinh": [{"": "một"}, {"": "hai"}]})) == [
        "Trước",
        "- một",
        "- hai",
        "Sau",
    ]
    assert paragraphs_of(fill(template, {"dieu_chinh": []})) == ["Trước", "Sau"]


def test_a_table_without_rows_goes_whole_for_word_would_not_open_it() -> None:
    def table(document: Document) -> None:
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{doi.ten}}"

    made = docx.Document(io.BytesIO(fill(word("Trước", more=table), {"doi": []})))
    assert (len(made.tables), [one.text for one in made.paragraphs]) == (0, ["Trước"])


def test_a_cell_keeps_a_paragraph() -> None:
    def table(document: Document) -> None:
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "chỗ"

    def inner(document: Document) -> None:
        table(document)
        document.tables[0].rows[0].cells[0].add_table(rows=1, cols=1).rows[0].cells[0].text = "{{doi.ten}}"
        cell = document.tables[0].rows[0].cells[0]
        for one in list(cell.paragraphs):
            one._p.getparent().remove(one._p)

    made = docx.Document(io.BytesIO(fill(word(more=inner), {"doi": []})))
    for cell in made.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


def test_new_lines_become_breaks_and_control_letters_go() -> None:
    assert paragraphs_of(fill(word("{{a}}."), {"a": "một\nhai\x0b\x00"})) == ["một\nhai."]


def test_head_and_foot_are_filled() -> None:
    def both(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{co_quan}}"
        document.sections[0].footer.paragraphs[0].text = "{{nam}}"

    made = docx.Document(io.BytesIO(fill(word(more=both), {"co_quan": "SỞ", "nam": "2026"})))
    assert made.sections[0].header.paragraphs[0].text == "SỞ"
    assert made.sections[0].footer.paragraphs[0].text == "2026"


HOSTILE = st.sampled_from(["{{b}}", "{{doi.ten}}", "{{a", "}}", "<w:p/>", "&amp;", "{% x %}", "= 1+1", "Đất Mũi", ""])


@given(st.lists(HOSTILE, max_size=4), HOSTILE, HOSTILE)
def test_a_value_is_never_read_as_a_placeholder_or_as_markup(names: list[str], a: str, b: str) -> None:
    made = fill(word("{{a}}|{{b}}", "{{doi.ten}}|{{a}}"), {"a": a, "b": b, "doi": [{"ten": name} for name in names]})
    assert paragraphs_of(made) == [f"{a}|{b}", *(f"{name}|{a}" for name in names)]


class TestMany:
    def test_each_has_its_own_and_begins_a_page_numbered_one(self) -> None:
        made = docx.Document(io.BytesIO(fill_each(word("Gửi {{don_vi}}"), [{"don_vi": name} for name in "ABC"])))
        assert [one.text for one in made.paragraphs if one.text] == ["Gửi A", "Gửi B", "Gửi C"]
        assert len(made.sections) == 3
        starts = [one.get(qn("w:start")) for one in made.element.body.iter(qn("w:pgNumType"))]
        assert starts == ["1", "1", "1"]

    def test_the_order_within_a_section_is_that_of_the_standard(self) -> None:
        made = docx.Document(io.BytesIO(fill_each(starting_template("thanks"), [KINDS["thanks"].samples()] * 2)))
        for section in made.element.body.iter(qn("w:sectPr")):
            names = [one.tag.split("}")[1] for one in section]
            assert names.index("pgMar") < names.index("pgNumType") < names.index("cols")

    def test_none_at_all_is_an_empty_file(self) -> None:
        assert paragraphs_of(fill_each(word("Gửi {{don_vi}}"), [])) == []


def test_nothing_is_left_of_our_forms_with_sample_data() -> None:
    for kind in KINDS.values():
        made = fill(starting_template(kind.code), kind.samples())
        document = docx.Document(io.BytesIO(made))
        text = "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
        assert "{{" not in text
        assert KINDS[kind.code].samples()["ten_cuoc_thi"] in text


def test_a_line_that_would_say_nothing_goes() -> None:
    template = word("{{tinh_trang}}", "Tên: {{giai}}")
    assert paragraphs_of(fill(template, {"tinh_trang": "", "giai": ""})) == ["Tên: "]
    assert paragraphs_of(fill(template, {"tinh_trang": "DỰ THẢO", "giai": ""}))[0] == "DỰ THẢO"
