"""What the demonstration's board does after the close: incidents, appeals, a correction, and published results."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from contests.marking import Ruling
from contests.models import Appeal, Contest, CorrectionProposal, Incident, Paper, PaperQuestion
from contests.papers.sitting import close_overdue
from contests.record.editions import prepare, publish, sign_edition
from contests.review.appeals import answer_appeal, file_appeal
from contests.review.deciding import draw_lots
from contests.review.incidents import decide, report
from contests.review.proposals import confirm as confirm_correction
from contests.review.proposals import propose, work_out
from contests.standings import lists_now, undecided
from contests.units.deciding import decide_unit_tie
from contests.units.standings import undecided_units
from demo.playing import accounts
from people.models import Unit

TWO_MEANINGS = "Câu hỏi có thể hiểu theo hai nghĩa, đề nghị Ban Tổ chức xem lại. (Kiến nghị mô phỏng)"
WHOLE_PAPER = "Đề nghị chấm lại toàn bài. (Kiến nghị mô phỏng)"
FOR_EVERYBODY = "Cách hỏi có thể hiểu theo hai nghĩa; tính điểm cho mọi người có câu này. (Tình huống mô phỏng)"


def publish_results(*, contest: Contest, papers: Sequence[Paper]) -> None:
    """Answer an appeal and an incident, correct a question, decide what is equal; sign and publish."""
    over = contest.closes_at
    close_overdue(contest=contest, now=over)
    organiser, director, union = accounts("bantochuc", "giamdoc", "chutich")
    incident = _network_down(contest, over + timedelta(hours=1))
    words = "Mạng có lại trong buổi chiều; không ai mất lượt thi, không cộng thêm thời gian."
    decide(incident=incident, minutes=0, decision=words, by=organiser, now=over + timedelta(hours=3))
    asked = _most_missed(papers)
    upheld = _appeal(asked, TWO_MEANINGS, over + timedelta(days=1))
    proposal = _proposal(contest, asked, over + timedelta(days=2))
    confirm_correction(proposal=proposal, by=union, now=over + timedelta(days=2, hours=2))
    answer = "Chấp nhận: câu này được tính điểm cho mọi người."
    answer_appeal(appeal=upheld, upheld=True, answer=answer, by=organiser, now=over + timedelta(days=2, hours=3))
    at = over + timedelta(days=4)
    _settle_equals(contest, at)
    edition = prepare(contest=contest, by=organiser, now=at)
    for hour, signer in enumerate((director, union), start=1):
        sign_edition(edition=edition, digest=edition.digest, by=signer, now=at + timedelta(hours=hour))
    publish(edition=edition, by=organiser, now=at + timedelta(hours=4))


def what_the_board_finds(*, contest: Contest, papers: Sequence[Paper]) -> None:
    """Leave on the desk what a visitor can settle: appeals, an incident, a correction to confirm, equals to order."""
    over = contest.closes_at
    close_overdue(contest=contest, now=over)
    _network_down(contest, over + timedelta(hours=1))
    asked = _most_missed(papers)
    _appeal(asked, TWO_MEANINGS, over + timedelta(hours=5))
    other = next(paper for paper in papers if paper.entrant_id != asked.paper.entrant_id)
    file_appeal(paper=other, position=0, words=WHOLE_PAPER, now=over + timedelta(hours=6))
    _proposal(contest, asked, over + timedelta(hours=8))


def _network_down(contest: Contest, now: datetime) -> Incident:
    (contact,) = accounts("daumoi")
    began = contest.closes_at - timedelta(hours=30)
    return report(
        contest=contest, what=Incident.What.NETWORK, began_at=began, ended_at=began + timedelta(hours=2),
        words="Mất mạng tại trụ sở UBND xã. (Tình huống mô phỏng)", by=contact, now=now,
        unit=Unit.objects.get(code="CM-XA-DAT-MUI"),
    )  # fmt: skip


def _most_missed(papers: Sequence[Paper]) -> PaperQuestion:
    """Return, on the last simulated paper that holds it, the question simulated people miss most in the last round."""
    last = max(paper.round.position for paper in papers)
    of_simulated = {"paper__in": papers, "paper__round__position": last, "paper__entrant__is_simulated": True}
    asked = PaperQuestion.objects.filter(**of_simulated).order_by("paper", "position")
    rows = list(asked.select_related("version__question", "paper__entrant", "paper__round__contest", "answer"))
    missed = Counter(row.version_id for row in rows if hasattr(row, "answer") and row.answer.fraction == 0)
    return max(reversed(rows), key=lambda row: missed[row.version_id])


def _appeal(asked: PaperQuestion, words: str, now: datetime) -> Appeal:
    return file_appeal(paper=asked.paper, position=asked.position, words=words, now=now)


def _proposal(contest: Contest, asked: PaperQuestion, now: datetime) -> CorrectionProposal:
    (organiser,) = accounts("bantochuc")
    proposal = propose(
        contest=contest, version=asked.version, ruling=Ruling("full"), reason=FOR_EVERYBODY, by=organiser, now=now
    )
    work_out(proposal=proposal, now=now)
    proposal.refresh_from_db()
    return proposal


def _settle_equals(contest: Contest, now: datetime) -> None:
    """Let lots decide between equal people, and the board, in the order of their codes, between equal units."""
    (organiser,) = accounts("bantochuc")
    for each in lists_now(contest, now):
        for group in undecided(each.lines):
            draw_lots(of=each.of, entrants=[line.entrant for line in group], by=organiser, now=now)
        for units in undecided_units(each.units):
            equal = sorted(line.unit for line in units)
            reason = "Ban Tổ chức bốc thăm giữa các đơn vị bằng nhau. (Tình huống mô phỏng)"
            decide_unit_tie(of=each.of, units=equal, reason=reason, by=organiser, now=now)
