"""What is wrong with a list of people who may enter, in words."""

from django.utils.translation import gettext_lazy as _

from contests.entering.invited_rows import Fault

FAULTS = {
    "no_head": _("No row names the columns. The first rows need the heads “Họ và tên” and “Đơn vị”."),
    "name_missing": _("The name is missing."),
    "name_bad": _("“%(value)s” is no full name: family name and given name, without digits."),
    "unit_missing": _("The unit is missing."),
    "born_bad": _("“%(value)s” is no date of birth that can be right. Write it as dd/mm/yyyy."),
    "year_only": _("Only the year %(value)s is given; the date of birth stays empty."),
    "phone_bad": _("“%(value)s” is not a Vietnamese phone number."),
    "email_bad": _("“%(value)s” is not an e-mail address."),
    "broken_formula": _("The formula gives no value (%(value)s)."),
    "too_long": _("“%(value)s …” is too long."),
    "code_twice": _("Row %(value)s has the same employee code."),
    "person_twice": _("Row %(value)s names somebody of the same name, unit and date of birth: the same person?"),
    "on_list": _("%(value)s is on the list already; the row is left out."),
    "like_on_list": _("Somebody called %(value)s of the same unit is on the list already: the same person?"),
}


def fault_in_words(fault: Fault) -> str:
    """Return the sentence for a fault."""
    return str(FAULTS[fault.code]) % {"value": fault.value}
