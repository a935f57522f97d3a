"""What the minutes of a stage contest say, by the placeholders of an office's own form."""

from django.utils import translation

from contests.handouts.values import Values, contest_values
from contests.stage.papers.facts import Hall
from contests.stage.papers.minutes import DOTS, year_of
from contests.stage.papers.sentences import called, change, events_of, hour_and_day, lasting, parting, shown
from official.decree30 import DRAFT
from official.figures import points


def minutes_values(hall: Hall) -> Values:
    with translation.override("vi"):
        begun, record = hall.stage.begun_at, hall.record
        return contest_values(hall.stage.contest, year_of(hall), "Hội thi") | {
            "tinh_trang": "" if hall.settled else DRAFT,
            "bat_dau": hour_and_day(begun) if begun else DOTS,
            "thu_ky": ", ".join(hall.secretaries) or DOTS,
            "truong_ban_giam_khao": hall.head_of_jury,
            "so_ghi_nhan": f"dòng {record[0]}, mã SHA-256: {record[1]}" if record else DOTS,
            "doi": _teams(hall),
            "giam_khao": [{"ghe": str(one.seat), "ho_ten": one.name} for one in hall.jury],
            "diem": _scores(hall),
            "dien_bien": [
                {"": f"Phần thi {called(part)}: {said}"} for part in hall.parts for said in events_of(hall, part)
            ],
            "bang_diem": [{"": parting(hall, one)} for one in hall.partings] or [{"": "Không có đội nào bằng điểm."}],
            "dieu_chinh": [{"": change(hall, one)} for one in hall.changes] or [{"": "Không có điều chỉnh nào."}],
        }


def _teams(hall: Hall) -> list[dict[str, str]]:
    found = []
    for one in hall.standings:
        team = hall.teams[one.line.team]
        found.append({
            "hang": f"{one.place}*" if one.undecided else str(one.place), "ten": team.name, "don_vi": team.unit,
            "tong": shown(one.line.total), "truong_doan": team.leader, "doi_truong": team.captain,
            "thanh_vien": ", ".join(team.members),
        })  # fmt: skip
    return found


def _scores(hall: Hall) -> list[dict[str, str]]:
    return [
        {
            "phan_thi": part.rules.title,
            "doi": hall.teams[key].name,
            "diem_tru": points(part.sheets[key].deduction or 0),
            "diem": shown(score.points if (score := part.sheets[key].score) else None),
            "thoi_gian": "–" if (seconds := part.sheets[key].seconds) is None else lasting(seconds),
        }
        for part in hall.parts
        for key in part.order
    ]
