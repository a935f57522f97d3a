"""What people type of points and times, and what it is taken for."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from contests.stage.fields import NotPoints, PointsField, SecondsField, hundredths
from contests.templatetags.points import figure_shown, hundred, minutes, points


@given(st.integers(-1_000_000, 1_000_000))
def test_points_that_are_shown_are_read_back_in_either_tongue(value: int) -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            assert hundredths(points(value)) == value


@pytest.mark.parametrize("typed", ["", "abc", "8,255", "1e3", "NaN", "8,2,5", "--1", "∞", "99999999"])
def test_what_is_no_number_of_points_is_said(typed: str) -> None:
    with pytest.raises(NotPoints):
        hundredths(typed)


def test_points_lie_between_their_ends() -> None:
    assert PointsField(most=1000).clean("10") == 1000
    for typed in ("10,01", "-1"):
        with pytest.raises(ValidationError):
            PointsField(most=1000).clean(typed)


@pytest.mark.parametrize(("typed", "seconds"), [("1:30", 90), ("01:05", 65), ("90", 90), ("0:00", 0), ("", None)])
def test_times_are_minutes_and_seconds_or_seconds(typed: str, seconds: int | None) -> None:
    assert SecondsField(required=False).clean(typed) == seconds


@pytest.mark.parametrize("typed", ["1:75", "a", "1.30", "-5", "999:99", "99999"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(ValidationError):
        SecondsField().clean(typed)


def test_what_is_shown() -> None:
    with translation.override("vi"):
        assert [points(825), points(1000), points(None), points(50)] == ["8,25", "10", "", "0,5"]
        assert figure_shown(None) == ""
    assert (hundred(825), minutes(72), minutes(None)) == ("8.25", "01:12", "")
