"""What stands behind the figures of a report: the questions in their wording and the clauses they cite."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from questionbank.models import Choice, Citation, QuestionVersion
from regulations.models import Document
from regulations.reading import full_texts
from training.findings import Clause, Validity


@dataclass(frozen=True)
class Wording:
    """One version of a question. choices: (primary key, text, is it right), in the order of the bank."""

    question: int
    version: int
    code: str
    stem: str
    topic: int
    choices: tuple[tuple[int, str, bool], ...]
    clauses: tuple[Clause, ...]


def wordings(versions: Iterable[int], day: date) -> dict[int, Wording]:
    """Return the wording of each question version by its primary key; clauses say whether they hold on `day`."""
    wanted = set(versions)
    choices: dict[int, list[tuple[int, str, bool]]] = {pk: [] for pk in wanted}
    for version, *choice in (
        Choice.objects.filter(version__in=wanted)
        .order_by("version_id", "position")
        .values_list("version_id", "pk", "text", "is_correct")
    ):
        choices[version].append((choice[0], choice[1], choice[2]))
    clauses = _clauses_by_version(wanted, day)
    return {
        v.pk: Wording(
            v.question_id,
            v.pk,
            v.question.code,
            v.stem,
            v.question.topic_id,
            tuple(choices[v.pk]),
            tuple(clauses.get(v.pk, ())),
        )
        for v in QuestionVersion.objects.filter(pk__in=wanted).select_related("question")
    }


def _clauses_by_version(versions: set[int], day: date) -> dict[int, list[Clause]]:
    citations = list(
        Citation.objects.filter(version__in=versions)
        .select_related("provision__document")
        .defer("provision__document__source_text")
        .order_by("version_id", "provision__position")
    )
    texts = full_texts({c.provision for c in citations}, day)
    by_version: dict[int, list[Clause]] = {}
    for citation in citations:
        provision, document = citation.provision, citation.provision.document
        status, since = validity(document, day)
        by_version.setdefault(citation.version_id, []).append(
            Clause(
                provision=provision.pk,
                address=provision.address,
                document=str(document),
                document_title=document.title,
                text=texts[provision.pk].strip(),
                validity=status,
                since=since,
            )
        )
    return by_version


def validity(document: Document, day: date) -> tuple[Validity, date | None]:
    """Return whether `document` has effect on `day`, and since or until when it has none."""
    if document.is_suspended_on(day):
        return Validity.SUSPENDED, None
    if document.expired_on and document.expired_on <= day:
        return Validity.EXPIRED, document.expired_on
    if document.effective_on and document.effective_on > day:
        return Validity.NOT_YET, document.effective_on
    return Validity.IN_FORCE, None
