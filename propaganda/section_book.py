"""The figures behind the section as an Excel file. An office file: Vietnamese whatever the reader's language."""

from collections.abc import Iterator, Sequence

from official.workbook import Cell, Sheet
from propaganda.areas import AREA_OF_TOPIC, AREAS
from propaganda.section import Section, areas_of
from propaganda.section_words import FORMS, SHORT
from training.papers.said import FOR_LEARNING


def sheets_of(section: Section) -> list[Sheet]:
    """Return the sheets in their order."""
    forms = len(FORMS)
    return [
        Sheet("Đơn vị", (
            ("Cơ quan, đơn vị", 36), ("Số kế hoạch", 20), ("Ngày ký", 12), *((SHORT[kind], 10) for kind in FORMS),
            ("Lượt người", 11), ("Kế hoạch năm", 10), ("Đã làm theo kế hoạch", 12), ("Tỷ lệ", 8), ("Ghi chú", 26),
        ), _units(section), frozenset((forms + 6,))),
        Sheet("Hoạt động", (
            ("Cơ quan, đơn vị", 36), ("Hình thức", 28), ("Nội dung", 60), ("Ngày", 12), ("Số lượng", 9), ("Lượt người", 10),
            ("Chuyên đề", 12), ("Nội dung CCHC", 40), ("Minh chứng", 40), ("Ghi chú", 30),
        ), _activities(section)),
        Sheet("Cuộc thi", (
            ("Cuộc thi", 50), ("Đơn vị tổ chức", 32), ("Kết thúc", 12), ("Người hoàn thành", 12), ("Trong đó mô phỏng", 12),
            ("Danh sách chốt", 12), ("Hoàn thành trong danh sách", 14), ("Tỷ lệ", 9),
        ), _contests(section), frozenset((7,))),
        Sheet("Sáu nội dung", (
            ("Nội dung", 56), ("Số hoạt động", 10), ("Chuyên đề", 14), ("Lượt trả lời", 12), ("Tỷ lệ đúng", 10),
        ), _areas(section), frozenset((4,))),
        Sheet("Chuyên đề", (
            ("Mã", 6), ("Chuyên đề", 60), ("Thuộc nội dung", 44), ("Số hoạt động", 10), ("Lượt trả lời", 12), ("Tỷ lệ đúng", 10),
        ), _topics(section), frozenset((5,))),
        Sheet("Phương pháp", (("Mục", 34), ("Giá trị", 90)), _method(section)),
    ]  # fmt: skip


def _units(section: Section) -> Iterator[Sequence[Cell]]:
    for row in section.rows:
        plan, done = row.plan, row.achieved
        yield (
            row.unit.name, plan.number if plan else "", f"{plan.signed_on:%d/%m/%Y}" if plan and plan.signed_on else "",
            *(row.done.get(kind, 0) for kind in FORMS), row.people, done.planned, done.fulfilled,
            done.fulfilled / done.planned if done.planned else None,
            "chưa có kế hoạch và hoạt động" if row.is_silent else "",
        )  # fmt: skip


def _activities(section: Section) -> Iterator[Sequence[Cell]]:
    for one in section.activities:
        yield (
            one.unit.name, FORMS[one.kind], one.title, f"{one.held_on:%d/%m/%Y}", one.quantity, one.people,  # type: ignore[index]
            ", ".join(topic.code for topic in one.topics.all()), "; ".join(AREAS[area] for area in areas_of(one)),
            one.proof_link or (f"tệp: {one.proof_name}" if one.proof_name else ""), one.note,
        )  # fmt: skip


def _contests(section: Section) -> Iterator[Sequence[Cell]]:
    for one in section.contests:
        yield (
            one.contest.title, one.unit.name, f"{one.last_day:%d/%m/%Y}", one.finished, one.simulated, one.on_roster,
            one.of_roster if one.on_roster is not None else None, one.rate,
        )  # fmt: skip


def _areas(section: Section) -> Iterator[Sequence[Cell]]:
    for code, name in AREAS.items():
        one = section.results.of_area(code)
        topics = ", ".join(topic for topic, area in AREA_OF_TOPIC.items() if area == code)
        yield name, section.by_area[code], topics, one.answers, one.share


def _topics(section: Section) -> Iterator[Sequence[Cell]]:
    for one in section.results.topics:
        area = AREAS.get(AREA_OF_TOPIC.get(one.code, ""), "chung, không riêng nội dung nào")
        yield one.code, one.name, area, section.by_topic[one.code], one.answers, one.share


def _method(section: Section) -> Iterator[Sequence[Cell]]:
    period = section.period
    yield "Phạm vi", f"{section.unit.name} và các cơ quan, đơn vị trực thuộc"
    yield "Kỳ báo cáo", f"{period.name}: {period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"
    yield "Số liệu đến hết ngày", f"{section.until:%d/%m/%Y}"
    yield "Cuộc thi", "Lấy tự động các cuộc thi kết thúc trong kỳ; đơn vị không nhập lại."
    yield "Tỷ lệ tham gia", "Người hoàn thành trên danh sách chốt, đã trừ người được miễn."
    yield (
        "Tỷ lệ đúng",
        (
            "Cộng dồn câu trả lời trong bài đầu tiên của mỗi người ở mỗi đợt; chuyên đề của cuộc thi có dưới 5 người trả lời "
            "không tính. Chưa loại ảnh hưởng của câu khó, câu dễ."
        ),
    )
    yield "Thực hiện kế hoạch", "Tính theo từng hình thức; làm vượt ở hình thức này không bù cho hình thức khác."
    for contest in section.results.missing:
        yield "Chưa phân tích xong", contest.title
    yield "Mục đích sử dụng", FOR_LEARNING
