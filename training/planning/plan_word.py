"""A training plan as a Word file in the form of Decree 30/2020/NĐ-CP.

An office document of Vietnam: its sentences are Vietnamese whatever the reader's language.
"""

import io
from datetime import date

from django.utils import timezone

from contests.letterhead import head_of, signers_of
from contests.models import Contest
from official.decree30 import (
    Column,
    add_closing,
    add_draft_mark,
    add_head,
    add_heading,
    add_recipients,
    add_signatures,
    add_table,
    add_text,
    add_title,
    new_document,
)
from official.figures import dong, percent, whole
from training.planning.sheet import Sheet, SheetClass

SMALL = "Các đơn vị ít người"
PRIORITIES = {"high": "Cao", "medium": "Trung bình", "low": "Thấp"}
FORMS = {"hall": "Trực tiếp", "online": "Trực tuyến", "both": "Trực tiếp kết hợp trực tuyến"}
REASONS = {
    "seats": "hết số chỗ dự kiến",
    "days": "hết số ngày dự kiến",
    "too_few": "không đủ người mở một lớp",
}


def write_plan(sheet: Sheet, *, contest: Contest, day: date) -> bytes:
    """Return the .docx file of `sheet`, dated `day`, with number and signature left for the office; a version that is
    not approved is marked as a draft.
    """
    document = new_document()
    if sheet.approved_at is None:
        add_draft_mark(document)
    letters = "".join(word[0] for word in contest.unit.name.split()).upper()
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    add_head(
        document,
        head_of(contest, f"Số:        /KH-{letters}", f"ngày      tháng {month} năm {day.year}"),
    )
    add_title(document, "KẾ HOẠCH", sheet.title)
    _purpose(document, sheet)
    _classes(document, sheet)
    _content(document, sheet)
    _left_out(document, sheet)
    _carrying_out(document, sheet)
    recipients = ["- UBND tỉnh (b/c);", "- Các cơ quan, đơn vị có người học;", "- Lưu: VT."]
    signers = signers_of(contest) if contest.hosts.exists() else []
    if len(signers) > 1:
        add_signatures(document, signers)
        add_recipients(document, recipients)
    else:
        add_closing(document, recipients, ["THỦ TRƯỞNG ĐƠN VỊ"])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def when(made: SheetClass) -> str:
    """Return the days of a class."""
    if made.starts_on is None or made.ends_on is None:
        return "Chưa định"
    if made.starts_on == made.ends_on:
        return f"{made.starts_on:%d/%m/%Y}"
    return f"{made.starts_on:%d/%m} – {made.ends_on:%d/%m/%Y}"


def whom(made: SheetClass) -> str:
    """Return who sits in a class."""
    return "; ".join(f"{group.label or SMALL} ({whole(group.people)})" for group in made.groups)


def days(number: float) -> str:
    """Return a number of days: 1, 2,5."""
    return f"{number:g}".replace(".", ",")


def _purpose(document, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "I. MỤC ĐÍCH, CĂN CỨ")
    cut_off = timezone.localtime(sheet.cut_off)
    add_text(
        document,
        f"Bồi dưỡng những nội dung mà kết quả “{sheet.contest}” (số liệu đến ngày {cut_off:%d/%m/%Y}) cho thấy cán bộ, "
        f"công chức, viên chức chưa nắm vững: tỷ lệ trả lời đúng thấp hơn mục tiêu {percent(sheet.target)} với xác "
        f"suất từ {percent(sheet.threshold)} trở lên.",
    )
    add_text(
        document,
        "Kết quả cuộc thi dùng để tổ chức học tập, không dùng để đánh giá, xếp loại cán bộ, công chức, viên chức.",
    )


def _classes(document, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "II. CÁC LỚP BỒI DƯỠNG")
    total = f"Tổng số {whole(len(sheet.classes))} lớp, {whole(sheet.people)} lượt người, {days(sheet.days)} ngày học"
    cost = f"; kinh phí dự kiến {dong(sheet.cost)}" if sheet.cost is not None else ""
    add_text(document, f"{total}{cost}.")
    add_table(
        document,
        "Bảng 1. Danh sách lớp",
        [Column("Lớp", 0.9, centre=True), Column("Nội dung", 2.9), Column("Đối tượng", 3.1),
         Column("Số người", 1.1, right=True), Column("Số giờ", 0.9, right=True), Column("Thời gian", 1.8, centre=True),
         Column("Ưu tiên", 1.1, centre=True)],
        [(str(made.number), made.topic, whom(made), whole(made.people), whole(made.hours), when(made),
          PRIORITIES[made.priority]) for made in sheet.classes],
    )  # fmt: skip


def _content(document, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "III. NỘI DUNG VÀ TỔ CHỨC TỪNG LỚP")
    for made in sheet.classes:
        add_heading(document, f"Lớp {made.number}. {made.topic}", level=2)
        told = [
            ("Hình thức", FORMS[made.form]),
            ("Địa điểm", made.place),
            ("Giảng viên", made.teacher),
            ("Kinh phí dự kiến", dong(made.cost) if made.cost is not None else ""),
            ("Nguồn kinh phí", made.funding),
            ("Ghi chú", made.note),
        ]
        add_text(document, "; ".join(f"{name}: {said}" for name, said in told if said) + ".")
        if made.clauses:
            add_text(document, f"Điều khoản cần học: {'; '.join(made.clauses)}.")


def _left_out(document, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    if not sheet.left_out:
        return
    add_heading(document, "IV. NHU CẦU CHƯA XẾP ĐƯỢC LỚP KHI ĐỀ XUẤT")
    add_table(
        document,
        "Bảng 2. Nhu cầu chưa xếp được trong số chỗ và số ngày dự kiến ban đầu",
        [Column("Nội dung", 3), Column("Đối tượng", 3), Column("Số người", 1, right=True), Column("Lý do", 2)],
        [(line.topic, line.group or SMALL, whole(line.people), REASONS[line.reason]) for line in sheet.left_out],
    )  # fmt: skip


def _carrying_out(document, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, f"{'V' if sheet.left_out else 'IV'}. TỔ CHỨC THỰC HIỆN")
    host = f"Đơn vị chủ trì: {sheet.host}. " if sheet.host else ""
    add_text(
        document,
        f"{host}Các cơ quan, đơn vị cử người học đúng đối tượng, đủ số lượng; danh sách người dự từng lớp được lưu để "
        "so sánh kết quả sau bồi dưỡng với người chưa dự lớp.",
    )
