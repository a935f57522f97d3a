"""The second reading: a wrong choice that another sentence may make right is found, and one that none does is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.drafting import Draft, propose
from questionbank.drafting.doubts import doubtful
from questionbank.drafting.reading import Text
from questionbank.drafting.sayings import Sayings
from questionbank.drafting.senses import senses
from tests.questionbank.drafting.laws import law, source

CITED = "Theo khoản 1 Điều 1 Nghị định số 9/2024/NĐ-CP, "


def draft(
    pattern: str, asked: str, choices: tuple[str, ...], right: int, *, quote: str = "…", kind: str = "single"
) -> Draft:
    return Draft(
        pattern=pattern, kind=kind, stem=f"{CITED}{asked}?", choices=choices, right=frozenset({right}),
        document="9/2024/NĐ-CP", address="khoản 1 Điều 1", eid="art_1__cl_1", quote=quote, explanation="",
    )  # fmt: skip


def doubted(one: Draft, text: Text) -> bool:
    return doubtful(one, "1", Sayings.of([text]))


# Sentences of other matters, by which the reading can tell what is common in the field and what is not.
REST = "".join(
    f"{number}. {words}\n"
    for number, words in enumerate(
        (
            "Hội đồng thi công bố kết quả trên Cổng thông tin điện tử.",
            "Kinh phí tổ chức hội thi được bố trí trong dự toán hằng năm.",
            "Người dự thi chịu trách nhiệm về thông tin đã kê khai.",
            "Bộ đề được niêm phong và bảo quản theo chế độ tài liệu mật.",
            "Giải thưởng được trao tại lễ tổng kết của địa phương.",
        ),
        start=5,
    )
)


class TestAmounts:
    ASKED = "thời hạn giải quyết đơn phúc tra không quá bao nhiêu ngày kể từ ngày thụ lý"
    LIMIT = "1. Thời hạn giải quyết đơn phúc tra không quá 30 ngày kể từ ngày thụ lý.\n"

    def one(self) -> Draft:
        return draft("amount", self.ASKED, ("15 ngày", "30 ngày", "45 ngày", "60 ngày"), 1)

    def test_the_limit_of_a_special_case_is_no_wrong_choice(self) -> None:
        special = "2. Đối với đơn phúc tra phức tạp, thời hạn giải quyết có thể kéo dài nhưng không quá 45 ngày.\n"
        assert doubted(self.one(), law(f"Điều 1. Thời hạn\n{self.LIMIT}{special}{REST}"))

    def test_another_matter_may_have_that_limit(self) -> None:
        other = "2. Ban tổ chức lưu bài thi 45 ngày.\n"
        assert not doubted(self.one(), law(f"Điều 1. Thời hạn\n{self.LIMIT}{other}{REST}"))

    def test_synonyms_state_the_same_limit_in_another_article(self) -> None:
        other = "Điều 2. Phúc tra\n1. Đơn phúc tra được xử lý trong thời gian tối đa 45 ngày kể từ ngày thụ lý.\n"
        assert doubted(self.one(), law(f"Điều 1. Thời hạn\n{self.LIMIT}{REST}{other}"))


class TestAuthorities:
    def one(self) -> Draft:
        asked = "cơ quan nào sau đây kiểm tra việc bảo quản bộ đề của hội thi cấp quốc gia"
        return draft("authority", asked, ("Bộ Nội vụ", "Bộ Tư pháp", "Bộ Tài chính", "Bộ Y tế"), 0)

    OWN = "1. Bộ Nội vụ kiểm tra việc bảo quản bộ đề của hội thi cấp quốc gia.\n"

    def test_a_body_that_supervises_the_same_is_no_wrong_choice(self) -> None:
        again = "2. Bộ Tư pháp giám sát việc bảo quản bộ đề của hội thi cấp quốc gia.\n"
        assert doubted(self.one(), law(f"Điều 1. Kiểm tra\n{self.OWN}{again}{REST}"))

    def test_a_class_of_bodies_takes_in_each_of_them(self) -> None:
        everyone = "2. Các bộ, cơ quan ngang bộ có trách nhiệm kiểm tra việc bảo quản bộ đề của hội thi.\n"
        assert doubted(self.one(), law(f"Điều 1. Kiểm tra\n{self.OWN}{everyone}{REST}"))

    def test_a_body_that_does_something_else_stays(self) -> None:
        other = "2. Bộ Tư pháp hướng dẫn việc trao giải thưởng tại lễ tổng kết.\n"
        assert not doubted(self.one(), law(f"Điều 1. Kiểm tra\n{self.OWN}{other}{REST}"))


class TestLists:
    ITEMS = (
        "Đăng tải trên Cổng thông tin điện tử",
        "Gửi thư mời đến từng người dự thi",
        "Phát tờ rơi tại trụ sở",
        "Treo áp phích",
    )

    def one(self) -> Draft:
        return draft("membership", "nội dung nào sau đây là hình thức công bố kết quả hội thi", self.ITEMS, 0)

    def test_a_stranger_that_says_what_an_item_says(self) -> None:
        choices = (self.ITEMS[0], "Niêm yết trên Cổng thông tin điện tử", *self.ITEMS[2:])
        one = draft("membership", "nội dung nào sau đây là hình thức công bố kết quả hội thi", choices, 0)
        assert doubted(one, law(f"Điều 1. Công bố\n1. Hình thức.\n{REST}"))

    def test_a_stranger_that_the_same_thing_is_said_of_elsewhere(self) -> None:
        again = "Điều 2. Hình thức công bố kết quả hội thi\n1. Phát tờ rơi ngay tại trụ sở cơ quan.\n"
        assert doubted(self.one(), law(f"Điều 1. Công bố\n1. Hình thức.\n{REST}{again}"))
        assert not doubted(self.one(), law(f"Điều 1. Công bố\n1. Hình thức.\n{REST}"))


class TestBans:
    def test_an_exception_beside_a_ban_makes_its_statement_doubtful(self) -> None:
        quote = "Thành viên ban giám khảo không được tiếp xúc với người dự thi trước lễ tổng kết"
        one = draft(
            "prohibition",
            f"{quote[0].lower()}{quote[1:]}. Nhận định này đúng hay sai",
            ("Đúng", "Sai"),
            0,
            quote=quote,
            kind="true_false",
        )
        exception = "2. Thành viên ban giám khảo được phép tiếp xúc với người dự thi để phỏng vấn trước lễ tổng kết.\n"
        assert doubted(one, law(f"Điều 1. Cấm\n1. {quote}.\n{exception}{REST}"))
        assert not doubted(one, law(f"Điều 1. Cấm\n1. {quote}.\n{REST}"))

    def test_an_act_that_is_forbidden_elsewhere_is_no_lawful_act(self) -> None:
        one = draft(
            "prohibition",
            "hành vi nào sau đây bị nghiêm cấm",
            ("Làm giả bài thi", "Sao chép bộ đề", "Trao giải", "Chấm bài"),
            0,
        )
        ban = "Điều 2. Bảo mật\n1. Không được sao chép bộ đề dưới mọi hình thức.\n"
        assert doubted(one, law(f"Điều 1. Bài thi\n1. Làm giả bài thi.\n{REST}{ban}"))
        assert not doubted(one, law(f"Điều 1. Bài thi\n1. Làm giả bài thi.\n{REST}"))


class TestEffects:
    def test_another_document_that_ends_elsewhere_is_no_wrong_choice(self) -> None:
        one = draft(
            "effect",
            "Nghị định này thay thế văn bản nào sau đây",
            ("Nghị định số 1/2010/NĐ-CP", "Nghị định số 2/2011/NĐ-CP", "Nghị định số 3/2012/NĐ-CP"),
            0,
        )
        again = "Điều 2. Bãi bỏ\n1. Bãi bỏ Nghị định số 2/2011/NĐ-CP của Chính phủ.\n"
        assert doubted(one, law(f"Điều 1. Hiệu lực\n1. Thay thế.\n{REST}{again}"))
        assert not doubted(one, law(f"Điều 1. Hiệu lực\n1. Thay thế.\n{REST}"))


def test_what_a_proposed_question_offers_changes_when_another_sentence_makes_it_true() -> None:
    body = f"Điều 1. Thời hạn\n{TestAmounts.LIMIT}{REST}"
    (before,) = [d for d in propose(source(body)) if d.pattern == "amount"]
    wrong = next(choice for place, choice in enumerate(before.choices) if place not in before.right)
    special = f"2. Đối với đơn phúc tra phức tạp, thời hạn giải quyết có thể kéo dài nhưng không quá {wrong}.\n"
    after = [d for d in propose(source(body.replace(REST, special + REST))) if d.eid == before.eid]
    assert all(wrong not in d.choices for d in after)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kiểm tra bộ đề", "Giám sát bộ đề"), ("thời hạn tối đa", "Thời gian không quá"), ("Toà án", "tòa án")],
)
def test_different_words_with_one_sense(one: str, other: str) -> None:
    assert senses(one) == senses(other)


def test_a_longer_legal_verb_is_not_taken_apart() -> None:
    assert senses("tạm đình chỉ") == senses("bãi bỏ")
    assert senses("ký kết hợp đồng") == senses("giao kết hợp đồng")


WORDS = st.text(alphabet="abcđeêghiklmnoôơpqrstuưvxy ,;?(", max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["amount", "authority", "definition", "membership", "effect"]),
    WORDS,
    st.tuples(WORDS, WORDS, WORDS, WORDS),
)
def test_no_words_break_the_reading(pattern: str, asked: str, choices: tuple[str, ...]) -> None:
    one = draft(pattern, asked, choices, 0)
    assert doubted(one, law(f"Điều 1. Việc\n1. Việc.\n{REST}")) in (True, False)
