"""The programme is read strictly: what it cannot mean is said of the setting that is wrong."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from contests.settings import RulesError
from contests.stage.programme import Combining, Criterion, Penalty, Programme, Segment, TieKey

SHEET = (Criterion("Nội dung", 3000), Criterion("Đúng giờ", 1000))
GREETING = Segment("Chào hỏi", "greeting", "judged", 4000, seconds=90, criteria=SHEET, penalty=Penalty(30, 100))
QUIZ = Segment("Kiến thức", "knowledge", "quiz", 40000)
PROGRAMME = Programme((GREETING, QUIZ), Combining("cells", 5, 1), (TieKey(2), TieKey(1, 1)), "bell")


def test_a_programme_comes_back_from_its_json_as_it_was() -> None:
    assert Programme.from_json(json.loads(json.dumps(PROGRAMME.to_json()))) == PROGRAMME


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"maximum": 4100}, "criteria"),
        ({"step": 700}, "step"),
        ({"kind": "quiz"}, "criteria"),
        ({"out_of": 100}, "out_of"),
        ({"seconds": 0}, "penalty"),
        ({"theme": "dance"}, "theme"),
        ({"title": "  "}, "title"),
        ({"weight": -1}, "weight"),
        ({"other": 1}, "other"),
        ({"criteria": "all"}, "criteria"),
    ],
)
def test_a_segment_that_makes_no_sense_is_refused_by_its_setting(change: dict[str, Any], field: str) -> None:
    given = PROGRAMME.to_json() | {"segments": [asdict(GREETING) | change], "ties": []}
    with pytest.raises(RulesError) as refused:
        Programme.from_json(given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"segments": []}, "segments"),
        ({"ties": [{"segment": 3, "criterion": 0}]}, "ties"),
        ({"ties": [{"segment": 2, "criterion": 1}]}, "ties"),
        ({"combining": {"over": "sheets", "drop_from": 2, "decimals": 2}}, "drop_from"),
        ({"rest": "dice"}, "rest"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_by_its_setting(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        Programme.from_json(PROGRAMME.to_json() | change)
    assert refused.value.field == field
