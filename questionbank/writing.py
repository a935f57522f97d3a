"""Writing questions: a first version, and later ones. Nothing of an approved version ever changes."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from questionbank.models import Choice, Citation, Kind, Question, QuestionVersion, Topic
from regulations.citing import quote_stands_in
from regulations.models import Provision

MOST_CHOICES = 6


@dataclass(frozen=True)
class Wording:
    """What a question asks. right: places of the right choices, from 0. cited: (provision, quoted words or "")."""

    kind: str
    difficulty: int
    stem: str
    choices: Sequence[str]
    right: frozenset[int]
    explanation: str
    cited: Sequence[tuple[Provision, str]]
    keep_order: bool = False


class Refused(Exception):
    """A writing that is not carried out. str() tells the writer why."""


class QuestionRetired(Refused):
    def __str__(self) -> str:
        return _("This question is retired. Write a new one in its place.")


class MovedOn(Refused):
    def __str__(self) -> str:
        return _("Somebody has changed this question since you opened it. Your words stand below; compare them first.")


class BadWording(Exception):
    """A question that cannot be asked. str() tells the writer what to mend; `field`: where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def write_question(*, topic: Topic, wording: Wording, by: User, now: datetime, code: str = "") -> Question:
    """Keep a new draft with its first version. Raises BadWording."""
    check(wording)
    question = Question.objects.create(code=code or _free_code(topic), topic=topic, author=by, created_at=now)
    _add_version(question, wording, by, now)
    return question


@transaction.atomic
def revise(
    *,
    question: Question,
    wording: Wording,
    by: User,
    now: datetime,
    topic: Topic | None = None,
    seen: int | None = None,
) -> QuestionVersion:
    """Add a version and make the question a draft again; what was approved stays drawable until the next approval.

    seen: number of the version that the writer started from. Raises BadWording, QuestionRetired or MovedOn.
    """
    check(wording)
    held = Question.objects.select_for_update(of=("self",)).select_related("latest_version").get(pk=question.pk)
    if held.state == Question.State.RETIRED:
        raise QuestionRetired
    if seen is not None and held.latest_version is not None and held.latest_version.number != seen:
        raise MovedOn
    held.topic = topic or held.topic
    version = _add_version(held, wording, by, now)
    question.refresh_from_db()
    return version


def check(wording: Wording) -> None:
    """Raise BadWording for the first thing that must be mended."""
    choices = [_clean(c) for c in wording.choices]
    if not _clean(wording.stem):
        raise BadWording("stem", _("Write the question."))
    if not 2 <= len(choices) <= MOST_CHOICES or not all(choices):
        raise BadWording("choices", _("Give two to six choices, and leave none of them empty."))
    if len({c.casefold() for c in choices}) < len(choices):
        raise BadWording("choices", _("Two choices say the same. Change one of them."))
    _check_key(wording, len(choices))
    if not wording.cited:
        raise BadWording("cited", _("Pick the clause that proves the answer."))
    if len({provision.pk for provision, _quote in wording.cited}) < len(wording.cited):
        raise BadWording("cited", _("The same clause is cited twice. Name it once."))
    for provision, quote in wording.cited:
        if quote and not quote_stands_in(provision, quote):
            raise BadWording(
                "cited",
                _("The quoted words do not stand in %(provision)s. Copy them from the text.")
                % {"provision": provision},
            )


def _check_key(wording: Wording, count: int) -> None:
    right = len(wording.right)
    if not right or not all(0 <= place < count for place in wording.right):
        raise BadWording("right", _("Mark the right choice."))
    if wording.kind == Kind.MULTIPLE:
        if right == count:
            raise BadWording("right", _("Not all choices may be right: nothing would be asked."))
    elif right > 1:
        raise BadWording("right", _("Only one choice may be right for this kind of question."))
    if wording.kind == Kind.TRUE_FALSE and count != 2:
        raise BadWording("choices", _("A true-or-false question has exactly two choices."))


def _add_version(question: Question, wording: Wording, by: User, now: datetime) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question,
        number=1 + question.versions.count(),
        kind=wording.kind,
        difficulty=wording.difficulty,
        stem=_clean(wording.stem),
        explanation=wording.explanation.strip(),
        keep_order=wording.keep_order or wording.kind == Kind.TRUE_FALSE,
        written_by=by,
        created_at=now,
    )
    Choice.objects.bulk_create(
        Choice(version=version, position=place, text=_clean(text), is_correct=place in wording.right)
        for place, text in enumerate(wording.choices)
    )
    Citation.objects.bulk_create(
        Citation(version=version, provision=provision, quote=_clean(quote)) for provision, quote in wording.cited
    )
    question.latest_version = version
    question.state = Question.State.DRAFT  # its approved version, if it has one, goes on being drawn
    question.save(update_fields=["latest_version", "state", "topic"])
    return version


def _free_code(topic: Topic) -> str:
    """Return the next code of the topic, such as "C-0012"."""
    prefix = f"{topic.code.upper()}-"
    taken = set(Question.objects.filter(code__startswith=prefix).values_list("code", flat=True))
    number = len(taken) + 1
    while f"{prefix}{number:04}" in taken:
        number += 1
    return f"{prefix}{number:04}"


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
