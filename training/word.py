"""The training-need report as a Word file in the form of Decree 30/2020/NĐ-CP.

An office document of Vietnam: its sentences are Vietnamese whatever the reader's language.
"""

from datetime import date

from official.decree30 import (
    Column,
    Head,
    add_closing,
    add_head,
    add_heading,
    add_quote,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import percent, whole
from training.findings import Cell, Estimate, HardQuestion, Priority, Proposal, Report, State, Suspect

STATES = {
    State.NEED: "Cần bồi dưỡng",
    State.OK: "Đạt",
    State.UNSURE: "Chưa đủ căn cứ",
    State.HIDDEN: "Ít người, không nêu",
    State.NONE: "Chưa đo",
}
PRIORITIES = {Priority.HIGH: "Cao", Priority.MEDIUM: "Trung bình", Priority.LOW: "Thấp"}
SUSPECTS = {
    Suspect.WRONG_KEY: "có thể sai đáp án",
    Suspect.AMBIGUOUS: "câu hỏi chưa rõ",
    Suspect.GIVES_ITSELF_AWAY: "ai cũng trả lời đúng",
    Suspect.LAW_CHANGED: "căn cứ đã hết hiệu lực",
}
SMALL = "Các đơn vị dưới 5 người dự thi"


def write_report(report: Report, *, day: date) -> bytes:
    """Return the .docx file of `report`, dated `day`, with number and signature left for the office."""
    document = new_document()
    head = report.header
    add_head(
        document,
        Head(
            "UBND TỈNH CÀ MAU" if head.organiser.startswith("Sở") else "",
            head.organiser.upper(),
            "Số:        /BC-" + "".join(word[0] for word in head.organiser.split()).upper(),
            f"Cà Mau, ngày      tháng {day.month:02} năm {day.year}",
        ),
    )
    add_title(document, "BÁO CÁO", f"Nhu cầu bồi dưỡng qua “{head.title}”")
    _participation(document, report)
    _mastery(document, report)
    _hardest(document, report)
    _proposals(document, report)
    _method(document, report)
    add_closing(document, ["- UBND tỉnh (b/c);", "- Các cơ quan, đơn vị dự thi;", "- Lưu: VT."], ["GIÁM ĐỐC"])
    return as_bytes(document)


def interval(estimate: Estimate | None) -> str:
    """Return an estimate with its interval, in percent."""
    if estimate is None:
        return "–"
    return f"{percent(estimate.value)} ({estimate.low * 100:.0f}–{estimate.high * 100:.0f})"


def _participation(document, report: Report) -> None:  # type: ignore[no-untyped-def]
    head, cover = report.header, report.coverage
    add_heading(document, "I. KẾT QUẢ THAM GIA")
    add_text(
        document,
        f"Cuộc thi diễn ra từ {head.opens_at:%d/%m/%Y} đến {head.closes_at:%d/%m/%Y}. Đến {head.cut_off:%d/%m/%Y}, "
        f"có {whole(cover.entrants)} người đăng ký, {whole(cover.finished)} người hoàn thành bài thi, thuộc "
        f"{whole(len(cover.units))}/{whole(cover.units_in_scope)} đơn vị.",
    )
    if cover.simulated:
        add_text(document, f"Trong đó {whole(cover.simulated)} người là dữ liệu mô phỏng, không phải người thật.")
    rows = [(u.name, whole(u.entrants), whole(u.finished)) for u in cover.units]
    add_table(
        document,
        "Bảng 1. Tham gia theo đơn vị",
        [Column("Đơn vị", 5), Column("Đăng ký", 1.5, right=True), Column("Hoàn thành", 1.5, right=True)],
        rows,
    )
    if cover.not_measured:
        names = "; ".join(cover.not_measured)
        add_text(document, f"Đơn vị chưa có người hoàn thành (chưa đo, không phải là yếu): {names}.")


def _mastery(document, report: Report) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "II. MỨC ĐỘ NẮM VỮNG THEO CHUYÊN ĐỀ VÀ ĐƠN VỊ")
    rule = report.rule
    add_text(
        document,
        f"Mục tiêu: trả lời đúng {percent(rule.target)}. Kết luận “cần bồi dưỡng” khi xác suất thấp hơn mục tiêu từ "
        f"{percent(rule.threshold)} trở lên; “đạt” khi xác suất không thấp hơn mục tiêu cũng từ mức đó trở lên; "
        "còn lại là “chưa đủ căn cứ”. Trong ngoặc là khoảng tin cậy 90 %.",
    )
    add_table(
        document,
        "Bảng 2. Toàn cuộc thi theo chuyên đề",
        [Column("Chuyên đề", 5), Column("Số câu hỏi", 1, right=True), Column("Lượt trả lời", 1.2, right=True),
         Column("Mức nắm vững", 2, centre=True), Column("Kết luận", 1.6, centre=True)],
        [(f"{t.code}) {t.name}", whole(t.questions), whole(t.total.answers), interval(t.total.estimate),
          STATES[t.total.state]) for t in report.topics],
    )  # fmt: skip
    rows = [
        (SMALL if g.merged else g.label, f"{t.code}) {t.name}", whole(c.people), interval(c.estimate), STATES[c.state])
        for i, g in enumerate(report.groups) for t, c in ((t, t.cells[i]) for t in report.topics) if _worth_saying(c)
    ]  # fmt: skip
    if rows:
        add_table(
            document,
            "Bảng 3. Đơn vị và chuyên đề cần bồi dưỡng",
            [Column("Đơn vị", 3), Column("Chuyên đề", 3), Column("Số người", 1, right=True),
             Column("Mức nắm vững", 1.8, centre=True), Column("Kết luận", 1.4, centre=True)],
            rows,
        )  # fmt: skip
    else:
        add_text(document, "Chưa có đơn vị nào đủ căn cứ để kết luận cần bồi dưỡng.")


def _worth_saying(cell: Cell) -> bool:
    return cell.state is State.NEED


def _hardest(document, report: Report) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "III. CÂU HỎI KHÓ NHẤT VÀ CĂN CỨ")
    for number, question in enumerate(report.hardest, start=1):
        add_text(document, f"{number}. {question.stem} {_about(question)}")
        for clause in question.clauses[:1]:
            words = " ".join(clause.text.split())[:700]
            add_quote(document, f"{clause.address[:1].upper()}{clause.address[1:]}, {clause.document}: {words}")
    if report.set_apart:
        codes = ", ".join(q.code for q in report.set_apart)
        add_text(document, f"Không tính vào kết quả vì cần xem lại câu hỏi: {codes}.")


def _about(question: HardQuestion) -> str:
    said = [f"Trả lời đúng: {interval(question.facility)}, {whole(question.answers)} lượt."]
    if question.wrong:
        said.append(f"Phương án sai chọn nhiều nhất: “{question.wrong.text}” ({percent(question.wrong.share)}).")
    return " ".join([*said, *(f"Lưu ý: {SUSPECTS[suspect]}." for suspect in question.suspect)])


def _proposals(document, report: Report) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "IV. ĐỀ XUẤT NỘI DUNG BỒI DƯỠNG")
    if not report.proposals:
        add_text(document, "Chưa đủ căn cứ để đề xuất lớp bồi dưỡng nào.")
        return
    add_table(
        document,
        "Bảng 4. Nội dung đề xuất",
        [Column("Nội dung", 3), Column("Đối tượng", 3.4), Column("Số lượng", 1, right=True),
         Column("Điều khoản cần học", 3), Column("Ưu tiên", 1.1, centre=True), Column("Độ tin cậy", 1.1, right=True)],
        [(f"{p.code}) {p.topic}", _whom(p), whole(p.people), "; ".join(f"{c.address}, {c.document}" for c in p.clauses),
          PRIORITIES[p.priority], percent(p.below)) for p in report.proposals],
    )  # fmt: skip


def _whom(proposal: Proposal) -> str:
    if proposal.everybody:
        return "Toàn thể người dự thi"
    return "; ".join(need.group or SMALL for need in proposal.needs)


def _method(document, report: Report) -> None:  # type: ignore[no-untyped-def]
    add_heading(document, "V. PHƯƠNG PHÁP VÀ GIỚI HẠN")
    add_text(
        document,
        "Kết quả tính từ bài thi đầu tiên đã nộp của mỗi người; câu bỏ trống tính là sai. Mức nắm vững là tỷ lệ "
        "trả lời đúng ước lượng của một người trung bình trong đơn vị với một câu hỏi trung bình của chuyên đề: "
        "đã loại ảnh hưởng của "
        "câu khó, câu dễ và kéo đơn vị ít người về gần mức chung. Đơn vị không có người dự thi là chưa đo.",
    )
    add_text(
        document,
        "Kết quả cuộc thi dùng để tổ chức học tập, không dùng để đánh giá, xếp loại cán bộ, công chức, viên chức.",
    )
