"""What is said of the papers of a round: what they ask, how they are sat, what their answers earn."""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.models import Round
from contests.rules import GRACE_SECONDS, PaperRules
from official.figures import points
from questionbank.blueprint import FULL_POINTS
from questionbank.kinds import CHOOSING
from questionbank.models import Kind

FORETOLD = {  # what a paper asks to foretell
    "participants": gettext_lazy("How many people will take part in this round?"),
    "entries": gettext_lazy("How many papers will be handed in in this round?"),
    "all_correct": gettext_lazy("How many people will answer every question of this round correctly?"),
}
Told = Sequence[tuple[list[Round], PaperRules]]
Say = Callable[[PaperRules], list[str]]


def by_rules(rounds: Sequence[Round]) -> Told:
    """Return the rules of papers, each with the rounds one after another that have them."""
    return [(list(same), rules) for rules, same in groupby(rounds, key=lambda one: one.paper_rules)]


def how_papers_are_sat(told: Told) -> list[str]:
    """Return a sentence for each rule of sitting a paper, naming the rounds where they differ."""
    return [
        *_of_each(told, _sitting),
        _("Every answer is saved as you choose it. When the time is over, the answers saved last count."),
        _("An answer given in time may reach the server up to %(seconds)s seconds late; the same holds for everybody.")
        % {"seconds": GRACE_SECONDS},
    ]


def how_papers_are_marked(told: Told) -> list[str]:
    """Return a sentence for each rule of marking and of what is shown afterwards."""
    return _of_each(told, _marking)


def _of_each(told: Told, say: Say) -> list[str]:
    if len(told) == 1:
        return say(told[0][1])
    return [f"{', '.join(map(str, same))}: {sentence}" for same, rules in told for sentence in say(rules)]


def _sitting(rules: PaperRules) -> list[str]:
    return [
        _drawn(rules),
        *_public(rules),
        _("You have %(minutes)s minutes by the server's clock from the moment you begin, or until the contest ends.")
        % {"minutes": rules.minutes},
        _attempts(rules),
        _paging(rules),
        _order(rules),
        *_predicts(rules),
    ]


def _drawn(rules: PaperRules) -> str:
    if rules.sets:
        return ngettext(
            "There is %(sets)s fixed paper of %(questions)s questions, drawn when the contest opens; everybody has it.",
            "There are %(sets)s fixed papers of %(questions)s questions, drawn when the contest opens; "
            "chance gives each person one of them.",
            rules.sets,
        ) % {"sets": rules.sets, "questions": rules.questions}
    return _("A paper has %(questions)s questions, drawn at random; no two papers need be alike.") % {
        "questions": rules.questions
    }


def _public(rules: PaperRules) -> list[str]:
    if not rules.public_blueprint:
        return []
    said = _(
        "Those who register without an account are asked contents of their own: as many questions, for as many points."
    )
    return [said]


def _attempts(rules: PaperRules) -> str:
    which = {"best": _("the best"), "last": _("the last"), "first": _("the first")}[rules.counted]
    if rules.attempts == 1:
        return _("Each person has one attempt.")
    if not rules.attempts:
        said = _("Each person may try as often as they like; %(which)s attempt counts.") % {"which": which}
    else:
        said = ngettext(
            "Each person has %(attempts)s attempt; %(which)s counts.",
            "Each person has up to %(attempts)s attempts; %(which)s counts.",
            rules.attempts,
        ) % {"attempts": rules.attempts, "which": which}
    if not rules.per_day:
        return said
    a_day = ngettext("At most %(count)s attempt a day.", "At most %(count)s attempts a day.", rules.per_day)
    return f"{said} {a_day % {'count': rules.per_day}}"


def _paging(rules: PaperRules) -> str:
    if rules.paging == "all":
        return _("All questions stand on one screen and can be answered in any order.")
    if rules.back:
        return _("Each screen shows one question; until the paper is handed in one can go back and change an answer.")
    return _("Each screen shows one question; a question that one has left can no longer be answered or changed.")


def _order(rules: PaperRules) -> str:
    return {
        (True, True): _("Each paper has its own order of questions and of choices."),
        (True, False): _("Each paper has its own order of questions; choices stand as they were written."),
        (False, True): _("Questions stand in the same order on every paper; each has its own order of choices."),
        (False, False): _("Questions and choices stand in the same order on every paper."),
    }[rules.shuffle_questions, rules.shuffle_choices]


def _predicts(rules: PaperRules) -> list[str]:
    if not rules.predicts:
        return []
    return [
        _("After the questions a paper asks: “%(question)s”") % {"question": FORETOLD[rules.predicts]}
        + " "
        + _("The prediction is sealed with the paper and decides only between equals."),
        _("No count that would give the figure away is shown before the round has ended."),
    ]


def _marking(rules: PaperRules) -> list[str]:
    return [_right(rules), _wrong(rules), *_kinds(rules), _explanations(rules)]


def _right(rules: PaperRules) -> str:
    worth = sorted({slot.points for slot in rules.blueprint})
    whole = _("Where several choices are right, only all of them and no other earn it.")
    if worth == [FULL_POINTS]:
        return _("A right answer earns 1 point.") + " " + whole
    if len(worth) == 1:
        return _("A right answer earns %(points)s points.") % {"points": points(worth[0])} + " " + whole
    most = sum(slot.points * slot.count for slot in rules.blueprint)
    said = _("A right answer earns what the table of contents gives to its question; %(most)s points in all.")
    return said % {"most": points(most)} + " " + whole


def _wrong(rules: PaperRules) -> str:
    if not rules.wrong:
        return _("A wrong answer, and a question left open, earns nothing and takes nothing away.")
    said = _(
        "A wrong answer takes away %(share)s of what the question would earn; a question left open takes nothing "
        "away, and no paper falls below 0 points."
    )
    return said % {"share": f"{rules.wrong} %"}


def _kinds(rules: PaperRules) -> list[str]:
    """Return what is to know of kinds of questions that may be on a paper and are not chosen from."""
    asked = {slot.kind for slot in rules.blueprint} - {"", *CHOOSING}
    if not asked:
        return []
    said = [_("Matches and situations earn the share of their right pairs and parts.")]
    if Kind.ESSAY in asked:
        said.append(_("Essays are marked by people to a published rubric; the score is final when they have."))
    return said


def _explanations(rules: PaperRules) -> str:
    return {
        "after_close": _("Right answers and explanations show when the round is over."),
        "after_contest": _("Right answers and explanations show when the contest is over."),
        "after_submit": _("Right answers and explanations show once you have used your last attempt."),
    }[rules.explanations]
