"""Each warning has a question that it is for, and one that it is not for."""

import pytest

from training.measure.warnings import FEWEST, Option, Warn, warnings_for

KEY = Option(True, 0.6, 0.1, 0.02)
WEAK = Option(False, 0.25, -0.15, 0.03)
IDLE = Option(False, 0.01, -0.2, 0.2)


def warned(options: tuple[Option, ...] = (KEY, WEAK), **changed: float) -> tuple[Warn, ...]:
    usual = {"answers": 400, "low": 0.56, "high": 0.64, "discrimination": 0.3}
    return warnings_for(**{**usual, **changed}, options=options)  # type: ignore[arg-type]


def test_a_good_question_is_left_alone() -> None:
    assert warned() == ()


def test_few_answers_say_nothing_else() -> None:
    assert warned(answers=FEWEST - 1, discrimination=-0.9) == (Warn.TOO_FEW,)


def test_a_wrong_choice_of_the_strong_is_a_likely_wrong_key_and_says_all() -> None:
    key, other = Option(True, 0.3, -0.1, 0.03), Option(False, 0.6, 0.1, 0.02)
    assert warned((key, other), discrimination=-0.3) == (Warn.LIKELY_WRONG_KEY,)


def test_a_key_that_nobody_takes_is_likely_wrong() -> None:
    key = Option(True, 0.0, float("nan"), float("nan"))
    assert Warn.LIKELY_WRONG_KEY in warned(
        (key, Option(False, 0.7, 0.0, 0.02)), low=0.0, high=0.01, discrimination=float("nan")
    )


def test_a_wrong_choice_as_strong_as_the_right_one_is_ambiguous_only_if_many_take_it() -> None:
    as_good = Option(False, 0.25, 0.11, 0.03)
    few = Option(False, 0.1, 0.11, 0.05)
    assert warned((KEY, as_good)) == (Warn.AMBIGUOUS,)
    assert warned((KEY, few)) == ()


@pytest.mark.parametrize(
    ("changed", "warn"),
    [
        ({"discrimination": -0.2}, Warn.NEGATIVE),
        ({"discrimination": -0.05}, Warn.TELLS_LITTLE),
        ({"low": 0.95, "high": 0.99}, Warn.GIVES_ITSELF_AWAY),
        ({"low": 0.1, "high": 0.2}, Warn.NOBODY_KNOWS),
    ],
)
def test_each_limit_is_passed_only_surely(changed: dict[str, float], warn: Warn) -> None:
    assert warn in warned(**changed)
    unsure = {**changed, "answers": 40} if "discrimination" in changed else {"low": 0.85, "high": 0.97}
    assert warn not in warned(**unsure)


def test_an_idle_choice_is_told_unless_the_question_is_easy() -> None:
    assert warned((KEY, WEAK, IDLE)) == (Warn.IDLE_CHOICE,)
    assert warned((KEY, IDLE), low=0.95, high=0.99) == (Warn.GIVES_ITSELF_AWAY,)


def test_without_choices_only_the_figures_speak() -> None:
    assert warned(()) == ()
    assert warned((), low=0.0, high=0.05) == (Warn.NOBODY_KNOWS,)
