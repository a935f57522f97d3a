import unicodedata

import pytest

from people.folding import clean_name, fold, given_name_first
from people.models import Unit, User


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("le thi hoa", "Lê Thị Hòa"), ("DANG VAN DUC", "Đặng Văn Đức"), ("u minh", "U  Minh"), ("buu dien", "Bưu điện")],
)
def test_fold_meets_what_people_type(typed: str, stored: str) -> None:
    assert fold(typed) == fold(stored)


def test_fold_is_the_same_for_composed_and_decomposed() -> None:
    assert fold(unicodedata.normalize("NFD", "Nguyễn Thị Đào")) == fold("Nguyễn Thị Đào") == "nguyen thi dao"


def test_clean_name_is_nfc_with_single_spaces() -> None:
    assert clean_name(unicodedata.normalize("NFD", "  Lê  Hòa ")) == "Lê Hòa"


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\ufeff", "\u00ad", "\x00", "\x7f", "\ue000"])
def test_a_name_has_no_letters_that_nobody_sees(unseen: str) -> None:
    assert clean_name(f"{unseen}Lê{unseen} Hòa\t\nBa{unseen}") == "Lê Hòa Ba"


def test_given_name_first_sorts_as_vietnamese_lists_do() -> None:
    names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn Văn An"]
    assert sorted(names, key=given_name_first) == ["Lê Thị An", "Nguyễn Văn An", "Trần Văn Bình"]


def test_search_finds_people_without_tones(bob: User) -> None:
    assert list(User.objects.named_like("le thi hoa")) == [bob]


def test_unit_is_found_only_while_it_is_valid(commune: Unit) -> None:
    from datetime import date

    assert list(Unit.objects.valid_on(date(2025, 6, 30)).named_like("dat mui")) == []
    assert list(Unit.objects.valid_on(date(2025, 7, 1)).named_like("dat mui")) == [commune]
