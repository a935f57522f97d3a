from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.rules import COUNTED, EXPLANATIONS, RANKING_KEYS, Rules, RulesError
from questionbank.blueprint import Slot
from questionbank.kinds import KINDS

GIVEN: dict[str, Any] = {
    "blueprint": {"a": 3, "c": 2},
    "minutes": 20,
    "attempts": 2,
    "counted": "best",
    "explanations": "after_close",
    "ranking": ["score", "time_used"],
}

slots = st.builds(
    Slot,
    count=st.integers(1, 10),
    topic=st.sampled_from(["", *"abcdeghi"]),
    document=st.integers(0, 9),
    difficulty=st.integers(0, 3),
    kind=st.sampled_from(["", *KINDS]),
)
rules = st.builds(
    Rules,
    blueprint=st.lists(slots, min_size=1, max_size=8).map(tuple),
    minutes=st.integers(1, 600),
    attempts=st.integers(1, 50),
    counted=st.sampled_from(COUNTED),
    explanations=st.sampled_from(EXPLANATIONS),
    ranking=st.permutations(RANKING_KEYS[1:]).map(lambda rest: ("score", *rest)),
)


@given(rules)
def test_rules_survive_the_way_through_json(made: Rules) -> None:
    assert Rules.from_json(made.to_json()) == made


def test_a_paper_has_the_sum_of_its_topics() -> None:
    assert Rules.from_json(GIVEN).questions == 5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"minutes": "20"}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": 1.5}, "minutes"),
        ({"attempts": -1}, "attempts"),
        ({"counted": "worst"}, "counted"),
        ({"explanations": "always"}, "explanations"),
        ({"explanations": ["after_close"]}, "explanations"),
        ({"blueprint": {}}, "blueprint"),
        ({"blueprint": ["a"]}, "blueprint.0"),
        ({"blueprint": {"a": 0}}, "blueprint.a"),
        ({"blueprint": [{"topic": "a"}]}, "blueprint.0.count"),
        ({"blueprint": [{"count": 1, "colour": "red"}]}, "blueprint.0"),
        ({"blueprint": [{"count": 1, "kind": "dance"}]}, "blueprint.0"),
        ({"blueprint": [{"count": 1, "difficulty": 4}]}, "blueprint.0.difficulty"),
        ({"blueprint": {"a": 150, "b": 51}}, "blueprint"),
        ({"ranking": []}, "ranking"),
        ({"ranking": "score"}, "ranking"),
        ({"ranking": ["score", "luck"]}, "ranking"),
        ({"ranking": ["score", "score"]}, "ranking"),
        ({"ranking": ["time_used", "score"]}, "ranking"),
        ({"bonus": 1}, "bonus"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        Rules.from_json(GIVEN | change)
    assert refused.value.field == field


@pytest.mark.parametrize("field", sorted(GIVEN))
def test_a_missing_setting_is_refused_by_name(field: str) -> None:
    with pytest.raises(RulesError) as refused:
        Rules.from_json({k: v for k, v in GIVEN.items() if k != field})
    assert refused.value.field == field


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(RulesError):
        Rules.from_json(None)
