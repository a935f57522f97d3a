"""The training-need report as an office document: its parts in order, each written from the figures."""

from collections.abc import Iterator

from official.blocks import Block, Heading, Paper, Text
from training.papers.mastery_part import mastery
from training.papers.material import Material
from training.papers.participation_part import participation, scope
from training.papers.proposal_part import proposals
from training.papers.questions_part import questions
from training.papers.said import FOR_LEARNING, NOBODY_NAMED, called

RECIPIENTS = ("- UBND cấp trên (b/c);", "- Các cơ quan, đơn vị dự thi;", "- Lưu: VT.")


def compose(material: Material) -> Paper:
    """Return the document that says what `material` holds."""
    return Paper(
        head=material.head,
        kind="BÁO CÁO",
        about=f"Nhu cầu bồi dưỡng qua kết quả {called(material.report.header.title)}",
        blocks=[
            *scope(material),
            *participation(material),
            *mastery(material),
            *questions(material),
            *proposals(material),
            *_method(),
        ],
        recipients=RECIPIENTS,
        signers=material.signers,
    )


def _method() -> Iterator[Block]:
    yield Heading("VI. PHƯƠNG PHÁP VÀ GIỚI HẠN")
    yield Text(
        "Kết quả tính từ bài thi đầu tiên đã nộp của mỗi người trong mỗi đợt thi; câu bỏ trống tính là sai. Khi cuộc thi chỉ có phần thi tại "
        "hội trường thì tính từ câu trả lời tại hội trường, câu không trả lời không tính. Mức nắm vững là tỷ lệ trả lời đúng "
        "ước lượng của một người trung bình trong đơn vị với một câu hỏi trung bình của chuyên đề: đã loại ảnh hưởng của câu "
        "khó, câu dễ, và đơn vị ít người được kéo về gần mức chung. Phương pháp và tham số ghi ở bảng tính kèm theo."
    )
    yield Text(
        "Số liệu nói về người đã dự thi; nếu người không dự thi khác với người dự thi thì kết quả của đơn vị không đại diện "
        "cho họ. Đơn vị không có người hoàn thành là đơn vị chưa đo được."
    )
    yield Text(NOBODY_NAMED)
    yield Text(FOR_LEARNING)
