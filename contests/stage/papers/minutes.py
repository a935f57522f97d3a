"""The minutes of a stage contest (biên bản) for Word: who was there, what happened in each part, the places, and what
was put right and why. Marked DỰ THẢO until every part is locked and no equals wait to be parted.
"""

from django.utils import timezone, translation

from contests.letterhead import head_of, titled
from contests.stage.papers import tables
from contests.stage.papers.facts import Hall, Part
from contests.stage.papers.sentences import called, change, conditions, events_of, hour_and_day, juror, parting
from official.decree30 import (
    Document,
    Signature,
    add_draft_mark,
    add_head,
    add_heading,
    add_signatures,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day

MOST_JURORS = 5  # whose sheets stand in the minutes; the summary has those of every jury
DOTS = "................................"


def write_stage_minutes(hall: Hall) -> bytes:
    """Return the minutes as a .docx file."""
    with translation.override("vi"):
        document, contest = new_document(), hall.stage.contest
        if not hall.settled:
            add_draft_mark(document)
        add_head(document, head_of(contest, "Số:        /BB-BTC", blank_day(year_of(hall))))
        add_title(document, "BIÊN BẢN", f"Tổng hợp kết quả {titled(contest, 'Hội thi')}")
        _present(document, hall)
        add_heading(document, "II. DIỄN BIẾN VÀ KẾT QUẢ TỪNG PHẦN THI")
        for part in hall.parts:
            _part(document, hall, part)
        _places(document, hall)
        add_heading(document, "IV. ĐIỀU CHỈNH SAU KHI KHÓA ĐIỂM")
        for said in [change(hall, one) for one in hall.changes] or ["Không có điều chỉnh nào."]:
            add_text(document, f"- {said}")
        add_heading(document, "V. Ý KIẾN, KIẾN NGHỊ")
        add_text(document, DOTS * 4)
        add_text(document, closing(hall))
        add_signatures(document, signed_by_three(hall))
    return as_bytes(document)


def present(hall: Hall) -> list[str]:
    """Return who was there and when, a sentence each."""
    begun = hall.stage.begun_at
    said = [f"Thời gian: bắt đầu lúc {hour_and_day(begun)}." if begun else f"Thời gian: {DOTS}.", f"Địa điểm: {DOTS}."]
    for body, title, name in hall.hosts:
        said.append(f"Đại diện {body}: {name}, {title}.")
    if not hall.hosts:
        said.append(f"Đại diện Ban Tổ chức: {DOTS}.")
    said += [f"{juror(one)}." for one in hall.jury]
    said.append(f"Thư ký: {', '.join(hall.secretaries) or DOTS}.")
    return said


def closing(hall: Hall) -> str:
    """Return the last sentence, which ties the minutes to the record."""
    said = (
        "Biên bản được lập xong lúc      giờ      phút cùng ngày, "
        "đã đọc cho các thành phần dự họp nghe và thống nhất ký."
    )
    if hall.record is None:
        return said
    number, digest = hall.record
    return f"{said} Sổ ghi nhận đến dòng {number}, mã SHA-256: {digest}."


def signed_by_three(hall: Hall) -> list[Signature]:
    """Return the secretary, the head of the jury and the head of the organising board, by name where one is known."""
    one_secretary = hall.secretaries[0] if len(hall.secretaries) == 1 else ""
    one_host = hall.hosts[0][2] if len(hall.hosts) == 1 else ""
    return [
        Signature("", "THƯ KÝ", one_secretary),
        Signature("", "TRƯỞNG BAN GIÁM KHẢO", hall.head_of_jury),
        Signature("", "TRƯỞNG BAN TỔ CHỨC", one_host),
    ]


def year_of(hall: Hall) -> int:
    return timezone.localdate(hall.stage.begun_at or hall.stage.created_at).year


def _present(document: Document, hall: Hall) -> None:
    add_heading(document, "I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    for said in present(hall):
        add_text(document, f"- {said}")
    add_table(document, "Các đội dự thi", *tables.teams(hall))


def _part(document: Document, hall: Hall, part: Part) -> None:
    add_heading(document, f"{part.position}. Phần thi {called(part)} ({conditions(part.rules)})", level=2)
    for said in events_of(hall, part):
        add_text(document, f"- {said}")
    add_table(document, f"Kết quả phần thi {called(part)}", *tables.summary(hall, part, most_jurors=MOST_JURORS))


def _places(document: Document, hall: Hall) -> None:
    add_heading(document, "III. KẾT QUẢ CHUNG CUỘC")
    add_table(document, "Xếp hạng các đội", *tables.totals(hall))
    if told := tables.parts_in_numbers(hall.parts):
        add_text(document, told, italic=True)
    for each in hall.partings:
        add_text(document, f"- {parting(hall, each)}")
    if not hall.partings:
        add_text(document, "- Không có đội nào bằng tổng điểm.")
