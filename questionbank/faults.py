"""Faults and refusals of an import in the reader's language: what is wrong and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import importing
from questionbank.formats.files import FileTooLarge, NotASpreadsheet
from questionbank.formats.record import Fault
from questionbank.formats.sheet import ColumnsMissing

KINDS = {
    "empty": gettext_lazy("Empty cell"),
    "too_few_choices": gettext_lazy("Too few choices"),
    "choices_alike": gettext_lazy("Choices that say the same"),
    "became_a_date": gettext_lazy("Turned into a date by Excel"),
    "number_read": gettext_lazy("Number to compare with the file"),
    "letter_removed": gettext_lazy("Letter before a choice left out"),
    "column_not_read": gettext_lazy("Column that is not taken over"),
    "code_too_long": gettext_lazy("Code too long"),
    "key_unknown": gettext_lazy("Unknown answer letter"),
    "topic_unknown": gettext_lazy("Unknown topic"),
    "value_unknown": gettext_lazy("Unknown word"),
    "too_many_right": gettext_lazy("Several right answers"),
    "all_right": gettext_lazy("All choices right"),
    "two_choices_wanted": gettext_lazy("True or false with other choices"),
    "question_repeated": gettext_lazy("Question repeated in the file"),
    "stem_repeated": gettext_lazy("Same words with other choices"),
    "code_repeated": gettext_lazy("Code repeated in the file"),
    "code_in_bank": gettext_lazy("Code already in the bank"),
    "code_retired": gettext_lazy("Code of a retired question"),
    "question_in_bank": gettext_lazy("Question already in the bank"),
    "near_duplicate": gettext_lazy("Like a question of the bank"),
    "provision_not_found": gettext_lazy("Citation not found"),
    "wording": gettext_lazy("Wording that cannot be asked"),
    "no_citation": gettext_lazy("No citation yet"),
    "count_unlike": gettext_lazy("Not as many as choices"),
    "too_many_parts": gettext_lazy("Too many parts"),
    "not_as_a_part": gettext_lazy("Kind that cannot be a part"),
    "cannot_be_asked_alike": gettext_lazy("Choices that say the same"),
    "cannot_be_asked_too_few": gettext_lazy("Too few choices"),
    "cannot_be_asked_same": gettext_lazy("Right sides all alike"),
    "cannot_be_asked_none": gettext_lazy("No answer given"),
    "cannot_be_asked_no_number": gettext_lazy("Answer that is no number"),
    "cannot_be_asked_gaps": gettext_lazy("Gaps and answers do not agree"),
}
SENTENCES = {
    "empty": gettext_lazy("This cell is empty and must be filled."),
    "too_few_choices": gettext_lazy("At least two choices are needed."),
    "choices_alike": gettext_lazy("Two choices of this question say the same."),
    "became_a_date": gettext_lazy(
        "Excel turned this into a date (%(value)s). Format the cell as text and type it again."
    ),
    "number_read": gettext_lazy(
        "The file holds the number %(value)s. If it shows something else, such as a percentage, type that as text."
    ),
    "letter_removed": gettext_lazy("The letter before the choice was left out: the page adds it."),
    "column_not_read": gettext_lazy(
        "%(value)s cells of this column are not taken over: questions have no place for them."
    ),
    "code_too_long": gettext_lazy("A code has at most 30 characters."),
    "key_unknown": gettext_lazy("“%(value)s” is no answer letter of this question. Write A, B, C … or several as A,C."),
    "topic_unknown": gettext_lazy("There is no topic “%(value)s”. Use the letter of a topic, such as a or đ."),
    "value_unknown": gettext_lazy("“%(value)s” is not known here. Use one of the words in the template."),
    "too_many_right": gettext_lazy("This kind of question has one right answer, but %(value)s is given."),
    "all_right": gettext_lazy("All choices are marked right: nothing would be asked."),
    "two_choices_wanted": gettext_lazy("A true-or-false question has exactly two choices."),
    "question_repeated": gettext_lazy("The same question stands in row %(value)s."),
    "stem_repeated": gettext_lazy("Row %(value)s asks with the same words, but with other choices."),
    "code_repeated": gettext_lazy("The same code stands in row %(value)s."),
    "code_in_bank": gettext_lazy("A question with the code %(value)s is in the bank already."),
    "code_retired": gettext_lazy("The question with the code %(value)s is retired. Give the new one another code."),
    "question_in_bank": gettext_lazy("The bank has this question already, as %(value)s."),
    "near_duplicate": gettext_lazy("The bank has one like it: %(value)s"),
    "provision_not_found": "%(value)s",  # said already
    "wording": "%(value)s",
    "no_citation": gettext_lazy("No clause is cited. The question can be taken, and must be cited before its review."),
    "count_unlike": gettext_lazy("Give a remark for every choice, or for none."),
    "too_many_parts": gettext_lazy("A situation has at most ten parts; this one has %(value)s."),
    "not_as_a_part": gettext_lazy("An essay or a prediction cannot be a part of a situation."),
    "cannot_be_asked_alike": gettext_lazy("Two choices of this question say the same."),
    "cannot_be_asked_too_few": gettext_lazy("More choices or right sides are needed."),
    "cannot_be_asked_same": gettext_lazy("All right sides say the same: nothing would be asked."),
    "cannot_be_asked_none": gettext_lazy("Give the right answer, or for an essay each criterion with its points."),
    "cannot_be_asked_no_number": gettext_lazy("Give the right answer as a number, such as 15 or 2,5."),
    "cannot_be_asked_gaps": gettext_lazy(
        "Write each gap as [[1]], [[2]] and so on, and give as many answers, parted by “||”."
    ),
}


def in_words(fault: Fault) -> str:
    """Return what is wrong and what to do."""
    return str(SENTENCES[fault.code]) % {"value": fault.value}


def refusal_in_words(refusal: Exception) -> str:
    """Return why a file was not read or not accepted, and what to do. Raises what it does not know."""
    match refusal:
        case FileTooLarge():
            return _("The file is too large: at most 10 MB and 10,000 questions. Split it and bring the parts.")
        case ColumnsMissing(columns=columns):
            return _("These columns are missing: %(columns)s. Take the template and copy your questions into it.") % {
                "columns": ", ".join(columns)
            }
        case NotASpreadsheet():
            return _("This is no Excel file (.xlsx) or CSV file in UTF-8. Save it as .xlsx in Excel and try again.")
        case importing.AlreadyAccepted():
            return _("These questions have been taken into the bank already.")
        case importing.HasFaults():
            return _("Some rows are wrong. Mend the file and bring it again, or take the good rows.")
        case importing.NothingGood():
            return _("No row can be taken. Mend the file and bring it again.")
        case importing.BankMovedOn():
            return _(
                "The bank has changed since the file was read. The rows were checked again: look at them once more."
            )
    raise refusal
