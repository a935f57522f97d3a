from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.units.ranking import Taken, Team, figures_of, key_of, rank_units, share_of
from contests.units.rules import Band, UnitRules, Weight
from tests.contests.test_unit_rules import unit_rules

takens = st.builds(
    Taken,
    score=st.sampled_from([0, 50, 100, 150, 200, 300]),
    most=st.sampled_from([300, 300, 200]),
    at=st.integers(1, 9),
)
team_lists = st.lists(
    st.builds(
        Team,
        unit=st.integers(1, 50),
        people=st.lists(takens, max_size=6).map(tuple),
        headcount=st.sampled_from([None, 0, 1, 3, 6, 10]),
        block=st.sampled_from(["", "a", "b"]),
        out=st.booleans(),
        by_board=st.integers(0, 2),
    ),
    max_size=8,
    unique_by=lambda team: team.unit,
)


def people(*scores: int, most: int = 1000) -> tuple[Taken, ...]:
    return tuple(Taken(score, most, at) for at, score in enumerate(scores, start=1))


@given(team_lists, unit_rules(), st.randoms(use_true_random=False))
def test_the_order_in_which_units_are_given_changes_nothing(
    teams: list[Team], rules: UnitRules, chance: Random
) -> None:
    mixed = [replace(team, people=tuple(chance.sample(team.people, len(team.people)))) for team in teams]
    chance.shuffle(mixed)
    assert rank_units(mixed, rules) == rank_units(teams, rules)


@given(team_lists, unit_rules())
def test_places_are_a_total_order_in_each_block(teams: list[Team], rules: UnitRules) -> None:
    by_unit = {team.unit: team for team in teams}
    placed = rank_units(teams, rules)
    assert sorted(line.unit for line in placed) == sorted(by_unit)
    for block in {line.block for line in placed}:
        own = [line for line in placed if line.block == block and line.place]
        keys = [key_of(by_unit[line.unit], line.figures, rules) for line in own]
        assert keys == sorted(keys)
        assert [line.place for line in own] == [1 + sum(key < each for key in keys) for each in keys]


@given(team_lists, unit_rules(), st.integers(1, 50))
def test_a_unit_that_is_taken_out_moves_the_others_up_and_nobody_else(
    teams: list[Team], rules: UnitRules, out: int
) -> None:
    before = [line for line in rank_units(teams, rules) if line.place and line.unit != out]
    after = rank_units([replace(team, out=team.out or team.unit == out) for team in teams], rules)
    assert [line.unit for line in after if line.place] == [line.unit for line in before]
    assert all(line.place <= old.place for line, old in zip((x for x in after if x.place), before, strict=True))


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_is_rounded_half_up_to_two_decimals(parts: int, whole: int) -> None:
    assert abs(2 * (share_of(parts, whole) * whole - 10_000 * parts)) <= whole
    assert share_of(1, 3) == 3333
    assert share_of(2, 3) == 6667
    assert share_of(1, 16_000) == 1  # 0.00625 %
    assert share_of(1, 20_000) == 1  # 0.005 % exactly: up


def test_thanh_khe_2026_ranks_by_rate_then_mean_from_seventy_percent_on() -> None:
    """Completion of 70 % or more of the frozen list less those exempted, two decimals; then the mean, two decimals."""
    rules = UnitRules(roster="contest", bands=(Band(0, 7000),), keys=("rate", "mean"), ties="board")
    teams = [
        Team(1, people(800, 900), headcount=3),  # 66.67 %: not ranked
        Team(2, people(700, 700, 700, 700, 700, 700, 700), headcount=10),  # 70.00 %
        Team(3, people(600, 600, 600), headcount=3),  # 100 %
        Team(4, people(700, 600, 600), headcount=3),  # 100 %, better mean
        Team(5, people(1000, 1000, 1000), headcount=3, out=True),  # a serious violation
    ]
    placed = rank_units(teams, rules)
    assert [(line.place, line.unit, line.why) for line in placed] == [
        (1, 4, ""), (2, 3, ""), (3, 2, ""), (0, 5, "out"), (0, 1, "rate"),
    ]  # fmt: skip
    assert [line.figures.rate for line in placed] == [10_000, 10_000, 7000, 10_000, 6667]


def test_soc_trang_asks_more_of_small_units() -> None:
    rules = UnitRules(roster="contest", bands=(Band(50, 3000), Band(100, 2500), Band(0, 2000)), keys=("mean",))
    teams = [
        Team(1, people(*[900] * 14), headcount=49),  # 28.57 %
        Team(2, people(*[800] * 15), headcount=49),  # 30.61 %
        Team(3, people(*[700] * 13), headcount=50),  # 26 %
        Team(4, people(*[600] * 20), headcount=100),  # 20 %
        Team(5, people(*[990] * 19), headcount=100),  # 19 %
    ]
    placed = rank_units(teams, rules)
    assert [(line.place, line.unit) for line in placed] == [(1, 2), (2, 3), (3, 4), (0, 5), (0, 1)]


def test_hai_duong_2024_leaves_units_below_half_unranked() -> None:
    rules = UnitRules(roster="round", bands=(Band(0, 5000),), keys=("rate", "mean"))
    placed = rank_units([Team(1, people(900), headcount=2), Team(2, people(900, 900), headcount=5)], rules)
    assert [(line.place, line.unit, line.why) for line in placed] == [(1, 1, ""), (0, 2, "rate")]


def test_quang_nam_2019_takes_the_most_participants_above_half_the_score() -> None:
    rules = UnitRules(keys=("took_part",), score_above=5000)
    teams = [
        Team(1, people(500, 500, 500)),  # exactly half
        Team(2, people(510, 500)),
        Team(3, people(900)),
    ]
    assert [(line.place, line.unit, line.why) for line in rank_units(teams, rules)] == [
        (1, 2, ""), (2, 3, ""), (0, 1, "score"),
    ]  # fmt: skip


def test_hue_2025_ranks_each_block_apart() -> None:
    rules = UnitRules(roster="round", blocks=True, keys=("rate", "mean"))
    teams = [
        Team(1, people(900, 900), 2, "commune"),
        Team(2, people(900), 2, "department"),
        Team(3, people(800), 1, "department"),
        Team(4, people(700), 1, "commune"),
    ]
    assert [(line.block, line.place, line.unit) for line in rank_units(teams, rules)] == [
        ("commune", 1, 1), ("commune", 2, 4), ("department", 1, 3), ("department", 2, 2),
    ]  # fmt: skip


def test_the_formula_weighs_percentages_as_they_are_published() -> None:
    rules = UnitRules(
        roster="contest", keys=("formula",), weights=(Weight("rate", 2), Weight("score", 2), Weight("all_correct", 1))
    )
    figures = figures_of(Team(1, people(1000, 500), headcount=3), rules)
    assert (figures.rate, figures.score, figures.all_correct) == (6667, 7500, 1)
    assert figures.formula == 6667  # (2 × 66.67 + 2 × 75.00 + 50.00) / 5 = 66.668


@pytest.mark.parametrize(
    ("best", "mean"), [(1, 900), (2, 850), (3, 700), (4, 525)], ids=["one", "two", "all", "who is missing counts 0"]
)
def test_the_mean_of_the_best(best: int, mean: int) -> None:
    rules = UnitRules(keys=("mean_best",), best=best)
    assert figures_of(Team(1, people(400, 900, 800)), rules).mean_best == mean


def test_over_the_roster_the_absent_count_nothing() -> None:
    rules = UnitRules(roster="contest", keys=("mean_roster",))
    assert figures_of(Team(1, people(900, 600), headcount=4), rules).mean_roster == 375


def test_more_people_than_the_roster_has_make_no_more_than_all() -> None:
    figures = figures_of(Team(1, people(900, 600, 300), headcount=2), UnitRules(roster="contest", keys=("rate",)))
    assert (figures.rate, figures.mean_roster) == (10_000, 600)


@pytest.mark.parametrize("headcount", [None, 0])
def test_a_unit_without_a_roster_has_no_place_where_the_rules_count_against_one(headcount: int | None) -> None:
    team = Team(1, people(900), headcount=headcount)
    assert rank_units([team], UnitRules(roster="contest", keys=("rate",)))[0].why == "no_roster"
    assert rank_units([team], UnitRules(keys=("mean",)))[0].place == 1


def test_who_was_complete_first_stands_first_among_equals() -> None:
    rules = UnitRules(roster="contest", keys=("rate", "completed"))
    teams = [Team(1, (Taken(1, 1, 5), Taken(1, 1, 9)), 2), Team(2, (Taken(1, 1, 8), Taken(1, 1, 7)), 2)]
    assert [line.unit for line in rank_units(teams, rules)] == [2, 1]
