import pytest

from contests.live.known import Pace
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.settings import RulesError

ALL = LiveRules(Scoring("flat", 10, 0, 2, 3), False, True, 80, 7, True, True, "online")


def test_rules_come_back_from_json() -> None:
    assert LiveRules.from_json(ALL.to_json()) == ALL


@pytest.mark.parametrize("name", sorted(LiveRules().to_json()))
def test_every_setting_must_be_there(name: str) -> None:
    given = ALL.to_json()
    del given[name]
    with pytest.raises(RulesError) as refused:
        LiveRules.from_json(given)
    assert refused.value.field == name


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": 101}, {"share": -1}, {"wait": 0}, {"wait": 61}, {"change": 1}, {"early": "yes"}, {"teams": "all"},
        {"nicknames": None}, {"scoring": {}}, {"buzzer": True}, {"play": "fast"},
        {"bell": {"points": 1}}, {"cards": {"star": 21, "half": 0, "half_cost": 0}}, {"minutes": 0}, {"knockout": 1},
    ],
)  # fmt: skip
def test_a_setting_out_of_range_or_unknown_is_refused(wrong: dict) -> None:
    with pytest.raises(RulesError):
        LiveRules.from_json(ALL.to_json() | wrong)


def test_what_moves_the_round_is_told_to_the_machine() -> None:
    assert ALL.pace == Pace(one_by_one=True, share=80, wait=7, early=True)
