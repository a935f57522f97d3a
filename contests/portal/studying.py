"""The documents that a contest is to be studied from: what its question bank rests on, never what a paper asks."""

from datetime import date

from django.db.models import Q

from contests.models import Contest
from questionbank.models import Citation, Question
from regulations.models import Document


def documents_of(contest: Contest, day: date) -> list[Document]:
    """Return the regulations in force on `day` that the contest may ask about, in the order of their numbers.

    They are those that its blueprints name, and those that approved questions of the topics named cite: the pool and
    not the papers, so that the list tells nothing of what was drawn.
    """
    slots = [slot for one in contest.rounds.all() for slot in one.paper_rules.every_slot]
    named = {slot.document for slot in slots if slot.document}
    topics = {slot.topic for slot in slots if slot.topic and not slot.document}
    questions = Question.objects.approved()
    if all(slot.topic or slot.document for slot in slots):
        questions = questions.filter(topic__code__in=topics)
    cited = Citation.objects.filter(version__in=questions.values("approved_version"))
    found = Document.objects.in_force_on(day).without_source()
    return list(found.filter(Q(pk__in=named) | Q(pk__in=cited.values("provision__document"))).order_by("number", "pk"))
