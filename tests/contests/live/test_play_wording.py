"""What players are told of the rules they play by, and what an organiser may settle."""

from itertools import product

import pytest

from contests.live.bell import BellRule, FalseStart, Passes
from contests.live.cards import CardRule
from contests.live.forms import LiveRoundForm
from contests.live.rules import PLAYS, LiveRules
from contests.live.scoring import TEAM_RULES
from contests.live.wording import sentences

USUAL = {name: field.initial for name, field in LiveRoundForm().fields.items() if field.initial is not None}
GIVEN = USUAL | {"title": "Vòng", "one_by_one": "", "early": "", "nicknames": "", "knockout": ""}


@pytest.mark.parametrize(("false_start", "passes"), list(product(FalseStart, Passes)))
def test_every_rule_of_the_bell_is_told_with_its_figures(false_start: FalseStart, passes: Passes) -> None:
    bell = BellRule(points=37, penalty=13, seconds=29, false_start=false_start, wait=11, passes=passes)
    told = " ".join(sentences(LiveRules(play="bell", bell=bell)))
    assert all(figure in told for figure in ("37", "13", "29"))
    assert ("11" in told) == (false_start is FalseStart.WAIT)


def test_no_two_rules_of_the_bell_are_told_alike() -> None:
    rules = [BellRule(false_start=a, passes=b) for a, b in product(FalseStart, Passes)]
    assert len({tuple(sentences(LiveRules(play="bell", bell=rule))) for rule in rules}) == len(rules)


def test_cards_pace_and_knockout_are_told_with_their_figures_and_only_where_they_are() -> None:
    told = " ".join(sentences(LiveRules(cards=CardRule(3, 7, 19), knockout=True, rescues=17)))
    assert all(figure in told for figure in ("3 ngôi sao hy vọng", "7 lượt 50:50", "19", "17"))
    assert "43" in " ".join(sentences(LiveRules(play="paced", minutes=43)))
    plain = " ".join(sentences(LiveRules()))
    assert not any(word in plain for word in ("50:50", "ngôi sao", "43"))


@pytest.mark.parametrize("teams", TEAM_RULES)
def test_how_units_are_ranked_is_told(teams: str) -> None:
    told = [tuple(sentences(LiveRules(teams=rule))) for rule in TEAM_RULES]  # type: ignore[arg-type]
    assert told.count(tuple(sentences(LiveRules(teams=teams)))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("play", PLAYS)
def test_what_an_organiser_settles_is_what_the_round_is_played_by(play: str) -> None:
    form = LiveRoundForm(
        GIVEN
        | {"play": play, "minutes": 3, "bell_points": 7, "bell_penalty": 5, "bell_seconds": 9, "bell_passes": "open"}
        | {"bell_false_start": "wait", "bell_wait": 4, "star": 2, "half": 1, "half_cost": 6, "teams": "captain"}
    )
    assert form.is_valid(), form.errors
    rules = form.rules()
    assert (rules.play, rules.minutes, rules.teams, rules.cards) == (play, 3, "captain", CardRule(2, 1, 6))
    assert rules.bell == BellRule(7, 5, 9, "wait", 4, "open")
    assert LiveRules.from_json(rules.to_json()) == rules


def test_the_usual_form_gives_the_usual_rules() -> None:
    form = LiveRoundForm(GIVEN)
    assert form.is_valid(), form.errors
    assert form.rules() == LiveRules()


@pytest.mark.parametrize("play", ["bell", "paced"])
def test_a_knockout_of_another_play_is_refused_with_a_word(play: str) -> None:
    form = LiveRoundForm(GIVEN | {"play": play, "knockout": "on"})
    assert not form.is_valid()
    assert list(form.errors) == ["play"]
