"""The permission table, tried line by line as every role and as nobody, against a table written by hand."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse

from config.access import COMMANDS, ROUTES, route_names
from contests.entering.entries import enter_with_account
from contests.entering.inviting import read_list
from contests.feedback import seen
from contests.handouts.office.keeping import keep_template
from contests.handouts.office.starting import starting_template
from contests.live.composing import create_round
from contests.live.players import join
from contests.models import (
    Appeal,
    Certificate,
    Contest,
    CorrectionProposal,
    Edition,
    Feedback,
    Incident,
    LiveRound,
    Notice,
    Paper,
)
from contests.papers.sitting import start_paper
from contests.record.chain import canonical, sha256
from contests.record.editions import _content
from contests.stage.composing import add_member, add_team, create_stage, seat_juror
from contests.stage.usual import usual_programme
from contests.standings import lists_now
from people.models import Role, RoleAssignment, Unit, User
from practice.models import Turn
from propaganda.models import Kind
from propaganda.planning import Line, add_line
from propaganda.registering import Proof, Said
from propaganda.registering import enter as enter_activity
from questionbank.assets import keep as keep_asset
from questionbank.importing import read_file
from questionbank.models import Citation, CitationGap, Question, Topic
from realtime.clock import Moving, now
from regulations.models import Document, Provision, Relation, Suspension, Upload
from regulations.originals import keep_original
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest
from training.models import Plan

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20

# n nobody · b bob, who sits the paper and plays the round · t tam, trainer of the province · o alice, its organiser
# s charlie, trainer and organiser of another commune · a an administrator · k contact of a unit that may enter
EVERYBODY, SIGNED_IN, TRAINERS, ORGANISERS, OVER_CONTEST = "nbtosak", "btosak", "ts", "osa", "oa"
MAY = {
    EVERYBODY: """questionbank:asset
        home healthz readyz set_language styleguide schema people:sign-in people:units contests:list
        contests:rules contests:rules-word
        contests:short contests:detail contests:qr contests:enter contests:register contests:come-back contests:board
        contests:results contests:results-edition contests:record-public contests:record-file contests:verifier
        contests:by-code contests:find-certificate contests:verify-certificate contests:stage
        sitemap robots contests:public contests:public-en contests:public-embed contests:public-embed-en
        contests:public-document contests:public-document-en contests:public-poster contests:feed-json contests:feed-rss
        api-contests api-contest api-contest-leaderboard contests:live-enter contests:live-join contests:live-qr""",
    SIGNED_IN: """api-docs people:sign-out regulations:list regulations:detail regulations:akn
        regulations:compare
        regulations:provision api-regulations
        api-regulation api-provision api-topics practice:start practice:goal practice:next practice:data
        practice:export practice:erase api-practice-next""",
    TRAINERS: """regulations:upload regulations:relation regulations:mark-expired questionbank:list
        regulations:source regulations:suspend regulations:lift questionbank:waiting
        questionbank:figures questionbank:alike
        questionbank:recheck questionbank:keep contests:feedback-inbox contests:feedback
        questionbank:detail questionbank:preview
        questionbank:new questionbank:edit questionbank:send questionbank:review questionbank:decide
        questionbank:retire questionbank:drafts questionbank:import
        questionbank:template questionbank:export questionbank:export-as api-questions api-question-drafts
        api-question-imports training:question practice:open-questions""",
    "ta": """questionbank:topics questionbank:topic questionbank:topic-rename questionbank:topic-move
        questionbank:topic-shift questionbank:topic-retire""",
    "t": """training:propose training:rename-plan training:approve-plan training:finish-plan training:add-class
        training:class training:rearrange training:attendance training:attendance-file training:attendance-template
        training:compare regulations:confirm questionbank:batch questionbank:import-progress api-question-import
        api-question-import-rows api-question-import-faults api-question-import-confirm api-question-import-stop
        contests:own-score-sheet contests:stage-judge contests:stage-mark""",
    "b": """contests:my-data contests:consent contests:leave-device
        contests:paper contests:save-answer contests:take-over contests:away
        contests:remaining contests:submit contests:result contests:live-phone
        contests:file-appeal contests:own-incident contests:own-certificate contests:feedback-paper
        contests:feedback-question contests:stage-captain contests:stage-lot
        contests:live-answer contests:live-state practice:turn practice:go-on api-practice-answer training:own""",
    ORGANISERS: "contests:manage-list contests:create",
    OVER_CONTEST: """training:weigh contests:manage contests:edit contests:rounds contests:round
        contests:add-round
        contests:copy-round contests:remove-round contests:ranking contests:prizes contests:hosts contests:sign-rules
        contests:preview contests:copy contests:open contests:close contests:participation
        contests:essays contests:mark-essay contests:check-receipt
        contests:signals contests:timing contests:entry contests:staff contests:entrants contests:reissue
        contests:invited contests:invited-template contests:invited-file contests:codes contests:strike-off
        contests:units contests:unit-rules contests:rosters-accounts contests:rosters-list
        contests:rosters-file contests:rosters-upload contests:rosters-freeze contests:roster-answer
        contests:unit-contact contests:desk-units contests:desk-unit
        contests:desk contests:questions contests:question contests:correction contests:correction-progress
        contests:appeals contests:appeal contests:incidents contests:incident contests:people contests:person
        contests:ties contests:prepare contests:edition contests:publish contests:workbook contests:record
        contests:record-full contests:certificates contests:issue-certificates contests:print-certificates
        contests:print-progress contests:printed-certificates contests:poster contests:minutes-word
        contests:decision-word contests:portal contests:announce contests:withdraw-notice
        contests:result-papers contests:thanks-word contests:thanks-pdf contests:news-word contests:ceremony-word
        contests:certificates-word contests:templates contests:template contests:template-use contests:template-start
        contests:template-file contests:template-preview contests:stage-papers contests:stage-score-sheets
        contests:stage-summary contests:stage-minutes contests:stage-workbook contests:stage-script
        contests:live-projector contests:live-host contests:live-command contests:live-create contests:live-list
        contests:live-players contests:live-player contests:live-hall contests:live-moves contests:live-rehearsals
        contests:live-rehearsal-stop practice:open-contest
        contests:stage-setup contests:stage-rules contests:stage-part-add contests:stage-part contests:stage-teams
        contests:stage-jury contests:stage-begin contests:stage-cues contests:stage-quiz contests:stage-desk
        contests:stage-desk-do contests:stage-sheet contests:stage-sheet-do contests:stage-mc contests:stage-show
        contests:stage-projector""",
    "k": "contests:my-units",
    "oak": """contests:unit contests:unit-qr contests:unit-roster contests:unit-roster-file
        contests:unit-roster-upload contests:unit-remind contests:unit-codes contests:unit-incident
        propaganda:enter propaganda:plan propaganda:add-line propaganda:line propaganda:change propaganda:withdraw""",
    "tosa": "training:index practice:open",
    "tosak": "propaganda:index",
    "toak": """propaganda:unit propaganda:activity propaganda:proof propaganda:section propaganda:make-section
        propaganda:section-progress propaganda:section-file""",
    "toa": """training:report training:progress training:papers training:make-paper
        training:paper-progress training:paper api-training-needs training:evidence
        training:items training:trend training:plans training:plan
        training:plan-word training:plan-excel training:follow-up training:open-needs""",
}
OF_PAPER = (
    "paper",
    "save-answer",
    "take-over",
    "away",
    "remaining",
    "submit",
    "result",
    "file-appeal",
    "own-incident",
    "own-certificate",
    "feedback-paper",
)
PAPERS = ("training:make-paper", "training:paper-progress", "training:paper")
EXPECTED = {name: roles for roles, names in MAY.items() for name in names.split()}


World = tuple[dict[str, User | None], dict[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def seen_by_bob(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand for practice: Bob has seen every question there."""
    monkeypatch.setattr(seen, "_known", [lambda user, _version: user.username == "bob"])


@pytest.fixture
def world(tam: User, alice: User, bob: User, charlie: User, province: Unit, clock: Moving) -> World:
    """The cast by letter, and for each kind of route the arguments of an object of Tâm's, Alice's or Bob's."""
    make_bank(tam)
    contest = make_contest(alice, province, NOON, ways=("register",))
    entrant = enter_with_account(contest=contest, user=bob, now=NOON)
    paper = start_paper(entrant=entrant, now=NOON)
    live = create_round(contest=contest, title="Vòng", questions=2, seconds=20, by=alice, now=NOON)
    join(live=live, entrant=entrant, now=NOON)
    given = {
        **of_regulations(tam),
        **of_bank(tam),
        **of_contest(contest, alice),
        **of_plans(contest, tam),
        **of_units(contest),
        **of_review(contest, paper, alice),
        **of_live(live),
        **of_practice(bob),
        "practice:open-contest": {"slug": contest.slug},
        **of_papers(contest, alice),
        **of_propaganda(alice),
        **of_portal(contest, paper, alice),
        **of_stage(contest, paper, alice, tam),
        **{f"contests:{name}": {"number": paper.pk} for name in OF_PAPER},
    }
    for name in EXPECTED.keys() - given.keys():
        if name.startswith(("contests:", "training:", "api-contest", "api-training")):
            given[name] = {"slug": contest.slug}
    given |= {name: {"slug": contest.slug, "kind": "docx"} for name in PAPERS}
    return cast_of(tam, alice, bob, charlie, province), given


def cast_of(tam: User, alice: User, bob: User, charlie: User, province: Unit) -> dict[str, User | None]:
    admin = User.objects.create_user("root", full_name="Quản Trị", unit=province)
    RoleAssignment.objects.create(user=admin, role=Role.ADMIN)
    contact = User.objects.create_user("dau-moi", full_name="Đỗ Kim", unit=alice.unit)
    RoleAssignment.objects.create(user=contact, role=Role.CONTACT, unit=alice.unit)
    return {"n": None, "b": bob, "t": tam, "o": alice, "s": charlie, "a": admin, "k": contact}


def of_regulations(tam: User) -> dict[str, dict[str, Any]]:
    raw = "Điều 1. X\nNội dung.\n".encode()
    upload = Upload.objects.create(uploaded_by=tam, file_name="x.txt", raw=raw, created_at=NOON)
    Document.objects.update(source_file=keep_original(raw=b"1", now=now()))
    document = Document.objects.get()
    suspension = Suspension.objects.create(document=document, since=date(2040, 1, 1), recorded_at=now())
    relation = Relation.objects.create(source=document, position=0, action=Relation.Action.GUIDES)
    of_document = ("akn", "compare", "detail", "source", "suspend", "mark-expired")
    return {
        **{f"regulations:{name}": {"pk": document.pk} for name in of_document},
        "regulations:relation": {"pk": relation.pk},
        "regulations:lift": {"pk": suspension.pk},
        "regulations:provision": {"pk": Provision.objects.all()[0].pk},
        "regulations:confirm": {"pk": upload.pk},
        "api-regulation": {"pk": document.pk},
        "api-provision": {"pk": document.pk},
    }


def of_bank(tam: User) -> dict[str, dict[str, Any]]:
    header = "Mã,Chuyên đề,Câu hỏi,A,B,Đáp án,Văn bản,Căn cứ"
    batch = read_file(raw=header.encode(), file_name="x.csv", by=tam, now=NOON)
    gap = CitationGap.objects.create(citation=Citation.objects.all()[0], reason=CitationGap.Reason.REWORDED)
    topic, question, document = Topic.objects.all()[0], Question.objects.all()[0], Document.objects.get()
    return {
        **{name: {"pk": question.pk} for name in EXPECTED if name.startswith("questionbank:")},
        "training:question": {"pk": question.pk},
        **{name: {"pk": topic.pk} for name in EXPECTED if name.startswith("questionbank:topic-")},
        "questionbank:topic": {"pk": topic.pk},
        "questionbank:keep": {"pk": gap.pk},
        "questionbank:asset": {"sha256": keep_asset(PNG, now=NOON)},
        "questionbank:export-as": {"format_": "gift"},
        "questionbank:drafts": {"pk": document.pk},
        "api-question-drafts": {"pk": document.pk},
        "questionbank:batch": {"pk": batch.pk},
        "questionbank:import-progress": {"pk": batch.pk},
        **{name: {"pk": batch.pk} for name in EXPECTED if name.startswith("api-question-import-")},
        "api-question-import": {"pk": batch.pk},
    }


OF_PLAN = "plan plan-word plan-excel rename-plan approve-plan finish-plan add-class"
OF_CLASS = "class rearrange attendance attendance-file attendance-template follow-up compare"


def of_plans(contest: Contest, tam: User) -> dict[str, dict[str, Any]]:
    plan = Plan.objects.create(
        contest=contest, title="Bồi dưỡng", target=0.7, threshold=0.9, cut_off=NOON, seats=10, half_days=2, largest=10,
        fewest=1, created_by=tam, created_at=NOON,
    )  # fmt: skip
    made = plan.classes.create(position=1, topic=Topic.objects.all()[0], priority="high", hours=4)
    return {
        **{f"training:{name}": {"number": plan.pk} for name in OF_PLAN.split()},
        **{f"training:{name}": {"number": made.pk} for name in OF_CLASS.split()},
        "training:weigh": {"slug": contest.slug, "number": contest.rounds.get().pk},
    }


def of_contest(contest: Contest, alice: User) -> dict[str, dict[str, Any]]:
    """What is about the contest and more than its name alone: a round, a paper, somebody who entered, a list."""
    paper = contest.papers.get()
    raw = "Họ và tên,Đơn vị".encode()
    waiting = read_list(contest=contest, raw=raw, file_name="x.csv", by=alice, now=NOON)
    of_round = {"slug": contest.slug, "number": contest.rounds.get().pk}
    return {
        "contests:short": {"number": contest.pk},
        **{f"contests:{name}": of_round for name in ("round", "copy-round", "remove-round")},
        "contests:timing": {"slug": contest.slug, "number": paper.pk},
        "contests:mark-essay": {"slug": contest.slug, "pk": 1},
        "contests:reissue": {"slug": contest.slug, "pk": paper.entrant_id},
        "contests:strike-off": {"slug": contest.slug, "pk": 1},
        "contests:invited-file": {"slug": contest.slug, "pk": waiting.pk},
    }


def of_units(contest: Contest) -> dict[str, dict[str, Any]]:
    code = {"slug": contest.slug, "code": "CM-SNV"}
    return {
        **{name: code for name, roles in EXPECTED.items() if name.startswith("contests:unit") and roles == "oak"},
        "contests:my-units": {},
        "contests:rosters-upload": {"slug": contest.slug, "pk": 1},
        "contests:roster-answer": {"slug": contest.slug, "pk": 1},
        "contests:desk-unit": {"slug": contest.slug, "code": "CM-XA-DAT-MUI"},
        "contests:unit-contact": code,
        "contests:unit-roster-upload": {**code, "pk": 1},
    }


def of_review(contest: Contest, paper: Paper, alice: User) -> dict[str, dict[str, Any]]:
    version = paper.questions.all()[0].version
    proposal = CorrectionProposal.objects.create(
        contest=contest, version=version, ruling="void", reason="x", proposed_by=alice, proposed_at=NOON
    )
    appeal = Appeal.objects.create(paper=paper, words="x", filed_at=NOON)
    incident = Incident.objects.create(
        contest=contest, what="power", began_at=NOON, ended_at=NOON, words="x", reported_by=alice, reported_at=NOON
    )
    content = canonical(_content(contest, lists_now(contest, NOON), NOON))
    edition = Edition.objects.create(
        contest=contest, number=1, content=content, digest=sha256(content), prepared_by=alice, prepared_at=NOON,
        published_at=NOON,
    )  # fmt: skip
    certificate = Certificate.objects.create(
        contest=contest, edition=edition, number=1, code="2" * 16, kind="prize", of="contest", entrant=paper.entrant,
        issued_by=alice, issued_at=NOON,
    )  # fmt: skip
    of = {
        "question": version.pk, "correction": proposal.pk, "correction-progress": proposal.pk, "appeal": appeal.pk,
        "incident": incident.pk, "person": paper.entrant_id,
    }  # fmt: skip
    editions = ("edition", "publish", "results-edition", "minutes-word", "decision-word")
    printing = ("print-certificates", "print-progress", "printed-certificates")
    return {
        **{f"contests:{name}": {"slug": contest.slug, "pk": pk} for name, pk in of.items()},
        **{f"contests:{name}": {"slug": contest.slug, "edition": 1} for name in editions},
        **{f"contests:{name}": {"slug": contest.slug, "kind": "prize", "part": 1} for name in printing},
        "contests:find-certificate": {},
        "contests:verify-certificate": {"code": certificate.code},
    }


def of_practice(bob: User) -> dict[str, dict[str, Any]]:
    question = Question.objects.all()[0]
    turn = Turn.objects.create(
        user=bob, question=question, version_id=question.approved_version_id, order=[0, 1, 2, 3], asked_at=NOON,
        is_new=True,
    )  # fmt: skip
    return {name: {"pk": turn.pk} for name in ("practice:turn", "practice:go-on", "api-practice-answer")}


def of_papers(contest: Contest, alice: User) -> dict[str, dict[str, Any]]:
    """What is about papers of a stage contest, and about the forms of the unit that holds it."""
    raw = starting_template("thanks")
    keep_template(unit=contest.unit, kind="thanks", name="mau.docx", raw=raw, by=alice, now=NOON)
    of_kind = {"unit": contest.unit_id, "kind": "thanks"}
    return {
        "contests:stage-score-sheets": {"slug": contest.slug, "position": 1},
        "contests:own-score-sheet": {"slug": contest.slug, "position": 1},
        "contests:templates": {"unit": contest.unit_id},
        **{f"contests:{name}": of_kind for name in ("template", "template-use", "template-start")},
        **{f"contests:{name}": {**of_kind, "number": 1} for name in ("template-file", "template-preview")},
    }


def of_propaganda(alice: User) -> dict[str, dict[str, Any]]:
    assert alice.unit
    said = Said(Kind.DIALOGUE, "Đối thoại", NOON.date())
    activity = enter_activity(unit=alice.unit, said=said, proof=Proof("a.pdf", b"%PDF-"), by=alice, now=NOON)
    item = add_line(unit=alice.unit, year=2026, line=Line(Kind.DIALOGUE, "Đối thoại"), by=alice, now=NOON)
    of_section = {"code": alice.unit.code, "kind": "docx"}
    return {
        **{f"propaganda:{n}": {"code": alice.unit.code} for n in ("unit", "enter", "plan", "add-line", "section")},
        **{f"propaganda:{n}": {"pk": activity.pk} for n in ("activity", "change", "withdraw", "proof")},
        **{f"propaganda:{n}": of_section for n in ("make-section", "section-progress", "section-file")},
        "propaganda:line": {"pk": item.pk},
        "propaganda:index": {},
    }


def of_portal(contest: Contest, paper: Paper, alice: User) -> dict[str, dict[str, Any]]:
    version = paper.questions.all()[0].version
    said = Feedback.objects.create(
        version=version, paper=paper, entrant=paper.entrant, about="key", words="x", sent_at=NOON
    )
    notice = Notice.objects.create(contest=contest, title="x", published_by=alice, published_at=NOON)
    of_document = {"slug": contest.slug, "pk": Document.objects.get().pk}
    return {
        "contests:public-document": of_document,
        "contests:public-document-en": of_document,
        "contests:withdraw-notice": {"slug": contest.slug, "pk": notice.pk},
        "contests:feedback": {"pk": said.pk},
        "contests:feedback-question": {"pk": version.pk},
    }


def of_live(live: LiveRound) -> dict[str, dict[str, Any]]:
    by_code, by_number = (
        ("join", "qr", "phone", "answer", "state"),
        ("projector", "host", "command", "players", "hall", "moves", "rehearsals"),
    )
    return {
        **{f"contests:live-{name}": {"code": live.join_code} for name in by_code},
        **{f"contests:live-{name}": {"number": live.pk} for name in by_number},
        "contests:live-player": {"number": live.pk, "player": live.players.get().pk},
        "contests:live-rehearsal-stop": {"number": live.pk, "rehearsal": 1},
        "contests:live-enter": {},
    }


def of_stage(contest: Contest, paper: Paper, alice: User, tam: User) -> dict[str, dict[str, Any]]:
    """Tâm is a juror of the stage contest, Bob a captain."""
    stage = create_stage(contest=contest, programme=usual_programme(), by=alice, now=NOON)
    seat_juror(stage=stage, seat=1, name="Tâm", user=tam)
    add_member(team=add_team(stage=stage, unit=paper.entrant.unit), entrant=paper.entrant, captain=True)
    placed = ("part", "quiz", "sheet", "sheet-do", "mark", "lot")
    return {f"contests:stage-{name}": {"slug": contest.slug, "place": 2} for name in placed}


def address(name: str, given: dict[str, dict[str, Any]]) -> str:
    """A route without arguments is tried without, whatever the others of its kind take."""
    for kwargs in ({}, given.get(name, {})):
        try:
            return reverse(name, kwargs=kwargs)
        except Exception as error:
            last = error
    raise last


def passes(client: Client, path: str) -> bool:
    """Say whether the gate let a GET through; what the view then says (405 for a POST-only one) is its own matter."""
    answer = client.get(path)
    assert answer.status_code != 404, path
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/")
    return answer.status_code not in (401, 403) and not to_sign_in


def test_the_hand_written_table_names_every_route() -> None:
    assert set(EXPECTED) == set(ROUTES) == set(route_names())


def test_every_line_lets_in_exactly_whom_it_should(world: World, settings: Any) -> None:
    settings.DEBUG = True  # the style guide shows in debug only
    cast, given = world
    found: dict[str, str] = {}
    for letter, user in cast.items():
        for name in EXPECTED:
            client = Client(raise_request_exception=False)
            if user is not None:
                client.force_login(user)
            if passes(client, address(name, given)):
                found[name] = found.get(name, "") + letter
    wrong = {n: (found.get(n, ""), roles) for n, roles in EXPECTED.items() if set(found.get(n, "")) != set(roles)}
    assert wrong == {}


def test_a_route_that_the_table_leaves_out_does_not_answer(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/").status_code == 200
    monkeypatch.delitem(ROUTES, "home")
    assert client.get("/").status_code == 403


def test_the_build_fails_on_an_undeclared_route(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("check")
    monkeypatch.delitem(ROUTES, "home")
    with pytest.raises(SystemCheckError, match="'home' is not in the permission table"):
        call_command("check")


def test_every_socket_command_is_declared_with_what_it_is_about() -> None:
    assert set(COMMANDS) == {"board.watch", "live.play", "live.project", "live.host", "live.rehearse"}
    assert all(line.load and line.about for line in COMMANDS.values())
