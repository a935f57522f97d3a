"""What is set aside together with a question that a contest names, so that what is missing does not tell which it is.

Whoever has practised a bank for weeks would see one question gone. So a crowd goes with it: questions of the same group
that begin with the same bits of a secret draw, as many bits as leave LEAST at least on both sides of every cut. Each
of a crowd, had it been named, would have the same crowd. The draw of a question never changes and a crowd is only cut
again when the bank grows, so that looking again and again narrows nothing down; whoever noted a crowd before it was cut
again is left with those of both.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping

LEAST = 5
BITS = 64


def with_crowds(
    named: Collection[int], stock: Mapping[int, Hashable], drawn: Callable[[int], int], least: int = LEAST
) -> frozenset[int]:
    """Return `named` with the crowd of each.

    stock: what would be put if nothing was named → its group. drawn: question → a secret number of BITS bits. A group
    of fewer than `least` goes whole.
    """
    groups: defaultdict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    seen = [one for one in named if one in stock]
    wanted = {stock[one] for one in seen}
    for question, group in stock.items():
        if group in wanted:
            groups[group].append((question, drawn(question)))
    held = set(named)
    for one in seen:
        held |= _crowd(drawn(one), groups[stock[one]], least)
    return frozenset(held)


def _crowd(own: int, group: list[tuple[int, int]], least: int) -> set[int]:
    crowd = group
    for bit in range(BITS - 1, -1, -1):
        like = [each for each in crowd if each[1] >> bit & 1 == own >> bit & 1]
        if len(like) < least or len(crowd) - len(like) < least:  # so that it fits each of the crowd alike
            break
        crowd = like
    return {question for question, _drawn in crowd}
