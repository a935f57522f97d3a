"""Plain text as people write it: every form read, every contradiction told, nothing guessed."""

from pathlib import Path

import pytest

from questionbank.faults import KINDS, in_words
from questionbank.formats.lines import BOLD, UNDERLINED, Line, Run, plain_lines, read_text
from questionbank.formats.prose import read
from questionbank.formats.record import Record, Sheet, bad_rows
from tests.conftest import QUESTION_BANKS


def sheet_of(text: str) -> Sheet:
    return read(plain_lines(text))


def one(text: str) -> Record:
    """The only question of `text`, which has no fault."""
    sheet = sheet_of(text)
    assert [f for f in sheet.faults if not f.note] == []
    assert len(sheet.records) == 1
    return sheet.records[0]


def faults(text: str) -> list[tuple[int, str, str]]:
    told = sheet_of(text).faults
    assert all(len(in_words(fault)) > 10 and fault.code in KINDS for fault in told)
    return [(f.row, f.code, f.value) for f in told if not f.note]


def notes(text: str) -> list[tuple[int, str, str]]:
    told = sheet_of(text).faults
    assert all(len(in_words(fault)) > 10 and fault.code in KINDS for fault in told)
    return [(f.row, f.code, f.value) for f in told if f.note]


def keys(text: str) -> list[str]:
    return ["".join(record.key) for record in sheet_of(text).records]


FOUR = "A. Bộ\nB. Tỉnh\nC. Xã\nD. Cả ba"


@pytest.mark.parametrize(
    "stem",
    ["Câu 1. Ai ký?", "Câu 1: Ai ký?", "CÂU 1. Ai ký?", "Câu hỏi 1: Ai ký?", "1. Ai ký?", "1) Ai ký?", "Câu 1\nAi ký?",
     "Câu 1 (NB): Ai ký?", "Câu số 1 - Ai ký?"],
)  # fmt: skip
def test_stem_is_read_however_it_is_numbered(stem: str) -> None:
    record = one(f"{stem}\n{FOUR}\nĐáp án: B")
    assert (record.stem, record.choices, record.key) == ("Ai ký?", ("Bộ", "Tỉnh", "Xã", "Cả ba"), ("B",))
    assert record.row == 1


def test_stem_goes_on_over_lines() -> None:
    assert one(f"Câu 1. Cho các việc:\n1. Tiếp nhận\n\na) Trả lời\n{FOUR}\nĐáp án: A").stem == (
        "Cho các việc:\n1. Tiếp nhận\na) Trả lời"
    )


@pytest.mark.parametrize(
    "choices",
    [
        FOUR,
        "A) Bộ\nB) Tỉnh\nC) Xã\nD) Cả ba",
        "a) Bộ\nb) Tỉnh\nc) Xã\nd) Cả ba",
        "a. Bộ\nb. Tỉnh\nc. Xã\nd. Cả ba",
        "A. Bộ\tB. Tỉnh\tC. Xã\tD. Cả ba",
        "A. Bộ   B. Tỉnh   C. Xã   D. Cả ba",
        "A. Bộ B. Tỉnh C. Xã D. Cả ba",
        "A. Bộ  B. Tỉnh\nC. Xã   D. Cả ba",
        "A. Bộ B. Tỉnh\nC. Xã D. Cả ba",
        "A.Bộ\nB.Tỉnh\nC.Xã\nD.Cả ba",
        "(A) Bộ\n(B) Tỉnh\n(C) Xã\n(D) Cả ba",
        "A. Bộ\n\nB. Tỉnh\n\nC. Xã\n\nD. Cả ba",
    ],
)
def test_choices_are_read_wherever_they_stand(choices: str) -> None:
    record = one(f"Câu 1. Ai ký?\n{choices}\nĐáp án: B")
    assert (record.choices, record.key, record.kind) == (("Bộ", "Tỉnh", "Xã", "Cả ba"), ("B",), "single")


def test_choices_may_stand_in_the_line_of_the_question() -> None:
    record = one("Câu 1. 1 + 1 = ?   A. 1   B. 2   C. 3\nĐáp án: B")
    assert (record.stem, record.choices) == ("1 + 1 = ?", ("1", "2", "3"))


def test_letter_within_the_words_of_a_choice_parts_nothing() -> None:
    record = one("Câu 1. Ai?\nA. Nhóm A. B. và C.\nB. Nhóm B. C.\nĐáp án: A")
    assert record.choices == ("Nhóm A. B. và C.", "Nhóm B. C.")


@pytest.mark.parametrize(
    ("answer", "key"),
    [("Đáp án: B", "B"), ("Đáp án đúng là B", "B"), ("Đáp án đúng: B.", "B"), ("Trả lời: B", "B"), ("ĐA: B", "B"),
     ("đáp án b", "B"), ("=> Đáp án: B", "B"), ("Chọn B", "B"), ("Đáp án: A, C", "AC"), ("Đáp án: A và C", "AC"),
     ("Đáp án: B. Tỉnh", "B"), ("Đáp án: Tỉnh", "B"), ("Đáp án: ac", "AC"), ("Đáp án:\nB", "B")],
)  # fmt: skip
def test_answer_is_read_however_it_is_told(answer: str, key: str) -> None:
    record = one(f"Câu 1. Ai ký?\n{FOUR}\n{answer}")
    assert "".join(record.key) == key
    assert record.kind == ("multiple" if len(key) > 1 else "single")


@pytest.mark.parametrize("choices", ["A. Bộ\n*B. Tỉnh\nC. Xã", "A. Bộ\nB. Tỉnh*\nC. Xã", "A. Bộ\nB.* Tỉnh\nC. Xã",
                                     "A. Bộ   *B. Tỉnh   C. Xã", "A. Bộ\n**B. Tỉnh**\nC. Xã",
                                     "A. Bộ\nB. Tỉnh (*)\nC. Xã"])  # fmt: skip
def test_asterisk_marks_the_answer(choices: str) -> None:
    record = one(f"Câu 1. Ai ký?\n{choices}")
    assert (record.choices, record.key) == (("Bộ", "Tỉnh", "Xã"), ("B",))


TWO = "Câu 1. Ai ký?\nA. Bộ\nB. Tỉnh\nCâu 2. Ai đọc?\nA. Xã\nB. Ấp\n"


@pytest.mark.parametrize(
    "table",
    ["1.A 2.B", "1-A; 2-B", "1A, 2B", "Câu 1: A\nCâu 2: B", "ĐÁP ÁN\n1. A\n2. B", "BẢNG ĐÁP ÁN\n\n1.a  2.b",
     "Câu\t1\t2\nĐáp án\tA\tB", "1\t2\nA\tB", "Câu\tĐáp án\n1\tA\n2\tB", "1 | 2\nA | B"],
)  # fmt: skip
def test_table_of_keys_at_the_end(table: str) -> None:
    sheet = sheet_of(TWO + table)
    assert (["".join(r.key) for r in sheet.records], sheet.faults) == (["A", "B"], ())


def test_each_section_has_its_own_numbers_and_keys() -> None:
    text = f"PHẦN I. TRẮC NGHIỆM\n{TWO}1.A 2.B\nPHẦN II\n{TWO.replace('Ai', 'Cơ quan nào')}1.B 2.A"
    assert (keys(text), faults(text)) == (["A", "B", "B", "A"], [])
    assert notes(text) == [(1, "text_not_read", "PHẦN I. TRẮC NGHIỆM"), (9, "text_not_read", "PHẦN II")]


def test_fields_below_a_question() -> None:
    record = one(
        f"Câu 1. Ai ký?\n{FOUR}\nĐáp án: B\nGiải thích: Vì tỉnh\nký.\n"
        "Căn cứ: khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP\n"
        "Trích dẫn: “Tỉnh ký”\nChuyên đề: c) Thủ tục\nMức độ: Khó\nMã: C-9"
    )
    assert record == Record(
        row=1, code="C-9", topic="c", kind="single", difficulty=3, stem="Ai ký?",
        choices=("Bộ", "Tỉnh", "Xã", "Cả ba"), key=("B",), explanation="Vì tỉnh\nký.", document="61/2018/NĐ-CP",
        address="khoản 2 Điều 5", quote="“Tỉnh ký”",
    )  # fmt: skip


def test_explanation_may_follow_the_answer_in_its_line() -> None:
    record = one(f"Câu 1. Ai ký?\n{FOUR}\nĐáp án: B. Giải thích: Vì tỉnh.")
    assert (record.key, record.explanation) == (("B",), "Vì tỉnh.")


@pytest.mark.parametrize(
    "text",
    ["Câu 1. Xã ký.\nA. Đúng\nB. Sai\nĐáp án: A", "Câu 1. Xã ký.\nĐúng / Sai\nĐáp án: Đúng",
     "Câu 1. Xã ký.\nĐáp án: Đ", "Câu 1. Xã ký.\nLoại: Đúng/Sai\nĐáp án: Đúng", "Câu 1. Xã ký.\nA. Đúng   B. Sai*\n*A",
     "Câu 1. Xã ký.\nA. Đúng*\nB. Sai"],
)  # fmt: skip
def test_true_or_false(text: str) -> None:
    if text.endswith("*A"):
        assert sheet_of(text).records[0].key == ("B",)
        return
    record = one(text)
    assert (record.kind, record.choices, record.key, record.keep_order) == ("true_false", ("Đúng", "Sai"), ("A",), True)


def test_kinds_without_choices() -> None:
    assert one("Câu 1. Bao lâu?\nĐáp án: 15 ngày | mười lăm ngày").accepted == (("15 ngày", "mười lăm ngày"),)
    number = one("Câu 1. Bao nhiêu?\nLoại: Điền số\nĐáp án: 15\nSai số: 0,5")
    assert (number.kind, number.accepted, number.tolerance) == ("number", (("15",),), "0,5")
    gap = one("Câu 1. Trong [[1]] ngày, [[2]] trả lời.\nĐáp án: 15 | mười lăm || tỉnh")
    assert (gap.kind, gap.accepted) == ("gap", (("15", "mười lăm"), ("tỉnh",)))
    dots = one("Câu 1. Trong …… ngày, ......... trả lời.\nĐáp án: 15; tỉnh")
    assert (dots.stem, dots.accepted) == ("Trong [[1]] ngày, [[2]] trả lời.", (("15",), ("tỉnh",)))
    assert one("Câu 1. Bao nhiêu người thi?\nLoại: Dự đoán").kind == "prediction"


def test_essay_with_its_rubric() -> None:
    essay = one("Câu 1 (Tự luận): Nêu các bước.\nThang điểm:\n- Nêu đủ: 2 điểm\n- Đúng thứ tự (1 điểm)")
    assert (essay.kind, essay.rubric) == ("essay", (("Nêu đủ", 2), ("Đúng thứ tự", 1)))
    assert faults("Câu 1. Nêu.\nThang điểm:\n- Nêu đủ: 0,5 điểm") == [(2, "points_unknown", "- Nêu đủ: 0,5 điểm")]


def test_order_and_match() -> None:
    order = one("Câu 1. Xếp lại.\nLoại: Sắp xếp\nA. Trả\nB. Nhận\nC. Giải quyết\nĐáp án: B - C - A")
    assert (order.kind, order.choices) == ("order", ("Nhận", "Giải quyết", "Trả"))
    match = one("Câu 1. Nối.\nLoại: Nối\n1. Bộ\n2. Xã\na. ấp\nb. nước\nc. không\nĐáp án: 1 - b, 2-a")
    assert (match.choices, match.partners) == (("Bộ", "Xã"), ("nước", "ấp", "không"))


def test_situation_has_parts() -> None:
    record = one(
        "Câu 3. Ông A nộp hồ sơ.\nCăn cứ: Điều 5 Nghị định 61/2018/NĐ-CP\nCâu 3.1. Ai nhận?\nA. Bộ\nB. Xã\nĐáp án: B\n"
        "Câu 3.2. Bao lâu?\nĐáp án: 15 ngày"
    )
    assert (record.kind, [part.kind for part in record.parts], record.parts[0].key) == (
        "situation", ["single", "short"], ("B",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Câu 1. Ai ký?\n{FOUR}", [(1, "no_answer", "")]),
        (f"Câu 1. Ai ký?\n{FOUR}\nĐáp án: E", [(6, "key_unknown", "E")]),
        (f"Câu 1. Ai ký?\n{FOUR}\nĐáp án: A hoặc B", [(6, "key_unknown", "A hoặc B")]),
        (f"Câu 1. Ai ký?\n{FOUR}\nĐáp án: B. Xã", [(6, "key_unknown", "B. Xã")]),
        ("Câu 1. Ai ký?\nA. Bộ\n*B. Tỉnh\nĐáp án: A", [(4, "answers_disagree", "A ≠ B")]),
        (TWO + "1.A 1.B 2.A", [(1, "answers_disagree", "A ≠ B")]),
        (TWO + "1.A 2.B 3.C", [(7, "key_of_no_question", "3. C")]),
        (TWO + "1.A 2.D", [(4, "key_unknown", "D (7)")]),
        ("Câu 1. Ai ký?\nA. Bộ\nC. Xã\nĐáp án: A", [(3, "choice_out_of_place", "C. Xã")]),
        ("Câu 1. Ai ký?\nA. Bộ\nB. Tỉnh\nB. Xã\nĐáp án: A", [(4, "choice_out_of_place", "B. Xã")]),
        (f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nGiải thích: x\nB. Sai vì", [(8, "choice_out_of_place", "B. Sai vì")]),
        ("Câu 1. Ai ký?\nA. Bộ\nB. bộ\nĐáp án: A", [(1, "choices_alike", "")]),
        ("Câu 1. Ai ký?\nA. Bộ\nĐáp án: A", [(1, "too_few_choices", "1")]),
        ("Câu 1. Ai ký?\nA. Bộ\nB.\nĐáp án: A", [(3, "empty", "")]),
        ("Câu 1. Ai ký?\nĐáp án: B", [(1, "too_few_choices", "0"), (2, "key_unknown", "B")]),
        (
            "Câu 1. Ai ký?\n" + "\n".join(f"{c}. {c}x" for c in "ABCDEFGHIJK") + "\nĐáp án: A",
            [(12, "too_many_choices", "11")],
        ),
        (TWO.replace("Câu 2", "Câu 1") + "Đáp án: A", [(1, "no_answer", ""), (4, "number_twice", "1 (1)")]),
        (f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nĐáp án: B", [(7, "field_twice", "B")]),
        (f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nMức độ: kinh", [(7, "value_unknown", "kinh")]),
        (f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nLoại: lạ", [(7, "value_unknown", "lạ")]),
        (f"Câu 1. Ai?\n{FOUR}\nLoại: Một lựa chọn\nĐáp án: A, B", [(7, "too_many_right", "A,B")]),
        ("Câu 1. Ai?\n[Hình: so-do.png]\nA. Bộ\nB. Xã\nĐáp án: A", [(2, "file_missing", "so-do.png")]),
        (
            "Câu 1. Nối.\nLoại: Nối\n1. Bộ\n2. Xã\na. x\nb. y\nĐáp án: 1 - a, 2 - a",
            [(7, "key_unknown", "1 - a, 2 - a")],
        ),
        ("Câu 1. Xếp.\nLoại: Sắp xếp\nA. x\nB. y\nC. z\nĐáp án: A - B", [(6, "key_unknown", "A - B")]),
        (
            "Câu 1. Trong …… ngày, …… trả lời.\nĐáp án: 15",
            [(2, "cannot_be_asked_gaps", "Trong [[1]] ngày, [[2]] trả lời.")],
        ),
        ("Câu 1. Bao nhiêu?\nLoại: Điền số\nĐáp án: nhiều", [(3, "cannot_be_asked_no_number", "Bao nhiêu?")]),
        ("Chưa có câu hỏi nào.", [(1, "no_questions", "")]),
        ("Câu 1. Ai?\nLoại: Trả lời ngắn\nĐáp án: A\nNhận xét B: x", [(1, "remark_of_no_choice", "B: x")]),
        ("Câu 2.1. Ai?\nA. x\nB. y\nĐáp án: A", [(1, "part_out_of_place", "Câu 2.1. Ai?")]),
    ],
)
def test_contradiction_is_a_fault_in_its_line(text: str, told: list[tuple[int, str, str]]) -> None:
    assert sorted(faults(text)) == sorted(told)


def test_number_left_out_is_noted() -> None:
    assert notes(TWO.replace("Câu 2", "Câu 4") + "1.A 4.B") == [(4, "number_missing", "2, 3")]


def test_fault_speaks_against_the_question_above_it() -> None:
    sheet = sheet_of(f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nCâu 2. Ai nữa?\n{FOUR}\nĐáp án: E\n7.A")
    assert bad_rows(sheet) == {7}
    assert bad_rows(Sheet(())) == frozenset()


def test_words_outside_questions_are_noted() -> None:
    text = f"NGÂN HÀNG\n\nCâu 1. Ai?\n{FOUR}\nĐáp án: A\n\nPHẦN II. KẾT THÚC\nHết"
    assert notes(text) == [
        (1, "text_not_read", "NGÂN HÀNG"), (10, "text_not_read", "PHẦN II. KẾT THÚC"), (11, "text_not_read", "Hết"),
    ]  # fmt: skip


def test_line_that_goes_on_a_choice_is_noted() -> None:
    text = "Câu 1. Ai?\nA. Bộ trưởng\nký thay\nB. Xã\n\nKhông rõ\nĐáp án: A"
    assert one(text).choices == ("Bộ trưởng ký thay", "Xã")
    assert notes(text) == [(3, "line_joined", "ký thay"), (6, "text_not_read", "Không rõ")]


def looks(*choices: tuple[str, ...], head: tuple[str, ...] = ()) -> list[Line]:
    """Question 1 with choices in these looks; heads: looks of the letters."""
    lines = [Line(1, (Run("Câu 1. Ai ký?"),))]
    for place, marks in enumerate(choices):
        first = Run(f"{'ABCD'[place]}. ", frozenset(head[place : place + 1]) - {""})
        lines.append(Line(place + 2, (first, Run(f"việc {place}", frozenset(marks)))))
    return lines


@pytest.mark.parametrize(
    ("lines", "key", "codes"),
    [
        (looks((), (BOLD,), ()), "B", []),
        (looks((BOLD,), (BOLD, UNDERLINED), (BOLD,)), "B", []),
        (looks(("colour FF0000",), (), ()), "A", []),
        (looks(("colour 0000FF",), ("colour FF0000",), ("colour 0000FF",)), "B", []),
        (looks((), (), ("highlight yellow",)), "C", []),
        (looks((), (), (), head=("", UNDERLINED, "")), "B", []),
        (looks((), (BOLD,), (), head=(BOLD, BOLD, BOLD)), "B", []),
        (looks((BOLD,), (BOLD,), (BOLD,)), "", ["no_answer"]),
        (looks((), (BOLD,), ("colour FF0000",)), "", ["marks_disagree"]),
        (looks((BOLD,), (BOLD,), ()), "", ["several_marked"]),
        ([*looks((), (BOLD,), ()), Line(9, (Run("Đáp án: A"),))], "", ["answers_disagree"]),
        ([*looks((), (BOLD,), ()), Line(9, (Run("Đáp án: B"),))], "B", []),
        ([*looks((BOLD,), (BOLD,), ()), Line(9, (Run("Loại: Nhiều lựa chọn"),))], "AB", []),
        ([*looks((BOLD,), (BOLD,), ()), Line(9, (Run("Đáp án: C"),))], "C", []),
    ],
)
def test_look_marks_the_answer_only_where_it_sets_one_apart(lines: list[Line], key: str, codes: list[str]) -> None:
    sheet = read(lines)
    assert "".join(sheet.records[0].key) == key
    assert [f.code for f in sheet.faults if not f.note] == codes


def test_bold_word_within_a_choice_marks_nothing() -> None:
    lines = looks((), (), ())
    lines[1] = Line(2, (Run("A. "), Run("Không", frozenset({BOLD})), Run(" phải")))
    assert [f.code for f in read(lines).faults] == ["no_answer"]


def test_topics_are_checked_where_they_are_known() -> None:
    text = f"Câu 1. Ai?\n{FOUR}\nĐáp án: A\nChuyên đề: z"
    assert [f.code for f in read(plain_lines(text), topics="abc").faults] == ["topic_unknown"]
    assert (
        read(plain_lines(text.replace("\nChuyên đề: z", "")), topics="abc", default_topic="b").records[0].topic == "b"
    )


def test_vietnamese_letters() -> None:
    text = "Câu 1. Ai?\na) Bộ\nb) Tỉnh\nc) Xã\nd) Ấp\nđ) Khóm\nĐáp án: đ"
    assert (one(text).choices, one(text).key) == (("Bộ", "Tỉnh", "Xã", "Ấp", "Khóm"), ("E",))


@pytest.mark.needs_question_banks
@pytest.mark.parametrize(
    ("name", "questions", "repeated"), [("Quangbv_data.txt", 50, 0), ("gmat_kienthucchung_cchc.txt", 21, 1)]
)
def test_real_files_are_read_whole(name: str, questions: int, repeated: int) -> None:
    sheet = read(read_text(Path(QUESTION_BANKS / name).read_bytes()))
    assert len(sheet.records) == questions
    assert all(len(r.key) == 1 and len(r.choices) == 4 for r in sheet.records)
    assert [f.code for f in sheet.faults if not f.note] == ["question_repeated"] * repeated
    assert [f.row for f in sheet.faults if f.note] == [1, 2, 3]  # where it comes from
