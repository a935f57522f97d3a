"""Part V of the report: who should be taught what, in which order, and what the office has still to settle."""

from collections.abc import Iterator

from official.blocks import Block, Grid, Heading, Text
from official.decree30 import Column
from official.figures import percent, whole
from training.findings import Proposal
from training.papers.material import Material
from training.papers.said import PRIORITIES, SMALL, cited


def proposals(material: Material) -> Iterator[Block]:
    yield Heading("V. NHU CẦU VÀ ĐỀ XUẤT NỘI DUNG BỒI DƯỠNG")
    found = material.report.proposals
    if not found:
        yield Text("Với số liệu hiện có, chưa đủ căn cứ để đề xuất lớp bồi dưỡng nào.")
        return
    people = sum(p.people for p in found)
    yield Text(
        f"Từ số liệu trên, đề xuất {whole(len(found))} nội dung bồi dưỡng với {whole(people)} lượt người, xếp theo số người "
        "nhân với phần còn thiếu so với mục tiêu. Mức ưu tiên cao khi còn thiếu từ 15 điểm phần trăm trở lên hoặc toàn cuộc "
        "thi đều cần; trung bình khi thiếu từ 7 điểm phần trăm; còn lại là thấp."
    )
    yield Grid(
        "Bảng 7. Nội dung đề xuất bồi dưỡng",
        [Column("Nội dung", 2.6), Column("Đối tượng", 3), Column("Số người", 1.1, right=True),
         Column("Điều khoản cần học", 2.8), Column("Còn thiếu", 1.4, right=True), Column("Ưu tiên", 1, centre=True),
         Column("Độ tin cậy", 1.3, right=True)],
        [(f"{p.code}) {p.topic}", _whom(p), whole(p.people), cited(p.clauses),
          percent(p.gap), PRIORITIES[p.priority], percent(p.below)) for p in found],
    )  # fmt: skip
    yield Text(
        "Hình thức, thời lượng, thời gian, đơn vị chủ trì và kinh phí do cơ quan trình và phê duyệt ghi vào bảng sau:"
    )
    yield Grid(
        "Bảng 8. Dự kiến tổ chức (ghi khi trình, phê duyệt)",
        [Column("Nội dung", 2.6), Column("Hình thức, thời lượng", 2), Column("Thời gian", 1.4),
         Column("Đơn vị chủ trì", 1.8), Column("Kinh phí, nguồn", 1.8), Column("Phê duyệt", 1.3)],
        [(f"{p.code}) {p.topic}", "", "", "", "", "") for p in found],
    )  # fmt: skip


def _whom(proposal: Proposal) -> str:
    if proposal.everybody:
        return "Toàn thể người dự thi"
    return "; ".join(f"{need.group or SMALL} ({whole(need.people)})" for need in proposal.needs)
