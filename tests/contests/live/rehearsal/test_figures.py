"""The sheet of a rehearsal: percentiles, and what counts as lost."""

from hypothesis import given
from hypothesis import strategies as st

from contests.live.rehearsal.figures import Ledger, percentile, sheet


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300), st.sampled_from([50, 95, 100]))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert found in {round(value) for value in values}
    assert sum(round(value) <= found for value in values) * 100 >= percent * len(values)


def test_of_nothing_there_is_no_percentile() -> None:
    assert percentile([], 95) is None


def test_only_what_is_held_as_acknowledged_is_not_lost() -> None:
    ledger = Ledger(
        acknowledged_ms=[5.0, 9.0, 7.0, 30.0],
        kept={(1, 1, 1): (11,), (2, 1, 1): (12,), (3, 1, 1): (13,)},
        open={(4, 1, 1)},
        drops=2,
        returns=1,
    )
    held = {(1, 1, 1): (11,), (2, 1, 1): (99,), (4, 1, 1): (14,)}  # two's is another, three's is gone
    told = sheet(ledger, phones=10, questions=1, held=held)
    assert (told.lost, told.unanswered, told.acknowledged) == (2, 1, 4)
    assert (told.acknowledged_p50, told.acknowledged_p95, told.reached_p50) == (7, 30, None)
    assert sheet(ledger, phones=10, questions=1, held=held | ledger.kept).lost == 0
