"""Which of two copies of an answer is the newer, when phones sleep, networks stall and papers change hands."""

from dataclasses import dataclass

MOST_EDITS = 1_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """A copy of an answer as a browser holds it; None where it does not say.

    hold: of the paper when the answer was chosen; grows whenever another browser takes the paper over. edit: one more
    than the revision it replaces, and one more with each further choice that the server has not heard of.
    """

    hold: int | None = None
    edit: int | None = None

    def is_older_than(self, hold: int, revision: int) -> bool:
        """Say whether the kept answer, of `hold` and `revision`, was chosen after this one."""
        if self.hold is None:
            return False
        return hold > self.hold or (hold == self.hold and self.edit is not None and self.edit < revision)

    def repeats(self, hold: int, revision: int) -> bool:
        """Say whether this is the copy kept already, sent once more because its receipt was lost."""
        return (self.hold, self.edit) == (hold, revision)


ANY = Version()


def version_from(hold: str, edit: str) -> Version:
    """Read what a browser sent; what is no such number says nothing."""
    return Version(_number(hold), _number(edit))


def _number(given: str) -> int | None:
    fits = given.isascii() and given.isdecimal() and len(given) < 8
    return int(given) if fits and int(given) <= MOST_EDITS else None
