"""Rules in words: what a person reads before entering. The published text is `contests.articles.whole`."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from contests.articles.conduct import appeals, watched
from contests.articles.papers import by_rules, how_papers_are_marked, how_papers_are_sat
from contests.articles.ranking import how_people_are_ranked
from contests.entering.wording import entry_in_words
from contests.models import Contest, Round
from contests.papers.moments import shown
from contests.rules import Rules
from contests.units.wording import units_in_words
from questionbank.blueprint import Slot
from questionbank.models import Difficulty, Kind, Topic
from regulations.models import Document


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
    """Return one sentence for each rule that decides a result; the same sentences as the published text has."""
    rules, rounds = Rules.from_json(contest.rules), list(contest.rounds.all())
    told = by_rules(rounds)
    return [
        *_windows(rounds),
        *how_papers_are_sat(told),
        *how_papers_are_marked(told),
        *how_people_are_ranked(rules, len(rounds)),
        *units_in_words(rules.units),
        *appeals(rules),
        *watched(rules),
        *entry_in_words(contest),
    ]


def _windows(rounds: Sequence[Round]) -> list[str]:
    if len(rounds) < 2:
        return []
    said = _("%(round)s: from %(opens)s to %(closes)s.")
    return [said % {"round": one, "opens": shown(one.opens_at), "closes": shown(one.closes_at)} for one in rounds]
