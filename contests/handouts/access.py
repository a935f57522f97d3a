"""Who may use what a contest hands out: its lines of the permission table."""

from contests.access import contest_by_slug, organises, organises_only, paper_by_number, sits
from contests.handouts.office.access import ROUTES as OFFICE_ROUTES
from contests.review.access import on_board
from people.access import Access, anyone

ROUTES: dict[str, Access] = {
    **OFFICE_ROUTES,
    "contests:result-papers": Access(on_board, "the papers of the results", contest_by_slug),
    "contests:thanks-word": Access(on_board, "letters of thanks to units as a Word file", contest_by_slug),
    "contests:thanks-pdf": Access(on_board, "letters of thanks to units as a PDF", contest_by_slug),
    "contests:news-word": Access(on_board, "the results for radio and newspapers", contest_by_slug),
    "contests:ceremony-word": Access(on_board, "the MC's sheet of the award ceremony", contest_by_slug),
    "contests:certificates-word": Access(organises_only, "certificates for prizes as a Word file", contest_by_slug),
    "contests:certificates": Access(on_board, "the certificates of a contest", contest_by_slug),
    "contests:issue-certificates": Access(organises_only, "issue certificates for published results", contest_by_slug),
    "contests:print-certificates": Access(organises_only, "print certificates, or stop it", contest_by_slug),
    "contests:print-progress": Access(organises_only, "how far printing is", contest_by_slug),
    "contests:printed-certificates": Access(organises_only, "certificates as one file", contest_by_slug),
    "contests:poster": Access(organises, "a poster that announces the contest", contest_by_slug),
    "contests:minutes-word": Access(on_board, "the minutes of an edition as a Word file", contest_by_slug),
    "contests:decision-word": Access(on_board, "the draft of the decision on an edition", contest_by_slug),
    "contests:own-certificate": Access(sits, "one's own certificates", paper_by_number),
    "contests:find-certificate": Access(anyone, "type the code of a certificate"),
    "contests:verify-certificate": Access(anyone, "whether a certificate is genuine and stands"),
}
