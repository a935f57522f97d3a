"""Who may use what in the question bank: its lines of the permission table.

The bank is shared: any trainer, of whatever unit, reads and writes it; nobody else sees a key.
"""

from collections.abc import Mapping
from typing import Any

from people.access import Access, is_admin, is_trainer
from questionbank.models import ImportBatch, Question


def question_by_pk(given: Mapping[str, Any]) -> Question | None:
    return Question.objects.select_related("topic", "latest_version", "author").filter(pk=given["pk"]).first()


def batch_by_pk(given: Mapping[str, Any]) -> ImportBatch | None:
    return ImportBatch.objects.filter(pk=given["pk"]).first()


trains = is_trainer | is_admin

ROUTES: dict[str, Access] = {
    "questionbank:list": Access(trains, "the shared bank, with its keys"),
    "questionbank:new": Access(trains, "write a question"),
    "questionbank:detail": Access(trains, "a question with its key and history", question_by_pk),
    "questionbank:edit": Access(trains, "write a new version of a question", question_by_pk),
    "questionbank:send": Access(trains, "send a question to review", question_by_pk),
    "questionbank:decide": Access(trains, "approve or return what another trainer wrote", question_by_pk),
    "questionbank:retire": Access(trains, "draw a question no more", question_by_pk),
    "questionbank:review": Access(trains, "questions that wait for a decision"),
    "questionbank:picker": Access(trains, "pick a clause from the tree of a regulation"),
    "questionbank:import": Access(trains, "bring a file of questions"),
    "questionbank:batch": Access(trains, "a file that was read: its rows and faults", batch_by_pk),
    "questionbank:template": Access(trains, "an empty file with the columns"),
    "questionbank:export": Access(trains, "the bank as a file"),
    "api-questions": Access(trains, "questions with their keys"),
    "api-topics": Access(trains, "the topics"),
}
