"""What happened on the stage, in the Vietnamese of minutes: draws, absences, time, corrections, equal teams."""

from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from contests.stage.combining import figure
from contests.stage.papers.facts import Change, Drawn, Hall, Juror, Part
from contests.stage.papers.partings import Parting
from contests.stage.programme import Segment, TieKey
from official.figures import points, written_date

HOW = {"bell": "câu hỏi phụ, bấm chuông", "jury": "quyết định của Ban Giám khảo"}
WHOLE = 100  # percent


def shown(score: Decimal | None) -> str:
    """Return a figure as it stands on the sheet: 38,50; – for none."""
    return "–" if score is None else str(score).replace(".", ",")


def lasting(seconds: int) -> str:
    """Return a time: 45 giây, 2 phút, 1 phút 30 giây."""
    minutes, rest = divmod(seconds, 60)
    words = [f"{minutes} phút"] if minutes else []
    return " ".join(words + ([f"{rest} giây"] if rest or not minutes else []))


def hour_and_day(at: object) -> str:
    """Return a moment: 14 giờ 05 phút, ngày 03 tháng 10 năm 2026."""
    local = timezone.localtime(at)  # type: ignore[arg-type]
    return f"{local.hour} giờ {local.minute:02} phút, {written_date(local.date())}"


def called(part: Part) -> str:
    return f"“{part.rules.title}”"


def conditions(rules: Segment) -> str:
    """Return how the part is scored: tối đa 40 điểm, hệ số 50 %, thời gian 1 phút 30 giây."""
    said = [f"tối đa {points(rules.maximum)} điểm"]
    if rules.weight == 0:
        said.append("không tính vào tổng điểm")
    elif rules.weight != WHOLE:
        said.append(f"hệ số {rules.weight} %")
    if rules.seconds:
        said.append(f"thời gian {lasting(rules.seconds)}")
    return ", ".join(said)


def juror(one: Juror) -> str:
    return f"Giám khảo {one.seat}: {one.name}" + (" (Trưởng Ban Giám khảo)" if one.head else "")


def events_of(hall: Hall, part: Part) -> list[str]:
    """Return what is to be told of a part before its figures, a sentence each."""
    said = [_draw(hall, drawn, again=len(part.draws) > 1) for drawn in part.draws]
    said += [f"{juror(each.juror)} vắng mặt. Lý do: {each.reason}." for each in part.absent]
    said += overtime(hall, part)
    if part.missing:
        said.append(f"Khóa điểm khi chưa có điểm của: {part.missing}. Lý do: {part.missing_reason}.")
    said += [f"Mở lại việc chấm điểm. Lý do: {reason}." for reason in part.reopened]
    if part.locked_at is not None and part.locked:
        said.append(f"Khóa điểm lúc {hour_and_day(part.locked_at)}.")
    elif not part.locked:
        said.append("Phần thi chưa khóa điểm; số liệu dưới đây là tạm tính.")
    return [_ended(each) for each in said]


def overtime(hall: Hall, part: Part) -> list[str]:
    """Return who took longer than allowed, and what the jury took away for it."""
    said = []
    for team in hall.in_order(part):
        sheet = part.sheets[team.key]
        if not sheet.over:
            continue
        words = f"{team.name} quá giờ {lasting(sheet.over)} (sử dụng {lasting(sheet.seconds or 0)})"
        if sheet.deduction is None:
            said.append(f"{words}; Ban Giám khảo chưa quyết định điểm trừ.")
        elif sheet.deduction:
            scale = "" if sheet.deduction == sheet.proposed else f", mức theo thang là {points(sheet.proposed)} điểm"
            said.append(f"{words}; Ban Giám khảo trừ {points(sheet.deduction)} điểm{scale}.")
        else:
            said.append(f"{words}; Ban Giám khảo quyết định không trừ điểm.")
    return said


def change(hall: Hall, one: Change) -> str:
    """Return a correction with its reason."""
    part = hall.parts[one.part - 1]
    whose = hall.teams[one.team].name
    if one.what == "mark":
        whose += f", giám khảo {one.seat}, tiêu chí “{part.rules.criteria[one.criterion - 1].title}”"
    elif one.what == "deduction":
        whose += ", điểm trừ do quá giờ"
    before = "chưa có điểm" if one.before is None else f"{points(one.before)} điểm"
    at = timezone.localtime(one.at)
    return _ended(
        f"{at:%H:%M ngày %d/%m/%Y}, phần thi {called(part)}, {whose}: {before} sửa thành {points(one.after)} điểm. "
        f"Lý do: {one.reason}"
    )


def parting(hall: Hall, one: Parting) -> str:
    """Return how equal teams were parted."""
    names = ", ".join(hall.teams[team].name for team in one.teams)
    total = next(each.line.total for each in hall.standings if each.line.team == one.teams[0])
    level = f"{names} cùng đạt {shown(total)} điểm"
    if one.by == "key" and one.key is not None:
        values = "; ".join(
            f"{hall.teams[team].name}: {_value(hall, one.key, value)}"
            for team, value in zip(one.teams, one.values, strict=True)
        )
        return _ended(f"{level}; thứ tự được phân định theo {told_of(hall, one.key)} ({values})")
    if one.by == "decision" and one.decision is not None:
        decided = hall.decisions[one.decision]
        return _ended(f"{level}; thứ tự trên đây theo {HOW[decided.how]}. Lý do: {decided.reason}")
    if one.by == "waiting":
        return _ended(f"{level} và bằng nhau ở mọi tiêu chí phụ; chờ câu hỏi phụ để phân định")
    return _ended(f"{level} và bằng nhau ở mọi tiêu chí phụ; các đội đồng hạng theo thể lệ")


def told_of(hall: Hall, key: TieKey) -> str:
    """Return what a key compares: điểm phần thi “Tiểu phẩm”."""
    part = hall.parts[key.segment - 1]
    of = f"điểm phần thi {called(part)}"
    return (
        f"điểm tiêu chí “{part.rules.criteria[key.criterion - 1].title}” của phần thi {called(part)}"
        if key.criterion
        else of
    )


def _value(hall: Hall, key: TieKey, value: Fraction) -> str:
    decimals = hall.programme.combining.decimals
    hundredths = value if key.criterion else value * 100
    return shown(figure(hundredths, decimals))


def _draw(hall: Hall, drawn: Drawn, *, again: bool) -> str:
    order = ", ".join(f"{place}. {hall.teams[team].name}" for place, team in enumerate(drawn.order, start=1))
    said = f"Bốc thăm{f' lần {drawn.number}' if again else ''} lúc {hour_and_day(drawn.made_at)}; thứ tự: {order}"
    if drawn.on_behalf:
        said += f"; bấm thay đội trưởng của: {', '.join(drawn.on_behalf)}"
    return f"{said}. Lý do bốc thăm lại: {drawn.reason}" if drawn.reason else said


def _ended(said: str) -> str:
    """Return the sentence with one full stop, whatever somebody typed at its end."""
    return said.rstrip(" .…") + "."
