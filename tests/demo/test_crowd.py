from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.crowd import Person, Truth, make_people, make_truth

UNITS = [f"U{i}" for i in range(12)]
TOPICS = ["a", "c", "g"]


def test_the_same_seed_makes_the_same_people() -> None:
    assert make_people(UNITS, 30, Random(4)) == make_people(UNITS, 30, Random(4))
    assert make_people(UNITS, 30, Random(4)) != make_people(UNITS, 30, Random(5))


def test_people_have_full_names_and_units_that_exist() -> None:
    people = make_people(UNITS, 100, Random(1))
    assert {p.unit for p in people} <= set(UNITS)
    assert min(len(p.full_name.split()) for p in people) >= 3


def test_about_a_quarter_of_the_units_are_weak_somewhere() -> None:
    assert len(make_truth(UNITS, TOPICS, Random(2)).weak_spots) == 3


@given(st.floats(-5, 5), st.integers(1, 3))
def test_chance_is_between_guessing_and_certainty(ability: float, difficulty: int) -> None:
    truth = Truth({"U": 0.0}, {}, {})
    assert 0.2 <= truth.chance(Person("An", "U", ability), "a", difficulty) <= 1


def test_a_weak_spot_and_a_harder_question_lower_the_chance() -> None:
    person = Person("An", "U", 0.5)
    strong, weak = Truth({"U": 0.0}, {}, {}), Truth({"U": 0.0}, {}, {("U", "a"): -2.0})
    assert weak.chance(person, "a", 2) < strong.chance(person, "a", 2)
    assert weak.chance(person, "c", 2) == pytest.approx(strong.chance(person, "c", 2))
    assert strong.chance(person, "a", 3) < strong.chance(person, "a", 1)
