"""Rules in words: what a person reads before entering."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.rules import GRACE_SECONDS, Rules
from questionbank.models import Topic


def topics_of(rules: Rules) -> list[tuple[Topic, int]]:
    """Return the topics that the blueprint names, in the order of topics, with how many questions of each."""
    topics = Topic.objects.filter(code__in=list(rules.blueprint)).order_by("position", "code")
    return [(topic, rules.blueprint[topic.code]) for topic in topics]


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
        _ranking(rules),
        _("Units stand by the mean score of their people (two decimals), then by how many took part."),
        _explanations(rules),
        _("Organisers, and whoever wrote or reviewed the questions, may not take part."),
    ]


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
