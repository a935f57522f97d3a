"""Changes carried out on a text: the words of each provision from day to day, whatever the order of confirming."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.actions import Action
from regulations.addresses import Address, addresses
from regulations.fragments import read_fragment, walk_pieces
from regulations.parsing import Kind, parse, walk
from regulations.timeline import CannotApply, Change, Held, Line, replay, text_at

TEXT = """Điều 1. Phạm vi
Nghị định này quy định việc giải quyết.
Điều 2. Nguyên tắc
1. Lấy sự hài lòng làm thước đo:
a) Đúng hạn;
b) Công khai.
2. Bảo đảm minh bạch của Sở Nội vụ.
Điều 3. Trách nhiệm của Sở
Nội vụ
1. Sở Nội vụ chủ trì.
"""
DAY = date(2027, 1, 1)


def issued(text: str = TEXT) -> list[Held]:
    nodes = parse(text).nodes
    known = addresses(nodes)
    return [
        Held(n.eid, p.eid if p else "", n.kind, n.number, n.heading, known[n.eid], n.text) for n, p, _d in walk(nodes)
    ]


def change(action: Action, eid: str, day: date = DAY, key: int = 1, **more: object) -> Change:
    return Change(key, day, action, eid, **more)  # type: ignore[arg-type]


def read_on(lines: list[Line], day: date) -> str:
    return "".join(text for line in lines if (text := text_at(line, day)) is not None)


def test_nothing_changed_is_the_text_as_issued() -> None:
    lines = replay(issued(), [])
    assert read_on(lines, DAY) == TEXT
    assert not any(line.is_changed for line in lines)


def test_an_amended_clause_has_new_words_from_the_day_and_not_before() -> None:
    lines = replay(issued(), [change(Action.AMEND, "art_2__cl_2", new_text="2. Bảo đảm công bằng.")])
    assert read_on(lines, DAY - timedelta(1)) == TEXT
    assert read_on(lines, DAY) == TEXT.replace("minh bạch của Sở Nội vụ", "công bằng")


def test_words_without_a_label_keep_that_of_the_provision() -> None:
    lines = replay(issued(), [change(Action.AMEND, "art_2__cl_2", new_text="Bảo đảm công bằng.")])
    assert "2. Bảo đảm công bằng.\n" in read_on(lines, DAY)


def test_points_alone_leave_the_words_of_their_clause() -> None:
    new = "a) Sớm hạn;\nb) Công khai.\nc) Thân thiện."
    lines = replay(issued(), [change(Action.AMEND, "art_2__cl_1", new_text=new)])
    assert "1. Lấy sự hài lòng làm thước đo:\na) Sớm hạn;\nb) Công khai.\nc) Thân thiện.\n2." in read_on(lines, DAY)
    changed = {line.eid: len(line.versions) for line in lines if line.is_changed}
    assert changed == {"art_2__cl_1__pt_a": 2, "art_2__cl_1__pt_c": 1}


def test_a_whole_article_anew_drops_what_it_no_longer_has() -> None:
    lines = replay(issued(), [change(Action.AMEND, "art_2", new_text="Điều 2. Nguyên tắc mới\n1. Một.\n2. Hai.")])
    assert "Điều 2. Nguyên tắc mới\n1. Một.\n2. Hai.\nĐiều 3." in read_on(lines, DAY)


def test_a_heading_alone_leaves_the_clauses() -> None:
    lines = replay(issued(), [change(Action.AMEND, "art_2", new_text="Điều 2. Tên mới", own_only=True)])
    assert read_on(lines, DAY) == TEXT.replace("Điều 2. Nguyên tắc", "Điều 2. Tên mới")


def test_a_clause_put_in_stands_after_its_number() -> None:
    added = change(Action.SUPPLEMENT, "art_2", new_text="1a. Chen vào:\na) Một.", added=Address("2", clause="1a"))
    lines = replay(issued(), [added])
    assert "b) Công khai.\n1a. Chen vào:\na) Một.\n2. Bảo đảm" in read_on(lines, DAY)
    assert read_on(lines, DAY - timedelta(1)) == TEXT
    assert [(line.eid, line.address, line.added_by) for line in lines if line.added_by] == [
        ("art_2__cl_1a", "khoản 1a Điều 2", 1),
        ("art_2__cl_1a__pt_a", "điểm a khoản 1a Điều 2", 1),
    ]


def test_an_article_put_in_stands_after_its_number() -> None:
    added = change(Action.SUPPLEMENT, "", new_text="Điều 2a. Thêm\n1. Một.", added=Address("2a"))
    lines = replay(issued(), [added])
    assert "Sở Nội vụ.\nĐiều 2a. Thêm\n1. Một.\nĐiều 3." in read_on(lines, DAY)


def test_a_repealed_clause_goes_with_all_under_it() -> None:
    lines = replay(issued(), [change(Action.REPEAL, "art_2__cl_1")])
    assert "thước đo" not in read_on(lines, DAY)
    assert "Đúng hạn" not in read_on(lines, DAY)
    assert "2. Bảo đảm" in read_on(lines, DAY)


def test_words_are_put_in_the_place_of_others_over_line_breaks_and_only_whole() -> None:
    lines = replay(issued(), [change(Action.REPLACE, "", old_phrase="Sở Nội vụ", new_phrase="Ban Nội vụ")])
    assert read_on(lines, DAY).count("Ban Nội vụ") == 3
    assert read_on(lines, DAY - timedelta(1)) == TEXT
    with pytest.raises(CannotApply, match="phrase_missing"):
        replay(issued(), [change(Action.REPLACE, "", old_phrase="ở Nội", new_phrase="x")])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (change(Action.AMEND, "art_9", new_text="x"), "no_provision"),
        (change(Action.AMEND, "art_2", new_text=" "), "no_words"),
        (change(Action.SUPPLEMENT, "art_2", new_text="x", added=Address("2", clause="1")), "there_already"),
        (change(Action.SUPPLEMENT, "", new_text="x", added=Address("0")), "no_place"),
        (change(Action.REPLACE, "art_1", old_phrase="không có", new_phrase="x"), "phrase_missing"),
    ],
)
def test_what_cannot_be_done_is_named(wrong: Change, code: str) -> None:
    with pytest.raises(CannotApply) as refusal:
        replay(issued(), [wrong])
    assert (refusal.value.key, refusal.value.code) == (1, code)


def test_a_repealed_clause_cannot_be_amended_later() -> None:
    later = change(Action.AMEND, "art_2__cl_2", DAY + timedelta(9), 2, new_text="2. Hai.")
    with pytest.raises(CannotApply, match="not_in_force"):
        replay(issued(), [change(Action.REPEAL, "art_2__cl_2"), later])


def test_a_clause_put_in_can_be_amended_and_repealed() -> None:
    added = change(Action.SUPPLEMENT, "art_2", key=1, new_text="1a. Chen.", added=Address("2", clause="1a"))
    anew = change(Action.AMEND, "art_2__cl_1a", DAY + timedelta(5), 2, new_text="1a. Sửa.")
    gone = change(Action.REPEAL, "art_2__cl_1a", DAY + timedelta(9), 3)
    lines = replay(issued(), [gone, anew, added])
    line = next(line for line in lines if line.eid == "art_2__cl_1a")
    assert [(v.text, v.begins, v.ends) for v in line.versions] == [
        ("1a. Chen.\n", DAY, DAY + timedelta(5)),
        ("1a. Sửa.\n", DAY + timedelta(5), DAY + timedelta(9)),
    ]


def test_of_two_changes_on_one_day_the_later_decided_stands_and_no_version_is_empty() -> None:
    first = change(Action.AMEND, "art_2__cl_2", key=1, new_text="2. Một.")
    second = change(Action.AMEND, "art_2__cl_2", key=2, new_text="2. Hai.")
    line = next(line for line in replay(issued(), [first, second]) if line.eid == "art_2__cl_2")
    assert [v.text for v in line.versions] == ["2. Bảo đảm minh bạch của Sở Nội vụ.\n", "2. Hai.\n"]


def test_the_order_of_confirming_does_not_matter() -> None:
    changes = [
        change(Action.AMEND, "art_2__cl_2", DAY, 1, new_text="2. Sở Nội vụ một."),
        change(Action.REPLACE, "", DAY + timedelta(3), 2, old_phrase="Sở Nội vụ", new_phrase="Ban"),
        change(Action.REPEAL, "art_3", DAY + timedelta(6), 3),
    ]
    results = [replay(issued(), order) for order in permutations(changes)]
    assert all(result == results[0] for result in results)


EIDS = [held.eid for held in issued()]
one_change = st.builds(
    lambda key, days, action, eid, text: Change(
        key, DAY + timedelta(days), action, eid, new_text=text, old_phrase="Sở Nội vụ", new_phrase="Ban"
    ),
    st.integers(1, 99),
    st.integers(0, 30),
    st.sampled_from([Action.AMEND, Action.REPEAL, Action.REPLACE]),
    st.sampled_from(EIDS),
    st.sampled_from(["2. Mới.", "a) Một;\nb) Hai.", "Điều 9. Tên\n1. X.", "chữ không nhãn"]),
)


@given(st.lists(one_change, max_size=6, unique_by=lambda c: c.key))
def test_versions_never_overlap_and_the_past_stays_as_issued(changes: list[Change]) -> None:
    carried: list[Change] = []
    for one in changes:
        try:
            replay(issued(), [*carried, one])
        except CannotApply:
            continue
        carried.append(one)
    lines = replay(issued(), carried)
    assert read_on(lines, DAY - timedelta(1)) == TEXT
    for line in lines:
        for version in line.versions:
            assert version.begins is None or version.ends is None or version.begins < version.ends
        for earlier, later in zip(line.versions, line.versions[1:], strict=False):
            assert earlier.ends is not None
            assert later.begins is not None
            assert earlier.ends <= later.begins
    assert replay(issued(), []) == replay(issued(), carried[:0])


@pytest.mark.parametrize(
    ("text", "kind", "number", "own", "pieces"),
    [
        ("2. Mới.", Kind.CLAUSE, "2", "2. Mới.\n", []),
        ("Không nhãn", Kind.CLAUSE, "2", "2. Không nhãn\n", []),
        ("a) Một;\n- Gạch;\nb) Hai.", Kind.CLAUSE, "14", None, ["a", "1", "b"]),
        ("Điều 6a. Tên\n1. Một:\na) A.\n2. Hai.", Kind.ARTICLE, "6a", "Điều 6a. Tên\n", ["1", "a", "2"]),
        ("b) Gồm:\n- Một;\n- Hai.", Kind.POINT, "b", "b) Gồm:\n", ["1", "2"]),
        ("1. Năm\n2020. Không phải khoản", Kind.CLAUSE, "1", "1. Năm\n2020. Không phải khoản\n", []),
    ],
)
def test_words_put_in_are_read(text: str, kind: Kind, number: str, own: str | None, pieces: list[str]) -> None:
    fragment = read_fragment(text, kind, number)
    assert fragment.own == own
    assert [piece.number for piece in walk_pieces(fragment.children)] == pieces
