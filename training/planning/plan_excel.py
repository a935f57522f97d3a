"""A training plan as an Excel workbook: its classes, who sits in them, and what did not fit. In Vietnamese."""

import io
from collections.abc import Sequence

from questionbank.formats.files import new_workbook
from training.planning.plan_word import FORMS, PRIORITIES, REASONS, SMALL, when, whom
from training.planning.sheet import Sheet

Cell = str | int | float | None
CLASSES = (
    ("Lớp", 6), ("Nội dung", 34), ("Đối tượng", 44), ("Số người", 9), ("Số giờ", 8), ("Số ngày", 8), ("Hình thức", 16),
    ("Thời gian", 22), ("Địa điểm", 24), ("Giảng viên", 24), ("Ưu tiên", 11), ("Kinh phí dự kiến (đồng)", 16),
    ("Nguồn kinh phí", 20), ("Điều khoản cần học", 60), ("Ghi chú", 30),
)  # fmt: skip
GROUPS = (("Lớp", 6), ("Nội dung", 34), ("Đơn vị", 40), ("Số người", 9))
LEFT = (("Nội dung", 34), ("Đơn vị", 40), ("Số người", 9), ("Còn thiếu so với mục tiêu (%)", 16), ("Lý do", 28))


def write_workbook(sheet: Sheet) -> bytes:
    """Return the .xlsx file of `sheet`. Numbers are numbers; words stay words, also after a "="."""
    target = io.BytesIO()
    book = new_workbook(target)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def page(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]) -> None:
        made = book.add_worksheet(name)
        made.freeze_panes(1, 0)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        for place, (title, width) in enumerate(columns):
            made.set_column(place, place, width, wrapped)
            made.write_string(0, place, title, bold)
        for index, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    made.write_string(index, place, cell, wrapped)
                elif cell is not None:
                    made.write_number(index, place, cell, wrapped)

    page(
        "Lớp",
        CLASSES,
        [
            (m.number, m.topic, whom(m), m.people, m.hours, m.hours / 8, FORMS[m.form], when(m), m.place, m.teacher,
             PRIORITIES[m.priority], m.cost, m.funding, "; ".join(m.clauses), m.note)
            for m in sheet.classes
        ],
    )  # fmt: skip
    page(
        "Người học", GROUPS, [(m.number, m.topic, g.label or SMALL, g.people) for m in sheet.classes for g in m.groups]
    )
    page(
        "Chưa xếp được",
        LEFT,
        [(o.topic, o.group or SMALL, o.people, round(o.gap * 100, 1), REASONS[o.reason]) for o in sheet.left_out],
    )
    book.close()
    return target.getvalue()
