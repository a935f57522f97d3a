"""A certificate as the sheet that is printed: an office document, Vietnamese whoever asks for it."""

from django.urls import reverse
from django.utils import timezone, translation

from contests.handouts.codes import grouped
from contests.handouts.earned import line_of
from contests.handouts.verifying import round_of
from contests.letterhead import bodies_of, dated, signers_of
from contests.models import Certificate, Contest
from contests.record.reading import read
from contests.record.words import prize_in_words
from official.certificate import Sheet
from official.figures import written_date

KIND = "GIẤY CHỨNG NHẬN"
TO_VERIFY = "Quét mã, hoặc mở {} và nhập mã dưới đây để kiểm tra:"


class Sheets:
    """Makes the sheets of one contest. base: the address of this site, as the printed codes lead to it."""

    def __init__(self, contest: Contest, base: str) -> None:
        self._contest, self._base = contest, base.rstrip("/")
        self._bodies, self._signers = bodies_of(contest), signers_of(contest)
        self._to_verify = TO_VERIFY.format(self._base.partition("://")[2] + reverse("contests:find-certificate"))

    def sheet(self, certificate: Certificate) -> Sheet:
        """Return the sheet of a certificate. Its holder's name stands whole: the paper goes to them alone.

        The name is the one kept now; where that was erased since, the one that the edition shows.
        """
        reading = read(certificate.edition)
        line = line_of(reading, certificate.of, certificate.entrant_id or 0, certificate.unit_id or 0)
        shown = line.name if line else ""
        published = certificate.edition.published_at or certificate.issued_at
        with translation.override("vi"):
            prize = prize_in_words(line.prize) if line and certificate.kind == Certificate.Kind.PRIZE else ""
            part = round_of(certificate.of, reading) if prize else ""
        return Sheet(
            bodies=self._bodies,
            kind=KIND,
            name=(certificate.entrant.full_name if certificate.entrant else "") or shown,
            of=getattr(line, "unit", "") if certificate.entrant else "",
            said=[f"Đã đạt {prize}" if prize else "Đã tham gia", *filter(None, (self._contest.title, part))],
            place_and_date=dated(self._contest, written_date(timezone.localdate(published))),
            signatures=self._signers,
            number=f"Số: {certificate.numbered}",
            code=grouped(certificate.code),
            address=self._base + reverse("contests:verify-certificate", args=[certificate.code]),
            to_verify=self._to_verify,
        )
