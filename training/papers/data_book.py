"""The figures behind the report as an Excel file: every cell, need, question and choice, and how they were computed.

Shares are numbers of 0 to 1, shown in percent. An office file: Vietnamese whatever the reader's language.
"""

from collections.abc import Iterator, Sequence

from official.workbook import Cell, Sheet
from training.findings import Estimate, State
from training.papers.material import Material
from training.papers.said import (
    FOR_LEARNING,
    NOBODY_NAMED,
    PRIORITIES,
    SMALL,
    STATES,
    SUSPECTS,
    VALIDITIES,
    cited,
    hour_of,
)

WHOLE = "Toàn cuộc thi"
_ESTIMATE = (("Mức nắm vững", 12), ("Cận dưới 90 %", 12), ("Cận trên 90 %", 12))
_TOPIC = (("Mã chuyên đề", 10), ("Chuyên đề", 44))


def sheets_of(material: Material) -> list[Sheet]:
    """Return the sheets in their order."""
    return [
        Sheet("Đơn vị × chuyên đề", (
            ("Đơn vị", 34), ("Khối", 14), *_TOPIC, ("Số người", 9), ("Lượt trả lời", 10), *_ESTIMATE,
            ("Xác suất dưới mục tiêu", 12), ("Chênh so với toàn cuộc thi", 12), ("Kết luận", 22),
        ), _cells(material), frozenset(range(6, 11))),
        Sheet("Nhóm chức danh", (
            ("Nhóm chức danh", 34), *_TOPIC, ("Số người", 9), *_ESTIMATE, ("Kết luận", 22),
        ), _positions(material), frozenset((4, 5, 6))),
        Sheet("Nhu cầu", (
            *_TOPIC, ("Đối tượng", 34), ("Số người", 9), *_ESTIMATE, ("Còn thiếu so với mục tiêu", 12),
            ("Xác suất dưới mục tiêu", 12), ("Ưu tiên", 11), ("Điều khoản cần học", 60),
        ), _needs(material), frozenset(range(4, 9))),
        Sheet("Câu hỏi", (
            ("Mã", 12), ("Nội dung", 60), ("Chuyên đề", 34), ("Lượt trả lời", 10), ("Bỏ trống", 10), ("Tỷ lệ đúng", 10),
            ("Cận dưới 90 %", 10), ("Cận trên 90 %", 10), ("Độ phân biệt", 10), ("Để riêng", 9), ("Lưu ý", 34),
            ("Căn cứ", 50), ("Hiệu lực", 16),
        ), _questions(material), frozenset((5, 6, 7))),
        Sheet("Phương án", (
            ("Mã câu hỏi", 12), ("Thứ tự", 8), ("Phương án", 70), ("Là đáp án", 9), ("Tỷ lệ chọn", 10),
        ), _choices(material), frozenset((4,))),
        Sheet("Văn bản và điều", (
            ("Văn bản", 40), ("Điều", 16), ("Số câu hỏi", 10), ("Lượt trả lời", 10), ("Số người (tính khoảng)", 12),
            ("Tỷ lệ đúng", 10), ("Cận dưới 90 %", 10), ("Cận trên 90 %", 10),
        ), _articles(material), frozenset((5, 6, 7))),
        Sheet("Tham gia", (
            ("Đơn vị", 40), ("Danh sách chốt (đã trừ miễn)", 14), ("Được miễn", 10), ("Đã vào thi", 10),
            ("Hoàn thành", 10), ("Trong đó mô phỏng", 10), ("Tỷ lệ", 10), ("Mức thể lệ yêu cầu", 12), ("Nhận xét", 24),
        ), _participation(material), frozenset((6, 7))),
        Sheet("Phương pháp", (("Mục", 40), ("Giá trị", 90)), _method(material)),
    ]  # fmt: skip


def _figures(found: Estimate | None) -> tuple[Cell, Cell, Cell]:
    return (found.value, found.low, found.high) if found else (None, None, None)


def _cells(material: Material) -> Iterator[Sequence[Cell]]:
    report = material.report
    for row in report.topics:
        total = row.total
        yield (WHOLE, "", row.code, row.name, total.people, total.answers, *_figures(total.estimate), total.below, None,
               STATES[total.state])  # fmt: skip
    for at, group in enumerate(report.groups):
        for row in report.topics:
            cell = row.cells[at]
            hidden = cell.state is State.HIDDEN
            beyond = cell.estimate.value - row.total.estimate.value if cell.estimate and row.total.estimate else None
            yield (
                SMALL if group.merged else group.label, group.block, row.code, row.name,
                "dưới 5" if hidden else cell.people, None if hidden else cell.answers, *_figures(cell.estimate),
                cell.below, beyond, STATES[cell.state],
            )  # fmt: skip


def _positions(material: Material) -> Iterator[Sequence[Cell]]:
    topics = {row.topic: row for row in material.report.topics}
    for row in material.positions:
        for cell in row.cells:
            topic = topics[cell.topic]
            people: Cell = "dưới 5" if cell.state is State.HIDDEN else cell.people
            yield row.name, topic.code, topic.name, people, *_figures(cell.estimate), STATES[cell.state]


def _needs(material: Material) -> Iterator[Sequence[Cell]]:
    for one in material.report.proposals:
        clauses = cited(one.clauses)
        if one.everybody:
            yield (one.code, one.topic, "Toàn thể người dự thi", one.people, None, None, None, one.gap, one.below,
                   PRIORITIES[one.priority], clauses)  # fmt: skip
        for need in one.needs:
            yield (one.code, one.topic, need.group or SMALL, need.people, *_figures(need.estimate), need.gap, need.below,
                   PRIORITIES[one.priority], clauses)  # fmt: skip


def _questions(material: Material) -> Iterator[Sequence[Cell]]:
    apart = {q.code for q in material.report.set_apart}
    for one in material.report.questions:
        yield (
            one.code, one.stem, one.topic, one.answers, one.unanswered, *_figures(one.facility), one.discrimination,
            "có" if one.code in apart else "", "; ".join(SUSPECTS[s] for s in one.suspect),
            cited(one.clauses),
            "; ".join(dict.fromkeys(VALIDITIES[c.validity] for c in one.clauses)),
        )  # fmt: skip


def _choices(material: Material) -> Iterator[Sequence[Cell]]:
    for one in material.report.questions:
        for at, choice in enumerate(one.choices, start=1):
            yield one.code, at, choice.text, "đúng" if choice.right else "", choice.share


def _articles(material: Material) -> Iterator[Sequence[Cell]]:
    for row in material.articles:
        yield row.document, row.article, row.questions, row.answers, row.people, row.share, row.low, row.high


def _participation(material: Material) -> Iterator[Sequence[Cell]]:
    measured = {row.unit.name for row in material.units}
    for row in material.units:
        on_roster = row.headcount is not None
        said = "chưa đạt mức thể lệ yêu cầu" if on_roster and row.is_below else ""
        yield (
            row.unit.name, row.headcount, row.exempted, row.entered, row.finished, row.simulated,
            row.rate / 10_000 if on_roster else None, row.needed / 10_000 if on_roster else None, said,
        )  # fmt: skip
    for name in material.report.coverage.not_measured:
        if name not in measured:
            yield name, None, None, 0, 0, 0, None, None, "chưa đo: chưa có người hoàn thành"


def _method(material: Material) -> Iterator[Sequence[Cell]]:
    report, spread = material.report, material.spread
    head, rule = report.header, report.rule
    yield "Cuộc thi", head.title
    yield "Đơn vị tổ chức", head.organiser
    yield "Thời gian", f"{hour_of(head.opens_at)} – {hour_of(head.closes_at)}"
    yield "Chốt số liệu lúc", hour_of(head.cut_off)
    yield "Thể lệ, bản số", material.revision
    yield "Mã băm SHA-256 của thể lệ", material.digest
    yield "Bản phân tích số", material.analysis
    yield "Mục tiêu (tỷ lệ đúng)", rule.target
    yield "Xác suất cần có để kết luận", rule.threshold
    yield "Khoảng tin cậy", rule.interval
    yield "Số người ít nhất để nêu riêng", rule.smallest_group
    if spread:
        yield "Độ lệch chuẩn giữa các đơn vị (logit)", spread.group
        yield "Độ lệch chuẩn đơn vị × chuyên đề (logit)", spread.cell
        yield "Độ lệch chuẩn độ khó câu hỏi (logit)", spread.item
        yield "Tương đồng câu trả lời của một người", spread.clustering.person
        yield "Tương đồng của một người trong một chuyên đề", spread.clustering.person_topic
        yield "Tương đồng của một đơn vị với một câu hỏi", spread.clustering.group_item
    yield (
        "Cách tính",
        (
            "Logit tỷ lệ đúng của đơn vị với câu hỏi = mức nắm vững của đơn vị về chuyên đề + độ khó câu hỏi; ước lượng tựa hợp lý "
            "với câu trả lời theo cụm, đơn vị và chuyên đề được kéo về gần nhau theo mức giống nhau ước lượng được. Khoảng của câu "
            "hỏi và của điều là khoảng Wilson. Xem docs/training.md."
        ),
    )
    yield (
        "Ba kết luận",
        (
            "Cần bồi dưỡng: xác suất dưới mục tiêu không nhỏ hơn ngưỡng; Đạt: xác suất không dưới mục tiêu không nhỏ hơn ngưỡng; "
            "Chưa đủ căn cứ: còn lại."
        ),
    )
    yield "Mục đích sử dụng", FOR_LEARNING
    yield "Bảo vệ thông tin cá nhân", NOBODY_NAMED
    for at, said in enumerate(head.rules, start=1):
        yield f"Thể lệ, điểm {at}", said
