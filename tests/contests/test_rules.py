import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.prizes import RANKS, SCOPES, WINNERS, Prize
from contests.rules import (
    COUNTED,
    EXPLANATIONS,
    OVERALL,
    PAGING,
    PREDICTS,
    RANKING_KEYS,
    TIES,
    PaperRules,
    Rules,
)
from contests.settings import RulesError
from contests.units.rules import UnitRules
from questionbank.blueprint import Slot
from questionbank.kinds import KINDS

GIVEN: dict[str, Any] = {
    "blueprint": {"a": 3, "c": 2},
    "minutes": 20,
    "attempts": 2,
    "counted": "best",
    "explanations": "after_close",
    "per_day": 0,
    "shuffle_questions": True,
    "shuffle_choices": True,
    "paging": "one",
    "back": True,
    "wrong": 0,
    "predicts": "",
    "sets": 0,
    "public_blueprint": [],
}
OF_CONTEST: dict[str, Any] = {
    "ranking": ["score", "time_used"], "overall": "sum", "ties": "share", "prizes": [], "appeal_days": 3,
    "units": UnitRules().to_json(),
    "watch": False, "freeze_hours": 0,
}  # fmt: skip

slots = st.builds(
    Slot,
    count=st.integers(1, 10),
    topic=st.sampled_from(["", *"abcdeghi"]),
    document=st.integers(0, 9),
    difficulty=st.integers(0, 3),
    kind=st.sampled_from(["", *(kind for kind in KINDS if kind != "prediction")]),
    points=st.integers(1, 10_000),
)
paper_rules = st.builds(
    PaperRules,
    blueprint=st.lists(slots, min_size=1, max_size=8).map(tuple),
    minutes=st.integers(1, 600),
    attempts=st.integers(0, 50),
    per_day=st.integers(0, 50),
    counted=st.sampled_from(COUNTED),
    explanations=st.sampled_from(EXPLANATIONS),
    paging=st.sampled_from(PAGING),
    wrong=st.integers(0, 100),
    predicts=st.sampled_from(PREDICTS),
    sets=st.integers(0, 20),
).flatmap(lambda rules: st.booleans().map(lambda back: replace(rules, back=back or rules.paging == "all")))
prizes = st.builds(
    Prize,
    winner=st.sampled_from(WINNERS),
    rank=st.sampled_from(RANKS),
    count=st.integers(1, 1000),
    amount=st.integers(0, 10**9),
    scope=st.sampled_from(SCOPES),
    title=st.text(max_size=80),
)
rules = st.builds(
    Rules,
    ranking=st.permutations(RANKING_KEYS[1:-1]).map(lambda rest: ("score", *rest, "lots")),
    overall=st.sampled_from(OVERALL),
    ties=st.sampled_from(TIES),
    prizes=st.lists(prizes, max_size=8).map(tuple),
    appeal_days=st.integers(0, 30),
    freeze_hours=st.integers(0, 168),
    watch=st.booleans(),
)


@given(paper_rules)
def test_the_rules_of_papers_survive_the_way_through_json(made: PaperRules) -> None:
    assert PaperRules.from_json(json.loads(json.dumps(made.to_json()))) == made


@given(rules)
def test_the_rules_of_a_contest_survive_the_way_through_json(made: Rules) -> None:
    assert Rules.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_a_paper_has_the_sum_of_its_topics() -> None:
    assert PaperRules.from_json(GIVEN).questions == 5


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
        ({"blueprint": [{"count": 1, "kind": "prediction"}]}, "blueprint.0"),
        ({"blueprint": [{"count": 1, "points": 0}]}, "blueprint.0.points"),
        ({"back": 1}, "back"),
        ({"back": False, "paging": "all"}, "back"),
        ({"wrong": 101}, "wrong"),
        ({"predicts": "weather"}, "predicts"),
        ({"sets": 21}, "sets"),
        ({"public_blueprint": {"a": 4}}, "public_blueprint"),
        ({"public_blueprint": [{"count": 5, "points": 50}]}, "public_blueprint"),
        ({"per_day": -1}, "per_day"),
        ({"bonus": 1}, "bonus"),
    ],
)
def test_a_wrong_setting_of_papers_is_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        PaperRules.from_json(GIVEN | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ranking": []}, "ranking"),
        ({"ranking": "score"}, "ranking"),
        ({"ranking": ["score", "luck"]}, "ranking"),
        ({"ranking": ["score", "score"]}, "ranking"),
        ({"ranking": ["score", ["time_used"]]}, "ranking"),
        ({"ranking": ["time_used", "score"]}, "ranking"),
        ({"ranking": ["score", "lots", "time_used"]}, "ranking"),
        ({"overall": "mean"}, "overall"),
        ({"ties": "fight"}, "ties"),
        ({"prizes": [{"winner": "person"}]}, "rank"),
        ({"prizes": "gold"}, "prizes"),
        ({"appeal_days": 31}, "appeal_days"),
        ({"freeze_hours": -1}, "freeze_hours"),
        ({"bonus": 1}, "bonus"),
    ],
)
def test_a_wrong_setting_of_a_contest_is_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesError) as refused:
        Rules.from_json(OF_CONTEST | change)
    assert refused.value.field == field


@pytest.mark.parametrize("field", [*GIVEN, *OF_CONTEST])
def test_a_missing_setting_is_refused_by_name(field: str) -> None:
    reader, whole = (PaperRules, GIVEN) if field in GIVEN else (Rules, OF_CONTEST)
    with pytest.raises(RulesError) as refused:
        reader.from_json({k: v for k, v in whole.items() if k != field})
    assert refused.value.field == field


@pytest.mark.parametrize("reader", [PaperRules, Rules])
def test_what_is_no_object_is_refused(reader: type[PaperRules] | type[Rules]) -> None:
    with pytest.raises(RulesError):
        reader.from_json(None)


@pytest.mark.parametrize(
    ("attempts", "per_day", "begun", "today", "may"),
    [
        (1, 0, 0, 0, True), (1, 0, 1, 0, False), (0, 0, 99, 99, True), (0, 2, 7, 1, True), (0, 2, 7, 2, False),
        (3, 1, 2, 0, True), (3, 1, 3, 0, False),
    ],
)  # fmt: skip
def test_who_may_begin_another_paper(attempts: int, per_day: int, begun: int, today: int, may: bool) -> None:
    rules = PaperRules((Slot(1, "a"),), 10, attempts, per_day)
    assert rules.may_begin(begun, today) is may
