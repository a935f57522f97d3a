"""What is missing from practice does not tell which question a contest has named."""

from collections.abc import Callable
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from practice.crowds import BITS, LEAST, with_crowds


def drawn_by(secret: int) -> Callable[[int], int]:
    return lambda question: int.from_bytes(sha256(f"{secret}:{question}".encode()).digest()[: BITS // 8])


stocks = st.dictionaries(st.integers(0, 300), st.integers(0, 3), max_size=120)


@given(stocks, st.sets(st.integers(0, 300), max_size=8), st.integers())
def test_each_goes_with_a_crowd_of_its_own_group(stock: dict[int, int], named: set[int], secret: int) -> None:
    held = with_crowds(named, stock, drawn_by(secret))
    assert named <= held <= named | stock.keys()
    for question in named & stock.keys():
        group = [one for one, own in stock.items() if own == stock[question]]
        assert len(held.intersection(group)) >= min(LEAST, len(group))
    touched = {stock[one] for one in named & stock.keys()}
    assert {stock[one] for one in held & stock.keys()} == touched


@given(stocks, stocks, st.sampled_from(range(300)), st.integers())
def test_a_growing_bank_narrows_a_crowd_to_no_fewer_than_the_least(
    stock: dict[int, int], more: dict[int, int], question: int, secret: int
) -> None:
    early = {**dict.fromkeys(range(question, question + LEAST), 0), **dict.fromkeys(stock, 0)}
    late = early | {pk + 1000: 0 for pk in more}
    before, after = (with_crowds({question}, some, drawn_by(secret)) for some in (early, late))
    assert question in before & after
    assert len(after) >= LEAST
    assert after & early.keys() <= before  # what was not missing before is not missing now


@given(st.integers(), st.integers(0, 199))
def test_any_of_a_crowd_could_have_been_named(secret: int, question: int) -> None:
    """Named instead, each of them would set the same aside: what is missing fits all of them alike."""
    stock = dict.fromkeys(range(200), 0)
    crowd = with_crowds({question}, stock, drawn_by(secret))
    assert all(with_crowds({one}, stock, drawn_by(secret)) == crowd for one in crowd)


def test_a_large_bank_loses_few() -> None:
    stock = dict.fromkeys(range(2000), 0)
    sizes = [len(with_crowds({one}, stock, drawn_by(7))) for one in range(100)]
    assert max(sizes) < 60
    assert sum(sizes) / len(sizes) < 15
