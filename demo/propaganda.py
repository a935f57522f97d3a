"""Plans and activities of a few units, so that the register and its section of the periodic report show something.

What the units did is made up for the demonstration, as its people are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from people.models import Unit, User
from propaganda.models import Activity, Kind, YearPlan
from propaganda.periods import year_of
from propaganda.planning import Line, add_line, set_plan
from propaganda.registering import Said, enter
from questionbank.models import Topic

UNIT = "CM-XA-DAT-MUI"
LINES = (
    Line(Kind.CONTEST, "Phối hợp tổ chức cuộc thi tìm hiểu cải cách hành chính"),
    Line(Kind.DIALOGUE, "Đối thoại với người dân, doanh nghiệp", 2),
    Line(Kind.POSTER, "Treo pa nô, băng rôn tại bộ phận một cửa và các ấp", 10),
    Line(Kind.BROADCAST, "Phát thanh về cải cách hành chính", 40),
    Line(Kind.CLASS, "Tập huấn dịch vụ công trực tuyến", 2),
)
# unit, days ago, form, what, how many, people, topics, areas
DONE: Sequence[tuple[str, int, Kind, str, int, int | None, str, tuple[str, ...]]] = (
    (UNIT, 30, Kind.DIALOGUE, "Đối thoại giữa Chủ tịch UBND xã với người dân (mô phỏng)", 1, 120, "g", ("thu-tuc",)),
    (UNIT, 45, Kind.POSTER, "Pa nô hướng dẫn nộp hồ sơ trực tuyến tại các ấp (mô phỏng)", 8, None, "e", ()),
    (UNIT, 10, Kind.BROADCAST, "Phát thanh “Cải cách hành chính và người dân” (mô phỏng)", 30, None, "ae", ()),
    ("CM-STP", 60, Kind.CLASS, "Tập huấn soạn thảo văn bản (mô phỏng)", 1, 85, "b", ("the-che",)),
    ("CM-STC", 20, Kind.MEETING, "Lồng ghép trong giao ban quý (mô phỏng)", 4, 160, "b", ("tai-chinh",)),
    ("CM-XA-NAM-CAN", 15, Kind.POSTER, "Băng rôn tuyên truyền (mô phỏng)", 20, None, "a", ()),
)


def load_propaganda(now: datetime) -> int:
    """Enter plan and activities where the register is empty. Returns how many activities."""
    if Activity.objects.exists() or YearPlan.objects.exists():
        return 0
    today = timezone.localdate(now)
    contact, office = (User.objects.get(username=name) for name in ("daumoi", "bantochuc"))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={UNIT, *(row[0] for row in DONE)})}
    topics = dict(Topic.objects.values_list("code", "pk"))
    year = year_of(today)
    set_plan(unit=units[UNIT], year=year, version=0, number="15/KH-UBND", signed_on=None, by=contact, now=now)
    for line in LINES:
        add_line(unit=units[UNIT], year=year, line=line, by=contact, now=now)
    for code, ago, kind, title, quantity, people, about, areas in DONE:
        day = today - timedelta(days=ago)
        said = Said(kind, title, day, quantity, people, [topics[letter] for letter in about], areas)
        enter(unit=units[code], said=said, by=contact if code == UNIT else office, now=now)
    return len(DONE)
