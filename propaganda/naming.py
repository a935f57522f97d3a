"""What pages call areas and periods, in the reader's language; documents have words of their own, always Vietnamese."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propaganda.periods import Period

AREA_NAMES = {
    "the-che": gettext_lazy("Institutional reform"),
    "thu-tuc": gettext_lazy("Reform of administrative procedures"),
    "bo-may": gettext_lazy("Reform of the state administrative apparatus"),
    "cong-vu": gettext_lazy("Reform of the civil service"),
    "tai-chinh": gettext_lazy("Public finance reform"),
    "so": gettext_lazy("E-government and digital government"),
}
_PERIODS = {
    "quy-1": gettext_lazy("First quarter"),
    "6-thang": gettext_lazy("Six months"),
    "9-thang": gettext_lazy("Nine months"),
    "nam": gettext_lazy("Whole year"),
}


def period_name(period: Period) -> str:
    return _("%(period)s %(year)s") % {"period": _PERIODS[period.code], "year": period.year}
