"""The six areas of administrative reform (sáu nội dung CCHC), and the topics of the plan that belong to one.

Source: Resolution 76/NQ-CP, and Circular 06/2026/TT-BNV, which name the areas. Which topic of Decision 47/QĐ-UBND
(II.1 a to i) counts under which area is the office's reading; topics about the whole reform belong to none.
"""

AREAS = {
    "the-che": "Cải cách thể chế",
    "thu-tuc": "Cải cách thủ tục hành chính",
    "bo-may": "Cải cách tổ chức bộ máy hành chính nhà nước",
    "cong-vu": "Cải cách chế độ công vụ",
    "tai-chinh": "Cải cách tài chính công",
    "so": "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
}
AREA_OF_TOPIC = {"c": "cong-vu", "d": "cong-vu", "đ": "cong-vu", "e": "so", "g": "thu-tuc"}


def known(codes: list[str]) -> list[str]:
    """Return those of `codes` that are areas, in their order, each once."""
    return [code for code in AREAS if code in codes]
