import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.rules import Rules
from contests.settings import RulesError
from contests.units.rules import LISTINGS, NEED_ROSTER, PARTS, UNIT_KEYS, UNIT_TIES, Band, UnitRules, Weight

SOC_TRANG = [
    {"below": 50, "rate": 3000, "count": 0},
    {"below": 100, "rate": 2500, "count": 0},
    {"below": 0, "rate": 2000, "count": 0},
]


@st.composite
def unit_rules(draw: st.DrawFn) -> UnitRules:
    keys = tuple(draw(st.lists(st.sampled_from(UNIT_KEYS), min_size=1, unique=True)))
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=1, unique=True))
    sizes = sorted(draw(st.sets(st.integers(1, 1000), max_size=4)))
    bands = tuple(Band(size, draw(st.integers(0, 10_000)), draw(st.integers(0, 50))) for size in (*sizes, 0))
    return UnitRules(
        roster=draw(st.sampled_from(LISTINGS[1:])),
        bands=draw(st.sampled_from([(), bands])),
        score_above=draw(st.integers(0, 9999)),
        blocks=draw(st.booleans()),
        keys=keys,
        best=draw(st.integers(1, 100)) if "mean_best" in keys else 0,
        weights=tuple(Weight(part, draw(st.integers(1, 1000))) for part in parts) if "formula" in keys else (),
        ties=draw(st.sampled_from(UNIT_TIES)),
    )


@given(unit_rules())
def test_rules_of_units_written_as_json_are_read_back_equal(rules: UnitRules) -> None:
    assert UnitRules.from_json(json.loads(json.dumps(rules.to_json()))) == rules


@given(unit_rules())
def test_they_are_part_of_the_rules_of_a_contest(rules: UnitRules) -> None:
    assert Rules.from_json(json.loads(json.dumps(Rules(units=rules).to_json()))).units == rules


def test_units_are_ranked_as_before_where_nothing_else_is_said() -> None:
    assert Rules().units.keys == ("mean", "took_part")
    assert Rules().units.band_of(10) is None


@pytest.mark.parametrize(("size", "rate"), [(1, 3000), (49, 3000), (50, 2500), (99, 2500), (100, 2000), (9000, 2000)])
def test_the_threshold_goes_by_the_size_of_the_unit(size: int, rate: int) -> None:
    rules = UnitRules.from_json(UnitRules().to_json() | {"roster": "contest", "bands": SOC_TRANG})
    assert rules.band_of(size) == Band({3000: 50, 2500: 100, 2000: 0}[rate], rate)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"keys": []}, "units.keys"),
        ({"keys": ["mean", "mean"]}, "units.keys"),
        ({"keys": ["luck"]}, "units.keys"),
        ({"keys": ["rate"]}, "units.roster"),
        ({"bands": SOC_TRANG}, "units.roster"),
        ({"bands": SOC_TRANG[:2], "roster": "contest"}, "units.bands"),
        ({"bands": [SOC_TRANG[1], SOC_TRANG[0], SOC_TRANG[2]], "roster": "contest"}, "units.bands"),
        ({"bands": [SOC_TRANG[2], SOC_TRANG[2]], "roster": "contest"}, "units.bands"),
        ({"bands": [SOC_TRANG[2] | {"rate": 10_001}]}, "units.rate"),
        ({"bands": [{"below": 0}]}, "units.rate"),
        ({"score_above": 10_000}, "units.score_above"),
        ({"keys": ["mean_best"]}, "units.best"),
        ({"best": 5}, "units.best"),
        ({"keys": ["formula"]}, "units.weights"),
        ({"weights": [{"of": "score", "weight": 1}]}, "units.weights"),
        ({"keys": ["formula"], "weights": [{"of": "score", "weight": 1}] * 2}, "units.weights"),
        ({"keys": ["formula"], "weights": [{"of": "score", "weight": 0}]}, "units.weight"),
        ({"keys": ["formula"], "weights": [{"of": "rate", "weight": 1}]}, "units.roster"),
        ({"ties": "lots"}, "units.ties"),
        ({"blocks": 1}, "units.blocks"),
        ({"roster": "week"}, "units.roster"),
        ({"more": 1}, "units.more"),
    ],
)
def test_rules_of_units_that_say_something_else_are_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        UnitRules.from_json(UnitRules().to_json() | change)
    assert refused.value.field == field


@pytest.mark.parametrize("key", [key for key in UNIT_KEYS if key not in NEED_ROSTER | {"mean_best", "formula"}])
def test_what_needs_no_headcount_is_taken_without_a_roster(key: str) -> None:
    assert not UnitRules.from_json(UnitRules().to_json() | {"keys": [key]}).needs_roster
