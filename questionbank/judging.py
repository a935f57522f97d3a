"""What only the bank and the regulations can tell of a record: whether it is known, and whether its proof stands."""

from collections.abc import Mapping, Sequence

from questionbank.formats.columns import BETWEEN_CITATIONS, COLUMNS
from questionbank.formats.record import Fault, Record, Sheet, bad_rows
from questionbank.formats.row import body_of
from questionbank.formats.sheet import asked_by
from questionbank.models import Difficulty, Question
from questionbank.twins import Twin, twins_of
from questionbank.writing import Attached, BadWording, Wording, check
from regulations.citing import ProvisionNotFound, find_provision
from regulations.models import Provision

AT_ONCE = 500  # rows named in one query
IN_BANK = "code_in_bank"  # the fault that a person may answer with "make it a new version"


def against_bank(
    records: Sequence[Record], file_faults: Sequence[Fault], keyed: Mapping[int, Sequence[int]]
) -> tuple[Fault, ...]:
    """Return the faults that only the bank and the regulations can tell. keyed: by row, `likeness.keys` of the stem."""
    codes = _codes_held({record.code for record in records if record.code})
    near = twins_of({record.row: record.stem for record in records}, keyed)
    asked = asked_already({record.row: (record.stem, record.choices) for record in records}, near)
    bad = bad_rows(Sheet(tuple(records), tuple(file_faults)))
    cited = Cited()
    found: list[Fault] = []
    for record in records:
        twin = asked.get(record.row)
        if record.code in codes:
            found.append(_fault(record, "code", "code_retired" if codes[record.code] else IN_BANK, record.code))
        if twin and twin != record.code:
            found.append(_fault(record, "stem", "question_in_bank", twin))
        elif near[record.row] and near[record.row][0].code != record.code:
            found.append(_near(record, near[record.row][0]))
        found.extend(_citation_faults(record, cited, readable=record.row not in bad))
    return tuple(found)


def wording_of(record: Record, cited: Sequence[tuple[Provision, str]]) -> Wording:
    """Return what `record` asks, resting on `cited`."""
    body = body_of(record)
    return Wording(
        kind=record.kind,
        difficulty=Difficulty(record.difficulty),
        stem=record.stem,
        choices=record.choices,
        right=body.right,
        explanation=record.explanation,
        cited=cited,
        keep_order=record.keep_order,
        partners=record.partners,
        accepted=record.accepted,
        tolerance=record.tolerance,
        parts=body.parts,
        rubric=record.rubric,
        remarks=record.remarks,
        media=[Attached(place, sha256, alt) for (place, sha256), alt in _media(record).items()],
    )


def _media(record: Record) -> dict[tuple[int, str], str]:
    """Return the words for each file of `record`, by place and sha256.

    Where the file gives none, those of the question stand for a picture of the stem, never its name: people call a
    picture "dap-an-B".
    """
    return {(m.place, m.sha256): m.alt or (record.stem[:80] if m.place < 0 else "") for m in record.media}


class Cited:
    """Finds what rows cite, each provision once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Provision | ProvisionNotFound] = {}

    def by(self, record: Record) -> list[tuple[Provision, str]]:
        """Return (provision, quoted words) of each citation, none where there is none. Raises ProvisionNotFound."""
        documents, addresses, quotes = (
            [part.strip() for part in text.split(BETWEEN_CITATIONS)]
            for text in (record.document, record.address, record.quote)
        )
        if not any(documents) and not any(addresses):
            return []
        documents += documents[-1:] * (len(addresses) - len(documents))  # one document may be named once for all
        quotes += [""] * (len(addresses) - len(quotes))
        return [
            (self._provision(document, address), quote)
            for document, address, quote in zip(documents, addresses, quotes, strict=False)
        ]

    def _provision(self, document: str, address: str) -> Provision:
        asked = (document, address)
        if asked not in self._found:
            try:
                self._found[asked] = find_provision(*asked)
            except ProvisionNotFound as missing:
                self._found[asked] = missing
        found = self._found[asked]
        if isinstance(found, ProvisionNotFound):
            raise found
        return found


def _codes_held(wanted: set[str]) -> dict[str, bool]:
    """Return which of these codes the bank holds, and whether their question is retired."""
    held: dict[str, bool] = {}
    every = sorted(wanted)
    for start in range(0, len(every), AT_ONCE):
        rows = Question.objects.filter(code__in=every[start : start + AT_ONCE]).values_list("code", "state")
        held.update({code: state == Question.State.RETIRED for code, state in rows})
    return held


def asked_already(
    wanted: Mapping[int, tuple[str, Sequence[str]]], near: Mapping[int, list[Twin]] | None = None
) -> dict[int, str]:
    """Return the code of the question that asks the same, stem and choices, for each of `wanted` that has one.

    near: the questions like each of them, where they are known already.
    """
    found = near if near is not None else twins_of({name: stem for name, (stem, _choices) in wanted.items()})
    asked = _asked({twin.pk for twins in found.values() for twin in twins})
    same = {name: asked_by(stem, choices) for name, (stem, choices) in wanted.items()}
    first = {name: next((t.code for t in found[name] if asked.get(t.pk) == same[name]), "") for name in wanted}
    return {name: code for name, code in first.items() if code}


def _asked(questions: set[int]) -> dict[int, tuple[str, frozenset[str]]]:
    """Return what each of these questions asks, to be compared with a record."""
    asked = {}
    every = sorted(questions)
    for start in range(0, len(every), AT_ONCE):
        rows = Question.objects.filter(pk__in=every[start : start + AT_ONCE]).select_related("latest_version")
        for question in rows.prefetch_related("latest_version__choices"):
            version = question.latest_version
            if version is not None:
                asked[question.pk] = asked_by(version.stem, (choice.text for choice in version.choices.all()))
    return asked


def _near(record: Record, twin: Twin) -> Fault:
    said = f"{twin.code} ({twin.percent} %): {twin.stem[:200]}"
    return Fault(record.row, COLUMNS["stem"][0], "near_duplicate", said, note=True)


def _citation_faults(record: Record, cited: Cited, *, readable: bool) -> list[Fault]:
    """readable: whether the rest of the row is right, so that its wording can be judged as a whole."""
    missing = [column for column in ("document", "address") if not getattr(record, column)]
    if len(missing) == 1:
        return [_fault(record, missing[0], "empty", "")]
    notes = [Fault(record.row, COLUMNS["address"][0], "no_citation", note=True)] if missing else []
    try:
        proofs = cited.by(record)
        if readable:
            check(wording_of(record, proofs))
    except ProvisionNotFound as error:
        return [_fault(record, "address" if error.document_found else "document", "provision_not_found", str(error))]
    except BadWording as error:
        return [_fault(record, "quote" if error.field == "cited" else "stem", "wording", str(error))]
    return notes


def _fault(record: Record, column: str, code: str, value: str) -> Fault:
    return Fault(record.row, COLUMNS[column][0], code, value)
