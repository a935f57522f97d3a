"""The rules of entering: read strictly, whatever stands in the database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.entering.rules import BARRED, FIELDS, FOR_NEW, PURPOSES, WAYS, Asked, EntryRules
from contests.settings import RulesError

USUAL = EntryRules().to_json()
ASKED = st.builds(Asked, st.sampled_from(FIELDS), st.booleans(), st.integers(0, 3650))


@given(
    st.lists(st.sampled_from(WAYS), min_size=1, unique=True),
    st.lists(ASKED, unique_by=lambda asked: asked.field),
    st.booleans(),
    st.lists(st.sampled_from(BARRED), unique=True),
)
def test_what_is_written_is_read_back_the_same(
    ways: list[Any], asked: list[Asked], consent: bool, barred: list[Any]
) -> None:
    fields = (Asked("name"), *(each for each in asked if each.field != "name"))
    rules = EntryRules(tuple(ways), (), fields, ("taking_part",) if consent else (), tuple(barred))
    assert EntryRules.from_json(rules.to_json()) == rules


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ways": []}, "ways"),
        ({"ways": ["door"]}, "ways"),
        ({"ways": ["list", "list"]}, "ways"),
        ({"groups": ["lanh-dao", "lanh-dao"]}, "groups"),
        ({"groups": "lanh-dao"}, "groups"),
        ({"groups": [""]}, "groups"),
        ({"groups": ["lanh-dao"]}, "fields"),  # let in by group, yet the group is not asked
        ({"fields": []}, "fields"),
        ({"fields": [{"field": "name", "required": False, "keep_days": 0}]}, "fields"),
        ({"fields": [{"field": "name", "required": True, "keep_days": 0}] * 2}, "fields"),
        ({"fields": [{"field": "shoe", "required": True, "keep_days": 0}]}, "field"),
        ({"fields": [{"field": "name", "required": True, "keep_days": 4000}]}, "keep_days"),
        ({"fields": [{"field": "name", "required": 1, "keep_days": 0}]}, "required"),
        ({"fields": [{"field": "name", "required": True}]}, "keep_days"),
        ({"purposes": ["show_name"]}, "purposes"),
        ({"purposes": ["taking_part", "sale"]}, "purposes"),
        (
            {"purposes": ["taking_part", "contact"], "fields": [{"field": "name", "required": True, "keep_days": 0}]},
            "purposes",
        ),
        ({"barred": ["guests"]}, "barred"),
        ({"extra": 1}, "extra"),
    ],
)
def test_anything_else_is_refused_by_the_name_of_the_setting(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        EntryRules.from_json(USUAL | changes)
    assert refused.value.field == field


@pytest.mark.parametrize("missing", list(USUAL))
def test_no_setting_may_be_missing(missing: str) -> None:
    with pytest.raises(RulesError):
        EntryRules.from_json({name: value for name, value in USUAL.items() if name != missing})


@pytest.mark.parametrize("odd", [None, [], "rules", 1, {}])
def test_what_is_no_object_is_refused(odd: object) -> None:
    with pytest.raises(RulesError):
        EntryRules.from_json(odd)


def test_a_new_contest_asks_for_consent_and_never_for_the_citizen_number() -> None:
    assert FOR_NEW.purposes == PURPOSES[:2]
    assert FOR_NEW.asks("citizen") is None
    assert FOR_NEW.barred == BARRED


@pytest.mark.parametrize(
    ("ways", "way", "eligible", "group", "in_"),
    [
        (("account",), "account", True, "", True),
        (("account",), "account", False, "", False),
        (("account",), "register", True, "", False),
        (("register",), "account", True, "", True),  # who may register may as well sign in
        (("register",), "register", True, "", True),
        (("list",), "list", False, "", True),  # the list decides, not the unit
        (("list",), "account", True, "", False),
        (("public",), "register", False, "", True),
        (("public",), "account", False, "", True),
        (("public",), "list", True, "", False),
    ],
)
def test_each_way_lets_in_whom_it_says(ways: Any, way: Any, eligible: bool, group: str, in_: bool) -> None:
    assert EntryRules(ways=ways).takes(way, eligible=eligible, group=group) is in_


def test_position_groups_narrow_the_ways_of_units_and_not_the_list() -> None:
    rules = EntryRules(ways=("register", "list"), groups=("mot-cua",), fields=(Asked("name"), Asked("group")))
    assert rules.takes("register", eligible=True, group="mot-cua")
    assert not rules.takes("register", eligible=True, group="lanh-dao")
    assert not rules.takes("register", eligible=True, group="")
    assert rules.takes("list", eligible=True, group="lanh-dao")
