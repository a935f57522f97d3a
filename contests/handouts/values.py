"""What the papers of a contest say, by the placeholders of `office.kinds`. Vietnamese, whatever the active language."""

from django.utils import timezone, translation

from contests.handouts.office.placeholders import Value
from contests.handouts.result_papers import appeals_answered, corrections_of, paid
from contests.handouts.winners import Winners, winners_of
from contests.letterhead import bodies_of, dated, head_of, titled
from contests.models import Contest, Edition
from contests.record.reading import read
from official.certificate import Sheet
from official.decree30 import DRAFT
from official.figures import blank_day, dong, points, whole

Values = dict[str, Value]


def contest_values(contest: Contest, year: int, word: str = "Cuộc thi") -> Values:
    head = head_of(contest, "", blank_day(year))
    return {
        "ten_cuoc_thi": titled(contest, word),
        "don_vi_to_chuc": " và ".join(bodies_of(contest)),
        "co_quan_cap_tren": head.parent,
        "co_quan": head.issuer,
        "dia_danh_ngay": dated(contest, blank_day(year)),
        "nam": str(year),
    }


def edition_values(edition: Edition) -> Values:
    """Return what minutes and decision on an edition say."""
    with translation.override("vi"):
        reading, won = read(edition), winners_of(edition)
        year = timezone.localdate(edition.published_at or edition.prepared_at).year
        people = {line.entrant for each in reading.lists for line in each.lines}
        answered, upheld = appeals_answered(edition)
        return contest_values(edition.contest, year) | {
            "tinh_trang": "" if edition.published_at else DRAFT,
            "ban_ket_qua": str(edition.number),
            "ma_sha256": edition.digest,
            "so_nguoi": whole(len(people)),
            "so_bai": whole(reading.papers),
            "so_kien_nghi": str(answered),
            "so_chap_nhan": str(upheld),
            "so_huy": str(len(reading.disqualified)),
            "so_giai_ca_nhan": f"{sum(len(each.people) for each in won):02}",
            "so_giai_tap_the": f"{sum(len(each.units) for each in won):02}",
            "tong_tien": dong(paid(won)),
            "ca_nhan": _people(won),
            "tap_the": _units(won),
            "dieu_chinh": [{"": said} for said in corrections_of(reading)] or [{"": "Không có."}],
        }


def _people(won: list[Winners]) -> list[dict[str, str]]:
    found = [(each.of, one) for each in won for one in each.people]
    return [
        {
            "tt": str(at), "giai": one.prize, "ho_ten": one.name, "don_vi": one.unit, "diem": points(one.score),
            "tien": dong(one.amount) if one.amount else "–", "dot": of,
        }
        for at, (of, one) in enumerate(found, start=1)
    ]  # fmt: skip


def _units(won: list[Winners]) -> list[dict[str, str]]:
    found = [(each.of, one) for each in won for one in each.units]
    return [
        {
            "tt": str(at), "giai": one.prize, "ten": one.name, "hang": str(one.place),
            "tien": dong(one.amount) if one.amount else "–", "dot": of,
        }
        for at, (of, one) in enumerate(found, start=1)
    ]  # fmt: skip


def certificate_values(contest: Contest, sheet: Sheet, year: int) -> Values:
    """Return what a certificate says; `sheet` is the one that would be printed as a PDF."""
    attested, *_rest = sheet.said
    return contest_values(contest, year) | {
        "ten": sheet.name,
        "don_vi": sheet.of,
        "noi_dung": attested,
        "so": sheet.number,
        "ma": sheet.code,
        "noi_kiem_tra": sheet.address,
        "ngay_cap": sheet.place_and_date,
    }
