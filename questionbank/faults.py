"""Faults and refusals of an import in the reader's language: what is wrong and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import importing
from questionbank.formats.files import FileTooLarge, NotASpreadsheet
from questionbank.formats.lines import NotPlainText
from questionbank.formats.package import HasMacros, LockedWordFile, NotAWordFile, OldWordFile
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
    "no_answer": gettext_lazy("No answer given"),
    "several_marked": gettext_lazy("Several choices stand out"),
    "marks_disagree": gettext_lazy("Looks that disagree"),
    "answers_disagree": gettext_lazy("Answers that disagree"),
    "choice_out_of_place": gettext_lazy("Choice out of place"),
    "too_many_choices": gettext_lazy("Too many choices"),
    "choices_not_wanted": gettext_lazy("Choices where none are asked"),
    "text_not_read": gettext_lazy("Text that is not taken over"),
    "line_joined": gettext_lazy("Line joined to a choice"),
    "field_twice": gettext_lazy("Given twice"),
    "file_missing": gettext_lazy("Picture or sound missing"),
    "picture_not_read": gettext_lazy("Picture that cannot be taken over"),
    "equation_not_read": gettext_lazy("Equation that cannot be read"),
    "drawing_not_read": gettext_lazy("Drawing that cannot be read"),
    "text_box_not_read": gettext_lazy("Text box that cannot be read"),
    "symbol_not_read": gettext_lazy("Symbol that cannot be read"),
    "footnote_not_read": gettext_lazy("Footnote that is not taken over"),
    "hidden_text": gettext_lazy("Hidden text"),
    "raised_text": gettext_lazy("Raised or lowered text"),
    "numbering_unknown": gettext_lazy("Numbering that is not known"),
    "number_twice": gettext_lazy("Question number twice"),
    "number_missing": gettext_lazy("Question number left out"),
    "part_out_of_place": gettext_lazy("Part of a situation out of place"),
    "key_of_no_question": gettext_lazy("Key of no question"),
    "key_of_several": gettext_lazy("Key of several questions"),
    "remark_of_no_choice": gettext_lazy("Remark on no choice"),
    "points_unknown": gettext_lazy("Points that cannot be read"),
    "no_questions": gettext_lazy("No question"),
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
    "no_answer": gettext_lazy(
        "No answer is given: no “Đáp án:” line, no table of keys, and no choice that stands out."
    ),
    "several_marked": gettext_lazy(
        "Choices %(value)s stand out by their look. Name the right one, or write “Loại: Nhiều lựa chọn”."
    ),
    "marks_disagree": gettext_lazy("One look marks one choice, another look another: %(value)s."),
    "answers_disagree": gettext_lazy("The answer is given in two places that disagree: %(value)s."),
    "choice_out_of_place": gettext_lazy(
        "“%(value)s” does not follow the choice before it. Letter the choices A, B, C … without a gap, "
        "before the answer."
    ),
    "too_many_choices": gettext_lazy("A question has at most ten choices; this one has %(value)s."),
    "choices_not_wanted": gettext_lazy("This kind of question has no choices, but “%(value)s” is given."),
    "text_not_read": gettext_lazy("“%(value)s” belongs to no question and is not taken over."),
    "line_joined": gettext_lazy("“%(value)s” was joined to the choice above it. Check that it belongs there."),
    "field_twice": gettext_lazy("This stands twice in one question: “%(value)s”."),
    "file_missing": gettext_lazy("The picture or sound “%(value)s” belongs here, and the file does not hold it."),
    "picture_not_read": gettext_lazy(
        "A picture cannot be taken over: %(value)s. Use PNG or JPEG, in the question or beside a choice."
    ),
    "equation_not_read": gettext_lazy("An equation cannot be read: %(value)s. Write it as text or as a picture."),
    "drawing_not_read": gettext_lazy(
        "A drawing, chart or inserted document cannot be read: %(value)s. Use a picture instead."
    ),
    "text_box_not_read": gettext_lazy("A text box is not read: “%(value)s”. Move its words into the line."),
    "symbol_not_read": gettext_lazy("A symbol of a special font cannot be read (%(value)s). Type it as text."),
    "footnote_not_read": gettext_lazy("Footnotes are not taken over."),
    "hidden_text": gettext_lazy("Text that Word hides was left out: “%(value)s”."),
    "raised_text": gettext_lazy("“%(value)s” is raised or lowered, which plain text cannot say. Write it out."),
    "numbering_unknown": gettext_lazy(
        "Word numbers this in a form that is not known here (%(value)s). Use A, B, C or 1, 2, 3."
    ),
    "number_twice": gettext_lazy("The number %(value)s stands twice; the first line is given in brackets."),
    "number_missing": gettext_lazy("Questions with these numbers are missing before this one: %(value)s."),
    "part_out_of_place": gettext_lazy("Parts of a situation follow it and are numbered 5.1, 5.2 …: %(value)s."),
    "key_of_no_question": gettext_lazy("The table of keys names a question that is not there: %(value)s."),
    "key_of_several": gettext_lazy("Several questions have the number that the table of keys names: %(value)s."),
    "remark_of_no_choice": gettext_lazy("A remark names a choice that is not there: %(value)s."),
    "points_unknown": gettext_lazy("“%(value)s” does not end with whole points, such as “: 2 điểm”."),
    "no_questions": gettext_lazy("No question was found. Begin each with “Câu 1.”, “Câu 2.” and so on."),
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
        case NotPlainText():
            return _("This is no text in UTF-8. Save it as UTF-8 text, or as a Word document (.docx).")
        case OldWordFile():
            return _("This is a document of Word 97–2003 (.doc). Save it as .docx in Word and try again.")
        case LockedWordFile():
            return _("This file is locked with a password. Save it without one and try again.")
        case HasMacros():
            return _("This document holds macros. Save it as .docx and try again.")
        case NotAWordFile():
            return _(
                "This is no Word document (.docx), or it is damaged. Open it in Word, save it again and try again."
            )
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
