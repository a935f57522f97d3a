"""Whether a certificate is genuine, what it attests, and whether it still stands."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contests.handouts.codes import typed
from contests.handouts.earned import Earned, State, attested, line_of, state_of
from contests.models import Certificate, Contest, Edition, Entrant
from contests.naming import public_names
from contests.record.editions import latest_published
from contests.record.reading import EditionLine, Reading, UnitLine, read
from contests.record.words import prize_in_words


@dataclass(frozen=True)
class Verified:
    """What everybody may read of a certificate. who, unit: a person's as they may be shown today, and theirs.

    prize: as the certificate says it, "" for a proof of participation; now: as the edition that counts says it.
    """

    certificate: Certificate
    state: State
    who: str
    unit: str
    named: bool
    prize: str
    now: str
    round: str
    latest: Edition


def verified(given: str) -> Verified | None:
    """Return what the certificate with this code attests; None where there is none.

    What cannot be a code asks the database nothing. One that was never issued costs one look into an index, and 79
    random bits leave nothing to find by trying: therefore nobody is counted or locked out here.
    """
    code = typed(given)
    held = Certificate.objects.select_related("contest", "edition", "entrant").defer("edition__content")
    found = held.filter(code=code).first() if code else None
    if found is None:
        return None
    latest = latest_published(found.contest) or found.edition
    then, now = read(found.edition), read(latest)
    line, current = _line(found, then), _line(found, now)
    by_line = line.name if line else ""
    who = public_names([found.entrant_id]).get(found.entrant_id, "") if found.entrant_id else by_line
    return Verified(
        certificate=found,
        state=state_in(found, now),
        who=who,
        unit=getattr(line, "unit", "") if found.entrant_id else "",
        named=found.entrant is None or (found.entrant.shows_name and bool(found.entrant.full_name)),
        prize=prize_in_words(line.prize) if line and found.kind == "prize" else "",
        now=prize_in_words(current.prize) if current and found.kind == "prize" else "",
        round=round_of(found.of, then),
        latest=latest,
    )


def attests(certificate: Certificate) -> Earned | None:
    """Return what the certificate attests, by the edition that it was issued for."""
    return _attested(certificate, read(certificate.edition))


def state_in(certificate: Certificate, latest: Reading) -> State:
    """Say whether the certificate stands by the edition that counts."""
    return state_of(attests(certificate), _attested(certificate, latest))


def standing(contest: Contest) -> list[Certificate]:
    """Return the certificates that stand, by number."""
    return _standing(contest, contest.certificates.all())


def standing_of(entrant: Entrant) -> list[Certificate]:
    """Return those of one person that stand."""
    return _standing(entrant.contest, entrant.certificates.all())


def _standing(contest: Contest, among: QuerySet[Certificate]) -> list[Certificate]:
    edition = latest_published(contest)
    if edition is None:
        return []
    held = among.select_related("edition", "entrant").defer("edition__content").order_by("number")
    latest = read(edition)
    return [one for one in held if state_in(one, latest) == "stands"]


def round_of(of: str, reading: Reading) -> str:
    """Return the name of the round that a list is of, in the active language if it has no title; "" for the contest."""
    if of == "contest":
        return ""
    title = next((each.title for each in reading.lists if each.of == of), "")
    return title or _("Round %(number)s") % {"number": of.removeprefix("round ")}


def _line(certificate: Certificate, reading: Reading) -> EditionLine | UnitLine | None:
    return line_of(reading, certificate.of, certificate.entrant_id or 0, certificate.unit_id or 0)


def _attested(certificate: Certificate, reading: Reading) -> Earned | None:
    c = certificate
    return attested(reading, c.kind, c.of, c.entrant_id or 0, c.unit_id or 0)  # type: ignore[arg-type]
