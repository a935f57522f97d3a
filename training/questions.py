"""Every question of a contest with its statistics, and in words what they warn of."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from training.analysing import is_apart
from training.analysis import Analysed
from training.asked import question_shown
from training.evidence import out_of_force, wordings
from training.findings import HardQuestion, Suspect
from training.measure.warnings import Warn
from training.parting import named_parts, parts_of

WORDS = {
    Warn.LIKELY_WRONG_KEY: _(
        "The key may be wrong: people who took another choice did better on the rest of their papers."
    ),
    Warn.NEGATIVE: _("Those who do well elsewhere do badly here. Read the question and its key again."),
    Warn.AMBIGUOUS: _(
        "A wrong choice draws people who do as well elsewhere as those who are right: two choices may be right."
    ),
    Warn.TELLS_LITTLE: _("It hardly tells those who know from those who do not."),
    Warn.GIVES_ITSELF_AWAY: _("Nearly everybody is right: it may give itself away, or everybody knows it."),
    Warn.NOBODY_KNOWS: _("Fewer are right than by guessing."),
    Warn.MISFIT: _(
        "People answer it otherwise than their other answers let expect: the strong miss it, or the weak know it."
    ),
    Warn.IDLE_CHOICE: _("A wrong choice is taken by hardly anybody: it could be replaced."),
    Warn.TOO_FEW: _("Under 30 answers: its figures say little yet."),
}
LAW_CHANGED = _("What it cites has changed or has no effect.")
QUIET = frozenset({Warn.TOO_FEW, Warn.IDLE_CHOICE})  # nothing to look at before anybody is taught from it


def warned(question: HardQuestion) -> list[str]:
    """Return in words why somebody should look at the question, most serious first."""
    law = [str(LAW_CHANGED)] if Suspect.LAW_CHANGED in question.suspect else []
    return [*law, *(str(WORDS[warn]) for warn in question.warnings)]


def is_watched(question: HardQuestion) -> bool:
    """Say whether somebody should look at the question before anybody is taught from it."""
    return bool(question.suspect or set(question.warnings) - QUIET)


def every_question(found: Analysed, day: date) -> tuple[list[HardQuestion], list[HardQuestion]]:
    """Return the questions that figures rest on and those that are set apart, hardest first, by the law of `day`.

    The clauses are there for those set apart only.
    """
    versions = [q.version for q in found.questions]
    unsound, keys = out_of_force(versions, day), parts_of(versions, "topic")
    aside = {q.version for q in found.questions if q.question in found.apart or is_apart(q, unsound)}
    known = wordings(set(versions) - aside, day, with_clauses=False) | wordings(aside, day)
    names = named_parts(keys.values(), "topic")
    sound: list[HardQuestion] = []
    apart: list[HardQuestion] = []
    for q in sorted(found.questions, key=lambda q: q.facility):
        shown = question_shown(q, known[q.version], names[keys[q.version]][0], q.version in unsound)
        (apart if q.version in aside else sound).append(shown)
    return sound, apart
