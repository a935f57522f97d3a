"""Rules in words: what a person reads before entering."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.entry_wording import entry_in_words
from contests.models import Contest, Round
from contests.rules import GRACE_SECONDS, PaperRules, Rules
from contests.unit_wording import units_in_words
from questionbank.blueprint import Slot
from questionbank.kinds import CHOOSING
from questionbank.models import Difficulty, Kind, Topic
from regulations.models import Document

FORETOLD = {  # what a paper asks to foretell
    "participants": gettext_lazy("How many people will take part in this round?"),
    "entries": gettext_lazy("How many papers will be handed in in this round?"),
    "all_correct": gettext_lazy("How many people will answer every question of this round correctly?"),
}


def slots_of_rounds(rounds: Sequence[Round]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return (rounds, what their papers ask): each slot in words and in the order of topics, with how many questions.

    Rounds that ask the same one after another stand together; where all do, they are not named.
    """
    told = []
    for blueprint, same in groupby(rounds, key=lambda one: one.paper_rules.blueprint):
        words = slots_in_words(blueprint)
        told.append((", ".join(map(str, same)), [(words[slot], slot.count) for slot in words]))
    return [("", told[0][1])] if len(told) == 1 else told


def slots_in_words(slots: Sequence[Slot]) -> dict[Slot, str]:
    """Return what each slot asks, as a person reads it, in the order of topics."""
    topics = {topic.code: topic for topic in Topic.objects.filter(code__in=[slot.topic for slot in slots])}
    asked = [slot.document for slot in slots if slot.document]
    documents = Document.objects.without_source().in_bulk(asked) if asked else {}

    def place(slot: Slot) -> tuple[bool, int]:
        topic = topics.get(slot.topic)
        return topic is None, topic.position if topic else 0

    def words(slot: Slot) -> str:
        parts = [
            str(topics.get(slot.topic, slot.topic)),
            str(documents.get(slot.document, slot.document or "")),
            str(Difficulty(slot.difficulty).label) if slot.difficulty else "",
            str(Kind(slot.kind).label) if slot.kind else "",
        ]
        return " · ".join(filter(None, parts)) or _("Any question")

    return {slot: words(slot) for slot in sorted(slots, key=place)}


def rules_in_words(contest: Contest) -> list[str]:
    """Return one sentence for each rule that decides a result."""
    rules, rounds = Rules.from_json(contest.rules), list(contest.rounds.all())
    papers = [(list(same), each) for each, same in groupby(rounds, key=lambda one: one.paper_rules)]
    return [
        *_windows(rounds),
        *(
            sentence if len(papers) == 1 else f"{', '.join(map(str, same))}: {sentence}"
            for same, each in papers
            for sentence in _of_papers(each)
        ),
        _("Every answer is saved as you choose it. When the time is over, the answers saved last count."),
        _("An answer given in time may reach the server up to %(seconds)s seconds late; the same holds for everybody.")
        % {"seconds": GRACE_SECONDS},
        *([_overall(rules)] if len(rounds) > 1 else []),
        _ranking(rules),
        *units_in_words(rules.units),
        *_appeals(rules),
        *_watch(rules),
        *entry_in_words(contest),
    ]


def _windows(rounds: Sequence[Round]) -> list[str]:
    if len(rounds) < 2:
        return []
    said = _("%(round)s: from %(opens)s to %(closes)s.")
    return [said % {"round": one, "opens": _moment(one.opens_at), "closes": _moment(one.closes_at)} for one in rounds]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _of_papers(rules: PaperRules) -> list[str]:
    return [
        _("A paper has %(questions)s questions, drawn at random; no two papers need be alike.")
        % {"questions": rules.questions},
        _("You have %(minutes)s minutes by the server's clock from the moment you begin, or until the contest ends.")
        % {"minutes": rules.minutes},
        _attempts(rules),
        _("A right answer earns 1 point. Where several choices are right, only all of them and no other earn it."),
        *_kinds(rules),
        *_predicts(rules),
        _explanations(rules),
    ]


def _predicts(rules: PaperRules) -> list[str]:
    if not rules.predicts:
        return []
    return [
        str(FORETOLD[rules.predicts])
        + " "
        + _("The prediction is sealed with the paper and decides only between equals."),
        _("No count that would give the figure away is shown before the round has ended."),
    ]


def _kinds(rules: PaperRules) -> list[str]:
    """Return what is to know of kinds of questions that may be on a paper and are not chosen from."""
    asked = {slot.kind for slot in rules.blueprint} - {"", *CHOOSING}
    if not asked:
        return []
    said = [_("Matches and situations earn the share of their right pairs and parts.")]
    if Kind.ESSAY in asked:
        said.append(_("Essays are marked by people to a published rubric; the score is final when they have."))
    return said


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


def _explanations(rules: PaperRules) -> str:
    return {
        "after_close": _("Right answers and explanations show when the round is over."),
        "after_contest": _("Right answers and explanations show when the contest is over."),
        "after_submit": _("Right answers and explanations show once you have used your last attempt."),
    }[rules.explanations]


def _overall(rules: Rules) -> str:
    if rules.overall == "sum":
        return _("Each round has its places; over the whole contest, what counts in each round is added up.")
    return _("Each round has its own places; they are not added up.")


def _appeals(rules: Rules) -> list[str]:
    if not rules.appeal_days:
        return []
    said = ngettext(
        "Appeals about a paper are taken for %(days)s day after its right answers may be seen; each is answered.",
        "Appeals about a paper are taken for %(days)s days after its right answers may be seen; each is answered.",
        rules.appeal_days,
    )
    return [said % {"days": rules.appeal_days}]


def _watch(rules: Rules) -> list[str]:
    if not rules.watch:
        return []
    said = _(
        "While you sit a paper the server notes when you leave its page, and by a random number in a cookie on which "
        "device it is sat. Only the organisers see it; it is a reason to look and never a verdict, and it is deleted "
        "%(days)s days after the contest."
    )
    return [said % {"days": settings.WATCH_DAYS}]


def _ranking(rules: Rules) -> str:
    names = {
        "score": _("more points"),
        "prediction": _("the nearest prediction"),
        "time_used": _("less time used"),
        "time_correct": _("less time spent on right answers"),
        "submitted_at": _("handed in earlier"),
        "lots": _("drawing lots"),
    }
    said = _("Places are decided by, in this order: %(order)s.") % {
        "order": ", ".join(names[key] for key in rules.ranking)
    }
    if "lots" in rules.ranking:
        return said
    equal = {
        "share": _("Who is equal in all of it shares a place."),
        "board": _("Between people equal in all of it the organising board decides, with its reason."),
    }[rules.ties]
    return f"{said} {equal}"
