"""The fixed words of the section: Vietnamese whatever the reader's language, as office documents are."""

from official.figures import percent
from propaganda.models import Kind

FORMS = {
    Kind.CONTEST: "Cuộc thi, hội thi tìm hiểu",
    Kind.DIALOGUE: "Hội nghị, đối thoại",
    Kind.POSTER: "Pa nô, áp phích, băng rôn, tờ rơi",
    Kind.BROADCAST: "Tin, bài, phát thanh, truyền hình",
    Kind.CLASS: "Lớp tập huấn, bồi dưỡng",
    Kind.MEETING: "Lồng ghép trong hội nghị, sinh hoạt",
    Kind.OTHER: "Hình thức khác",
}
SHORT = {
    Kind.CONTEST: "Cuộc thi", Kind.DIALOGUE: "Đối thoại", Kind.POSTER: "Pa nô, tờ rơi", Kind.BROADCAST: "Tin, bài",
    Kind.CLASS: "Lớp", Kind.MEETING: "Lồng ghép", Kind.OTHER: "Khác",
}  # fmt: skip


def share(found: float | None) -> str:
    return "–" if found is None else percent(found)
