"""Faults and refusals of an import in the reader's language: what is wrong and what to do."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from official.figures import whole
from questionbank import importing
from questionbank.formats.files import MOST_ROWS, FileTooLarge, NotASpreadsheet
from questionbank.formats.front import NoQuestions, UnknownFormat
from questionbank.formats.lines import NotPlainText
from questionbank.formats.markup import NotReadable
from questionbank.formats.moodle_xml import NotMoodle
from questionbank.formats.package import HasMacros, LockedWordFile, NotAWordFile, OldWordFile
from questionbank.formats.qti import NotQti, OldQti, PackageTooLarge
from questionbank.formats.record import Fault
from questionbank.formats.sheet import ColumnsMissing

KINDS = {
    "empty": gettext_lazy("Empty cell"),
    "too_few_choices": gettext_lazy("Too few choices"),
    "choices_alike": gettext_lazy("Choices that say the same"),
    "became_a_date": gettext_lazy("Turned into a date by Excel"),
    "number_read": gettext_lazy("Number to compare with the file"),
    "letter_removed": gettext_lazy("Letter before a choice left out"),
    "columns_not_read": gettext_lazy("Columns that were not read"),
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
    "answers_disagree": gettext_lazy("Answers that disagree"),
    "brace_not_closed": gettext_lazy("Brace not closed"),
    "category": gettext_lazy("Category of the file"),
    "choice_out_of_place": gettext_lazy("Choices out of order"),
    "choices_not_wanted": gettext_lazy("Choices that do not belong"),
    "choices_of_gap_lost": gettext_lazy("Choices of a gap left out"),
    "description_left_out": gettext_lazy("Text without a question"),
    "drawing_not_read": gettext_lazy("Drawing"),
    "empty_stem": gettext_lazy("Empty question"),
    "equation_not_read": gettext_lazy("Equation"),
    "feedback_lost": gettext_lazy("Feedback left out"),
    "field_twice": gettext_lazy("Field given twice"),
    "fields_left_out": gettext_lazy("Fields left out"),
    "file_broken": gettext_lazy("Broken file inside"),
    "file_missing": gettext_lazy("Missing file"),
    "footnote_not_read": gettext_lazy("Footnote"),
    "formatting_lost": gettext_lazy("Formatting left out"),
    "hidden_text": gettext_lazy("Hidden text"),
    "hints_lost": gettext_lazy("Hints left out"),
    "key_of_no_question": gettext_lazy("Answer of no question"),
    "key_of_several": gettext_lazy("Answer of several questions"),
    "kind_left_out": gettext_lazy("Kind left out"),
    "parts_missing": gettext_lazy("Parts missing"),
    "line_joined": gettext_lazy("Line joined"),
    "marks_disagree": gettext_lazy("Marks that disagree"),
    "media_left_out": gettext_lazy("Pictures, sound or film left out"),
    "media_without_words": gettext_lazy("Pictures, sound or film without words"),
    "no_answer": gettext_lazy("No answer given"),
    "no_answer_line": gettext_lazy("No answer line"),
    "no_questions": gettext_lazy("No question"),
    "no_right_answer": gettext_lazy("No right answer"),
    "number_missing": gettext_lazy("Number left out"),
    "number_twice": gettext_lazy("Number given twice"),
    "numbering_unknown": gettext_lazy("Unknown numbering"),
    "part_out_of_place": gettext_lazy("Part out of place"),
    "picture_not_read": gettext_lazy("Picture"),
    "points_unknown": gettext_lazy("Points not understood"),
    "raised_text": gettext_lazy("Raised or lowered text"),
    "remark_of_no_choice": gettext_lazy("Remark of no choice"),
    "several_interactions": gettext_lazy("Several questions in one"),
    "several_marked": gettext_lazy("Several marked"),
    "symbol_not_read": gettext_lazy("Symbol"),
    "tags_lost": gettext_lazy("Tags left out"),
    "text_box_not_read": gettext_lazy("Text box"),
    "text_not_read": gettext_lazy("Text without a place"),
    "tolerances_unlike": gettext_lazy("Unlike tolerances"),
    "too_many_choices": gettext_lazy("Too many choices"),
    "type_left_out": gettext_lazy("Unknown kind of question"),
    "weights_lost": gettext_lazy("Partial marks left out"),
    "cannot_be_asked_empty": gettext_lazy("Empty question"),
    "cannot_be_asked_all": gettext_lazy("All choices right"),
    "cannot_be_asked_several": gettext_lazy("Several right answers"),
    "cannot_be_asked_not_two": gettext_lazy("True or false with other choices"),
    "cannot_be_asked_nested": gettext_lazy("Kind that cannot be a part"),
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
    "columns_not_read": gettext_lazy("%(value)s more columns hold something that is not read."),
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
    "answers_disagree": gettext_lazy("The answer is marked in several ways that disagree: %(value)s. Mark it once."),
    "brace_not_closed": gettext_lazy("The answers begin with “{” and never end with “}”."),
    "category": gettext_lazy("The file puts these questions under “%(value)s”; choose the topic here."),
    "choice_out_of_place": gettext_lazy("The letters of the choices do not follow each other: %(value)s."),
    "choices_not_wanted": gettext_lazy("This kind of question has no choices, but some stand here: %(value)s."),
    "choices_of_gap_lost": gettext_lazy("A gap is filled in by typing here; its choices are left out: %(value)s."),
    "description_left_out": gettext_lazy("This asks nothing and is left out: %(value)s"),
    "drawing_not_read": gettext_lazy(
        "A drawing stands here and is not read. Put what it says into words or a picture."
    ),
    "empty_stem": gettext_lazy("There is no text of the question before its choices."),
    "equation_not_read": gettext_lazy("An equation stands here and is not read. Write it in words or as a picture."),
    "feedback_lost": gettext_lazy("Feedback on single answers has no place here and is left out."),
    "field_twice": gettext_lazy("“%(value)s” stands twice for one question."),
    "fields_left_out": gettext_lazy("This format holds no code, explanation or citation; they are left out."),
    "file_broken": gettext_lazy("A file inside cannot be read: %(value)s."),
    "file_missing": gettext_lazy("A file is named and does not come along: %(value)s."),
    "footnote_not_read": gettext_lazy("A footnote stands here and is left out."),
    "formatting_lost": gettext_lazy("Bold, lists, tables and the like become plain words."),
    "hidden_text": gettext_lazy("Hidden text stands here and is left out."),
    "hints_lost": gettext_lazy("Hints have no place here and are left out."),
    "key_of_no_question": gettext_lazy("The table of answers names a question that does not stand here: %(value)s."),
    "key_of_several": gettext_lazy("Several questions bear the number that the table of answers names: %(value)s."),
    "parts_missing": gettext_lazy(
        "Of the parts of this situation %(value)s stand after it in the file, in their order."
    ),
    "kind_left_out": gettext_lazy("This format has no form for this kind of question (%(value)s); it is left out."),
    "line_joined": gettext_lazy("This line is read as going on with the one before: %(value)s"),
    "marks_disagree": gettext_lazy("What is marked does not agree with the answer that is named: %(value)s."),
    "media_left_out": gettext_lazy(
        "These pictures, sounds or films cannot be taken over: %(value)s. Say in words what they show."
    ),
    "media_without_words": gettext_lazy(
        "The file says in no words what these show: %(value)s. The words of the question stand for them until somebody "
        "writes better ones."
    ),
    "no_answer": gettext_lazy("No right answer is marked or named."),
    "no_answer_line": gettext_lazy("The question has no line “ANSWER:”: %(value)s"),
    "no_questions": gettext_lazy("No question was found."),
    "no_right_answer": gettext_lazy("No answer earns all the marks. Name the right one."),
    "number_missing": gettext_lazy("The numbering leaves out: %(value)s."),
    "number_twice": gettext_lazy("Two questions bear this number: %(value)s."),
    "numbering_unknown": gettext_lazy("Word numbers this line in a way that is not known; its number is left out."),
    "part_out_of_place": gettext_lazy("A part stands here without a situation, or the other way round: %(value)s."),
    "picture_not_read": gettext_lazy("A picture here cannot be read and is left out."),
    "points_unknown": gettext_lazy("Give whole points for this criterion: %(value)s."),
    "raised_text": gettext_lazy("Raised or lowered text becomes plain: %(value)s."),
    "remark_of_no_choice": gettext_lazy("This remark names a choice that is not there: %(value)s."),
    "several_interactions": gettext_lazy("The item asks several things at once; only the first is read."),
    "several_marked": gettext_lazy(
        "Several choices are marked: %(value)s. Name the answer, or say that several are right."
    ),
    "symbol_not_read": gettext_lazy("A sign of a symbol font stands here and is not read."),
    "tags_lost": gettext_lazy("Tags have no place here and are left out: %(value)s."),
    "text_box_not_read": gettext_lazy("A text box stands here and is not read. Move its words into the page."),
    "text_not_read": gettext_lazy("This has no place in a question and is left out: %(value)s"),
    "tolerances_unlike": gettext_lazy("The answers may be off by unlike amounts; the first is taken."),
    "too_many_choices": gettext_lazy("A question has at most ten choices; this one has %(value)s."),
    "type_left_out": gettext_lazy("This kind of question is not known here and is left out: %(value)s."),
    "weights_lost": gettext_lazy("Here an answer is right or wrong: partial and negative marks are left out."),
    "cannot_be_asked_empty": gettext_lazy("There is no text of the question."),
    "cannot_be_asked_all": gettext_lazy("All choices are marked right: nothing would be asked."),
    "cannot_be_asked_several": gettext_lazy("Only one choice may be right for this kind of question."),
    "cannot_be_asked_not_two": gettext_lazy("A true-or-false question has exactly two choices."),
    "cannot_be_asked_nested": gettext_lazy("An essay or a prediction cannot be a part of a situation."),
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


_REFUSALS: dict[type[Exception], Any] = {
    OldWordFile: gettext_lazy("This is a Word document of the old kind (.doc). Save it as .docx and try again."),
    LockedWordFile: gettext_lazy("This document asks for a password. Save it without one and try again."),
    HasMacros: gettext_lazy("This document holds macros. Save it as .docx, without them, and try again."),
    NotAWordFile: gettext_lazy("This Word document cannot be read: it is damaged, or no Word document."),
    NotPlainText: gettext_lazy("This text cannot be read. Save it as plain text in UTF-8 and try again."),
    OldQti: gettext_lazy("This is QTI 1.2, which is not read. Export it as QTI 2.1, 2.2 or 3.0, or as Moodle XML."),
    NotQti: gettext_lazy("This holds no question of QTI 2.1, 2.2 or 3.0."),
    PackageTooLarge: gettext_lazy("The package unpacks to more than 100 MB. Split it and bring the parts."),
    NotMoodle: gettext_lazy("This XML is no quiz of Moodle and no item of QTI."),
    NotReadable: gettext_lazy("This file is damaged, or refers to what lies outside it. Export it again and try that."),
    NoQuestions: gettext_lazy("No question was found in this file."),
    UnknownFormat: gettext_lazy(
        "This is no file of questions that is read here. Bring Excel, CSV, Word, plain text, GIFT, Aiken, Moodle XML, "
        "QTI or Kahoot."
    ),
}


def in_words(fault: Fault) -> str:
    """Return what is wrong and what to do."""
    return str(SENTENCES[fault.code]) % {"value": fault.value}


def refusal_in_words(refusal: Exception) -> str:
    """Return why a file was not read or not accepted, and what to do. Raises what it does not know."""
    for kind, sentence in _REFUSALS.items():
        if isinstance(refusal, kind):
            return str(sentence)
    match refusal:
        case FileTooLarge():
            return _("The file is too large: at most 10 MB and %(most)s questions. Split it and bring the parts.") % {
                "most": whole(MOST_ROWS)
            }
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
