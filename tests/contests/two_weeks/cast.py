"""Who is in the story: two bodies, the board, those who may not play, and sixty people with what each will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from people.models import Role, RoleAssignment, Unit, User
from questionbank.models import Topic
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic
from tests.contests.two_weeks.browsers import Browser

WEEK_1 = NOON + timedelta(days=1), NOON + timedelta(days=5)
WEEK_2 = NOON + timedelta(days=8), NOON + timedelta(days=12)
TITLE = "Tìm hiểu cải cách hành chính, hai tuần"
SLUG = "tim-hieu-cai-cach-hanh-chinh-hai-tuan"
OF_WEEK_1, DISPUTED, OF_WEEK_2 = range(1, 7), 7, range(8, 14)
BANK_SAYS, TRUE = 2, 3  # the choice of the disputed question that the bank calls right, and the one that is
Way = Literal["account", "register", "list"]


@dataclass(frozen=True)
class Person:
    """way: how they come in. unit: its code. right: how many of the plain questions they know, by week.

    disputed: which choice of the disputed question they take. seconds: how long a paper takes them, by week.
    foretold: by week; None: nothing.
    """

    number: int
    name: str
    way: Way
    unit: str
    right: tuple[int, int]
    disputed: int
    seconds: tuple[int, int]
    foretold: tuple[int | None, int | None]
    shows_name: bool = True

    @property
    def phone(self) -> str:
        return f"09120000{self.number:02}"

    @property
    def code(self) -> str:
        return f"CB{self.number:03}"


TWINS = (0, 1)
TAKES_OVER, COMES_BACK = 2, 31
OFFLINE = (3, 32)
NEVER_HANDS_IN = 4
TABS = (5, 6)
TOO_LATE = 7
STRUCK, STRUCK_AND_GONE, ELSEWHERE = 8, 33, 12
AGAIN = (9, 10, 34)
APPEALS, APPEALS_TOO_LATE = (15, 35), 39
OPEN_WHILE_CORRECTED = 13
SUSPECTED = 16
NEWCOMER = "Người Mới Đến"  # hands in an empty paper
REPORTS, APPEALS_WEEK_2 = 40, 20
UNITS = ("CM-SNV", "CM-STC", "CM-XA-DAT-MUI")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ")
_GIVEN = ("Ánh", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khoa", "Liên", "Minh", "Ngọc")


def everybody() -> list[Person]:
    return [_person(number) for number in range(60)]


def _person(number: int) -> Person:
    family, given = divmod(number, len(_GIVEN))
    name = f"{_FAMILY[family]} Thị {_GIVEN[given]}"
    way: Way = "account" if number < 30 else "register" if number < 48 else "list"
    unit = UNITS[2] if number == STRUCK_AND_GONE else UNITS[number % 3]
    if number in TWINS:
        return Person(number, name, way, UNITS[number], (3, 3), TRUE, (100, 90), (57, 12))
    knows = number % 4 == 3 or number in (*APPEALS, APPEALS_TOO_LATE)
    foretold = (None if number % 10 == 8 else 50 + number % 13, None if number % 11 == 5 else number % 7)
    return Person(
        number, name, way, unit, (number * 7 % 4, number * 5 % 4), TRUE if knows else BANK_SAYS,
        (120 + 3 * number, 140 + 2 * number), foretold, shows_name=number % 20 != 19,
    )  # fmt: skip


@dataclass
class Office:
    """Those behind the contest, each with a browser."""

    alice: User  # organiser
    quyen: User  # organiser too: the second person
    director: User
    union: User
    writer: User
    secretary: User

    def desk(self, who: str) -> Browser:
        return Browser(getattr(self, who))


def make_units(province: Unit) -> dict[str, Unit]:
    names = ("Sở Nội vụ", "Sở Tài chính", "UBND xã Đất Mũi")
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.DEPARTMENT, Unit.Kind.COMMUNE)
    return {
        code: Unit.objects.create(code=code, name=name, kind=kind, parent=province)
        for code, name, kind in zip(UNITS, names, kinds, strict=True)
    }


def make_office(province: Unit, units: dict[str, Unit]) -> Office:
    def person(username: str, name: str, *roles: Role) -> User:
        made = User.objects.create_user(username, full_name=name, unit=units["CM-SNV"])
        for role in roles:
            RoleAssignment.objects.create(user=made, role=role, unit=province)
        return made

    return Office(
        person("alice", "Nguyễn Thị An", Role.ORGANISER),
        person("quyen", "Đỗ Thị Quyên", Role.ORGANISER),
        person("giamdoc", "Phan Văn Giám Đốc"),
        person("chutich", "Đặng Thị Chủ Tịch"),
        person("tam", "Trần Văn Tâm", Role.TRAINER),
        person("thuky", "Hồ Thị Thư Ký"),
    )


def make_accounts(people: Iterable[Person], units: dict[str, Unit]) -> dict[int, User]:
    return {
        one.number: User.objects.create_user(f"canbo{one.number}", full_name=one.name, unit=units[one.unit])
        for one in people
        if one.way == "account"
    }


def make_questions(writer: User) -> None:
    """Six questions for each week, and one of which the key is wrong, for both."""
    topics: dict[str, Topic] = {code: make_topic(code) for code in "acd"}
    for code, numbers in (("a", OF_WEEK_1), ("d", [DISPUTED]), ("c", OF_WEEK_2)):
        for number in numbers:
            made = make_question(topics[code], writer)
            assert made.code == f"CH{number:03}"
            made.versions.update(explanation=f"Vì điều luật nói vậy. {canary(number)}")


def canary(number: int) -> str:
    """Return what the explanation of a question holds; cut at both ends it is still of no other question."""
    return f"GIAITHICH-{number:02}-cau-{number:02}"
