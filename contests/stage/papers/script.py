"""The MC's sheet of a stage contest (kịch bản dẫn chương trình): each step with its cue, what is read and a note."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation

from contests.letterhead import bodies_of, head_of, titled
from contests.stage.papers.facts import Hall, Part, Team
from contests.stage.papers.minutes import year_of
from contests.stage.papers.sentences import called, lasting, shown, told_of
from contests.stage.programme import Theme
from official.decree30 import (
    Column,
    add_head,
    add_heading,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day, points

BLANK = ".........."
COLUMNS = (Column("Bước", 16, centre=True), Column("Tín hiệu", 40), Column("Lời dẫn", 80), Column("Ghi chú", 33))
ABOUT: dict[Theme, str] = {
    "greeting": "các đội giới thiệu về đơn vị, thành viên và thông điệp của mình",
    "knowledge": "các đội trả lời câu hỏi về cải cách hành chính",
    "situation": "các đội xử lý tình huống trong thực thi công vụ",
    "skit": "các đội trình bày tiểu phẩm",
    "audience": "khán giả cùng trả lời câu hỏi",
    "talent": "các đội thể hiện năng khiếu",
    "speech": "các đội hùng biện theo chủ đề",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """cue: what happens before it. read: what the MC says; a line each. note: for the MC alone."""

    cue: str
    read: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    title: str
    steps: tuple[Step, ...]


def scenes_of(hall: Hall) -> list[Scene]:
    """Return the whole evening in order. What is not settled yet is left to be filled in."""
    scenes = [Scene("Khai mạc", tuple(_opening(hall)))]
    for part in hall.parts:
        scenes.append(Scene(f"Phần thi {part.position}: {part.rules.title}", tuple(_part(hall, part))))
    return [*scenes, Scene("Công bố kết quả", tuple(_results(hall)))]


def write_script(hall: Hall) -> bytes:
    """Return the sheet as a .docx file, its steps numbered through."""
    with translation.override("vi"):
        document, contest = new_document(), hall.stage.contest
        add_head(document, head_of(contest, "", blank_day(year_of(hall))))
        add_title(document, "KỊCH BẢN DẪN CHƯƠNG TRÌNH", titled(contest, "Hội thi"))
        add_text(document, "Lời dẫn là gợi ý; người dẫn có thể nói khác. Không đọc cột “Ghi chú”.", italic=True)
        number = 0
        for scene in scenes_of(hall):
            add_heading(document, scene.title)
            rows = []
            for step in scene.steps:
                number += 1
                rows.append((str(number), step.cue, "\n".join(step.read), step.note))
            add_table(document, "", COLUMNS, rows)
    return as_bytes(document)


def _opening(hall: Hall) -> Iterator[Step]:
    contest = hall.stage.contest
    bodies = " phối hợp với ".join(bodies_of(contest))
    yield Step(
        "Nhạc mở đầu; ổn định chỗ ngồi",
        (f"Kính thưa quý vị đại biểu, thưa các đội thi và toàn thể khán giả! Hôm nay, {bodies} tổ chức "
         f"{titled(contest, 'Hội thi')}.",),
        "Nhắc để điện thoại ở chế độ im lặng, trừ điện thoại dự thi",
    )  # fmt: skip
    yield Step("Giới thiệu đại biểu", (f"Xin trân trọng giới thiệu: {BLANK}{BLANK}",), "Danh sách do Ban Tổ chức đưa")
    if hall.jury:
        jury = tuple(f"- {one.name}{', Trưởng Ban Giám khảo' if one.head else ''};" for one in hall.jury)
        yield Step("Ban Giám khảo đứng lên khi được giới thiệu", ("Xin giới thiệu Ban Giám khảo:", *jury))
    if hall.secretaries:
        yield Step("Tổ thư ký đứng lên", (f"Thư ký Hội thi: {', '.join(hall.secretaries)}.",))
    yield Step(
        "Các đội lần lượt ra sân khấu",
        ("Xin chào đón các đội thi:", *(_introduced(team) for team in hall.teams.values())),
        "Đọc đúng tên đội, tên đơn vị",
    )
    yield Step("Trưởng Ban Tổ chức lên sân khấu", (f"Xin mời ông (bà) {BLANK} phát biểu khai mạc.",))
    parts = "; ".join(f"{part.position}. {part.rules.title} ({points(part.rules.maximum)} điểm)" for part in hall.parts)
    yield Step("Màn hình: chương trình", (f"Hội thi gồm {len(hall.parts)} phần: {parts}.", *_of_equals(hall)))


def _introduced(team: Team) -> str:
    captain = f"; đội trưởng: {team.captain}" if team.captain else ""
    unit = f" – {team.unit}" if team.unit != team.name else ""
    return f"- {team.name}{unit}{captain};"


def _of_equals(hall: Hall) -> Iterator[str]:
    keys = [told_of(hall, key) for key in hall.programme.ties]
    if keys:
        yield f"Khi bằng tổng điểm, thứ tự xét theo: {', rồi '.join(keys)}."
    if hall.programme.rest == "bell":
        yield "Nếu vẫn bằng nhau, các đội bấm chuông trả lời câu hỏi phụ."


def _part(hall: Hall, part: Part) -> Iterator[Step]:
    yield Step(f"Màn hình: Phần thi {called(part)}", tuple(_announced(part)))
    order = hall.in_order(part)
    if not part.draws and part.rules.kind == "judged":
        yield Step(
            "Đội trưởng các đội bốc thăm trên điện thoại",
            ("Xin mời đội trưởng các đội bốc thăm thứ tự dự thi.", f"Thứ tự: {BLANK}"),
            "Nếu thể lệ không bốc thăm: theo thứ tự danh sách",
        )
    elif part.draws:
        yield Step(
            "Màn hình: kết quả bốc thăm", (f"Thứ tự: {'; '.join(f'{n}. {t.name}' for n, t in enumerate(order, 1))}.",)
        )
    if part.rules.kind == "quiz":
        yield Step(
            "Câu hỏi hiện trên màn hình",
            ("Các đội chú ý: chỉ trả lời khi đồng hồ đã chạy. Xin bắt đầu câu hỏi thứ nhất!",),
            "Chờ công bố đáp án rồi mới bình luận; sự cố thì báo thư ký tạm dừng",
        )
    else:
        for at, team in enumerate(order, start=1):
            following = order[at].name if at < len(order) else ""
            ready = (f"Mời {following} chuẩn bị.",) if following else ()
            timed = f"Thư ký bấm giờ {lasting(part.rules.seconds)}" if part.rules.seconds else ""
            yield Step(f"Đội {at}/{len(order)} ra sân khấu", (f"Xin mời {team.name}.", *ready), timed)
    judged = part.rules.kind == "judged"
    yield Step("Thư ký báo đã khóa điểm" if judged else "Thư ký báo đã có kết quả", tuple(_scores(hall, part)),
               "Chỉ công bố khi màn hình báo đã khóa điểm")  # fmt: skip


def _announced(part: Part) -> Iterator[str]:
    about = ABOUT[part.rules.theme]
    yield f"Tiếp theo là phần thi {called(part)}" + (f": {about}." if about else ".")
    yield f"Điểm tối đa: {points(part.rules.maximum)}." + (
        f" Thời gian: {lasting(part.rules.seconds)}." if part.rules.seconds else ""
    )
    if part.rules.criteria:
        criteria = "; ".join(f"{one.title} ({points(one.maximum)} điểm)" for one in part.rules.criteria)
        yield f"Ban Giám khảo chấm theo: {criteria}."
    if part.rules.penalty:
        every, taken = lasting(part.rules.penalty.every), points(part.rules.penalty.points)
        yield f"Mỗi {every} quá giờ bị đề nghị trừ {taken} điểm."
    if part.rules.weight == 0:
        yield "Phần thi này không tính vào tổng điểm."


def _scores(hall: Hall, part: Part) -> Iterator[str]:
    yield f"Kết quả phần thi {called(part)}:"
    for team in hall.in_order(part):
        score = part.sheets[team.key].score
        yield f"- {team.name}: {shown(score.points) if part.locked and score else BLANK} điểm;"


def _results(hall: Hall) -> Iterator[Step]:
    if not hall.settled:
        teams = len(hall.teams)
        yield Step(
            "Thư ký chuyển bảng tổng hợp đã ký",
            tuple(f"- Hạng {place}: {BLANK} với {BLANK} điểm;" for place in range(teams, 0, -1)),
            "In lại kịch bản sau khi khóa điểm để có tên và điểm",
        )
    else:
        for one in reversed(hall.standings):
            team = hall.teams[one.line.team]
            yield Step(
                f"Hạng {one.place}",
                (f"Hạng {one.place}, với {shown(one.line.total)} điểm: {team.name}!",),
                "Nghỉ một nhịp trước khi đọc tên" if one.place <= 3 else "",
            )
    yield Step("Nhạc kết", ("Xin cảm ơn Ban Giám khảo, các đội thi và quý vị. Hội thi kết thúc, xin kính chào!",))
