"""The pages of a draft: each keeps its own part, tells what is wrong at its field, and loses nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import HostDraft, create_contest, open_contest
from contests.models import Contest
from contests.prizes import Prize
from contests.record.signing import rules_digest, sign_rules
from contests.rules import Rules
from people.models import Unit, User
from questionbank.blueprint import Slot
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import make_document, make_draft, make_papers, make_user

pytestmark = pytest.mark.usefixtures("clock")
PARTS = ("edit", "rounds", "ranking", "prizes", "hosts")


@pytest.fixture
def desk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    return create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)


def at(name: str, contest: Contest, *more: Any) -> str:
    return reverse(f"contests:{name}", args=[contest.slug, *more])


def rows(prefix: str, *lines: dict[str, Any]) -> dict[str, Any]:
    """Return a formset as a browser sends it."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": 0}
    for place, line in enumerate(lines):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in line.items()}
    return sent


def basics(unit: Unit, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Thi viết về thủ tục", "introduction": "", "unit": unit.pk, "partner": "Liên đoàn Lao động tỉnh",
        "entry": "account",
    } | changes  # fmt: skip


def a_round(**changes: Any) -> dict[str, Any]:
    return {
        "title": "", "opens_at": "03/11/2026 08:00", "closes_at": "10/11/2026 17:00", "minutes": 15, "attempts": 2,
        "per_day": 1, "counted": "last", "explanations": "after_contest", "wrong": 25, "predicts": "entries",
        "paging": "one", "back": "on", "shuffle_questions": "on", "sets": "", "topic_a": 2, "topic_c": 1,
    } | rows("slot") | rows("public") | changes  # fmt: skip


def prize(**changes: Any) -> dict[str, Any]:
    usual = {"winner": "person", "rank": "first", "title": "", "count": 1, "amount": "1.000.000", "scope": "contest"}
    return usual | changes


@pytest.mark.parametrize("door", PARTS)
def test_a_part_is_changed_only_by_the_organisers_of_the_contest(
    client: Client, draft: Contest, bob: User, charlie: User, tam: User, alice: User, door: str
) -> None:
    assert client.get(at(door, draft)).status_code == 302
    statuses = []
    for user in (bob, charlie, tam, alice):
        client.force_login(user)
        statuses.append(client.get(at(door, draft)).status_code)
    assert statuses == [403, 403, 403, 200]


@pytest.mark.parametrize("door", PARTS)
def test_no_part_of_an_open_contest_can_be_changed(desk: Client, draft: Contest, door: str) -> None:
    open_contest(contest=draft, now=NOON)
    answer = desk.post(at(door, draft), {}) if door != "rounds" else desk.get(at(door, draft))
    assert (answer.status_code, answer["Location"]) == (302, at("manage", draft))


@pytest.mark.parametrize("door", ["round", "copy-round", "remove-round"])
def test_a_round_of_another_contest_is_none_of_this_one(
    desk: Client, draft: Contest, alice: User, province: Unit, door: str
) -> None:
    other = create_contest(draft=make_draft(province, NOON, title="Khác"), by=alice, now=NOON)
    desk.post(at(door, draft, other.rounds.get().pk), a_round())
    other.refresh_from_db()
    assert (other.revision, other.rounds.count(), draft.rounds.count()) == (1, 1, 1)


class TestBasics:
    def test_what_was_typed_is_kept_and_the_rest_is_left_alone(
        self, desk: Client, draft: Contest, province: Unit, commune: Unit
    ) -> None:
        draft.eligible_units.set([commune])
        rounds, rules = list(draft.rounds.values()), draft.rules
        answer = desk.post(at("edit", draft), basics(province))
        draft.refresh_from_db()
        assert answer["Location"] == at("manage", draft)
        assert (draft.title, draft.partner, list(draft.eligible_units.all())) == (
            "Thi viết về thủ tục", "Liên đoàn Lao động tỉnh", [commune],
        )  # fmt: skip
        assert (list(draft.rounds.values()), draft.rules, draft.revision) == (rounds, rules, 2)

    def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
        self, desk: Client, draft: Contest, province: Unit
    ) -> None:
        page = desk.post(at("edit", draft), basics(province, title="", partner="Liên đoàn"))
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["title"])
        assert "Liên đoàn" in page.content.decode()

    def test_a_unit_of_others_cannot_be_chosen(self, client: Client, bank: None, charlie: User, province: Unit) -> None:
        own = create_contest(draft=make_draft(charlie.unit, NOON), by=charlie, now=NOON)  # type: ignore[arg-type]
        client.force_login(charlie)
        page = client.post(at("edit", own), basics(province))
        assert list(page.context["form"].errors) == ["unit"]


class TestRounds:
    def test_every_setting_of_a_round_is_kept(self, desk: Client, draft: Contest) -> None:
        document = make_document()
        narrow = {"count": 1, "topic": "a", "document": document.pk, "difficulty": 2, "kind": "single", "points": "2"}
        sent = a_round(
            **rows("slot", narrow, {"points": 1}),
            **rows("public", {"count": 3, "topic": "c"}, {"count": 1, "points": 2}),
        )
        one = draft.rounds.get()
        answer = desk.post(at("round", draft, one.pk), sent)
        assert answer["Location"] == at("rounds", draft)
        draft.refresh_from_db()
        assert draft.opens_at.isoformat() == "2026-11-03T01:00:00+00:00"
        one.refresh_from_db()
        assert one.paper_rules == make_papers(
            blueprint=[
                {"count": 2, "topic": "a"}, {"count": 1, "topic": "c"},
                {"count": 1, "topic": "a", "document": document.pk, "difficulty": 2, "kind": "single", "points": 200},
            ],
            public_blueprint=[{"count": 3, "topic": "c"}, {"count": 1, "points": 200}],
            minutes=15, attempts=2, per_day=1, counted="last", explanations="after_contest", wrong=25,
            predicts="entries", shuffle_choices=False,
        )  # fmt: skip

    def test_a_round_comes_back_as_it_was_kept(self, desk: Client, draft: Contest) -> None:
        one = draft.rounds.get()
        one.rules = make_papers(
            blueprint=[{"count": 2, "topic": "a"}, {"count": 3, "topic": "c", "points": 50}]
        ).to_json()
        one.save()
        page = desk.get(at("round", draft, one.pk))
        form, first = page.context["form"], page.context["rows"].forms[0]
        assert (form["topic_a"].value(), first["count"].value(), first["points"].value()) == (2, 3, 0.5)
        sent = a_round(opens_at="02/11/2026 12:00", closes_at="02/11/2026 14:00")
        assert form["opens_at"].value().isoformat() == "2026-11-02T12:00:00"
        assert desk.post(at("round", draft, one.pk), sent).status_code == 302

    def test_each_topic_says_how_many_can_be_drawn(self, desk: Client, draft: Contest) -> None:
        Question.objects.filter(code="CH001").update(flag="rà soát")
        form = desk.get(at("round", draft, draft.rounds.get().pk)).context["form"]
        assert [f"có {n} câu" in str(form[f"topic_{t}"].help_text) for t, n in (("a", 3), ("c", 4))] == [True, True]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"opens_at": "32/11/2026 08:00"}, "opens_at"),
            ({"opens_at": "2/11"}, "opens_at"),
            ({"closes_at": "03/11/2026 08:00"}, "closes_at"),
            ({"minutes": 0}, "minutes"),
            ({"attempts": 51}, "attempts"),
            ({"attempts": 0, "explanations": "after_submit"}, "explanations"),
            ({"paging": "all", "back": ""}, "back"),
            ({"wrong": 101}, "wrong"),
            ({"topic_a": -1}, "topic_a"),
            ({"topic_a": "", "topic_c": ""}, "__all__"),
            ({"topic_a": 150, "topic_c": 150}, "__all__"),
            (rows("public", {"count": 2}), "__all__"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, desk: Client, draft: Contest, changes: dict[str, Any], field: str
    ) -> None:
        one = draft.rounds.get()
        page = desk.post(at("round", draft, one.pk), a_round(**changes))
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert draft.rounds.get().rules == one.rules

    def test_what_is_wrong_in_a_row_is_told_in_the_row(self, desk: Client, draft: Contest) -> None:
        sent = a_round(**rows("slot", {"topic": "a"}, {"count": 2, "kind": "prediction"}))
        page = desk.post(at("round", draft, draft.rounds.get().pk), sent)
        assert page.status_code == 422
        assert [list(row.errors) for row in page.context["rows"]] == [["count"], ["kind"]]

    def test_a_row_more_keeps_what_was_typed_and_keeps_nothing(self, desk: Client, draft: Contest) -> None:
        sent = a_round(title="Tuần một", **rows("slot", {"count": 4, "topic": "c"})) | {"add-row": "1"}
        page = desk.post(at("round", draft, draft.rounds.get().pk), sent)
        assert (page.status_code, len(page.context["rows"].forms)) == (200, 2)
        assert page.context["rows"].forms[0]["count"].value() == "4"
        assert 'value="Tuần một"' in page.content.decode()
        assert draft.rounds.get().title == ""

    def test_a_copy_follows_the_last_round_on_the_same_weekday(self, desk: Client, draft: Contest) -> None:
        first = draft.rounds.get()
        for _again in range(2):
            desk.post(at("copy-round", draft, first.pk))
        draft.refresh_from_db()
        week = timedelta(days=7)
        assert [(one.position, one.opens_at, one.rules) for one in draft.rounds.all()] == [
            (1, NOON, first.rules), (2, NOON + week, first.rules), (3, NOON + 2 * week, first.rules),
        ]  # fmt: skip
        assert (draft.opens_at, draft.closes_at) == (NOON, NOON + 2 * week + timedelta(hours=2))

    def test_rounds_are_numbered_by_their_opening(self, desk: Client, draft: Contest) -> None:
        first = draft.rounds.get()
        desk.post(at("add-round", draft))
        second = draft.rounds.get(position=2)
        desk.post(at("round", draft, second.pk), a_round(opens_at="01/11/2026 08:00", closes_at="01/11/2026 10:00"))
        assert list(draft.rounds.values_list("pk", "position")) == [(second.pk, 1), (first.pk, 2)]

    def test_the_last_round_stays(self, desk: Client, draft: Contest) -> None:
        desk.post(at("add-round", draft))
        for one in draft.rounds.all():
            desk.post(at("remove-round", draft, one.pk))
        draft.refresh_from_db()
        assert [one.position for one in draft.rounds.all()] == [1]
        assert draft.opens_at == draft.rounds.get().opens_at

    def test_queries_do_not_grow_with_rows(self, desk: Client, draft: Contest, django_assert_num_queries: Any) -> None:
        one = draft.rounds.get()
        for count in (1, 3):
            slots = [{"count": 1, "topic": "a", "points": points} for points in range(1, count + 1)]
            one.rules = make_papers(blueprint=slots).to_json()
            one.save()
            with django_assert_num_queries(19):
                desk.get(at("round", draft, one.pk))


class TestRanking:
    def test_keys_are_kept_in_their_order(self, desk: Client, draft: Contest) -> None:
        sent = {
            "key_2": "prediction",
            "key_3": "",
            "key_4": "time_correct",
            "key_5": "lots",
            "overall": "none",
            "ties": "board",
            "freeze_hours": "24",
        }
        desk.post(at("ranking", draft), sent)
        draft.refresh_from_db()
        rules = Rules.from_json(draft.rules)
        assert (rules.ranking, rules.overall, rules.ties, rules.freeze_hours) == (
            ("score", "prediction", "time_correct", "lots"), "none", "board", 24,
        )  # fmt: skip
        form = desk.get(at("ranking", draft)).context["form"]
        assert [field.value() for field in form.key_fields()] == ["prediction", "time_correct", "lots", None, None]

    @pytest.mark.parametrize(
        ("keys", "field"),
        [(("time_used", "time_used"), "key_3"), (("lots", "time_used"), "key_3"), (("luck",), "key_2")],
    )
    def test_an_order_that_is_none_is_refused_where_it_is_wrong(
        self, desk: Client, draft: Contest, keys: tuple[str, ...], field: str
    ) -> None:
        sent = {f"key_{place}": key for place, key in enumerate(keys, start=2)} | {"overall": "sum", "ties": "share"}
        page = desk.post(at("ranking", draft), sent)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


class TestPrizes:
    def test_the_table_is_kept(self, desk: Client, draft: Contest) -> None:
        unit = prize(winner="unit", rank="other", title="Đơn vị tham gia đông nhất", amount="", scope="round")
        desk.post(
            at("prizes", draft), rows("prize", prize(), {"winner": "person", "rank": "first", "scope": "round"}, unit)
        )
        draft.refresh_from_db()
        assert Rules.from_json(draft.rules).prizes == (
            Prize("person", "first", 1, 1_000_000),
            Prize("unit", "other", 1, 0, "round", "Đơn vị tham gia đông nhất"),
        )

    def test_adding_up_shows_the_fund_and_what_is_above_its_ceiling_and_keeps_nothing(
        self, desk: Client, draft: Contest
    ) -> None:
        sent = rows("prize", prize(count=2), prize(rank="second", amount="5.000.000")) | {"look": "1"}
        page = desk.post(at("prizes", draft), sent)
        assert (page.status_code, page.context["fund"], len(page.context["over"])) == (200, "7.000.000 đồng", 1)
        assert "4.500.000 đồng" in page.context["over"][0]
        draft.refresh_from_db()
        assert draft.rules["prizes"] == []

    def test_prizes_for_units_are_added_up_for_every_block_whose_units_may_enter(
        self, desk: Client, draft: Contest, commune: Unit, home_affairs: Unit
    ) -> None:
        draft.rules["units"]["blocks"] = True
        draft.save()
        blocks = set(Unit.objects.exclude(block="").values_list("block", flat=True))
        assert len(blocks) == 2
        sent = rows("prize", prize(), prize(winner="unit", count=2)) | {"look": "1"}
        page = desk.post(at("prizes", draft), sent)
        assert (page.context["fund"], page.context["blocks"]) == ("5.000.000 đồng", 2)
        assert "2 lần" in page.content.decode()
        desk.post(at("prizes", draft), rows("prize", prize(), prize(winner="unit", count=2)))
        assert "5 giải · 5.000.000 đồng" in desk.get(at("manage", draft)).content.decode()

    def test_a_prize_above_its_ceiling_is_kept_with_a_warning(self, desk: Client, draft: Contest) -> None:
        page = desk.post(at("prizes", draft), rows("prize", prize(amount="9000001")), follow=True)
        assert "9.000.001 đồng, vượt mức tối đa 9.000.000 đồng" in page.content.decode()
        draft.refresh_from_db()
        assert draft.rules["prizes"][0]["amount"] == 9_000_001

    def test_what_is_wrong_is_told_in_the_row(self, desk: Client, draft: Contest) -> None:
        page = desk.post(at("prizes", draft), rows("prize", prize(rank="other"), prize(count="")))
        assert page.status_code == 422
        assert [list(row.errors) for row in page.context["rows"]] == [["title"], ["count"]]


class TestHosts:
    def test_bodies_and_days_are_kept(self, desk: Client, draft: Contest, home_affairs: Unit) -> None:
        for name in ("giamdoc", "chutich"):
            make_user(name, home_affairs)
        lines = [{"name": f"Đơn vị {name}", "signer": name, "title": "Trưởng"} for name in ("giamdoc", "chutich")]
        desk.post(at("hosts", draft), rows("host", *lines, {}) | {"appeal_days": 5})
        draft.refresh_from_db()
        assert list(draft.hosts.values_list("name", "signer__username")) == [
            ("Đơn vị giamdoc", "giamdoc"), ("Đơn vị chutich", "chutich"),
        ]  # fmt: skip
        assert draft.rules["appeal_days"] == 5

    @pytest.mark.parametrize(
        ("line", "field"),
        [
            ({"name": "", "signer": "giamdoc"}, "name"),
            ({"name": "Công đoàn", "signer": "ai-do"}, "signer"),
            ({"name": "Công đoàn", "signer": "giamdoc"}, "signer"),
        ],
    )
    def test_what_is_wrong_is_told_in_the_row(
        self, desk: Client, draft: Contest, home_affairs: Unit, line: dict[str, str], field: str
    ) -> None:
        make_user("giamdoc", home_affairs)
        first = {"name": "Sở Nội vụ", "signer": "giamdoc"}
        page = desk.post(at("hosts", draft), rows("host", first, line) | {"appeal_days": 5})
        assert (page.status_code, list(page.context["rows"].forms[1].errors)) == (422, [field])
        assert not draft.hosts.exists()


def test_a_part_says_before_the_edit_that_signatures_will_be_asked_for_again(
    desk: Client, bank: None, alice: User, province: Unit, home_affairs: Unit
) -> None:
    signer = make_user("giamdoc", home_affairs)
    hosts = [HostDraft("Sở Nội vụ", signer, "Giám đốc")]
    contest = create_contest(draft=make_draft(province, NOON, hosts=hosts), by=alice, now=NOON)
    said = "từng đơn vị phải ký lại"
    assert said not in desk.get(at("prizes", contest)).content.decode()
    sign_rules(contest=contest, shown=rules_digest(contest), by=signer, now=NOON)
    every = (*PARTS, "entry", "unit-rules")
    assert [said in desk.get(at(part, contest)).content.decode() for part in every] == [True] * len(every)


def test_a_kept_row_that_is_emptied_is_dropped(desk: Client, draft: Contest, home_affairs: Unit) -> None:
    make_user("giamdoc", home_affairs)
    desk.post(at("prizes", draft), rows("prize", prize(), prize(rank="second")))
    desk.post(at("hosts", draft), rows("host", {"name": "Sở Nội vụ", "signer": "giamdoc"}) | {"appeal_days": 1})
    kept = rows("prize", prize(count="", amount=""), prize(rank="second"), {}) | {"prize-INITIAL_FORMS": 2}
    desk.post(at("prizes", draft), kept)
    desk.post(at("hosts", draft), rows("host", {"name": ""}) | {"host-INITIAL_FORMS": 1, "appeal_days": 1})
    draft.refresh_from_db()
    assert [each["rank"] for each in draft.rules["prizes"]] == ["second"]
    assert not draft.hosts.exists()


def test_two_parts_edited_side_by_side_both_stay(desk: Client, draft: Contest, province: Unit) -> None:
    """Pages of two parts are opened before either is kept: neither brings back what the other replaced."""
    desk.get(at("ranking", draft)), desk.get(at("prizes", draft))
    desk.post(at("ranking", draft), {"key_2": "time_used", "overall": "none", "ties": "board"})
    desk.post(at("prizes", draft), rows("prize", prize(scope="round")))
    desk.post(at("edit", draft), basics(province))
    draft.refresh_from_db()
    rules = Rules.from_json(draft.rules)
    assert (rules.ties, len(rules.prizes), draft.title) == ("board", 1, "Thi viết về thủ tục")
    assert draft.rounds.get().paper_rules.blueprint == (Slot(2, "a"), Slot(1, "c"))
