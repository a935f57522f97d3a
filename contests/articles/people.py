"""What is said of the people: who may enter, what is asked of them and kept, who may not take part."""

from django.utils.translation import gettext as _

from contests.entering.wording import what_is_asked, who_and_who_not
from contests.models import Contest


def who_may_enter(contest: Contest) -> list[str]:
    """Return the sentences about who may enter and who may not take part."""
    return who_and_who_not(contest)


def personal_data(contest: Contest) -> list[str]:
    """Return the sentences about what is asked of a person and kept, why, and for how long."""
    return [
        *what_is_asked(contest),
        _(
            "They serve only to hold this contest, to publish its results and to learn which regulations need "
            "training. Anybody can ask the organising unit to see, correct or remove what is kept of them."
        ),
    ]
