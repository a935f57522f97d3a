"""The published text of the rules agrees with the settings: no setting can change without the text changing."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.articles.article import Article
from contests.articles.papers import by_rules, how_papers_are_marked, how_papers_are_sat
from contests.articles.whole import articles_of
from contests.drafts.opening import HostDraft, RoundDraft, create_contest
from contests.entering.rules import EntryRules
from contests.models import Contest, Round
from contests.prizes import Prize
from contests.rules import PaperRules, Rules
from contests.units.rules import Band, UnitRules, Weight
from contests.wording import rules_in_words
from people.models import Unit, User
from questionbank.blueprint import Slot
from tests.conftest import NOON
from tests.contests.builders import make_document, make_draft, make_papers, make_user
from tests.contests.test_rules import paper_rules

NAMES = [
    "purpose", "people", "time", "papers", "marking", "ranking", "prizes", "results", "conduct", "data", "board",
]  # fmt: skip
# A base on which every setting of papers says something, and a change of each.
PAPERS = PaperRules(
    blueprint=(Slot(2, "a"), Slot(1, "c", difficulty=2, kind="single", points=200)), minutes=20, attempts=3, per_day=1,
    counted="best", explanations="after_close", shuffle_questions=True, shuffle_choices=True, paging="one", back=True,
    wrong=25, predicts="participants", sets=0, public_blueprint=(Slot(2, "c", points=150), Slot(1, "a")),
)  # fmt: skip
OTHER_PAPERS: dict[str, Any] = {
    "blueprint": (Slot(2, "c"), Slot(1, "a", points=200)), "minutes": 21, "attempts": 0, "per_day": 2,
    "counted": "last",
    "explanations": "after_contest", "shuffle_questions": False, "shuffle_choices": False, "paging": "all",
    "back": False, "wrong": 0, "predicts": "entries", "sets": 3, "public_blueprint": (),
}  # fmt: skip
RULES = Rules(prizes=(Prize("person", "first", 1, 1_000_000),), appeal_days=3)
OTHER_RULES: dict[str, Any] = {
    "ranking": ("score", "prediction"), "overall": "none", "ties": "board", "prizes": (), "appeal_days": 0,
    "units": UnitRules(roster="contest", keys=("rate",)), "watch": True, "freeze_hours": 12,
}  # fmt: skip
OTHER_PRIZES = {
    "winner": "unit", "rank": "second", "count": 2, "amount": 0, "scope": "round", "title": "Giải của Ban Tổ chức",
}  # fmt: skip
UNITS = UnitRules(roster="contest", bands=(Band(0, 5000),), score_above=5000)
OTHER_UNITS: dict[str, Any] = {
    "roster": "round", "bands": (Band(50, 3000), Band(0, 2000, 5)), "score_above": 0, "blocks": True,
    "keys": ("rate", "mean"), "best": 5, "weights": (Weight("rate", 4), Weight("score", 6)), "ties": "board",
}  # fmt: skip


@pytest.fixture
def draft(bank: None, alice: User, province: Unit, home_affairs: Unit) -> Contest:
    signer = make_user("giamdoc", home_affairs, full_name="Phan Văn Giám")
    weeks = (NOON, NOON + timedelta(days=7))
    rounds = [RoundDraft(opens, opens + timedelta(hours=2), PAPERS) for opens in weeks]
    draft = make_draft(
        province, NOON, rounds=rounds, rules=RULES, partner="Liên đoàn Lao động tỉnh",
        hosts=[HostDraft("Sở Nội vụ", signer, "Giám đốc")],
    )  # fmt: skip
    return create_contest(draft=draft, by=alice, now=NOON)


def text(contest: Contest) -> str:
    return "\n".join(map(said, articles_of(contest)))


def said(article: Article) -> str:
    rows = [cell for table in article.tables for row in ((table.caption,), *table.rows) for cell in row]
    return "\n".join([article.title, *article.sentences, *rows])


def with_papers(contest: Contest, rules: PaperRules) -> Contest:
    contest.rounds.update(rules=rules.to_json())
    return Contest.objects.get(pk=contest.pk)


def with_rules(contest: Contest, rules: Rules) -> Contest:
    Contest.objects.filter(pk=contest.pk).update(rules=rules.to_json())
    return Contest.objects.get(pk=contest.pk)


def test_it_has_every_article_and_each_says_something(draft: Contest) -> None:
    articles = articles_of(draft)
    assert [article.name for article in articles] == NAMES
    assert all(article.sentences for article in articles)


def test_every_setting_is_tried_below() -> None:
    assert set(OTHER_PAPERS) == {field.name for field in fields(PaperRules)}
    assert set(OTHER_RULES) == {field.name for field in fields(Rules)}
    assert set(OTHER_PRIZES) == {field.name for field in fields(Prize)}
    assert set(OTHER_UNITS) == {field.name for field in fields(UnitRules)}


@pytest.mark.parametrize("name", OTHER_PAPERS)
def test_each_setting_of_papers_changes_the_text(draft: Contest, name: str) -> None:
    before = text(draft)
    assert text(with_papers(draft, replace(PAPERS, **{name: OTHER_PAPERS[name]}))) != before


@pytest.mark.parametrize("change", [{"document": True}, {"difficulty": 3}, {"kind": "multiple"}, {"points": 150}])
def test_each_narrowing_of_a_slot_changes_the_text(draft: Contest, change: dict[str, Any]) -> None:
    if "document" in change:
        change = {"document": make_document().pk}
    slots = (replace(PAPERS.blueprint[0], **change), PAPERS.blueprint[1])
    one, other = (replace(PAPERS, public_blueprint=(), blueprint=asked) for asked in (PAPERS.blueprint, slots))
    told = [text(with_papers(draft, each)) for each in (one, other)]
    assert told[0] != told[1]


@pytest.mark.parametrize("name", OTHER_RULES)
def test_each_setting_of_the_contest_changes_the_text(draft: Contest, name: str) -> None:
    before = text(draft)
    assert text(with_rules(draft, replace(RULES, **{name: OTHER_RULES[name]}))) != before


@pytest.mark.parametrize("name", OTHER_PRIZES)
def test_each_column_of_the_table_of_prizes_changes_the_text(draft: Contest, name: str) -> None:
    line = replace(RULES.prizes[0], **{name: OTHER_PRIZES[name]})
    before = text(draft)
    assert text(with_rules(draft, replace(RULES, prizes=(line,)))) != before


@pytest.mark.parametrize("name", OTHER_UNITS)
def test_each_setting_of_units_changes_the_text(draft: Contest, name: str) -> None:
    change = {name: OTHER_UNITS[name]}
    if name in ("best", "weights"):  # both go with a key of their own
        change["keys"] = ("mean_best",) if name == "best" else ("formula",)
    told = [text(with_rules(draft, replace(RULES, units=units))) for units in (UNITS, replace(UNITS, **change))]
    assert told[0] != told[1]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tên khác"}, {"introduction": "Lời khác."}, {"partner": ""},
        {"entry_rules": EntryRules(ways=("account", "public")).to_json()},
        {"entry_rules": EntryRules(barred=()).to_json()},
        {"entry_rules": EntryRules(purposes=("taking_part",)).to_json()},
    ],
)  # fmt: skip
def test_each_of_the_basics_changes_what_is_published(draft: Contest, change: dict[str, Any]) -> None:
    before = text(draft), draft.title
    Contest.objects.filter(pk=draft.pk).update(**change)
    changed = Contest.objects.get(pk=draft.pk)
    assert (text(changed), changed.title) != before


def test_units_windows_and_signers_stand_in_the_text(draft: Contest, commune: Unit, home_affairs: Unit) -> None:
    assert "UBND xã Đất Mũi" not in text(draft)
    draft.eligible_units.set([commune])
    told = text(draft)
    assert "UBND xã Đất Mũi" in told
    assert "Đợt 1: từ 12:00 ngày 02 tháng 11 năm 2026 đến 14:00 ngày 02 tháng 11 năm 2026." in told
    assert "Người ký thay mặt Sở Nội vụ: Phan Văn Giám, Giám đốc." in told


def test_in_english_the_days_are_english_too(draft: Contest) -> None:
    with translation.override("en"):
        assert "from 12:00 on 2 November 2026 to 14:00 on 2 November 2026." in text(draft)


def test_amounts_are_written_as_offices_write_them(draft: Contest) -> None:
    prizes = (Prize("person", "first", 2, 1_000_000, "round"), Prize("unit", "other", 1, 500_000, title="Giải phụ"))
    told = {article.name: article for article in articles_of(with_rules(draft, replace(RULES, prizes=prizes)))}
    people, units = told["prizes"].tables
    assert people.rows == (("Giải nhất", "mỗi đợt", "2", "1.000.000 đồng", "4.000.000 đồng"),)
    assert units.rows == (("Giải phụ", "một lần", "1", "500.000 đồng", "500.000 đồng"),)
    assert "4.500.000 đồng" in told["prizes"].sentences[0]


def test_prizes_given_block_by_block_are_added_up_for_one_block(draft: Contest) -> None:
    prizes = (Prize("person", "first", 2, 1_000_000), Prize("unit", "first", 1, 500_000, "round"))
    apart = replace(RULES, prizes=prizes, units=replace(RULES.units, blocks=True))
    told = {article.name: article for article in articles_of(with_rules(draft, apart))}["prizes"]
    said = told.sentences[0]
    assert "2.000.000 đồng" in said
    assert "từng khối" in said
    assert "4.500.000 đồng" not in said
    assert told.tables[1].rows[0][1] == "mỗi khối, mỗi đợt"
    only = replace(apart, prizes=prizes[1:])
    told = {article.name: article for article in articles_of(with_rules(draft, only))}["prizes"]
    assert "tổng giá trị mỗi khối 1.000.000 đồng" in told.sentences[0]


def test_rounds_that_differ_are_named(draft: Contest) -> None:
    second = draft.rounds.get(position=2)
    second.rules = replace(PAPERS, minutes=45).to_json()
    second.save()
    papers = next(article for article in articles_of(draft) if article.name == "papers")
    assert [sentence.startswith(("Đợt 1: ", "Đợt 2: ")) for sentence in papers.sentences].count(False) == 2
    assert [table.caption[-5:] for table in papers.tables[::2]] == ["Đợt 1", "Đợt 2"]


def test_the_short_text_says_nothing_that_the_published_one_does_not(draft: Contest) -> None:
    published = text(draft)
    windows = 2
    assert [sentence for sentence in rules_in_words(draft)[windows:] if sentence not in published] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=paper_rules,
    name=st.sampled_from(["minutes", "wrong", "predicts", "paging", "explanations", "sets", "attempts"]),
)
def test_two_rules_of_papers_that_decide_differently_read_differently(rules: PaperRules, name: str) -> None:
    """No database: the sentences alone tell any two values of these settings apart, whatever the others are."""
    other = replace(rules, **{name: OTHER_PAPERS[name]})
    if name == "paging":  # with all questions on one screen there is a way back
        rules, other = replace(rules, back=True), replace(other, back=True)
    if getattr(rules, name) == getattr(other, name):
        return
    assert _sentences(rules) != _sentences(other)


def _sentences(rules: PaperRules) -> list[str]:
    told = by_rules([Round(position=1, rules=rules.to_json())])
    return [*how_papers_are_sat(told), *how_papers_are_marked(told)]


def test_papers_of_the_builders_read_as_before(draft: Contest) -> None:
    told = text(with_papers(draft, make_papers()))
    assert "Mỗi câu trả lời đúng được 1 điểm." in told
    assert "không bị trừ điểm" in told
