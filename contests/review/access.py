"""Who may use what of the review and the record of a contest: its lines of the permission table."""

from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, is_public, organises, organises_only, paper_by_number, sits, still_plays
from contests.models import Contest
from people.access import Access, anyone
from people.models import User


@rules.predicate
def signs(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` signs for one of the bodies that hold the contest."""
    return user.is_authenticated and contest.hosts.filter(signer=user.pk).exists()


on_board = (organises | signs) & ~still_plays


def _of(what: str, who: Any = on_board) -> Access:
    return Access(who, what, contest_by_slug)


ROUTES: dict[str, Access] = {
    "contests:desk": _of("the board's desk: provisional results and what they wait for"),
    "contests:questions": _of("the questions of a contest and how they were answered"),
    "contests:question": _of("propose a correction of a question"),
    "contests:correction": _of("read, confirm or withdraw a correction"),
    "contests:correction-progress": _of("how far a correction is"),
    "contests:appeals": _of("the appeals of a contest"),
    "contests:appeal": _of("answer an appeal"),
    "contests:incidents": _of("the incident log of a contest"),
    "contests:incident": _of("decide on an incident", organises_only),
    "contests:people": _of("find who took part"),
    "contests:person": _of("disqualify somebody, or undo it", organises_only),
    "contests:desk-units": _of("the units as they stand now"),
    "contests:desk-unit": _of("leave a unit without a place, or give the place back", organises_only),
    "contests:ties": _of("decide the order of equals", organises_only),
    "contests:prepare": _of("prepare an edition of the results", organises_only),
    "contests:edition": _of("read an edition of the results, and sign it"),
    "contests:publish": _of("publish an edition of the results", organises_only),
    "contests:workbook": _of("the results as an Excel file"),
    "contests:record": _of("the record of a contest with everything it tells"),
    "contests:record-full": _of("the record as a file with everything it tells"),
    "contests:results": Access(is_public, "the published results", contest_by_slug),
    "contests:results-edition": Access(is_public, "an edition of the published results", contest_by_slug),
    "contests:record-public": Access(is_public, "the record without people", contest_by_slug),
    "contests:record-file": Access(is_public, "the record without people, as a file", contest_by_slug),
    "contests:verifier": Access(anyone, "the program that verifies a record"),
    "contests:file-appeal": Access(sits, "appeal about one's own paper", paper_by_number),
    "contests:own-incident": Access(sits, "report what happened during one's own paper", paper_by_number),
}
