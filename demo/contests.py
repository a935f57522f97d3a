"""The demonstration's contests: published, waiting for the board, open, waiting for signatures, and for the stage."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contests.drafts.opening import Draft, HostDraft, RoundDraft, create_contest, open_contest
from contests.entering.rules import FOR_NEW, Way
from contests.live.composing import create_round
from contests.models import Contest, SignOff
from contests.prizes import Prize
from contests.record.signing import rules_digest, sign
from contests.rosters.keeping import Person as Listed
from contests.rosters.keeping import freeze_due, give_people, roster_set
from contests.rules import PaperRules, RankingKey, Rules, Ties
from contests.units.rules import Band, UnitRules
from demo.accounts import TRIAL
from demo.board import publish_results, what_the_board_finds
from demo.crowd import make_people
from demo.playing import TOPICS, accounts, chance_of, make_crowd, people_of_units, play
from people.models import Unit, User
from questionbank.blueprint import by_topic

SERIES = "Tìm hiểu cải cách hành chính tỉnh Cà Mau"
FINISHED_TITLE = f"{SERIES} - Lần thứ nhất"
OPEN_TITLE = f"{SERIES} - Lần thứ hai"
DRAFT_TITLE = f"{SERIES} - Lần thứ ba"
BOARD_TITLE = "Thi tìm hiểu cải cách hành chính trong đoàn viên công đoàn"
STAGE_TITLE = "Hội thi trực tiếp tìm hiểu cải cách hành chính"
FINISHED_PEOPLE, OPEN_PEOPLE, BOARD_PEOPLE = 170, 110, 30
PRIZES = (
    Prize("person", "first", 1, 3_000_000),
    Prize("person", "second", 1, 2_000_000),
    Prize("person", "third", 2, 1_000_000),
    Prize("person", "encouragement", 3, 500_000),
    Prize("unit", "first", 1, 4_000_000),
    Prize("unit", "second", 1, 3_000_000),
)
UNITS = UnitRules(roster="contest", bands=(Band(0, 5000),), blocks=True, keys=("rate", "mean"))


@dataclass(frozen=True)
class Settled:
    """What makes one contest of the demonstration unlike another. days: when each round opens and closes, from now,
    at 8 and at 17 o'clock."""

    title: str
    days: tuple[tuple[int, int], ...]
    ways: tuple[Way, ...] = ("account", "register")
    minutes: int = 10
    attempts: int = 1
    prizes: tuple[Prize, ...] = PRIZES
    units: UnitRules = UNITS
    ranking: tuple[RankingKey, ...] = ("score", "time_used", "submitted_at")
    ties: Ties = "share"
    two_bodies: bool = True


FINISHED = Settled(FINISHED_TITLE, ((-30, -24), (-23, -17)), ways=("account",), minutes=15)
OPEN = Settled(OPEN_TITLE, ((-9, -3), (-2, 30)), attempts=2)
DRAFTED = Settled(DRAFT_TITLE, ((40, 47), (47, 54)))
STAGE = Settled(STAGE_TITLE, ((-1, 30),), prizes=(), units=UnitRules(), two_bodies=False)
BOARD = Settled(
    BOARD_TITLE, ((-6, -2),), ("account",), prizes=PRIZES[:2], units=UnitRules(), ranking=("score",), ties="board"
)


def load_contests(now: datetime) -> int:
    """Make the contests that are not there yet, each whole or not at all. Returns how many are new."""
    makers = {FINISHED: _finished, BOARD: _board, OPEN: _open, DRAFTED: _drafted, STAGE: _stage}
    made = 0
    for settled, make in makers.items():
        if not Contest.objects.filter(title=settled.title).exists():
            with transaction.atomic():
                make(settled, now)
            made += 1
    return made


def _finished(settled: Settled, now: datetime) -> None:
    contest = _opened(settled, now)
    crowd = make_crowd("dot1", FINISHED_PEOPLE, accounts("thisinh", *(each.username for each in TRIAL)))
    _give_rosters(contest, crowd.users, contest.opens_at - timedelta(hours=12))
    papers = [
        paper
        for one in contest.rounds.order_by("position")
        for paper in play(crowd, one, until=one.closes_at, share=0.9)
    ]
    publish_results(contest=contest, papers=papers)


def _board(settled: Settled, now: datetime) -> None:
    contest = _opened(settled, now)
    one = contest.rounds.get()
    papers = play(
        make_crowd("congdoan", BOARD_PEOPLE, accounts("thisinh", *(each.username for each in TRIAL))),
        one,
        until=one.closes_at,
    )
    what_the_board_finds(contest=contest, papers=papers)


def _open(settled: Settled, now: datetime) -> None:
    contest = _opened(settled, now)
    crowd = make_crowd("dot2", OPEN_PEOPLE)
    _give_rosters(contest, crowd.users, contest.opens_at - timedelta(hours=12))
    first, second = contest.rounds.order_by("position")
    play(crowd, first, until=first.closes_at)
    play(crowd, second, until=now - timedelta(minutes=15), share=0.4)


def _drafted(settled: Settled, now: datetime) -> None:
    """Leave a draft that one body has signed and the other has not."""
    contest = _draft(settled, now, at=now - timedelta(days=1))
    _sign(contest, accounts("giamdoc"), now - timedelta(hours=3))


def _stage(settled: Settled, now: datetime) -> None:
    contest = _opened(settled, now)
    create_round(contest=contest, title=STAGE_TITLE, questions=10, seconds=25, by=contest.created_by, now=now)


def _opened(settled: Settled, now: datetime) -> Contest:
    """Draft the contest two days before it begins, have it signed, and open it the day before."""
    begins = _at(now, settled.days[0][0], 8)
    contest = _draft(settled, now, at=begins - timedelta(days=2))
    if settled.two_bodies:
        _sign(contest, accounts("giamdoc", "chutich"), begins - timedelta(days=1, hours=6))
    return open_contest(contest=contest, now=begins - timedelta(days=1), by=contest.created_by)


def _sign(contest: Contest, signers: list[User], at: datetime) -> None:
    for signer in signers:
        sign(contest=contest, subject=SignOff.Subject.RULES, digest=rules_digest(contest), by=signer, now=at)


def _draft(settled: Settled, now: datetime, *, at: datetime) -> Contest:
    papers = PaperRules(
        by_topic(dict.fromkeys(TOPICS, 1)), settled.minutes, settled.attempts, explanations="after_submit"
    )
    rounds = [
        RoundDraft(
            _at(now, opens, 8), _at(now, closes, 17), papers,
            title=f"Tuần {number}" if len(settled.days) > 1 else "",
        )
        for number, (opens, closes) in enumerate(settled.days, start=1)
    ]  # fmt: skip
    draft = Draft(
        title=settled.title,
        introduction=(
            "Cuộc thi trình diễn của Hội Thi: câu hỏi viết từ văn bản thật, "
            "người dự thi có nhãn “mô phỏng” là do máy tạo ra."
        ),
        unit=Unit.objects.get(code="CM-SNV"),
        partner="Công đoàn Viên chức tỉnh",
        rounds=rounds,
        rules=Rules(
            ranking=settled.ranking, ties=settled.ties, prizes=settled.prizes, units=settled.units, appeal_days=3
        ),
        hosts=_hosts() if settled.two_bodies else (),
    )
    entry = replace(FOR_NEW, ways=settled.ways)
    return create_contest(draft=draft, by=accounts("bantochuc")[0], now=at, entry=entry)


def _at(now: datetime, days: int, hour: int) -> datetime:
    """Return the full hour on the day that is `days` from now, by the clock of the province."""
    return timezone.localtime(now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _hosts() -> list[HostDraft]:
    director, union = accounts("giamdoc", "chutich")
    return [HostDraft("Sở Nội vụ", director, "Giám đốc"), HostDraft("Công đoàn Viên chức tỉnh", union, "Chủ tịch")]


def _give_rosters(contest: Contest, crowd: list[User], at: datetime) -> None:
    """Give every unit of the crowd a roster: who will sit, accounts of the unit, and some who never do."""
    chance = chance_of(f"rosters of {contest.slug}")
    by_unit: defaultdict[Unit, list[Listed]] = defaultdict(list)
    for user in crowd:
        if user.is_simulated:
            by_unit[user.unit].append(Listed(f"{user.full_name} (mô phỏng)", user=user.pk))  # type: ignore[index]
    for user in people_of_units({unit.code for unit in by_unit} | {"CM-XA-DAT-MUI"}):
        by_unit[user.unit].append(Listed(user.full_name, position_group=user.job_title[:60], user=user.pk))  # type: ignore[index]
    for unit, people in by_unit.items():
        absent = make_people([unit.code], chance.choice([0, 0, 1, 2]), chance)
        people += [Listed(f"{person.full_name} (mô phỏng)") for person in absent]
        if len(people) > 2 and chance.random() < 0.2:
            people[-1] = replace(people[-1], exempt="Nghỉ thai sản")
        give_people(kept=roster_set(contest), unit=unit, people=people, by=contest.created_by, now=at)
    freeze_due(contest=contest, now=contest.opens_at)
