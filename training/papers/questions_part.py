"""Part IV of the report: the questions that most got wrong, what stands behind them, and those set apart."""

from collections.abc import Iterator

from official.blocks import Block, Grid, Heading, Quote, Text
from official.charts import Bar, Chart
from official.decree30 import Column
from official.figures import percent, whole
from training.findings import Clause, HardQuestion
from training.papers.material import Material
from training.papers.said import SUSPECTS, VALIDITIES, capital, interval

LONGEST_QUOTE = 700  # characters


def questions(material: Material) -> Iterator[Block]:
    report = material.report
    yield Heading("IV. CÂU HỎI NHIỀU NGƯỜI TRẢ LỜI SAI VÀ CĂN CỨ")
    if not report.hardest:
        yield Text("Chưa có câu hỏi nào có người trả lời.")
    else:
        yield Chart(
            "Hình 2. Tỷ lệ trả lời đúng của các câu khó nhất, theo số thứ tự dưới đây",
            "; ".join(f"Câu {at}: {interval(q.facility)}" for at, q in enumerate(report.hardest, start=1)),
            [
                Bar(f"Câu {at}", q.facility.value, q.facility.low, q.facility.high, f"{whole(q.answers)} lượt")
                for at, q in enumerate(report.hardest, start=1)
            ],
        )
    for number, question in enumerate(report.hardest, start=1):
        yield Text(f"{number}. {question.stem} {_about(question)}")
        for clause in question.clauses[:1]:
            yield Quote(f"{_place(clause)}: {_words(clause)}")
    yield from _set_apart(report.set_apart)


def _set_apart(apart: tuple[HardQuestion, ...]) -> Iterator[Block]:
    if not apart:
        return
    yield Text(
        f"Có {whole(len(apart))} câu hỏi được để riêng, không tính vào các kết quả trên, vì số liệu cho thấy có thể sai đáp "
        "án hoặc căn cứ pháp lý đã thay đổi. Cần rà soát trước khi dùng để bồi dưỡng:"
    )
    yield Grid(
        "Bảng 6. Câu hỏi để riêng",
        [Column("Mã", 1.3), Column("Nội dung", 4.6), Column("Trả lời đúng", 2, centre=True), Column("Lý do", 2.6)],
        [(q.code, q.stem, interval(q.facility), capital("; ".join(_why(q)))) for q in apart],
    )


def _why(question: HardQuestion) -> list[str]:
    said = [SUSPECTS[suspect] for suspect in question.suspect]
    return said + [f"{_place(c)} ({VALIDITIES[c.validity]})" for c in question.clauses if not c.in_force]


def _about(question: HardQuestion) -> str:
    said = [
        f"Chuyên đề: {question.topic}.",
        f"Trả lời đúng: {interval(question.facility)}, {whole(question.answers)} lượt.",
    ]
    if question.wrong:
        said.append(f"Phương án sai được chọn nhiều nhất: “{question.wrong.text}” ({percent(question.wrong.share)}).")
    return " ".join([*said, *(f"Lưu ý: {SUSPECTS[suspect]}." for suspect in question.suspect)])


def _place(clause: Clause) -> str:
    return f"{capital(clause.address)}, {clause.document}"


def _words(clause: Clause) -> str:
    words = " ".join(clause.text.split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
