"""Writing questions: a first version, and later ones. Nothing of an approved version ever changes."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from people.folding import fold
from people.models import User
from questionbank import askable
from questionbank.kinds import Body
from questionbank.likeness import keys
from questionbank.many import insert
from questionbank.models import Choice, Citation, Kind, Medium, Question, QuestionVersion, Topic
from questionbank.standing import has_lived, recheck
from questionbank.twins import forget, remember
from realtime import clock
from regulations.citing import quote_stands_in, stands
from regulations.models import Provision

AT_ONCE = 500  # questions named in one query


@dataclass(frozen=True)
class Attached:
    """A kept asset in a wording. place: -1 for the stem, else a choice. alt: what it holds, in words."""

    place: int
    sha256: str
    alt: str = ""


@dataclass(frozen=True)
class Wording:
    """What a question asks.

    right: places of the right choices, from 0. cited: (provision, quoted words or ""); a draft may cite nothing yet.
    partners to rubric: as in `kinds.Body`. remarks: none, or one for each choice.
    """

    kind: str
    difficulty: int
    stem: str
    choices: Sequence[str]
    right: frozenset[int]
    explanation: str
    cited: Sequence[tuple[Provision, str]]
    keep_order: bool = False
    partners: Sequence[str] = ()
    accepted: Sequence[Sequence[str]] = ()
    tolerance: str = ""
    parts: Sequence[Body] = ()
    rubric: Sequence[tuple[str, int]] = ()
    remarks: Sequence[str] = ()
    media: Sequence[Attached] = ()

    def body(self) -> Body:
        """Return the same question as the rules see it, its texts tidied."""
        return Body(
            kind=self.kind,
            stem=_clean(self.stem),
            choices=tuple(map(_clean, self.choices)),
            right=self.right,
            partners=tuple(map(_clean, self.partners)),
            accepted=tuple(tuple(map(_clean, group)) for group in self.accepted),
            tolerance=_clean(self.tolerance),
            parts=tuple(self.parts),
            rubric=tuple((_clean(criterion), points) for criterion, points in self.rubric),
            keep_order=self.keep_order or self.kind == Kind.TRUE_FALSE,
        )


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
    """A question to be written. code: "" for the next one of the topic. keys: `likeness.keys` of its stem if known."""

    topic: Topic
    wording: Wording
    code: str = ""
    keys: Sequence[int] | None = None


@dataclass(frozen=True)
class Revision:
    """A new version to be written of a question, which may move to another topic."""

    question: Question
    wording: Wording
    topic: Topic | None = None
    keys: Sequence[int] | None = None


def write_question(*, topic: Topic, wording: Wording, by: User, now: datetime, code: str = "") -> Question:
    """Keep a new draft with its first version. Raises BadWording."""
    return write_questions(drafts=[Draft(topic, wording, code)], by=by, now=now)[0]


def write_questions(*, drafts: Sequence[Draft], by: User, now: datetime) -> list[Question]:
    """Keep new drafts, each with its first version, all or none, in a few queries. Raises BadWording."""
    for draft in drafts:
        check(draft.wording)
    return keep_checked(drafts=drafts, by=by, now=now)


@transaction.atomic
def keep_checked(*, drafts: Sequence[Draft], by: User, now: datetime) -> list[Question]:
    """Keep new drafts whose wordings have been through `check`."""
    codes = _codes(drafts)
    questions = Question.objects.bulk_create(
        [
            Question(
                code=code, topic=draft.topic, author=by, created_at=now, search_folded=_searched(code, draft.wording)
            )
            for code, draft in zip(codes, drafts, strict=True)
        ]
    )
    _add_versions([(q, 1, draft.wording) for q, draft in zip(questions, drafts, strict=True)], by, now)
    remember((q.pk, _keys(draft.wording, draft.keys)) for q, draft in zip(questions, drafts, strict=True))
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
    if seen is not None:
        held = Question.objects.select_for_update(of=("self",)).select_related("latest_version").get(pk=question.pk)
        if held.latest_version is not None and held.latest_version.number != seen:
            raise MovedOn
    revise_checked(revisions=[Revision(question, wording, topic)], by=by, now=now)
    question.refresh_from_db()
    version = question.latest_version
    assert version is not None  # noqa: S101  # it has just been written
    return version


@transaction.atomic
def revise_checked(*, revisions: Sequence[Revision], by: User, now: datetime) -> list[Question]:
    """Add versions whose wordings have been through `check`, all or none. Raises QuestionRetired."""
    keys = [revision.question.pk for revision in revisions]
    held = {q.pk: q for q in Question.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
    if any(question.state == Question.State.RETIRED for question in held.values()):
        raise QuestionRetired
    numbered = QuestionVersion.objects.filter(question__in=keys).values_list("question").annotate(Max("number"))
    last = dict(numbered.order_by())
    for revision in revisions:
        question = held[revision.question.pk]
        question.search_folded = _searched(question.code, revision.wording)
        if revision.topic is not None:
            question.topic = revision.topic
    Question.objects.bulk_update(held.values(), ["search_folded", "topic"], batch_size=AT_ONCE)
    worded = [(held[r.question.pk], 1 + last.get(r.question.pk, 0), r.wording) for r in revisions]
    _add_versions(worded, by, now)
    forget(list(held.values()))
    remember((revision.question.pk, _keys(revision.wording, revision.keys)) for revision in revisions)
    return [question for question, _number, _wording in worded]


def check(wording: Wording) -> None:
    """Raise BadWording for the first thing that must be mended."""
    wrong = askable.fault(wording.body())
    if wrong:
        field, code = wrong
        raise BadWording(field, _sentence(field, code))
    if wording.remarks and len(wording.remarks) != len(wording.choices):
        raise BadWording("remarks", _("Give a remark for every choice, or for none."))
    if any("|" in text for text in (*wording.partners, *wording.remarks, *(t for g in wording.accepted for t in g))):
        raise BadWording("accepted", _("Leave out the sign “|”: it parts one answer from the next."))
    if any(attached.place < 0 and not attached.alt.strip() for attached in wording.media):
        said = _("Say in words what the picture, sound or film holds, for whoever cannot see or hear it.")
        raise BadWording("media", said)
    if len({provision.pk for provision, _quote in wording.cited}) < len(wording.cited):
        raise BadWording("cited", _("The same clause is cited twice. Name it once."))
    today = timezone.localdate(clock.now())
    for provision, quote in wording.cited:
        if not quote and not stands(provision, today):
            raise BadWording(
                "cited", _("%(provision)s is repealed. Cite a clause that has effect.") % {"provision": provision}
            )
        if quote and not quote_stands_in(provision, quote, today):
            raise BadWording(
                "cited",
                _("The quoted words do not stand in %(provision)s. Copy them from the text.")
                % {"provision": provision},
            )


def _sentence(field: str, code: str) -> str:
    """Return what the writer should do about a fault that `askable.fault` names."""
    if field == "parts" and ":" in code:
        number, inner, reason = code.split(":", 2)
        return _("Part %(number)s: %(problem)s") % {"number": number, "problem": _sentence(inner, reason)}
    return {
        ("stem", "empty"): _("Write the question."),
        ("stem", "gaps"): _("Write each gap as [[1]], [[2]] and so on, in order, where the words are to be filled in."),
        ("choices", "too_few"): _("Give two to ten choices (three for an order), and leave none of them empty."),
        ("choices", "alike"): _("Two choices say the same. Change one of them."),
        ("choices", "not_two"): _("A true-or-false question has exactly two choices."),
        ("right", "none"): _("Mark the right choice."),
        ("right", "all"): _("Not all choices may be right: nothing would be asked."),
        ("right", "several"): _("Only one choice may be right for this kind of question."),
        ("partners", "too_few"): _("Give every left side its right side; further right sides may follow."),
        ("partners", "same"): _("All right sides say the same: nothing would be asked."),
        ("accepted", "none"): _("Give at least one answer that is taken as right."),
        ("accepted", "no_number"): _("Give the right answer as a number, such as 15 or 2,5."),
        ("accepted", "gaps"): _("Give the right words for every gap, one line for each."),
        ("tolerance", "no_number"): _("Give by how much an answer may be off as a number, or leave it empty."),
        ("parts", "none"): _("Give a situation one to ten parts."),
        ("kind", "nested"): _("A part is itself a simple question, not a situation, an essay or a prediction."),
        ("rubric", "none"): _("Give the rubric: each criterion with its points, a line for each."),
    }[field, code]


def _add_versions(worded: Sequence[tuple[Question, int, Wording]], by: User, now: datetime) -> list[QuestionVersion]:
    """Write (question, number of the version, wording) and make the questions drafts with these as their latest."""
    versions = QuestionVersion.objects.bulk_create(
        [_version(question, number, wording, by, now) for question, number, wording in worded]
    )
    choices = (
        (
            version.pk,
            place,
            _clean(text),
            place in wording.right,
            _clean(wording.remarks[place]) if wording.remarks else "",
        )
        for version, (_question, _number, wording) in zip(versions, worded, strict=True)
        for place, text in enumerate(wording.choices)
    )
    insert(Choice, ("version_id", "position", "text", "is_correct", "remark"), choices)
    Medium.objects.bulk_create(
        Medium(version=version, place=attached.place, asset_id=attached.sha256, alt=_clean(attached.alt)[:300])
        for version, (_question, _number, wording) in zip(versions, worded, strict=True)
        for attached in wording.media
    )
    citations = Citation.objects.bulk_create(
        Citation(version=version, provision=provision, quote=_clean(quote))
        for version, (_question, _number, wording) in zip(versions, worded, strict=True)
        for provision, quote in wording.cited
    )
    recheck([citation for citation in citations if has_lived(citation.provision.document)])
    for version in versions:
        question = version.question
        question.latest_version, question.state = version, Question.State.DRAFT
    # What is approved, if anything, goes on being drawn.
    last = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    for start in range(0, len(versions), AT_ONCE):
        changed = [version.question_id for version in versions[start : start + AT_ONCE]]
        Question.objects.filter(pk__in=changed).update(latest_version=Subquery(last), state=Question.State.DRAFT)
    return versions


def _searched(code: str, wording: Wording) -> str:
    return f"{fold(code)} {fold(_clean(wording.stem))}"


def _keys(wording: Wording, known: Sequence[int] | None) -> Sequence[int]:
    return keys(_clean(wording.stem)) if known is None else known


def _version(question: Question, number: int, wording: Wording, by: User, now: datetime) -> QuestionVersion:
    stem = _clean(wording.stem)
    return QuestionVersion(
        question=question,
        number=number,
        kind=wording.kind,
        difficulty=wording.difficulty,
        stem=stem,
        stem_folded=fold(stem),
        body=wording.body().to_json(),
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
