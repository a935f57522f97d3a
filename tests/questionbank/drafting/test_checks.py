"""The guards, each on words that fail it and words that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.drafting.checks import (
    has_twins,
    is_cut_off,
    is_dirty,
    is_unbalanced,
    leaks,
    points_elsewhere,
    question_of,
    same_item,
    shape,
    stands_in,
    stands_out,
)
from questionbank.drafting.statements import Statements
from questionbank.drafting.wording import alike, chance, lower_first, words_of
from tests.questionbank.drafting.laws import law

WORDS = st.text(alphabet="abcđeêghiklmnoôơpqrstuưvxy ,;", min_size=1, max_size=60)


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ quy định tại khoản 1",
        "trừ trường hợp tại điểm a khoản 2 Điều 5",
        "cơ quan này trả lời",
        "các trường hợp nêu trên",
        "Trong đó, tỷ lệ đạt 50%",
    ],
)
def test_words_that_point_elsewhere(text: str) -> None:
    assert points_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "theo quy định của Luật này",
        "viên chức ký hợp đồng với đơn vị và chịu sự quản lý của đơn vị đó",
        "trong trường hợp nào sau đây?",
    ],
)
def test_words_that_stand_alone(text: str) -> None:
    assert not points_elsewhere(text)


@pytest.mark.parametrize(
    "text", ["gửi báo cáo cho", "bao gồm:", "cơ quan (tổ chức", "hoặc", "trước khi và", "mới có quyền quyết định?"]
)
def test_cut_off(text: str) -> None:
    assert is_cut_off(text)


@pytest.mark.parametrize(
    "text",
    ["bảo đảm pháp lu t", "lợi ch quốc gia", "Phu luc.doc", "dữ liệu dữ liệu", "“Hoàn. thành tốt”", "quyếtđịnhNày"],
)
def test_dirt(text: str) -> None:
    assert is_dirty(text)


@pytest.mark.parametrize(
    "text", ["Theo điểm d khoản 3 Điều 31, việc này", "trên VNeID, ODA", "Nghị định số 61/2018/NĐ-CP"]
)
def test_clean(text: str) -> None:
    assert not is_dirty(text)


def test_a_key_much_longer_than_the_rest_is_seen() -> None:
    assert is_unbalanced(["a" * 80, "b" * 40, "c" * 45], {0})
    assert not is_unbalanced(["a" * 60, "b" * 50, "c" * 45], {0})


def test_twins_whatever_the_tone_mark_stands_on() -> None:
    assert has_twins(["Toà án nhân dân tối cao", "Tòa án nhân dân tối cao"])
    assert not has_twins(["Ngày 01 tháng 7 năm 2026", "Ngày 01 tháng 8 năm 2026"])


def test_a_choice_that_stands_whole_in_another_is_its_twin() -> None:
    short = "Thực hiện hợp đồng lao động, thỏa ước lao động tập thể và thỏa thuận hợp pháp"
    assert has_twins([short, f"{short}; tôn trọng danh dự, nhân phẩm của người lao động"])
    assert not has_twins(["Ủy ban nhân dân cấp tỉnh", "Chủ tịch Ủy ban nhân dân cấp tỉnh"])


def test_a_stem_that_holds_words_of_the_key_alone_leaks() -> None:
    stem = "Theo Điều 5 Luật Phòng, chống tham nhũng số 36/2018/QH14, nội dung nào thuộc kiểm toán nhà nước?"
    assert leaks(stem, ["Kế hoạch về kiểm toán", "Dự án hợp tác", "Báo cáo năm"], {0})
    assert not leaks(stem, ["Dự án hợp tác", "Kế hoạch về kiểm toán", "Báo cáo năm"], {0})


def test_a_comma_in_a_title_ends_no_citation() -> None:
    stem = "Theo Điều 5 Luật Phòng, chống tham nhũng số 36/2018/QH14, cơ quan nào?"
    assert question_of(stem) == "cơ quan nào?"


def test_a_key_alone_in_its_form_stands_out() -> None:
    assert stands_out(["Được nghỉ", "Báo cáo", "Kiểm tra"], {0})
    assert not stands_out(["Báo cáo", "Kiểm tra", "Được nghỉ"], {0})
    assert shape("Bộ Tư pháp") == shape("Thanh tra Chính phủ") == "body"


def test_items_that_say_the_same() -> None:
    assert same_item("Giám sát việc thực hiện pháp luật", "Giám sát, phản biện việc thực hiện pháp luật")
    assert not same_item("Niêm yết tại trụ sở", "Tổ chức họp báo")


def test_a_distractor_true_in_another_clause_is_found() -> None:
    said = Statements.of(
        [law("Điều 1. Hạn\n1. Thời hạn giải quyết khiếu nại lần hai không quá 45 ngày.\n2. Việc khác.\n")]
    )
    question = "thời hạn giải quyết khiếu nại lần hai không quá bao nhiêu ngày"
    assert said.makes_true(question, "45 ngày")
    assert not said.makes_true(question, "5 ngày")
    assert not said.makes_true("thời hạn bổ nhiệm viên chức quản lý", "45 ngày")


def test_a_rare_spelling_of_a_usual_pair_is_found() -> None:
    said = Statements.of(
        [law("Điều 1. Hạn\n" + "".join(f"{n}. Cấp có thẩm quyền quyết định việc số.\n" for n in range(1, 21)))]
    )
    assert said.misspelt("cấp trên quyết dịnh")
    assert not said.misspelt("cấp trên quyết định")


def test_names_keep_their_capital() -> None:
    assert lower_first("Bộ Nội vụ trình") == "Bộ Nội vụ trình"
    assert lower_first("Văn phòng Chính phủ gửi") == "Văn phòng Chính phủ gửi"
    assert lower_first("Lập Đề án") == "lập Đề án"
    assert lower_first("Trong thời hạn") == "trong thời hạn"


@given(WORDS, WORDS)
def test_likeness_is_even_and_whole_for_the_same(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 1
    assert 0 <= alike(one, other) <= 1


@given(st.lists(WORDS, min_size=2, max_size=4), st.data())
def test_guards_never_fail_and_twins_do_not_hang_on_order(choices: list[str], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(choices))
    assert has_twins(choices) == has_twins(turned)
    key = data.draw(st.integers(0, len(choices) - 1))
    for verdict in (is_unbalanced(choices, {key}), stands_out(choices, {key}), leaks("Hỏi gì?", choices, {key})):
        assert verdict in (True, False)
    assert has_twins([*choices, choices[0].upper()])


@given(WORDS, WORDS, WORDS)
def test_a_quote_stands_in_what_holds_it_whatever_the_spaces(before: str, quote: str, after: str) -> None:
    if quote.strip():
        assert stands_in(quote.replace(" ", "\n  "), f"{before} {quote} {after}")
    assert words_of(quote) <= words_of(f"{before} {quote} {after}")


@given(st.lists(st.text(max_size=5), max_size=4))
def test_chance_hangs_on_its_words_alone(parts: list[str]) -> None:
    assert chance(*parts) == chance(*parts)
    assert chance(*parts) >= 0
