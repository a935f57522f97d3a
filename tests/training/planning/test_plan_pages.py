"""The pages of plans: what a trainer does on them, what they tell, and what they keep to themselves."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import create_contest
from contests.models import Contest, Round
from people.models import Unit, User
from questionbank.models import Topic
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_draft, make_papers, make_user
from tests.training.planning.conftest import LATER
from training.models import Attendance
from training.planning import needs_views, plan_views
from training.planning.forms import ProposeForm
from training.planning.models import FollowUp, Plan, TrainingClass
from training.planning.open_needs import OpenNeed
from training.planning.standing import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client: Client, tam: User) -> Client:
    client.force_login(tam)
    return client


def first(plan: Plan) -> TrainingClass:
    made = plan.classes.first()
    assert made
    return made


def act(client: Client, name: str, plan: Plan, number: int | None = None, **fields: object) -> str:
    """Send a form as its page would and return the page that it leads to."""
    plan.refresh_from_db()
    address = reverse(f"training:{name}", args=[number or plan.pk])
    return client.post(address, {"revision": plan.revision, **fields}, follow=True).content.decode()


DETAILS = {"hours": 6, "priority": "high", "form": "hall", "starts_on": "2026-12-01", "place": "Hội trường B"}
BUDGET = {"title": "Kế hoạch quý IV", "seats": 60, "days": "4.5", "largest": 30, "fewest": 5}
BUDGET |= {"target": 70, "threshold": 90}


def test_a_plan_is_proposed_within_the_budget_given(
    trainer: Client, contest: Contest, report: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_views, "kept_report", lambda *given, **more: report)
    address = reverse("training:propose", args=[contest.slug])
    page = trainer.post(address, BUDGET, follow=True).content.decode()
    plan = Plan.objects.get()
    assert (plan.title, plan.seats, plan.half_days, plan.state) == ("Kế hoạch quý IV", 60, 9, "draft")
    assert "UBND xã Đất Mũi: 12" in page
    assert "24/60" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"seats": 0}, "seats"), ({"days": "0"}, "days"), ({"fewest": 31}, "không quá"), ({"title": ""}, "title")],
)
def test_a_wrong_budget_is_told_and_nothing_typed_is_lost(
    trainer: Client, contest: Contest, wrong: dict, said: str
) -> None:
    answer = trainer.post(reverse("training:propose", args=[contest.slug]), BUDGET | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="30"' in answer.content.decode()
    assert not Plan.objects.exists()


def test_before_the_analysis_is_ready_a_trainer_is_led_to_the_report(
    trainer: Client, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_views, "kept_report", lambda *given, **more: None)
    answer = trainer.post(reverse("training:propose", args=[contest.slug]), BUDGET)
    assert answer["Location"] == reverse("training:report", args=[contest.slug])


def test_a_plan_goes_its_way_on_the_pages(trainer: Client, plan: Plan) -> None:
    page = act(trainer, "class", plan, first(plan).pk, **DETAILS, clauses=[first(plan).clauses.get().pk])
    assert "Hội trường B" in page
    assert "Đã lưu lớp" in page
    assert "phiên bản 1" in act(trainer, "approve-plan", plan)
    assert "phiên bản 2" in act(trainer, "rename-plan", plan, title="Tên mới", host="")
    act(trainer, "approve-plan", plan)
    assert "đánh dấu đã thực hiện" in act(trainer, "finish-plan", plan)
    plan.refresh_from_db()
    assert (plan.state, plan.version, plan.title) == ("done", 2, "Tên mới")
    assert first(plan).ends_on == first(plan).starts_on


def test_an_old_page_is_told_and_what_it_typed_is_shown_again(trainer: Client, plan: Plan) -> None:
    address = reverse("training:class", args=[first(plan).pk])
    old = plan.revision
    act(trainer, "rename-plan", plan, title="Khác", host="")
    answer = trainer.post(address, {"revision": old, **DETAILS})
    page = answer.content.decode()
    assert "Đã có người sửa kế hoạch này" in page
    assert 'value="Hội trường B"' in page
    assert first(plan).place == ""
    again = trainer.post(address, {"revision": old, **DETAILS}, follow=True).content.decode()
    assert "Đã có người sửa" in again  # the page does not quietly take the newer revision


def test_days_that_make_no_sense_are_told(trainer: Client, plan: Plan) -> None:
    address = reverse("training:class", args=[first(plan).pk])
    for dates in ({"ends_on": "2026-11-30"}, {"starts_on": "", "ends_on": "2026-12-01"}, {"hours": 0}):
        answer = trainer.post(address, {"revision": plan.revision, **DETAILS, **dates})
        assert answer.status_code == 422
    plan.refresh_from_db()
    assert plan.revision == 1


def test_the_small_forms_rearrange_a_class(trainer: Client, plan: Plan, home_affairs: Unit) -> None:
    one, other = plan.classes.all()
    group = one.groups.get()
    act(trainer, "rearrange", plan, one.pk, what="join", unit=home_affairs.pk, people=4)
    act(trainer, "rearrange", plan, one.pk, what="move", group=group.pk, people=5, to=other.pk)
    act(trainer, "rearrange", plan, one.pk, what="resize", group=group.pk, people=6)
    assert [g.people for g in one.groups.all()] == [6, 4]
    assert [g.people for g in other.groups.all()] == [17]
    act(trainer, "rearrange", plan, one.pk, what="leave", group=group.pk)
    act(trainer, "rearrange", plan, one.pk, what="split")
    new = plan.classes.last()
    assert new
    act(trainer, "rearrange", plan, one.pk, what="merge", other=new.pk)
    assert [g.people for g in one.groups.all()] == [4]
    act(trainer, "rearrange", plan, one.pk, what="remove")
    assert list(plan.classes.all()) == [other]
    assert act(trainer, "add-class", plan, **DETAILS, topic=other.topic_id)
    assert plan.classes.count() == 2


def test_a_form_that_says_too_little_or_names_what_is_not_there_changes_nothing(trainer: Client, plan: Plan) -> None:
    one, other = plan.classes.all()
    for fields in ({"what": "move", "people": 5}, {"what": "resize"}, {"what": "join", "people": 3}, {"what": "x"}):
        extra = {"group": one.groups.get().pk}
        assert "Hãy điền đủ" in act(trainer, "rearrange", plan, one.pk, **fields, **extra)
    foreign = other.groups.get().pk
    address = reverse("training:rearrange", args=[one.pk])
    sent = {"revision": plan.revision, "what": "leave", "group": foreign}
    assert trainer.post(address, sent).status_code == 404
    assert [g.people for g in [*one.groups.all(), *other.groups.all()]] == [12, 12]


def test_an_organiser_reads_a_plan_and_is_offered_no_change(plan: Plan, alice: User, tam: User, client: Client) -> None:
    address = reverse("training:plan", args=[plan.pk])
    client.force_login(tam)
    assert reverse("training:approve-plan", args=[plan.pk]) in client.get(address).content.decode()
    client.force_login(alice)
    page = client.get(address).content.decode()
    assert "UBND xã Đất Mũi" in page
    assert reverse("training:approve-plan", args=[plan.pk]) not in page
    assert reverse("training:class", args=[first(plan).pk]) not in page


def test_an_approved_version_is_handed_out_as_it_was(trainer: Client, plan: Plan) -> None:
    act(trainer, "approve-plan", plan)
    act(trainer, "rename-plan", plan, title="Tên mới", host="")
    for name in ("plan-word", "plan-excel"):
        address = reverse(f"training:{name}", args=[plan.pk])
        assert trainer.get(address, {"ban": 1}).status_code == 200
        for wrong in ("2", "x", "99999"):
            assert trainer.get(address, {"ban": wrong}).status_code == 404


def test_attendance_is_ticked_and_struck_off(trainer: Client, plan: Plan, bob: User, commune: Unit) -> None:
    made = first(plan)
    address = reverse("training:attendance", args=[made.pk])
    assert bob.full_name not in trainer.get(address).content.decode()  # not before the plan is approved
    act(trainer, "approve-plan", plan)
    assert bob.full_name in trainer.get(address).content.decode()
    trainer.post(address, {"shown": [bob.pk], "present": [bob.pk, "x"]})
    assert made.attendances.get().user == bob
    trainer.post(address, {"strike": made.attendances.get().pk})
    assert not Attendance.objects.exists()


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for index, row in enumerate(rows):
        page.write_row(index, 0, row)
    book.close()
    return SimpleUploadedFile("x.xlsx", target.getvalue())


def test_a_list_with_a_fault_is_told_by_its_cell_and_takes_nothing(trainer: Client, plan: Plan, bob: User) -> None:
    act(trainer, "approve-plan", plan)
    address = reverse("training:attendance-file", args=[first(plan).pk])
    wrong = sheet(("Họ và tên", "Tài khoản"), ("Lê Thị Hòa", "bob"), ("Ai Đó", "khong-co"))
    answer = trainer.post(address, {"file": wrong})
    assert answer.status_code == 422
    assert "<strong>B3</strong>" in answer.content.decode()
    assert not Attendance.objects.exists()
    right = sheet(("Họ và tên", "Tài khoản"), ("Lê Thị Hòa", "bob"), ("Ai Đó", ""))
    page = trainer.post(address, {"file": right}, follow=True).content.decode()
    assert "Đã thêm 2 người" in page
    assert "1 người không có tài khoản" in page
    for bad in (SimpleUploadedFile("x.xlsx", b"\x00\x01" * 40), None):
        assert trainer.post(address, {"file": bad} if bad else {}).status_code == 422


def test_the_empty_list_names_the_units_people_and_reads_back(trainer: Client, plan: Plan, bob: User) -> None:
    act(trainer, "approve-plan", plan)
    made = first(plan)
    content = trainer.get(reverse("training:attendance-template", args=[made.pk])).content
    trainer.post(reverse("training:attendance-file", args=[made.pk]), {"file": SimpleUploadedFile("a.xlsx", content)})
    assert [line.user for line in made.attendances.all()] == [bob]


def test_what_came_of_a_class_is_told_without_names_and_plainly(
    trainer: Client, plan: Plan, alice: User, tam: User, commune: Unit, province: Unit
) -> None:
    made = first(plan)
    later = make_contest(alice, province, NOON + timedelta(days=30), title="Lần hai")
    came = make_user("came", commune, full_name="Đã Dự Lớp")
    made.attendances.create(user=came, unit=commune, full_name=came.full_name, recorded_by=tam, recorded_at=LATER)
    address = reverse("training:follow-up", args=[made.pk])
    page = trainer.post(reverse("training:compare", args=[made.pk]), {"later": later.pk}, follow=True).content.decode()
    assert "Số liệu chưa kết luận được" in page
    assert "Dưới năm người đã dự lớp" in page
    kept = FollowUp.objects.get()
    measured = kept.content["measured"]
    side = {"people": 30, "units": 3, "before": 0.4, "after": 0.8}
    gain = {"value": 0.12, "low": 0.03, "high": 0.21}
    measured |= {"attended": side, "others": side, "effect": gain, "adjusted": gain, "why": "", "verdict": "better"}
    kept.save()
    page = trainer.get(address).content.decode()
    assert "Người dự lớp tiến bộ hơn" in page
    assert "+12" in page
    assert "Đã Dự Lớp" not in page
    foreign = trainer.post(reverse("training:compare", args=[made.pk]), {"later": plan.contest_id}, follow=True)
    assert "tổ chức sau lớp này" in foreign.content.decode()


def test_open_needs_weight_a_drafts_blueprint_in_one_click(
    contest: Contest, alice: User, province: Unit, client: Client, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = OpenNeed(Topic.objects.get(code="a").pk, frozenset({1}), "UBND xã Đất Mũi", 20, 0.3, NOON)
    monkeypatch.setattr(needs_views, "standing_of", lambda unit, **more: Standing((need,), (contest,)))
    draft = create_contest(
        draft=make_draft(province, NOON + timedelta(days=9), papers=make_papers(blueprint={"a": 4, "c": 4})),
        by=alice, now=LATER,
    ).rounds.get()  # fmt: skip
    client.force_login(alice)
    address = reverse("training:weigh", args=[contest.slug, draft.pk])
    assert address in client.get(reverse("training:open-needs", args=[contest.slug])).content.decode()
    seen = client.get(address).context["proposed"].seen
    assert client.post(address, {"seen": "x"})["Location"] == address
    client.post(address, {"seen": seen})
    asked = {slot.topic: slot.count for slot in Round.objects.get(pk=draft.pk).paper_rules.blueprint}
    assert asked == {"a": 6, "c": 2}


def test_where_every_topic_has_one_question_the_page_says_that_nothing_moves_and_what_would(
    contest: Contest, alice: User, province: Unit, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = OpenNeed(Topic.objects.get(code="a").pk, frozenset({1}), "UBND xã Đất Mũi", 20, 0.3, NOON)
    monkeypatch.setattr(needs_views, "standing_of", lambda unit, **more: Standing((need,), (contest,)))
    papers = make_papers(blueprint={"a": 1, "c": 1})
    draft = create_contest(
        draft=make_draft(province, NOON + timedelta(days=9), papers=papers), by=alice, now=LATER
    ).rounds.get()
    client.force_login(alice)
    address = reverse("training:weigh", args=[contest.slug, draft.pk])
    answer = client.get(address)
    assert not answer.context["proposed"].moves
    assert "Không có gì thay đổi" in answer.content.decode()
    assert f"{address}?bo=1" in answer.content.decode()
    seen = client.get(address, {"bo": 1}).context["proposed"].seen
    client.post(f"{address}?bo=1", {"seen": seen})
    asked = {slot.topic: slot.count for slot in Round.objects.get(pk=draft.pk).paper_rules.blueprint}
    assert asked == {"a": 2}


def test_a_report_leads_to_its_plans(trainer: Client, contest: Contest) -> None:
    page = trainer.get(reverse("training:plans", args=[contest.slug])).content.decode()
    assert reverse("training:propose", args=[contest.slug]) in page
    assert reverse("training:open-needs", args=[contest.slug]) in page


@pytest.mark.parametrize(
    ("given", "fits"), [("0.5", True), ("3", True), ("2.3", False), ("0", False), ("1e400", False), ("nan", False)]
)
def test_days_are_whole_or_half(given: str, fits: bool) -> None:
    form = ProposeForm({"days": given})
    form.is_valid()
    assert ("days" not in form.errors) == fits
