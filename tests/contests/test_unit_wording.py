import pytest
from django.utils import translation

from contests.units.presets import PRESETS
from contests.units.rules import UnitRules
from contests.units.wording import percent, units_in_words


def said(rules: UnitRules) -> str:
    with translation.override("vi"):
        return " ".join(units_in_words(rules))


def test_the_usual_rules_are_said_as_before() -> None:
    assert said(UnitRules()) == (
        "Đơn vị được xếp hạng lần lượt theo: điểm trung bình của người dự thi (lấy hai chữ số thập phân), "
        "số người dự thi. Đơn vị bằng nhau ở mọi tiêu chí thì đồng hạng."
    )


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("thanh-khe-2026", ["chỉ được xếp hạng khi tỷ lệ tham gia đạt từ 70 %", "vi phạm nghiêm trọng", "Ban Tổ chức"]),
        ("hue-2025", ["Mỗi khối xếp hạng và trao giải riêng", "khi từng đợt thi bắt đầu"]),
        ("hai-duong-2024", ["đạt từ 50 %"]),
        ("soc-trang", ["dưới 50 người", "đạt từ 30 %", "từ 50 đến 99 người", "đạt từ 25 %", "từ 100 trở lên người"]),
        ("quang-nam-2019", ["trên 50 % tổng số điểm", "theo: số người dự thi."]),
        ("cong-thuc", ["(4 × tỷ lệ tham gia + 4 × tỷ lệ điểm đạt được của người dự thi + 2 ×", "/ 10"]),
    ],
)
def test_each_preset_is_said_in_words(preset: str, words: list[str]) -> None:
    text = said(PRESETS[preset].rules)
    assert [each for each in words if each not in text] == [], text


def test_presets_are_rules() -> None:
    assert all(UnitRules.from_json(each.rules.to_json()) == each.rules for each in PRESETS.values())


@pytest.mark.parametrize(("hundredths", "text"), [(7000, "70 %"), (6667, "66,67 %"), (5, "0,05 %")])
def test_percentages_are_written_the_vietnamese_way(hundredths: int, text: str) -> None:
    with translation.override("vi"):
        assert percent(hundredths) == text
