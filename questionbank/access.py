"""Who may use what in the question bank: its lines of the permission table.

The bank is shared: every trainer, of whatever unit, reads and writes it; nobody else sees a key.
"""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from people.access import Access, anyone, is_admin, is_trainer, signed_in
from people.models import Role, RoleAssignment, User
from questionbank.models import CitationGap, ImportBatch, Question, Topic
from regulations.models import Document


@rules.predicate
def is_own_file(user: User | AnonymousUser, batch: ImportBatch | None) -> bool:
    return batch is not None and batch.uploaded_by_id == user.pk


@rules.predicate
def keeps_topics(user: User | AnonymousUser, obj: object = None) -> bool:
    """Administrators, and trainers over everything or over a whole province: the tree of topics is everybody's."""
    if is_admin(user):
        return True
    everywhere = RoleAssignment.objects.filter(user_id=user.pk, role=Role.TRAINER)
    return is_trainer(user) and everywhere.filter(Q(unit=None) | Q(unit__parent=None)).exists()


def _topic(given: Mapping[str, Any]) -> Topic | None:
    return Topic.objects.filter(pk=given["pk"]).first()


def _question(given: Mapping[str, Any]) -> Question | None:
    about = Question.objects.select_related("topic", "author", "latest_version", "approved_version")
    return about.filter(pk=given["pk"]).first()


def _document(given: Mapping[str, Any]) -> Document | None:
    return Document.objects.filter(pk=given["pk"]).first()


def _batch(given: Mapping[str, Any]) -> ImportBatch | None:
    return ImportBatch.objects.filter(pk=given["pk"], read_at__isnull=False).first()


def _gap(given: Mapping[str, Any]) -> CitationGap | None:
    about = CitationGap.objects.select_related("citation__version__question", "citation__provision__document")
    return about.filter(pk=given["pk"]).first()


ROUTES: dict[str, Access] = {
    "questionbank:list": Access(is_trainer, "the bank with its keys, shared by the trainers of all units"),
    "questionbank:asset": Access(anyone, "a picture, sound or film by what is in it"),
    "questionbank:figures": Access(is_trainer, "how the bank is filled"),
    "questionbank:alike": Access(is_trainer, "questions that ask nearly the same"),
    "questionbank:topics": Access(keeps_topics, "the tree of topics, to be kept"),
    "questionbank:topic": Access(keeps_topics, "a topic, to be kept", _topic),
    "questionbank:topic-rename": Access(keeps_topics, "give a topic another name", _topic),
    "questionbank:topic-move": Access(keeps_topics, "put a topic under another", _topic),
    "questionbank:topic-shift": Access(keeps_topics, "change the order of topics", _topic),
    "questionbank:topic-retire": Access(keeps_topics, "take a topic out of use or into it", _topic),
    "questionbank:detail": Access(is_trainer, "a question of the shared bank with its key and history", _question),
    "questionbank:preview": Access(is_trainer, "a question as a participant sees it", _question),
    "questionbank:new": Access(is_trainer, "write a question into the shared bank"),
    "questionbank:edit": Access(is_trainer, "write a new version of a question, whoever wrote it", _question),
    "questionbank:drafts": Access(is_trainer, "questions proposed from the text of a regulation", _document),
    "questionbank:send": Access(is_trainer, "send a question to review", _question),
    "questionbank:review": Access(is_trainer, "questions that wait for another trainer's decision"),
    "questionbank:decide": Access(is_trainer, "approve or return a question that one wrote no part of", _question),
    "questionbank:retire": Access(is_trainer, "draw a question no more", _question),
    "questionbank:waiting": Access(is_trainer, "questions that wait for their words to have effect"),
    "questionbank:recheck": Access(is_trainer, "questions whose clause has changed or will"),
    "questionbank:keep": Access(is_trainer, "keep a question that one wrote no part of after its clause changed", _gap),
    "questionbank:import": Access(is_trainer, "bring questions in a file"),
    "questionbank:batch": Access(is_trainer & is_own_file, "what was read from one's own file", _batch),
    "questionbank:import-progress": Access(is_trainer & is_own_file, "how far one's own import is", _batch),
    "questionbank:template": Access(is_trainer, "an empty file with the columns"),
    "questionbank:export": Access(is_trainer, "the bank, with its keys, as a file"),
    "questionbank:export-as": Access(is_trainer, "the bank, with its keys, as a file of another format"),
    "api-questions": Access(is_trainer, "questions with their keys, for other systems"),
    "api-question-drafts": Access(is_trainer, "questions proposed from a regulation, for other systems", _document),
    "api-question-imports": Access(is_trainer, "bring questions in a file, from other systems"),
    "api-question-import": Access(is_trainer & is_own_file, "what was read from one's own file", _batch),
    "api-question-import-rows": Access(is_trainer & is_own_file, "what each row of one's own file becomes", _batch),
    "api-question-import-faults": Access(is_trainer & is_own_file, "what is wrong with one's own file", _batch),
    "api-question-import-confirm": Access(is_trainer & is_own_file, "write one's own file into the bank", _batch),
    "api-question-import-stop": Access(is_trainer & is_own_file, "stop one's own import", _batch),
    "api-topics": Access(signed_in, "topics, for other systems"),
}
