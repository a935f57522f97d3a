"""What is said of the people: who may enter, what is asked of them, who may not take part."""

from django.utils.translation import gettext as _

from contests.models import Contest


def who_may_enter(contest: Contest) -> list[str]:
    """Return the sentences about who may enter."""
    named = [unit.name for unit in contest.eligible_units.order_by("name_folded")]
    said = {
        Contest.Entry.ACCOUNT: _("People with an account enter by signing in."),
        Contest.Entry.REGISTER: _("Anyone enters who registers with name, unit and phone number."),
    }[Contest.Entry(contest.entry)]
    if named:
        units = _("The contest is for people of: %(units)s, and of the units under them.") % {"units": "; ".join(named)}
    else:
        units = _("The contest is for people of every unit.")
    return [units, said, *who_may_not()]


def who_may_not() -> list[str]:
    return [_("Organisers, and whoever wrote or reviewed the questions, may not take part.")]


def personal_data(contest: Contest) -> list[str]:
    """Return the sentences about what is kept of a person, why, and for how long."""
    asked = {
        Contest.Entry.ACCOUNT: _("The contest keeps the name and the unit of the account, the answers and the result."),
        Contest.Entry.REGISTER: _(
            "The contest keeps name, unit and phone number as they were registered, the answers and the result. "
            "The phone number tells people of one name apart and lets them come back; it is shown to nobody."
        ),
    }[Contest.Entry(contest.entry)]
    return [
        asked,
        _(
            "They serve only to hold this contest, to publish its results and to learn which regulations need "
            "training. Anybody can ask the organising unit to see, correct or remove what is kept of them."
        ),
    ]
