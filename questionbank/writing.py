"""Writing questions: a first version, and later ones. Nothing of an approved version ever changes."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from people.folding import fold
from people.models import User
from questionbank.models import Choice, Citation, Kind, Question, QuestionVersion, Topic
from questionbank.standing import recheck
from realtime import clock
from regulations.citing import quote_stands_in
from regulations.models import Provision

MOST_CHOICES = 6
AT_ONCE = 500  # questions named in one query


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


@dataclass(frozen=True)
class Draft:
    """A question to be written. code: "" for the next one of the topic."""

    topic: Topic
    wording: Wording
    code: str = ""


def write_question(*, topic: Topic, wording: Wording, by: User, now: datetime, code: str = "") -> Question:
    """Keep a new draft with its first version. Raises BadWording."""
    return write_questions(drafts=[Draft(topic, wording, code)], by=by, now=now)[0]


@transaction.atomic
def write_questions(*, drafts: Sequence[Draft], by: User, now: datetime) -> list[Question]:
    """Keep new drafts, each with its first version, all or none, in a few queries. Raises BadWording."""
    for draft in drafts:
        check(draft.wording)
    codes = _codes(drafts)
    questions = Question.objects.bulk_create(
        [
            Question(code=code, topic=draft.topic, author=by, created_at=now)
            for code, draft in zip(codes, drafts, strict=True)
        ]
    )
    _add_versions([(q, 1, draft.wording) for q, draft in zip(questions, drafts, strict=True)], by, now)
    return questions


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
    if topic is not None:
        Question.objects.filter(pk=held.pk).update(topic=topic)
    version = _add_versions([(held, 1 + held.versions.count(), wording)], by, now)[0]
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
    today = timezone.localdate(clock.now())
    for provision, quote in wording.cited:
        if quote and not quote_stands_in(provision, quote, today):
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


def _add_versions(worded: Sequence[tuple[Question, int, Wording]], by: User, now: datetime) -> list[QuestionVersion]:
    """Write (question, number of the version, wording) and make the questions drafts with these as their latest."""
    versions = QuestionVersion.objects.bulk_create(
        [_version(question, number, wording, by, now) for question, number, wording in worded]
    )
    Choice.objects.bulk_create(
        Choice(version=version, position=place, text=_clean(text), is_correct=place in wording.right)
        for version, (_question, _number, wording) in zip(versions, worded, strict=True)
        for place, text in enumerate(wording.choices)
    )
    citations = Citation.objects.bulk_create(
        Citation(version=version, provision=provision, quote=_clean(quote))
        for version, (_question, _number, wording) in zip(versions, worded, strict=True)
        for provision, quote in wording.cited
    )
    recheck([citation for citation in citations if citation.provision.document.changed_on is not None])
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    for start in range(0, len(versions), AT_ONCE):
        keys = [version.question_id for version in versions[start : start + AT_ONCE]]
        # What is approved, if anything, goes on being drawn.
        Question.objects.filter(pk__in=keys).update(latest_version=Subquery(newest), state=Question.State.DRAFT)
    for version in versions:
        version.question.latest_version, version.question.state = version, Question.State.DRAFT
    return versions


def _version(question: Question, number: int, wording: Wording, by: User, now: datetime) -> QuestionVersion:
    stem = _clean(wording.stem)
    return QuestionVersion(
        question=question,
        number=number,
        kind=wording.kind,
        difficulty=wording.difficulty,
        stem=stem,
        stem_folded=fold(stem),
        explanation=wording.explanation.strip(),
        keep_order=wording.keep_order or wording.kind == Kind.TRUE_FALSE,
        written_by=by,
        created_at=now,
    )


def _codes(drafts: Sequence[Draft]) -> list[str]:
    """Return a code for each draft: its own, or the next free one of its topic, such as "C-0012"."""
    given = {draft.code for draft in drafts}
    free: dict[str, Iterator[str]] = {}
    codes = []
    for draft in drafts:
        prefix = f"{draft.topic.code.upper()}-"
        if not draft.code and prefix not in free:
            free[prefix] = _free_codes(prefix, given)
        codes.append(draft.code or next(free[prefix]))
    return codes


def _free_codes(prefix: str, given: set[str]) -> Iterator[str]:
    held = set(Question.objects.filter(code__startswith=prefix).values_list("code", flat=True))
    numbered = (f"{prefix}{number:04}" for number in count(len(held) + 1))
    return (code for code in numbered if code not in held and code not in given)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
