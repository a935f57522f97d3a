"""Faults of an imported file in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank.formats.files import FileTooLarge, NotASpreadsheet
from questionbank.formats.record import Fault
from questionbank.formats.sheet import ColumnsMissing

SENTENCES = {
    "empty": gettext_lazy("This cell is empty and must be filled."),
    "too_few_choices": gettext_lazy("At least two choices are needed."),
    "choices_alike": gettext_lazy("Two choices of this question say the same."),
    "became_a_date": gettext_lazy(
        "Excel turned this into a date (%(value)s). Format the cell as text and type it again."
    ),
    "letter_removed": gettext_lazy("The letter before the choice was left out: the page adds it."),
    "key_unknown": gettext_lazy("“%(value)s” is no answer letter of this question. Write A, B, C … or several as A,C."),
    "topic_unknown": gettext_lazy("There is no topic “%(value)s”. Use the letter of a topic, such as a or đ."),
    "value_unknown": gettext_lazy("“%(value)s” is not known here. Use one of the words in the template."),
    "too_many_right": gettext_lazy("This kind of question has one right answer, but %(value)s is given."),
    "all_right": gettext_lazy("All choices are marked right: nothing would be asked."),
    "two_choices_wanted": gettext_lazy("A true-or-false question has exactly two choices."),
    "stem_repeated": gettext_lazy("The same question stands in row %(value)s."),
    "code_repeated": gettext_lazy("The same code stands in row %(value)s."),
    "code_in_bank": gettext_lazy("A question with the code %(value)s is in the bank already."),
    "stem_in_bank": gettext_lazy("The bank has this question already, as %(value)s."),
    "provision_not_found": gettext_lazy("%(value)s"),
    "wording": gettext_lazy("%(value)s"),
}


def in_words(fault: Fault) -> str:
    """Return what is wrong and what to do."""
    return str(SENTENCES[fault.code]) % {"value": fault.value}


def refusal_in_words(refusal: Exception) -> str:
    """Return why a file was not read and what to do."""
    if isinstance(refusal, FileTooLarge):
        return _("The file is too large: at most 10 MB and 5,000 questions. Split it and bring the parts one by one.")
    if isinstance(refusal, ColumnsMissing):
        return _("These columns are missing: %(columns)s. Take the template and copy your questions into it.") % {
            "columns": ", ".join(refusal.columns)
        }
    if isinstance(refusal, NotASpreadsheet):
        return _("This is no Excel file (.xlsx) or CSV file in UTF-8. Save it as .xlsx in Excel and try again.")
    raise refusal
