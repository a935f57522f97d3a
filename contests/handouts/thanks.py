"""Thanks to units for taking part (thư cảm ơn): who is thanked, and for what, by the published results.

A unit is thanked for what it did: no letter compares it with others, says what it lacks, or names a person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contests.handouts.office.filling import fill_each
from contests.handouts.office.keeping import template_of
from contests.handouts.office.kinds import THANKS
from contests.handouts.office.placeholders import Value
from contests.handouts.office.starting import starting_template
from contests.handouts.values import contest_values
from contests.letterhead import head_of, signers_of, titled
from contests.models import Contest, Edition
from contests.record.reading import UnitLine, read
from contests.record.words import prize_in_words
from official.figures import blank_day, whole
from official.letter import Letter

WHOLE = 10_000  # percent, in hundredths


@dataclass(frozen=True, slots=True)
class Thanked:
    """A unit. headcount: of its frozen roster, 0 for none. rate: percent in hundredths. people: of it that won a prize.

    prize: "" for none.
    """

    name: str
    took_part: int
    headcount: int
    rate: int
    prize: str
    people: int


def thanked_by(edition: Edition, least: int = 0) -> list[Thanked]:
    """Return the units with anybody who took part, those with the highest rate first, in the active language.

    least: the rate, in whole percent, from which on a unit is thanked; a unit without a roster has no rate. A unit
    that the board left without a place is not thanked.
    """
    reading = read(edition)
    of = reading.list_of("contest")
    won = {(line.entrant, line.unit) for each in reading.lists for line in each.lines if line.prize}
    winners = Counter(unit for _entrant, unit in won)
    units = [one for one in of.units if one.took_part and one.why != "out" and one.rate >= least * 100]
    units.sort(key=lambda one: (-one.rate, -one.took_part, one.name))
    return [_thanked(one, winners[one.name]) for one in units]


def _thanked(line: UnitLine, people: int) -> Thanked:
    return Thanked(line.name, line.took_part, line.headcount, line.rate, prize_in_words(line.prize), people)


def praise(one: Thanked) -> list[str]:
    """Return what is acknowledged, a sentence each, in Vietnamese."""
    said = []
    if one.headcount and one.rate >= WHOLE:
        said.append(f"Ban Tổ chức ghi nhận toàn bộ {whole(one.headcount)} người trong danh sách của đơn vị đã dự thi.")
    elif one.headcount:
        said.append(f"Đơn vị có {whole(one.took_part)} người dự thi, đạt tỷ lệ {rate_of(one)} danh sách.")
    else:
        said.append(f"Đơn vị có {whole(one.took_part)} người dự thi.")
    if one.prize:
        said.append(f"Ban Tổ chức nhiệt liệt chúc mừng đơn vị đạt {one.prize} tập thể.")
    if one.people:
        said.append(f"Chúc mừng {one.people:02} cá nhân của đơn vị đạt giải.")
    return said


def rate_of(one: Thanked) -> str:
    """Return the rate: 90,00 %; "" without a roster."""
    return f"{one.rate / 100:.2f} %".replace(".", ",") if one.headcount else ""


def write_thanks(contest: Contest, units: Sequence[Thanked], *, year: int) -> bytes:
    """Return the letters, a page each, as one .docx file: in the office's own form where it has one."""
    common = contest_values(contest, year)
    return fill_each(template_of(contest.unit, THANKS.code) or starting_template(THANKS.code, signers_of(contest)), [
        common | letter_values(one) for one in units
    ])  # fmt: skip


def letter_values(one: Thanked) -> dict[str, Value]:
    return {
        "don_vi": one.name,
        "so_nguoi": whole(one.took_part),
        "danh_sach": whole(one.headcount) if one.headcount else "",
        "ty_le": rate_of(one),
        "giai": one.prize,
        "ghi_nhan": [{"": said} for said in praise(one)],
    }


def letters_of(contest: Contest, units: Sequence[Thanked], *, year: int) -> list[Letter]:
    """Return the same letters in our form, for a PDF."""
    head, called = head_of(contest, "Số:        /TCƠ-BTC", blank_day(year)), titled(contest)
    signers = signers_of(contest)
    return [
        Letter(
            head=head,
            kind="THƯ CẢM ƠN",
            to=f"Kính gửi: {one.name}",
            paragraphs=(
                f"Ban Tổ chức {called} trân trọng cảm ơn {one.name} đã quan tâm, chỉ đạo và tạo điều kiện cho cán bộ, "
                "công chức, viên chức, người lao động tham gia.",
                *praise(one),
                "Sự tham gia tích cực của quý đơn vị đã góp phần tuyên truyền, nâng cao nhận thức về cải cách hành "
                "chính. Ban Tổ chức mong tiếp tục nhận được sự phối hợp của quý đơn vị.",
                "Trân trọng./.",
            ),
            signatures=signers,
        )
        for one in units
    ]
