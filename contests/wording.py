"""Rules in words: what a person reads before entering."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.rules import GRACE_SECONDS, Rules
from questionbank.blueprint import Slot
from questionbank.kinds import CHOOSING
from questionbank.models import Difficulty, Kind, Topic
from regulations.models import Document


def slots_of(rules: Rules) -> list[tuple[str, int]]:
    """Return what each slot of the blueprint asks, in words and in the order of topics, with how many questions."""
    words = slots_in_words(rules.blueprint)
    return [(words[slot], slot.count) for slot in words]


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


def rules_in_words(rules: Rules) -> list[str]:
    """Return one sentence for each rule that decides a result."""
    return [
        _("A paper has %(questions)s questions, drawn at random; no two papers need be alike.")
        % {"questions": rules.questions},
        _("You have %(minutes)s minutes by the server's clock from the moment you begin, or until the contest ends.")
        % {"minutes": rules.minutes},
        _("Every answer is saved as you choose it. When the time is over, the answers saved last count."),
        _("An answer given in time may reach the server up to %(seconds)s seconds late; the same holds for everybody.")
        % {"seconds": GRACE_SECONDS},
        _attempts(rules),
        _("A right answer earns 1 point. Where several choices are right, only all of them and no other earn it."),
        *_kinds(rules),
        _ranking(rules),
        _("Units stand by the mean score of their people (two decimals), then by how many took part."),
        _explanations(rules),
        _("Organisers, and whoever wrote or reviewed the questions, may not take part."),
    ]


def _kinds(rules: Rules) -> list[str]:
    """Return what is to know of kinds of questions that may be on a paper and are not chosen from."""
    asked = {slot.kind for slot in rules.blueprint} - {"", *CHOOSING}
    if not asked:
        return []
    said = [_("Matches and situations earn the share of their right pairs and parts.")]
    if Kind.ESSAY in asked:
        said.append(_("Essays are marked by people to a published rubric; the score is final when they have."))
    if Kind.PREDICTION in asked:
        said.append(_("A prediction earns nothing and only decides between equals."))
    return said


def _attempts(rules: Rules) -> str:
    if rules.attempts == 1:
        return _("Each person has one attempt.")
    which = {"best": _("the best"), "last": _("the last"), "first": _("the first")}[rules.counted]
    return ngettext(
        "Each person has %(attempts)s attempt; %(which)s counts.",
        "Each person has up to %(attempts)s attempts; %(which)s counts.",
        rules.attempts,
    ) % {"attempts": rules.attempts, "which": which}


def _explanations(rules: Rules) -> str:
    if rules.explanations == "after_close":
        return _("Right answers and explanations show when the contest is over.")
    return _("Right answers and explanations show once you have used your last attempt.")


def _ranking(rules: Rules) -> str:
    names = {
        "score": _("more points"),
        "time_used": _("less time used"),
        "submitted_at": _("handed in earlier"),
    }
    order = ", ".join(names[key] for key in rules.ranking)
    return _("Places are decided by, in this order: %(order)s. Who is equal in all of it shares a place.") % {
        "order": order
    }
