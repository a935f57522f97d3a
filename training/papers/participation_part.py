"""Parts I and II of the report: what it rests on, and who took part."""

from collections.abc import Iterator

from official.blocks import Block, Grid, Heading, Text
from official.decree30 import Column
from official.figures import percent, whole
from training.papers.material import Material
from training.papers.said import called, day_of, hour_of

_WITH_ROSTER = (
    Column("TT", 0.7, centre=True), Column("Đơn vị", 4), Column("Danh sách chốt", 1.2, right=True),
    Column("Được miễn", 1, right=True), Column("Đã vào thi", 1, right=True), Column("Hoàn thành", 1.1, right=True),
    Column("Tỷ lệ (%)", 1.1, right=True),
)  # fmt: skip
_WITHOUT = (
    Column("TT", 0.7, centre=True), Column("Đơn vị", 5), Column("Đã vào thi", 1.5, right=True),
    Column("Hoàn thành", 1.5, right=True),
)  # fmt: skip


def scope(material: Material) -> Iterator[Block]:
    """What the report rests on: contest, period, cut-off, rules."""
    head = material.report.header
    yield Heading("I. PHẠM VI VÀ CĂN CỨ CỦA BÁO CÁO")
    together = f", phối hợp với {material.partner}" if material.partner else ""
    yield Text(
        f"Báo cáo tổng hợp từ {called(head.title)} do {head.organiser} tổ chức{together}, diễn ra từ "
        f"{day_of(head.opens_at)} đến {day_of(head.closes_at)}. Số liệu được chốt lúc {hour_of(head.cut_off)}."
    )
    yield Text(
        f"Thể lệ áp dụng: bản số {material.revision}, mã băm SHA-256 {material.digest[:16]}… (mã đầy đủ ghi tại trang "
        "“Phương pháp” của bảng tính kèm theo). Căn cứ pháp lý của từng câu hỏi được đối chiếu hiệu lực đến ngày "
        f"{material.day:%d/%m/%Y}."
    )


def participation(material: Material) -> Iterator[Block]:
    cover = material.report.coverage
    yield Heading("II. KẾT QUẢ THAM GIA")
    yield Text(
        f"Có {whole(cover.entrants)} người vào thi, {whole(cover.finished)} người hoàn thành bài thi"
        f"{f' ({percent(cover.finished / cover.entrants)})' if cover.entrants else ''}, thuộc {whole(len(cover.units))} "
        f"trên {whole(cover.units_in_scope)} đơn vị thuộc phạm vi cuộc thi."
        + (f" Có {whole(cover.in_hall)} người trả lời câu hỏi tại hội trường." if cover.in_hall else "")
    )
    if cover.simulated:
        yield Text(
            f"Lưu ý: {whole(cover.simulated)} người là dữ liệu mô phỏng dùng để trình diễn, không phải người thật. Không "
            "sử dụng số liệu này cho công việc thực tế.",
            italic=True,
        )
    yield from _units(material)
    if cover.not_measured:
        yield Text(
            f"Đơn vị chưa có người hoàn thành ({whole(len(cover.not_measured))} đơn vị) là đơn vị chưa đo được, không phải "
            f"là đơn vị yếu: {'; '.join(cover.not_measured)}."
        )


def _units(material: Material) -> Iterator[Block]:
    if not material.has_rosters:
        yield Text("Cuộc thi chưa có danh sách chốt của đơn vị, nên chưa tính được tỷ lệ tham gia.")
        rows = [
            (str(at), unit.name, whole(unit.entrants), whole(unit.finished))
            for at, unit in enumerate(material.report.coverage.units, start=1)
        ]
        if rows:
            yield Grid("Bảng 1. Tham gia theo đơn vị", _WITHOUT, rows)
        return
    yield Text(
        "Tỷ lệ tham gia là số người hoàn thành trên số người trong danh sách chốt, đã trừ người được miễn tham gia. Số này "
        "không tính người bị hủy kết quả."
    )
    counted = [row for row in material.units if row.headcount is not None]
    below = [row.unit.name for row in counted if row.is_below]
    yield Grid(
        "Bảng 1. Tham gia theo đơn vị",
        _WITH_ROSTER,
        [
            (str(at), row.unit.name, whole(row.headcount or 0) if row.headcount is not None else "–", whole(row.exempted),
             whole(row.entered), whole(row.finished),
             f"{row.percent:.2f}".replace(".", ",") if row.headcount is not None else "–")
            for at, row in enumerate(material.units, start=1)
        ],
    )  # fmt: skip
    if below:
        yield Text(f"Đơn vị chưa đạt mức tham gia theo thể lệ ({whole(len(below))} đơn vị): {'; '.join(below)}.")
