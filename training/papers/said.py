"""The fixed words of the papers: Vietnamese whatever the reader's language, as office documents are."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from official.figures import percent
from training.findings import Clause, Estimate, Priority, State, Suspect, Validity

STATES = {
    State.NEED: "Cần bồi dưỡng",
    State.OK: "Đạt",
    State.UNSURE: "Chưa đủ căn cứ",
    State.HIDDEN: "Dưới 5 người, không nêu",
    State.NONE: "Chưa đo",
}
PRIORITIES = {Priority.HIGH: "Cao", Priority.MEDIUM: "Trung bình", Priority.LOW: "Thấp"}
SUSPECTS = {
    Suspect.WRONG_KEY: "số liệu cho thấy đáp án có thể sai",
    Suspect.AMBIGUOUS: "câu hỏi có thể chưa rõ nghĩa",
    Suspect.GIVES_ITSELF_AWAY: "gần như ai cũng trả lời đúng",
    Suspect.LAW_CHANGED: "căn cứ pháp lý đã thay đổi hiệu lực",
}
VALIDITIES = {
    Validity.IN_FORCE: "còn hiệu lực",
    Validity.SUSPENDED: "đang ngưng hiệu lực",
    Validity.EXPIRED: "hết hiệu lực",
    Validity.NOT_YET: "chưa có hiệu lực",
}
SMALL = "Các đơn vị dưới 5 người dự thi (gộp chung)"
FOR_LEARNING = (
    "Kết quả cuộc thi và báo cáo này chỉ phục vụ việc học tập, bồi dưỡng; không sử dụng để đánh giá, xếp loại chất "
    "lượng cán bộ, công chức, viên chức, người lao động."
)
NOBODY_NAMED = (
    "Báo cáo không nêu tên cá nhân. Số liệu của đơn vị, nhóm có dưới 5 người dự thi được gộp chung hoặc không nêu, để "
    "không nhận ra được từng người."
)


def interval(estimate: Estimate | None) -> str:
    """Return an estimate with its interval, in percent: 62,5 % (51–73)."""
    if estimate is None:
        return "–"
    return f"{percent(estimate.value)} ({ends(estimate.low, estimate.high)})"


def level(share: float) -> str:
    """Return a share that somebody set, in percent without needless decimals: 70 %."""
    return f"{share * 100:g}".replace(".", ",") + " %"


def ends(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{high * 100:.0f}"


def points_of(difference: float) -> str:
    """Return a difference of two shares in percentage points with its sign: +3,5."""
    said = f"{difference * 100:+.1f}".replace(".", ",").replace("-", "−")
    return "0,0" if said in ("+0,0", "−0,0") else said


def day_of(moment: datetime) -> str:
    """Return the day of a moment as it is here: 02/11/2026."""
    return f"{timezone.localtime(moment):%d/%m/%Y}"


def hour_of(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M} ngày {day_of(moment)}"


def cited(clauses: Iterable[Clause]) -> str:
    """Return clauses by their documents: "Luật 36/2018/QH14: khoản 3 Điều 23, khoản 3 Điều 20"."""
    by_document: dict[str, list[str]] = {}
    for clause in clauses:
        by_document.setdefault(clause.document, []).append(clause.address)
    return "; ".join(f"{document}: {', '.join(addresses)}" for document, addresses in by_document.items())


def called(title: str) -> str:
    """Return the title behind the word for a contest, once."""
    named = title.lower().startswith(("cuộc thi", "hội thi"))
    return f"“{title}”" if named else f"cuộc thi “{title}”"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
