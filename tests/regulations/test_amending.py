"""What amending texts say they do: the forms that they use, and every real text that has such wording."""

from collections import Counter

import pytest

from regulations.actions import Action, Proposal
from regulations.addresses import Address
from regulations.amending import proposals
from regulations.parsing import parse
from regulations.quoting import tell_apart
from regulations.targets import documents_meant, filled, provisions_named
from tests.regulations.texts import COLLECTION, SHIPPED, parsed, shipped

TITLE = "Sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018\n"


def said(text: str, title: str = TITLE) -> list[Proposal]:
    return proposals(parse(f"NGHỊ ĐỊNH\n\n{title}\n{text}\n").nodes, "1/2026/NĐ-CP")


def brief(text: str, title: str = TITLE) -> list[tuple[str, str, str, str]]:
    return [(p.action.value, p.target_number, p.target_address, p.new_text) for p in said(text, title)]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("khoản 2 Điều 5", [Address("5", clause="2")]),
        ("điểm b khoản 1 Điều 7", [Address("7", clause="1", point="b")]),
        ("điểm a, điểm e khoản 21", [Address(None, clause="21", point="a"), Address(None, clause="21", point="e")]),
        ("các điểm a, b và đ khoản 1 Điều 2", [Address("2", None, "1", letter) for letter in "abđ"]),
        ("các khoản 1, 2 và 3 Điều 5", [Address("5", clause=n) for n in "123"]),
        ("điểm b khoản 1, khoản 2 Điều 7", [Address("7", None, "1", "b"), Address("7", clause="2")]),
        ("điểm a khoản 1, điểm b khoản 2 Điều 5", [Address("5", None, "1", "a"), Address("5", None, "2", "b")]),
        ("Điều 7 và khoản 2 Điều 8", [Address("7"), Address("8", clause="2")]),
        ("khoản 1, Điều 5", [Address("5", clause="1")]),
        ("từ Điều 5 đến Điều 8", [Address(str(n)) for n in range(5, 9)]),
        ("khoản 2a Điều 6b", [Address("6b", clause="2a")]),
        ("Khoản 3, Khoản 4 Điều 10", [Address("10", clause="3"), Address("10", clause="4")]),
        ("không có gì", []),
        ("điểm 12 khoản x", []),
    ],
)
def test_every_provision_that_words_name_is_read(words: str, named: list[Address]) -> None:
    assert provisions_named(words) == named


def test_what_an_address_leaves_out_comes_from_above_and_nothing_else() -> None:
    above = Address("2", clause="8", point="b")
    assert filled(Address(point="d"), above) == Address("2", clause="8", point="d")
    assert filled(Address("4", clause="1"), above) == Address("4", clause="1")
    assert filled(Address(clause="9"), above) == Address("2", clause="9")
    assert filled(Address(clause="9"), None) == Address(clause="9")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Nghị định số 1/2001/NĐ-CP và Thông tư số 2/2002/TT-BNV", ["1/2001/NĐ-CP", "2/2002/TT-BNV"]),
        ("Nghị định số 9/2010/NĐ-CP sửa đổi một số điều của Nghị định số 1/2001/NĐ-CP", ["9/2010/NĐ-CP"]),
        ("Luật Viên chức số 58/2010/QH12 đã sửa đổi theo Luật số 1/2007/QH12 và Luật số 5/2012/QH13", ["58/2010/QH12"]),
        ("Nghị định số 64/2014/NĐ- CP", ["64/2014/NĐ-CP"]),
        ("Quyết định 1860/QĐ-TTCP", ["1860/QĐ-TTCP"]),
    ],
)
def test_documents_that_only_explain_another_are_not_meant(words: str, numbers: list[str]) -> None:
    assert [named.number for named in documents_meant(words)] == numbers


@pytest.mark.parametrize(
    ("text", "words", "quotes"),
    [
        ("Sửa “một” thành “hai”.", "Sửa ⟦0⟧ thành ⟦1⟧.", ("một", "hai")),
        ('như sau:\n"a) Phong trào "Đền ơn"; và\nb) Hết.".', "như sau: ⟦0⟧.", ('a) Phong trào "Đền ơn"; và\nb) Hết.',)),
        ("như sau:\n“1. Không đóng", "như sau: ⟦0⟧", ("1. Không đóng",)),
        ("không trích", "không trích", ()),
    ],
)
def test_quoted_words_are_told_apart(text: str, words: str, quotes: tuple[str, ...]) -> None:
    told = tell_apart(text)
    assert (told.words, told.quotes) == (words, quotes)


N = "61/2018/NĐ-CP"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Điều 1. Sửa đổi, bổ sung một số điều\n1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n“2. Mới.”.",
            [("amend", N, "khoản 2 Điều 5", "2. Mới.")],
        ),
        (
            "Điều 1. Sửa\n1. Bổ sung khoản 2a vào sau khoản 2 Điều 5 như sau:\n“2a. Thêm.”",
            [("supplement", N, "khoản 2a Điều 5", "2a. Thêm.")],
        ),
        (
            "Điều 1. Sửa\n1. Bổ sung Điều 6a vào sau Điều 6 như sau:\n“Điều 6a. Tên\n1. Một.\n2. Hai.”",
            [("supplement", N, "Điều 6a", "Điều 6a. Tên\n1. Một.\n2. Hai.")],
        ),
        (
            "Điều 1. Sửa\n1. Bổ sung điểm đ, điểm e vào khoản 1 Điều 3 như sau:\n“đ) Một;\ne) Hai.”",
            [
                ("supplement", N, "điểm đ khoản 1 Điều 3", "đ) Một;"),
                ("supplement", N, "điểm e khoản 1 Điều 3", "e) Hai."),
            ],
        ),
        (
            "Điều 1. Sửa\n1. Sửa đổi khoản 1 và bổ sung khoản 1a vào sau khoản 1 Điều 5 như sau:\n“1. Một.\n1a. Hai.”",
            [("amend", N, "khoản 1 Điều 5", "1. Một."), ("supplement", N, "khoản 1a Điều 5", "1a. Hai.")],
        ),
        ("Điều 1. Sửa\n1. Bãi bỏ điểm b khoản 1 Điều 7.", [("repeal", N, "điểm b khoản 1 Điều 7", "")]),
        (
            "Điều 1. Sửa\n1. Bãi bỏ khoản 3 Điều 4, Điều 9.",
            [("repeal", N, "khoản 3 Điều 4", ""), ("repeal", N, "Điều 9", "")],
        ),
        (
            "Điều 1. Bãi bỏ\n1. Bãi bỏ Điều 3 Nghị định số 7/2020/NĐ-CP và Thông tư số 8/2020/TT-BNV.",
            [("repeal", "7/2020/NĐ-CP", "Điều 3", ""), ("repeal", "8/2020/TT-BNV", "", "")],
        ),
        (
            "Điều 1. Hiệu lực\n1. Các văn bản sau đây hết hiệu lực:\n"
            "a) Nghị định số 7/2020/NĐ-CP;\nb) Thông tư số 8/2020/TT-BNV.",
            [("repeal", "7/2020/NĐ-CP", "", ""), ("repeal", "8/2020/TT-BNV", "", "")],
        ),
        (
            "Điều 1. Sửa đổi, bổ sung một số khoản của Điều 4\n1. Sửa đổi khoản 3 như sau:\n“3. Ba.”",
            [("amend", N, "khoản 3 Điều 4", "3. Ba.")],
        ),
        (
            "Điều 1. Sửa\n1. Sửa đổi, bổ sung một số điều của Nghị định số 7/2020/NĐ-CP như sau:\n"
            "a) Sửa đổi khoản 3 Điều 1 như sau:\n“3. Ba.”",
            [("amend", "7/2020/NĐ-CP", "khoản 3 Điều 1", "3. Ba.")],
        ),
        (
            "Điều 1. Hiệu lực\nNghị định này có hiệu lực từ ngày ký và thay thế Nghị định số 7/2020/NĐ-CP.",
            [("replaces", "7/2020/NĐ-CP", "", "")],
        ),
        (
            "Điều 1. Phạm vi điều chỉnh\nNghị định này quy định chi tiết khoản 2 Điều 5, Điều 8 của Luật Công đoàn.",
            [("guides", "Luật Công đoàn", "khoản 2 Điều 5", ""), ("guides", "Luật Công đoàn", "Điều 8", "")],
        ),
    ],
)
def test_each_form_of_amending_becomes_a_proposal(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("order", "address", "old", "new"),
    [
        ("Thay thế cụm từ “Sở A” bằng cụm từ “Sở B” tại khoản 1 Điều 5", "khoản 1 Điều 5", "Sở A", "Sở B"),
        ("Thay cụm từ “Sở A” thành “Sở B” tại Điều 5", "Điều 5", "Sở A", "Sở B"),
        ("Bãi bỏ cụm từ “cấp huyện” tại điểm a khoản 1 Điều 2", "điểm a khoản 1 Điều 2", "cấp huyện", ""),
        (
            "Bổ sung cụm từ “đặc khu” vào sau cụm từ “xã, phường” tại Điều 2",
            "Điều 2",
            "xã, phường",
            "xã, phường đặc khu",
        ),
        ("Thay thế từ “a” bằng từ “b”", "", "a", "b"),
    ],
)
def test_words_put_in_the_place_of_others(order: str, address: str, old: str, new: str) -> None:
    (found,) = said(f"Điều 1. Sửa\n1. {order}.")
    assert (found.action, found.target_number) == (Action.REPLACE, N)
    assert (found.target_address, found.old_phrase, found.new_phrase) == (address, old, new)


def test_two_phrases_at_two_places_each() -> None:
    found = said(
        "Điều 1. Sửa\n1. Thay thế cụm từ “a” bằng cụm từ “b” tại Điều 1, Điều 2; "
        "thay thế cụm từ “c” bằng cụm từ “d” tại khoản 3 Điều 4."
    )
    assert [(p.target_address, p.old_phrase, p.new_phrase) for p in found] == [
        ("Điều 1", "a", "b"), ("Điều 2", "a", "b"), ("khoản 3 Điều 4", "c", "d"),
    ]  # fmt: skip


def test_a_heading_alone_and_a_day_of_its_own_are_kept() -> None:
    (heading,) = said("Điều 1. Sửa\n1. Sửa đổi tên Điều 5 như sau:\n“Điều 5. Tên mới”")
    assert (heading.target_address, heading.own_only) == ("Điều 5", True)
    (ending,) = said("Điều 1. Hiệu lực\n1. Bãi bỏ Điều 3 kể từ ngày 01 tháng 7 năm 2027.")
    assert ending.effective_note == "kể từ ngày 01 tháng 7 năm 2027"


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân cấp xã quyết định bãi bỏ quyết định của cộng đồng dân cư.",
        "Khi Luật số 1/2001/QH10 hết hiệu lực thì áp dụng Luật này.",
        "Văn bằng được sử dụng thay thế chứng chỉ ngoại ngữ.",
        "Bổ sung các quy định bảo vệ dữ liệu cá nhân trong xây dựng nhiệm vụ của các bộ.",
        "Chính phủ quy định chi tiết Điều này.",
        "Luật Viên chức đã được sửa đổi, bổ sung một số điều theo Luật số 52/2019/QH14 tiếp tục áp dụng.",
    ],
)
def test_sentences_that_speak_of_amending_without_doing_it_propose_nothing(text: str) -> None:
    assert said(f"Điều 1. Nội dung\n1. {text}", title="Về việc khác") == []


# -- real texts ------------------------------------------------------------------


def test_the_circular_of_2026_gives_every_change_at_its_place() -> None:
    found = proposals(shipped("06-2026-TT-BNV").nodes, "06/2026/TT-BNV")
    assert {p.target_number for p in found} == {"10/2025/TT-BNV"}
    assert [p.target_address for p in found] == [
        "điểm c khoản 5 Điều 2", "điểm b khoản 8 Điều 2", "điểm d khoản 8 Điều 2", "điểm b khoản 10 Điều 2",
        "khoản 14 Điều 2", "điểm b khoản 16 Điều 2", "khoản 17 Điều 2", "khoản 18 Điều 2", "điểm a khoản 20 Điều 2",
        "điểm a khoản 21 Điều 2", "điểm e khoản 21 Điều 2", "khoản 22 Điều 2", "khoản 26 Điều 2", "khoản 30 Điều 2",
        "điểm c khoản 5 Điều 4", "điểm c khoản 8 Điều 4", "khoản 14 Điều 4", "điểm đ khoản 19 Điều 4",
        "điểm e khoản 19 Điều 4", "điểm g khoản 19 Điều 4", "điểm c khoản 23 Điều 4", "khoản 25 Điều 4",
        "khoản 27 Điều 4", "khoản 32 Điều 4",
    ]  # fmt: skip
    added = [p.target_address for p in found if p.action is Action.SUPPLEMENT]
    assert added == [*(f"điểm {letter} khoản 19 Điều 4" for letter in "đeg"), "khoản 32 Điều 4"]
    assert all(p.new_text and p.new_text[-1] in ".;ụ" for p in found)
    assert "Đền ơn đáp nghĩa" in found[11].new_text


HAND_CHECKED = {
    "129-2025-QH15": ["repeal 58/2010/QH12"],
    "30-2020-NĐ-CP": ["repeal 110/2004/NĐ-CP", "repeal 09/2010/NĐ-CP"],
    "36-2018-QH14": ["repeal 55/2005/QH11"],
    "61-2018-NĐ-CP": ["repeal 09/2015/QĐ-CP"],
    "01-2021-TT-TTCP": ["repeal 1860/QĐ-TTCP"],
    "06-2014-TT-TTCP": ["replaces 07/2011/TT-TTCP"],
    "09-2010-TT-BNV": ["repeal 407/TCCP-VC", "repeal 427/TCCP-VC", "repeal 136/2005/QĐ-BNV"],
    "10-2022-QH15": ["repeal 34/2007/PL-UBTVQH11", "repeal 55/1998/NQ-UBTVQH10"],
    "105-2026-NĐ-CP": [
        "guides 50/2024/QH15 khoản 2 Điều 29",
        "guides 50/2024/QH15 khoản 4 Điều 30",
        "guides 50/2024/QH15 khoản 6 Điều 31",
        "guides 50/2024/QH15 khoản 5 Điều 31",
        "repeal 191/2013/NĐ-CP",
    ],
    "138-2016-NĐ-CP": ["replaces 08/2012/NĐ-CP"],
    "167-2012-TT-BTC": ["replaces 224/2010/TT-BTC"],
    "20-2008-NĐ-CP": ["repeal 22/2006/QĐ-TTg"],
    "233-2026-NĐ-CP": ["repeal 90/2020/NĐ-CP"],
    "26-2015-QĐ-TTg": ["repeal 108/2009/QĐ-TTg"],
    "26-2020-NĐ-CP": ["guides Luật Bảo vệ bí mật nhà nước", "repeal 33/2002/NĐ-CP"],
    "276-2026-NĐ-CP": ["replaces 25/2025/NĐ-CP"],
    "28-2013-NĐ-CP": ["guides Luật Phổ biến, giáo dục pháp luật"],
    "29-2018-QH14": ["repeal 30/2000/PL-UBTVQH10"],
    "56-2023-TT-BTC": ["repeal 14/2014/TTLT-BTC-BTP", "repeal 100/2014/TTLT-BTC-BTP"],
    "63-2010-NĐ-CP": ["repeal 1699/QĐ-TTg Điều 2"],
    "13-2018-NĐ-CP": [
        "guides Luật tiếp cận thông tin điểm b khoản 1 Điều 35",
        "guides Luật tiếp cận thông tin khoản 2 Điều 36",
        "guides Luật tiếp cận thông tin khoản 4 Điều 24",
    ],
}


@pytest.mark.parametrize("name", HAND_CHECKED)
def test_a_real_text_says_what_a_person_read_in_it(name: str) -> None:
    folder = SHIPPED if (SHIPPED / f"{name}.txt").exists() else COLLECTION
    text = parsed(folder / f"{name}.txt")
    found = proposals(text.nodes, text.header.number)
    assert [f"{p.action} {p.target_number} {p.target_address}".strip() for p in found] == HAND_CHECKED[name]


def test_the_whole_collection_gives_no_more_than_was_checked() -> None:
    counts: Counter[str] = Counter()
    for path in [*SHIPPED.glob("*.txt"), *COLLECTION.glob("*.txt")]:
        text = parsed(path)
        counts.update(p.action.value for p in proposals(text.nodes, text.header.number))
    assert counts == {"repeal": 23, "amend": 20, "supplement": 4, "guides": 21, "replaces": 4}


def test_a_consolidated_text_does_nothing_itself() -> None:
    text = parsed(COLLECTION / "22-VBHN-VPQH.txt")
    assert proposals(text.nodes, text.header.number) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Điều 1. Ngưng\nNgưng hiệu lực thi hành khoản 2 Điều 5 Thông tư số 8/2020/TT-BNV "
            "từ ngày 01 tháng 3 năm 2027 đến hết ngày 31 tháng 12 năm 2027.",
            [("suspend", "8/2020/TT-BNV", "khoản 2 Điều 5")],
        ),
        (
            "Điều 1. Ngưng\nTạm ngưng hiệu lực toàn bộ Thông tư số 8/2020/TT-BNV kể từ ngày 01/3/2027.",
            [("suspend", "8/2020/TT-BNV", "")],
        ),
        (
            "Điều 1. Ngưng\nMục 2 Chương III Thông tư số 8/2020/TT-BNV ngưng hiệu lực thi hành từ ngày 01/3/2027.",
            [("suspend", "8/2020/TT-BNV", "Mục 2 Chương III")],
        ),
        ("Điều 1. Xử lý\nTrường hợp bị đình chỉ thi hành thì báo cáo.", []),
    ],
)
def test_suspensions_are_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = said(text, "Về việc ngưng hiệu lực\n")
    assert [(p.action.value, p.target_number, p.target_address) for p in found] == expected
    assert all("2027" in p.effective_note for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Điều 1. Phạm vi\n1. Quy định chi tiết các nội dung về:\na) Mức đóng theo khoản 2 Điều 29 Luật Công đoàn.\n"
            "2. Hướng dẫn thi hành việc chi theo khoản 5 Điều 31 Luật Công đoàn.",
            ["khoản 2 Điều 29", "khoản 5 Điều 31"],
        ),
        ("Điều 1. Phạm vi\nMột.\nĐiều 2. Hướng dẫn khoản 3 Điều 7 về thời hạn\nHai.", ["khoản 3 Điều 7"]),
        ("Điều 1. Phạm vi\nMột.\nĐiều 2. Sở\n1. Hướng dẫn điều kiện tham gia.\n2. Hướng dẫn thi hành Nghị định.", []),
    ],
)
def test_what_is_set_out_in_detail_is_read_down_to_the_clause(text: str, expected: list[str]) -> None:
    found = said(text, "Quy định chi tiết một số điều của Luật Công đoàn\n")
    assert {p.action for p in found} == {Action.GUIDES}
    assert {p.target_number for p in found} == {"Luật Công đoàn"}
    assert [p.target_address for p in found if p.target_address] == expected
