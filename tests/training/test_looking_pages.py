"""The report to be looked at: its map, what stands behind a figure, who may see it, and how it is asked for."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entrant, PositionGroup
from people.models import Role, RoleAssignment, Unit, User
from questionbank.models import Choice, Citation, CitationGap
from realtime.clock import Moving, held_at
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_user, sit
from training import analyses
from training.cuts import Cut
from training.models import Analysis
from training.reports import kept_report

LATER = NOON + timedelta(hours=1)
HTMX = {"hx-request": "true"}
SURE = "?target=80&threshold=80"


@pytest.fixture
def sat(tam: User, alice: User, province: Unit, home_affairs: Unit, commune: Unit, clock: Moving) -> Contest:
    """Eight of a room of Sở Nội vụ with all three answers right, six of xã Đất Mũi with none, two of a third unit."""
    make_bank(tam)
    contest = make_contest(alice, province, NOON)
    room = Unit.objects.create(code="CM-SNV-P", name="Phòng Cải cách", kind=Unit.Kind.DEPARTMENT, parent=home_affairs)
    third = Unit.objects.create(code="CM-X", name="UBND xã Tân Ân", kind=Unit.Kind.COMMUNE, parent=province)
    for unit, people, right in ((room, 8, 3), (commune, 6, 0), (third, 2, 1)):
        for n in range(people):
            sit(contest, make_user(f"{unit.code}-{n}", unit), right=right, start=NOON + timedelta(minutes=n))
    return contest


def cut(contest: Contest, **how: object) -> Cut:
    return Cut((contest.pk,), **how)  # type: ignore[arg-type]


def labels(contest: Contest, **how: object) -> list[tuple[str, int]]:
    report = kept_report(contest, now=LATER, cut=cut(contest, **how))
    assert report
    return [(group.label, group.people) for group in report.groups]


def test_people_are_parted_by_any_level_of_the_tree(sat: Contest) -> None:
    assert labels(sat) == [("Phòng Cải cách", 8), ("UBND xã Đất Mũi", 6), ("", 2)]
    assert labels(sat, people="level-1") == [("Sở Nội vụ", 8), ("UBND xã Đất Mũi", 6), ("", 2)]
    assert labels(sat, people="level-0") == [("Tỉnh Cà Mau", 16)]


def test_people_are_parted_by_position_group_and_few_are_taken_together(sat: Contest) -> None:
    leaders = PositionGroup.objects.create(code="lanh-dao-x", name="Lãnh đạo thử", place=90)
    desk = PositionGroup.objects.create(code="mot-cua-x", name="Một cửa thử", place=91)
    pks = list(sat.entrants.values_list("pk", flat=True))
    Entrant.objects.filter(pk__in=pks[:5]).update(group=leaders)
    Entrant.objects.filter(pk__in=pks[5:7]).update(group=desk)
    assert labels(sat, people="group") == [("Lãnh đạo thử", 5), ("Không ghi nhóm chức danh", 9), ("", 2)]


def test_questions_are_parted_by_what_they_cite(sat: Contest) -> None:
    by_document, by_article = (kept_report(sat, now=LATER, cut=cut(sat, parts=p)) for p in ("document", "article"))
    assert by_document
    assert by_article
    assert [(row.code, row.total.answers) for row in by_document.topics] == [("129/2025/QH15", 48)]
    assert [(row.code, row.total.answers) for row in by_article.topics] == [("Điều 5", 48)]


def test_a_cut_is_computed_once_and_anew_when_the_analysis_is(sat: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    through = analyses.analyse_cut
    monkeypatch.setattr(analyses, "analyse_cut", lambda *given, **more: asked.append("once") or through(*given, **more))
    for _ in range(3):
        kept_report(sat, now=LATER, cut=cut(sat, parts="document"))
    assert asked == ["once"]
    kept_report(sat, now=LATER + timedelta(days=1), cut=cut(sat, parts="document"))
    assert asked == ["once", "once"]
    assert Analysis.objects.filter(stamp__startswith=analyses.CUT).count() == 1


def test_the_usual_cut_needs_no_row_of_its_own(sat: Contest) -> None:
    one, two = kept_report(sat, now=LATER), kept_report(sat, now=LATER, cut=cut(sat, papers=50))
    assert one == two
    assert Analysis.objects.count() == 1


def test_contests_together_count_a_person_and_a_question_once(
    sat: Contest, alice: User, province: Unit, commune: Unit
) -> None:
    """A draw gives nobody what they have seen as long as it can: in the third contest two of three come again."""
    more = [
        make_contest(alice, province, NOON + timedelta(minutes=20 * at), title=title)
        for at, title in ((1, "Lần hai"), (2, "Lần ba"))
    ]
    for at, contest in enumerate(more, start=1):
        for n in range(3):
            user = User.objects.get(username=f"{commune.code}-{n}")
            sit(contest, user, right=3, start=NOON + timedelta(minutes=20 * at + n + 1))
    report = kept_report(sat, now=LATER, cut=Cut((sat.pk, *(contest.pk for contest in more))))
    assert report
    assert report.contests == (sat.title, "Lần hai", "Lần ba")
    assert [g.people for g in report.groups] == [8, 6, 2]
    assert sum(row.total.answers for row in report.topics) == 48 + 3 * 3 + 3 * 1


def test_a_question_whose_clause_was_changed_is_set_apart(sat: Contest) -> None:
    citation = Citation.objects.filter(version__question__topic__code="a")[0]
    CitationGap.objects.create(citation=citation, since=NOON.date(), reason=CitationGap.Reason.REWORDED)
    report = kept_report(sat, now=LATER)
    assert report
    asked = {citation.version.question.code} & {q.code for q in (*report.set_apart, *report.hardest)}
    assert {q.code for q in report.set_apart} == asked


def page(client: Client, user: User, name: str, contest: Contest, query: str = "", **headers: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(f"training:{name}", args=[contest.slug]) + query, headers=headers or None)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def behind(html: str, style: str) -> str:
    """The query of a unit's first cell of that style."""
    found = re.findall(rf'<td class="heat heat--{style}[^"]*"><a href="[^"?]*(\?[^"]*)"', html)
    return next(query.replace("&amp;", "&") for query in found if "group=all" not in query)


def test_what_stands_behind_a_need_is_questions_choices_beliefs_and_clauses(
    sat: Contest, tam: User, client: Client
) -> None:
    Choice.objects.filter(position=1).update(remark="Nhầm với thời hạn cũ")
    query = behind(page(client, tam, "report", sat, SURE), "need")
    whole = page(client, tam, "evidence", sat, query)
    for words in ("Nhầm với thời hạn cũ", "khoản 2 Điều 5", "UBND xã Đất Mũi", "Phương án"):
        assert words in whole
    client.force_login(tam)
    part = client.get(
        reverse("training:evidence", args=[sat.slug]) + query, headers=HTMX | {"hx-target": "evidence"}
    ).content.decode()
    assert part.startswith("\n<article") or part.startswith("<article")
    assert "<html" not in part


def test_few_people_have_no_evidence_page_and_no_figure(sat: Contest, tam: User, client: Client) -> None:
    html = page(client, tam, "report", sat)
    assert 'class="heat heat--hidden"><span' in html
    topic = sat.papers.first().questions.first().version.question.topic_id  # type: ignore[union-attr]
    address = reverse("training:evidence", args=[sat.slug])
    for query in (f"?group=small&part={topic}", "?group=all&part=0", "?group=77&part=x", ""):
        answer = client.get(address + query)
        assert (answer.status_code, answer["Location"]) == (302, reverse("training:report", args=[sat.slug]))
        part = client.get(address + query, headers=HTMX | {"hx-target": "evidence"})
        assert part["HX-Redirect"] == answer["Location"]


def test_a_question_that_fewer_than_five_of_a_unit_had_shows_no_figure_of_theirs(
    sat: Contest, tam: User, client: Client
) -> None:
    """Each had three of eight questions, so most questions reached fewer than five of the six of xã Đất Mũi."""
    query = behind(page(client, tam, "report", sat, SURE), "need")
    whole = page(client, tam, "evidence", sat, query)
    asked = Entrant.objects.filter(unit__name="UBND xã Đất Mũi", contest=sat)
    counts: dict[int, int] = {}
    for entrant in asked:
        for one in entrant.papers.get().questions.filter(
            version__question__topic_id=int(re.findall(r"part=(\d+)", query)[0])
        ):
            counts[one.version_id] = counts.get(one.version_id, 0) + 1
    assert whole.count("chưa đến năm người") == sum(count < 5 for count in counts.values()) + (4 - len(counts))


@pytest.mark.parametrize(
    "query", ["?parts=weather", "?papers=0&hall=0", "?more=999999", "?target=abc", "?people=level-9"]
)
def test_what_cannot_be_shown_is_said_beside_the_field(sat: Contest, tam: User, client: Client, query: str) -> None:
    client.force_login(tam)
    address = reverse("training:report", args=[sat.slug]) + query
    answer = client.get(address)
    assert answer.status_code == 400
    assert "field-error" in answer.content.decode()
    part = client.get(address, headers=HTMX)
    assert (part.status_code, part["HX-Redirect"]) == (204, address)


def test_the_address_holds_what_is_shown_and_the_form_says_it(sat: Contest, tam: User, client: Client) -> None:
    html = page(client, tam, "report", sat, "?parts=document&needs=on&target=80&threshold=80")
    assert re.search(r'<option value="document" selected', html)
    assert re.search(r'<option value="0" selected', html)  # of the hall: as usual, not the first of the list
    assert "129/2025/QH15" in html
    assert "Phòng Cải cách" not in html  # it has no need, and only needs were asked for
    assert "parts=document" in behind(html, "need")


def test_contests_of_others_are_neither_offered_nor_taken(
    sat: Contest, charlie: User, tam: User, province: Unit, client: Client
) -> None:
    RoleAssignment.objects.filter(user=tam).update(unit=province)
    commune = charlie.unit
    assert commune
    theirs = make_contest(charlie, charlie.role_assignments.first().unit, NOON, title="Của xã khác")  # type: ignore[union-attr, arg-type]
    html = page(client, tam, "report", sat)
    assert "Của xã khác" in html  # the trainer of the province may
    RoleAssignment.objects.filter(user=tam, role=Role.TRAINER).update(unit=sat.unit)
    client.force_login(charlie)
    own = client.get(reverse("training:report", args=[theirs.slug]) + f"?more={sat.pk}")
    assert own.status_code == 400
    assert sat.title not in own.content.decode().split('<form method="get"')[1].split("</form>")[0]


@pytest.mark.parametrize("name", ["report", "items", "trend"])
def test_no_persons_name_and_no_address_without_its_report(sat: Contest, tam: User, client: Client, name: str) -> None:
    html = page(client, tam, name, sat)
    assert "CM-SNV-P-0" not in html
    assert "Trần Thị" not in html.split("<main")[1]
    assert "đánh giá cán bộ" in html or name == "items"


def test_the_page_of_questions_says_that_there_is_no_scale_yet(sat: Contest, tam: User, client: Client) -> None:
    html = page(client, tam, "items", sat)
    assert "Chưa đủ số liệu để lập thang đo" in html
    assert "Chưa đến 30 lượt trả lời" in html
    assert html.count("<tr id=") == len(set(re.findall(r'<tr id="q(\d+)"', html))) > 0


def test_queries_do_not_grow_with_units(
    sat: Contest, tam: User, client: Client, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    page(client, tam, "report", sat)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        page(client, tam, "report", sat)


def test_who_waits_for_figures_comes_back_to_what_was_asked_for(
    sat: Contest, tam: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_report(sat, now=LATER)
    monkeypatch.setattr(analyses, "SMALL", 0)  # so every contest is large
    begun: list[Analysis] = []
    monkeypatch.setattr("training.reports.in_process", begun.append)
    client.force_login(tam)
    query = "?parts=document&needs=on"
    with held_at(LATER):
        waiting = client.get(reverse("training:report", args=[sat.slug]) + query)
    assert waiting.status_code == 202
    assert f'hx-get="{reverse("training:progress", args=[sat.slug])}?parts=document&amp;needs=on"' in (
        waiting.content.decode()
    )
    analyses.carry_out(Analysis.objects.get(state=Analysis.State.RUNNING), now=LATER)
    done = client.get(reverse("training:progress", args=[sat.slug]) + query, headers=HTMX)
    assert done["HX-Redirect"] == reverse("training:report", args=[sat.slug]) + query


def test_who_waits_for_another_contest_is_told_so(
    sat: Contest, tam: User, alice: User, province: Unit, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_contest(alice, province, NOON, title="Lần hai")
    kept_report(sat, now=NOON)
    monkeypatch.setattr(analyses, "SMALL", -1)
    monkeypatch.setattr("training.reports.in_process", lambda asked: None)
    client.force_login(tam)
    waiting = client.get(reverse("training:report", args=[sat.slug]) + f"?more={other.pk}")
    assert waiting.status_code == 202
    assert "các cuộc thi kia" in waiting.content.decode()
