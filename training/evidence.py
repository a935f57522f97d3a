"""What stands behind the figures of a report: the questions in their wording and the clauses they cite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from questionbank.models import Choice, Citation, CitationGap, QuestionVersion
from regulations.models import Document
from regulations.reading import full_texts
from training.findings import Clause, Validity


@dataclass(frozen=True)
class Wording:
    """One version of a question. choices: (primary key, text, is it right), in the order of the bank. remarks: by
    primary key of the choice, what whoever takes it has got wrong.
    """

    question: int
    version: int
    code: str
    stem: str
    topic: int
    choices: tuple[tuple[int, str, bool], ...]
    clauses: tuple[Clause, ...]
    remarks: Mapping[int, str] = field(default_factory=dict)


def wordings(versions: Iterable[int], day: date, *, with_clauses: bool = True) -> dict[int, Wording]:
    """Return the wording of each question version by its primary key; clauses say whether they hold on `day`.

    with_clauses: False where nobody reads the clauses, whose texts take the most time.
    """
    wanted = set(versions)
    choices: dict[int, list[tuple[int, str, bool]]] = {pk: [] for pk in wanted}
    remarks: dict[int, dict[int, str]] = {pk: {} for pk in wanted}
    for version, pk, text, right, remark in (
        Choice.objects.filter(version__in=wanted)
        .order_by("version_id", "position")
        .values_list("version_id", "pk", "text", "is_correct", "remark")
    ):
        choices[version].append((pk, text, right))
        if remark and not right:
            remarks[version][pk] = remark
    clauses = _clauses_by_version(wanted, day) if with_clauses else {}
    return {
        v.pk: Wording(
            v.question_id,
            v.pk,
            v.question.code,
            v.stem,
            v.question.topic_id,
            tuple(choices[v.pk]),
            tuple(clauses.get(v.pk, ())),
            remarks[v.pk],
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


def out_of_force(versions: Iterable[int], day: date) -> set[int]:
    """Return those of `versions` that cite what has no effect on `day`: a whole document, or words that were repealed,
    changed or suspended since.
    """
    wanted = set(versions)
    cited = list(Citation.objects.filter(version__in=wanted).values_list("version_id", "provision__document_id"))
    documents = Document.objects.defer("source_text", "search_folded").in_bulk({document for _, document in cited})
    idle = {pk for pk, document in documents.items() if validity(document, day)[0] is not Validity.IN_FORCE}
    gaps = CitationGap.objects.on(day).filter(citation__version__in=wanted)
    return {version for version, document in cited if document in idle} | set(
        gaps.values_list("citation__version_id", flat=True)
    )


def validity(document: Document, day: date) -> tuple[Validity, date | None]:
    """Return whether `document` has effect on `day`, and since or until when it has none."""
    if document.is_suspended_on(day):
        return Validity.SUSPENDED, None
    if document.expired_on and document.expired_on <= day:
        return Validity.EXPIRED, document.expired_on
    if document.effective_on and document.effective_on > day:
        return Validity.NOT_YET, document.effective_on
    return Validity.IN_FORCE, None
