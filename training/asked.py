"""A question that was asked, with its words, its figures and why somebody should look at it."""

from training.analysis import QuestionFigures
from training.evidence import Wording
from training.findings import ChosenChoice, Estimate, HardQuestion, Suspect
from training.measure.warnings import Warn

SUSPICIONS = {
    Warn.LIKELY_WRONG_KEY: Suspect.WRONG_KEY,
    Warn.NEGATIVE: Suspect.AMBIGUOUS,
    Warn.AMBIGUOUS: Suspect.AMBIGUOUS,
    Warn.GIVES_ITSELF_AWAY: Suspect.GIVES_ITSELF_AWAY,
}


def question_shown(found: QuestionFigures, wording: Wording, part: str, law_changed: bool) -> HardQuestion:
    """Return the question as reports show it. part: name of the part of the questions that it belongs to."""
    shares = {c.choice: c.share for c in found.choices}
    suspect = dict.fromkeys(SUSPICIONS[warn] for warn in found.warnings if warn in SUSPICIONS)
    if law_changed:
        suspect[Suspect.LAW_CHANGED] = Suspect.LAW_CHANGED
    return HardQuestion(
        wording.code,
        wording.stem,
        part,
        found.answers,
        found.unanswered,
        Estimate(found.facility, found.low, found.high),
        found.discrimination,
        tuple(
            ChosenChoice(text, shares.get(pk, 0.0), right, wording.remarks.get(pk, ""))
            for pk, text, right in wording.choices
        ),
        tuple(suspect),
        wording.clauses,
        found.question,
        found.warnings,
        found.latent,
    )
