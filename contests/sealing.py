"""What nobody is shown while a round asks to foretell it: every live count that would give the figure away."""

from datetime import datetime

from contests.models import Contest, Phase, Round
from contests.tally import is_over


def sealed(of: Contest | Round, now: datetime) -> bool:
    """Say whether the boards of a contest or round show nothing at `now`.

    A board tells how many took part and how many had everything right, so it stays shut from the opening of a round
    that asks for a prediction until no paper of it takes an answer any more. The rounds before stay open to see.
    """
    rounds = [of] if isinstance(of, Round) else of.rounds.all()
    return any(
        one.rules.get("predicts") and one.opens_at <= now and one.phase_at(now) != Phase.DRAFT and not is_over(one, now)
        for one in rounds
    )
