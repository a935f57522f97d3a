"""A programme to begin with: three parts as most offices play them, for the organiser to change."""

from django.utils.translation import gettext as _

from contests.stage.programme import Combining, Criterion, Penalty, Programme, Segment, TieKey


def usual_programme() -> Programme:
    """Return greeting, quiz and skit, in the words of the present language."""
    greeting = (
        Criterion(_("Content"), 1000), Criterion(_("Form and staging"), 600), Criterion(_("Keeping to the time"), 400),
    )  # fmt: skip
    skit = (
        Criterion(_("Message on administrative reform"), 1500), Criterion(_("Script"), 1000),
        Criterion(_("Acting and staging"), 1000), Criterion(_("Keeping to the time"), 500),
    )  # fmt: skip
    penalty = Penalty(every=30, points=50)
    return Programme(
        (
            Segment(_("Greeting"), "greeting", "judged", 2000, seconds=180, criteria=greeting, penalty=penalty),
            Segment(_("Knowledge"), "knowledge", "quiz", 4000),
            Segment(_("Skit"), "skit", "judged", 4000, seconds=600, criteria=skit, penalty=penalty),
        ),
        Combining(),
        (TieKey(3), TieKey(2)),
        "bell",
    )
