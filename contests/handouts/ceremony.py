"""Published results told in public: a sheet for radio and newspapers, and the MC's at the award ceremony.

Units are praised by name and nobody is blamed: no low rate, no place without a prize, no correction, nobody
disqualified. A person is named only where their consent lets the name be shown now; else they are counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone, translation

from contests.handouts.thanks import Thanked, rate_of, thanked_by
from contests.handouts.verifying import round_of
from contests.letterhead import bodies_of, head_of, titled
from contests.models import Contest, Edition, Entrant
from contests.prizes import RANKS
from contests.record.reading import EditionLine, read
from contests.record.words import prize_in_words
from official.decree30 import (
    Column,
    Document,
    add_head,
    add_heading,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day, whole, written_date

MOST_PRAISED = 10  # units by participation
LEAST_PRAISED = 50  # percent of the roster
WHOLE = 10_000  # percent, in hundredths
BLANK = ".........."
STEPS = (Column("Bước", 16, centre=True), Column("Tín hiệu", 40), Column("Lời dẫn", 80), Column("Ghi chú", 33))


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize with who has won it. people: as they may be named, with their units; silent: how many may not.

    amount: đồng for each.
    """

    of: str
    title: str
    amount: int
    people: tuple[tuple[str, str], ...]
    silent: int
    units: tuple[str, ...]


def prizes_of(edition: Edition) -> list[Prize]:
    """Return the prizes of every list, best first, in the active language."""
    reading = read(edition)
    won = {line.entrant for each in reading.lists for line in each.lines if line.prize}
    open_names = {
        entrant.pk: entrant.full_name
        for entrant in Entrant.objects.filter(pk__in=won, shows_name=True)
        if entrant.full_name
    }
    found = []
    for each in reading.lists:
        by_prize: dict[tuple[str, str, int], tuple[list[EditionLine], list[str]]] = {}
        for line in each.lines:
            if line.prize:
                by_prize.setdefault(line.prize, ([], []))[0].append(line)
        for unit in each.units:
            if unit.prize:
                by_prize.setdefault(unit.prize, ([], []))[1].append(unit.name)
        for prize in sorted(by_prize, key=lambda one: (RANKS.index(one[0]), one)):  # type: ignore[arg-type]
            lines, units = by_prize[prize]
            named = tuple((open_names[line.entrant], line.unit) for line in lines if line.entrant in open_names)
            silent = len(lines) - len(named)
            of = round_of(each.of, reading)
            found.append(Prize(of, prize_in_words(prize), prize[2], named, silent, tuple(units)))
    return found


def praised(edition: Edition) -> list[Thanked]:
    """Return the units with the highest rates: all that came whole, else the first ten of those half of whom came."""
    with_roster = [one for one in thanked_by(edition, LEAST_PRAISED) if one.headcount]
    full = [one for one in with_roster if one.rate >= WHOLE]
    return full if len(full) >= MOST_PRAISED else with_roster[:MOST_PRAISED]


# ---------- For radio and newspapers ----------


def news_of(edition: Edition) -> list[str]:
    """Return the news to be read aloud, a paragraph each."""
    contest, reading = edition.contest, read(edition)
    people = {line.entrant for each in reading.lists for line in each.lines}
    units = [one for one in reading.list_of("contest").units if one.took_part]
    published = timezone.localdate(edition.published_at or edition.prepared_at)
    bodies = " phối hợp với ".join(bodies_of(contest))
    came = f", thuộc {whole(len(units))} cơ quan, đơn vị" if units else ""
    said = [
        f"{written_date(published).capitalize()}, {bodies} đã công bố kết quả {titled(contest)}. "
        f"Có {whole(len(people))} người dự thi{came}."
    ]
    said += [_prize_read(prize) for prize in prizes_of(edition)]
    best = praised(edition)
    if best:
        named = ", ".join(f"{one.name} ({rate_of(one)})" for one in best)
        said.append(f"Các đơn vị có tỷ lệ tham gia cao được biểu dương: {named}.")
    return said


def _prize_read(prize: Prize) -> str:
    where = f" ({prize.of})" if prize.of else ""
    said = []
    if prize.units:
        said.append(f"{prize.title} tập thể{where}: {', '.join(prize.units)}.")
    who = [f"{name} ({unit})" for name, unit in prize.people]
    if prize.silent:
        who.append(f"{prize.silent:02} thí sinh không công bố họ tên")
    if who:
        said.append(f"{prize.title} cá nhân{where}: {', '.join(who)}.")
    return " ".join(said)


def write_news(edition: Edition) -> bytes:
    """Return the sheet for radio and newspapers as a .docx file."""
    with translation.override("vi"):
        document, contest = _begin(edition)
        add_title(document, "THÔNG TIN BÁO CHÍ", f"Kết quả {titled(contest)}")
        add_heading(document, "1. Tin để phát, để đăng")
        for said in news_of(edition):
            add_text(document, said)
        add_heading(document, "2. Đơn vị được biểu dương")
        rows = [(str(at), one.name, whole(one.took_part), rate_of(one)) for at, one in enumerate(praised(edition), 1)]
        columns = (Column("TT", 12, centre=True), Column("Đơn vị", 90), Column("Số người dự thi", 30, right=True),
                   Column("Tỷ lệ tham gia", 30, right=True))  # fmt: skip
        if rows:
            add_table(document, "", columns, rows)
        else:
            add_text(document, "Cuộc thi không có danh sách chốt của đơn vị nên không tính tỷ lệ tham gia.")
        add_heading(document, "3. Lưu ý khi đưa tin")
        add_text(document, "- Chỉ nêu họ tên những người có trong bản này: người khác không đồng ý công bố họ tên.")
        add_text(document, "- Kết quả phục vụ học tập, tuyên truyền; không dùng để đánh giá cán bộ, công chức.")
        add_text(document, f"- Nguồn: bản kết quả số {edition.number}, mã SHA-256 của bản này:")
        add_text(document, edition.digest)
    return as_bytes(document)


# ---------- For the MC of the award ceremony ----------


@dataclass(frozen=True, slots=True)
class Cue:
    cue: str
    read: tuple[str, ...]
    note: str = ""


def ceremony_of(edition: Edition) -> list[Cue]:
    """Return the ceremony step by step, the highest prize last."""
    contest = edition.contest
    steps = [
        Cue(
            "Nhạc; mời đại biểu ổn định",
            (f"Kính thưa quý vị! Xin bắt đầu lễ tổng kết và trao giải {titled(contest)}.",),
        ),
        Cue("Mời đại diện Ban Tổ chức", (f"Xin mời ông (bà) {BLANK} báo cáo tổng kết.",)),
        Cue(
            "Mời đại diện Ban Tổ chức",
            (f"Xin mời ông (bà) {BLANK} công bố quyết định công nhận kết quả và trao giải.",),
        ),
    ]
    best = praised(edition)
    if best:
        names = tuple(f"- {one.name}, {rate_of(one)};" for one in best)
        steps.append(
            Cue("Màn hình: đơn vị được biểu dương", ("Xin biểu dương các đơn vị có tỷ lệ tham gia cao:", *names))
        )
    for prize in reversed(prizes_of(edition)):
        steps += _given(prize)
    steps.append(
        Cue("Chụp ảnh lưu niệm; nhạc kết", ("Xin chúc mừng các tập thể, cá nhân đạt giải. Xin trân trọng cảm ơn!",))
    )
    return steps


def _given(prize: Prize) -> Iterator[Cue]:
    where = f" – {prize.of}" if prize.of else ""
    giver = f"Xin mời ông (bà) {BLANK} lên trao giải."
    if prize.people or prize.silent:
        read = [f"- {name}, {unit};" for name, unit in prize.people]
        if prize.silent:
            read.append(f"- và {prize.silent:02} thí sinh không công bố họ tên;")
        note = "Trao riêng cho người không công bố họ tên, không mời lên sân khấu" if prize.silent else ""
        yield Cue(f"{prize.title} cá nhân{where}", (f"{prize.title} cá nhân thuộc về:", *read, giver), note)
    if prize.units:
        read = [f"- {name};" for name in prize.units]
        yield Cue(f"{prize.title} tập thể{where}", (f"{prize.title} tập thể thuộc về:", *read, giver))


def write_ceremony(edition: Edition) -> bytes:
    """Return the MC's sheet of the award ceremony as a .docx file."""
    with translation.override("vi"):
        document, contest = _begin(edition)
        add_title(document, "KỊCH BẢN TRAO GIẢI", titled(contest))
        add_text(document, f"Theo bản kết quả số {edition.number}. Không đọc cột “Ghi chú”.", italic=True)
        rows = _rows(ceremony_of(edition))
        add_table(document, "", STEPS, rows)
    return as_bytes(document)


def _rows(steps: Sequence[Cue]) -> list[tuple[str, ...]]:
    return [(str(at), step.cue, "\n".join(step.read), step.note) for at, step in enumerate(steps, start=1)]


def _begin(edition: Edition) -> tuple[Document, Contest]:
    document, contest = new_document(), edition.contest
    year = timezone.localdate(edition.published_at or edition.prepared_at).year
    add_head(document, head_of(contest, "", blank_day(year)))
    return document, contest
