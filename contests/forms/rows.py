"""Tables that grow by a row: formsets of which an empty row says nothing."""

from typing import Any

from django import forms
from django.http import QueryDict

MOST_ROWS = 40
ADD = "add-row"  # the name of the button that asks for one more row


class Rows(forms.BaseFormSet):
    """A table of which every row may be emptied, those that were kept before as well."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.Form:
        form = super()._construct_form(i, **kwargs)
        form.empty_permitted = True
        return form  # type: ignore[no-any-return]


def rows_of(form: type[forms.Form], prefix: str, *args: Any, spare: int = 1, **kwargs: Any) -> Any:
    """Return a formset of `form`: the rows typed or kept and, on a fresh page, `spare` empty ones."""
    factory = forms.formset_factory(form, formset=Rows, extra=spare, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    return factory(*args, prefix=prefix, **kwargs)


def one_row_more(sent: QueryDict, prefix: str) -> QueryDict:
    """Return what was sent with one empty row more under `prefix`."""
    more = sent.copy()
    held = more.get(f"{prefix}-TOTAL_FORMS", "0")
    more[f"{prefix}-TOTAL_FORMS"] = str(min(int(held) + 1 if held.isdecimal() and len(held) < 4 else 1, MOST_ROWS))
    return more


def filled(rows: Any) -> list[dict[str, Any]]:
    """Return what was typed in the rows that say something. Call it only after is_valid()."""
    return [row.cleaned_data for row in rows if row.has_changed() and row.cleaned_data]
