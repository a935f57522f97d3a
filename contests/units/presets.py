"""Ways to rank units that real contests used, to begin from; every setting stays free.

Sources: the rules (thể lệ) of the contests named, as published. What Sóc Trăng asked of units of 100 people or more is
not known to us; 20 % goes on in its steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from contests.units.rules import Band, UnitRules, Weight


@dataclass(frozen=True, slots=True)
class Preset:
    """name: as an organiser reads it, in Vietnamese: the names of contests are not translated."""

    name: str
    rules: UnitRules


PRESETS: Mapping[str, Preset] = {
    "trung-binh": Preset("Điểm trung bình, rồi số người dự thi", UnitRules()),
    "thanh-khe-2026": Preset(
        "Thanh Khê 2026: tỷ lệ từ 70 %, rồi điểm trung bình",
        UnitRules(roster="contest", bands=(Band(0, 7000),), keys=("rate", "mean"), ties="board"),
    ),
    "hue-2025": Preset(
        "Huế 2025: theo khối, tỷ lệ từng tuần, rồi điểm trung bình",
        UnitRules(roster="round", blocks=True, keys=("rate", "mean", "all_correct")),
    ),
    "hai-duong-2024": Preset(
        "Hải Dương 2024: không xếp hạng đơn vị dưới 50 %, rồi tỷ lệ và điểm trung bình",
        UnitRules(roster="round", bands=(Band(0, 5000),), keys=("rate", "mean")),
    ),
    "soc-trang": Preset(
        "Sóc Trăng: dưới 50 người 30 %, từ 50 đến 99 người 25 %; mức 20 % từ 100 người không có trong nguồn: xem lại",
        UnitRules(roster="contest", bands=(Band(50, 3000), Band(100, 2500), Band(0, 2000)), keys=("rate", "mean")),
    ),
    "quang-nam-2019": Preset(
        "Quảng Nam 2019: nhiều người dự thi nhất, trên 50 % số điểm", UnitRules(keys=("took_part",), score_above=5000)
    ),
    "cong-thuc": Preset(
        "Công thức: tỷ lệ, điểm và số người đúng hết theo trọng số 4 : 4 : 2",
        UnitRules(
            roster="contest",
            keys=("formula", "completed"),
            weights=(Weight("rate", 4), Weight("score", 4), Weight("all_correct", 2)),
            ties="board",
        ),
    ),
}
