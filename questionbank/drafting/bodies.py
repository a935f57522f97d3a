"""Bodies and offices of the State: how they are named in a text, and which are of a like level."""

import re
from dataclasses import dataclass
from datetime import date

REFORM = date(2025, 3, 1)
"""Law 63/2025/QH15 and Resolution 176/2025/QH15: ministries merged; the district level ended on 1 July 2025."""

_BEFORE = (
    "Bộ Nội vụ", "Bộ Tài chính", "Bộ Tư pháp", "Bộ Kế hoạch và Đầu tư", "Bộ Thông tin và Truyền thông", "Bộ Công an",
    "Bộ Quốc phòng", "Bộ Giáo dục và Đào tạo", "Bộ Khoa học và Công nghệ", "Bộ Y tế", "Bộ Ngoại giao",
    "Bộ Lao động - Thương binh và Xã hội", "Bộ Công Thương", "Bộ Xây dựng", "Bộ Giao thông vận tải",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Phát triển nông thôn",
    "Văn phòng Chính phủ", "Thanh tra Chính phủ",
)  # fmt: skip
_SINCE = (
    "Bộ Nội vụ", "Bộ Tài chính", "Bộ Tư pháp", "Bộ Công an", "Bộ Quốc phòng", "Bộ Khoa học và Công nghệ",
    "Bộ Giáo dục và Đào tạo", "Bộ Y tế", "Bộ Ngoại giao", "Bộ Công Thương", "Bộ Xây dựng",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Nông nghiệp và Môi trường", "Văn phòng Chính phủ", "Thanh tra Chính phủ",
)  # fmt: skip
_NO_DEPARTMENT = ("Công an", "Quốc phòng", "Ngoại giao")  # these have no department of a province
_MINISTRY = "|".join(sorted({*_BEFORE, *_SINCE}, key=len, reverse=True)).replace("hóa", "h(?:óa|oá)")
_DEPARTMENTS_BEFORE, _DEPARTMENTS_SINCE = (
    tuple(f"Sở {name[3:]}" for name in names if name.startswith("Bộ ") and name[3:] not in _NO_DEPARTMENT)
    for names in (_BEFORE, _SINCE)
)
_DEPARTMENT = "|".join(sorted({*_DEPARTMENTS_BEFORE, *_DEPARTMENTS_SINCE}, key=len, reverse=True)).replace(
    "hóa", "h(?:óa|oá)"
)
_LEVELS = ("cấp tỉnh", "cấp huyện", "cấp xã")
_COUNCIL, _COMMITTEE = "Hội đồng nhân dân", "(?:Ủy|Uỷ) ban nhân dân"

# (group, whether the answer is a person, pattern); longer names first.
_GROUPS: tuple[tuple[str, bool, str], ...] = (
    ("chair", True, rf"Chủ tịch (?:{_COMMITTEE}) (?:{'|'.join(_LEVELS)})"),
    ("minister", True, rf"Bộ trưởng (?:{_MINISTRY})|Tổng Thanh tra Chính phủ|Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"),
    ("head", True, r"Thủ tướng Chính phủ|Chủ tịch nước|Chủ tịch Quốc hội"),
    ("highest", False, r"Ủy ban Thường vụ Quốc hội|Ủy ban thường vụ Quốc hội|Quốc hội|Chính phủ"),
    ("ministry", False, _MINISTRY),
    ("department", False, _DEPARTMENT),
    ("court", False, r"T(?:òa|oà) án nhân dân tối cao|Viện [Kk]iểm sát nhân dân tối cao|Kiểm toán nhà nước"),
    ("committee", False, rf"{_COMMITTEE} (?:{'|'.join(_LEVELS)})"),
    ("council", False, rf"{_COUNCIL} (?:{'|'.join(_LEVELS)})"),
)
_BODY = re.compile(
    r"(?<!Phó )(?<!\w)(?:" + "|".join(f"(?P<{group}>{pattern})" for group, _person, pattern in _GROUPS) + r")(?!\w)"
)
_PEOPLE = frozenset(group for group, person, _pattern in _GROUPS if person)
_OTHERS = {
    "chair": tuple(f"Chủ tịch Ủy ban nhân dân {level}" for level in _LEVELS),
    "head": ("Thủ tướng Chính phủ", "Chủ tịch nước", "Chủ tịch Quốc hội"),
    "highest": ("Quốc hội", "Ủy ban Thường vụ Quốc hội", "Chính phủ"),
    "court": ("Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Kiểm toán nhà nước", "Thanh tra Chính phủ"),
    "committee": tuple(f"Ủy ban nhân dân {level}" for level in _LEVELS),
    "council": tuple(f"Hội đồng nhân dân {level}" for level in _LEVELS),
}
# What fills up the choices where a group has no more: the level next to it, persons beside persons.
_BESIDE = {
    "chair": ("Bộ trưởng Bộ Nội vụ", "Thủ tướng Chính phủ"),
    "head": ("Bộ trưởng Bộ Nội vụ", "Bộ trưởng Bộ Tài chính", "Bộ trưởng Bộ Tư pháp"),
    "highest": ("Bộ Nội vụ", "Bộ Tư pháp", "Tòa án nhân dân tối cao"),
    "court": ("Bộ Tư pháp", "Bộ Công an"),
    "committee": ("Hội đồng nhân dân cấp tỉnh", "Bộ Nội vụ", "Chính phủ"),
    "council": ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã", "Chính phủ"),
}


@dataclass(frozen=True)
class Body:
    """A body as a text names it. group: of bodies at a like level; person: whether it is one person's office."""

    name: str
    group: str
    start: int
    end: int

    @property
    def person(self) -> bool:
        return self.group in _PEOPLE


def bodies(text: str) -> list[Body]:
    """Return the bodies that `text` names, in order."""
    return [
        Body(found[0], found.lastgroup or "", found.start(), found.end())
        for found in _BODY.finditer(text)
        if not text[found.end() :].startswith((" tỉnh", " thành phố"))
    ]


def others_like(body: Body, day: date | None) -> list[str]:
    """Return names of other bodies at the level of `body`, the likeliest first, as they were on `day`."""
    since = day is not None and day >= REFORM
    ministries = _SINCE if since else _BEFORE
    if body.group == "department":
        names = list(_DEPARTMENTS_SINCE if since else _DEPARTMENTS_BEFORE)
    elif body.group == "ministry":
        names = list(ministries)
    elif body.group == "minister":
        names = [f"Bộ trưởng {name}" for name in ministries if name.startswith("Bộ ")]
    else:
        names = [*_OTHERS[body.group], *_BESIDE[body.group]]
    if since:
        names = [name for name in names if "cấp huyện" not in name]
    return [name for name in names if name.casefold() != body.name.casefold()]


def names_gone(text: str) -> bool:
    """Say whether `text` names the district level, which ended on 1 July 2025."""
    return "cấp huyện" in text
