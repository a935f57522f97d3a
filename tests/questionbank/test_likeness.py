"""Questions that ask nearly the same are found without comparing all with all."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from questionbank.likeness import ALIKE, BANDS, keys, likeness, shingles
from questionbank.models import LikenessKey
from questionbank.review import retire
from questionbank.twins import pairs, twins_of
from questionbank.writing import revise
from realtime.clock import now
from tests.questionbank.builders import wording, write

STEM = "Thời hạn giải quyết thủ tục hành chính tại Bộ phận Một cửa cấp xã được tính từ thời điểm nào sau đây?"
LIKE = "Thời hạn giải quyết thủ tục hành chính tại Bộ phận Một cửa cấp tỉnh được tính từ thời điểm nào sau đây?"
OTHER = "Cơ quan nào có thẩm quyền quyết định thành lập Trung tâm Phục vụ hành chính công?"
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_whole_for_oneself(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == (1.0 if shingles(one) else 0.0)


@given(texts)
def test_tones_capitals_and_signs_do_not_count(text: str) -> None:
    assert keys(text) == keys(f"  {text.upper().lower()} ?! ") or text.upper().lower() != text.lower()


def test_a_word_changed_is_alike_and_another_question_is_not() -> None:
    assert likeness(STEM, LIKE) > ALIKE
    assert likeness(STEM, OTHER) < 0.1


def test_share_of_pairs_found_by_a_key_is_as_the_theory_says() -> None:
    """Texts that are about 80 % alike share a key in nearly every case; unlike ones nearly never."""
    chance = Random(3)
    vocabulary = [f"w{n}" for n in range(400)]
    found = missed = false = 0
    for _ in range(300):
        words = chance.choices(vocabulary, k=40)
        changed = [*words]
        for place in chance.sample(range(40), 2):
            changed[place] = "khac"
        stranger = chance.choices(vocabulary, k=40)
        if likeness(" ".join(words), " ".join(changed)) >= 0.7:
            hit = any(a == b for a, b in zip(keys(" ".join(words)), keys(" ".join(changed)), strict=True))
            found, missed = found + hit, missed + (not hit)
        false += any(a == b for a, b in zip(keys(" ".join(words)), keys(" ".join(stranger)), strict=True))
    assert missed <= 0.05 * (found + missed)
    assert found > 200
    assert false < 15


@pytest.mark.django_db
@pytest.mark.usefixtures("decree")
class TestTwins:
    def test_alike_questions_are_paired_and_strangers_are_not(self, tam: User) -> None:
        write(tam, code="A", stem=STEM), write(tam, code="B", stem=LIKE), write(tam, code="C", stem=OTHER)
        assert [(p.first.code, p.second.code) for p in pairs()] == [("A", "B")]
        assert [t.code for t in twins_of({1: STEM})[1]] == ["A", "B"]
        assert twins_of({1: "Một câu chẳng giống câu nào trong ngân hàng"}) == {1: []}

    def test_a_new_wording_takes_the_place_of_the_old(self, tam: User) -> None:
        write(tam, code="A", stem=STEM)
        second = write(tam, code="B", stem=LIKE)
        revise(question=second, wording=wording(stem=OTHER), by=tam, now=now())
        assert pairs() == []
        assert LikenessKey.objects.filter(question=second).count() == BANDS

    def test_retired_questions_are_left_out(self, tam: User) -> None:
        write(tam, code="A", stem=STEM)
        retire(question=write(tam, code="B", stem=LIKE), by=tam, now=now())
        assert pairs() == []
        assert [t.code for t in twins_of({1: LIKE})[1]] == ["A"]

    def test_queries_do_not_grow_with_the_texts_asked_about(
        self, tam: User, django_assert_max_num_queries: "object"
    ) -> None:
        for n in range(30):
            write(tam, stem=f"{STEM} Trường hợp {n}")
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            assert len(twins_of({n: f"{STEM} Trường hợp {n}" for n in range(30)})[3]) == 30
