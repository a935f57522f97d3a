"""Time over its limit: how much, and what the scale proposes. What is taken away is the jury's word."""

from contests.stage.programme import Segment


def seconds_over(segment: Segment, actual: int) -> int:
    """Return by how many seconds a performance of `actual` seconds passed the limit; 0 where it did not."""
    return max(actual - segment.seconds, 0) if segment.seconds else 0


def proposed(segment: Segment, actual: int) -> int:
    """Return the hundredths that the scale of the segment proposes to take away; 0 where it has none."""
    penalty = segment.penalty
    if penalty is None:
        return 0
    over = max(seconds_over(segment, actual) - penalty.grace, 0)
    begun = -(-over // penalty.every)
    return min(begun * penalty.points, penalty.most or segment.maximum, segment.maximum)
