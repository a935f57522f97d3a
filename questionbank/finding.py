"""Finding questions: what a trainer asks for in the address of the list, and how the bank is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from people.folding import fold
from questionbank.models import Citation, Difficulty, Kind, Question, QuestionQuerySet, Topic
from questionbank.usage import never_asked, was_asked

LAPSED, FLAGGED = "lapsed", "flagged"
USED, NEVER = "used", "never"
AGES = {30: "30", 180: "180", 365: "365"}  # days since the latest wording
MOST_WORDS = 200  # characters


@dataclass(frozen=True)
class Asked:
    """words: of the stem or the code. topic: its code. flag: LAPSED, FLAGGED or "". document: key of a regulation.

    address: of a provision in it, such as "Điều 5", with all under it. author: username. usage: USED, NEVER or "".
    older_than: days since the latest wording; 0 for any age.
    """

    words: str = ""
    topic: str = ""
    state: str = ""
    flag: str = ""
    kind: str = ""
    difficulty: int = 0
    document: int = 0
    address: str = ""
    author: str = ""
    usage: str = ""
    older_than: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """Return what the address asks for; what it does not know is left out."""

        def text(name: str) -> str:
            return query.get(name, "").strip()[:MOST_WORDS].replace("\x00", "")

        def one_of(name: str, known: object) -> str:
            return text(name) if text(name) in known else ""  # type: ignore[operator]

        def number(name: str) -> int:
            given = text(name)
            return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0

        return cls(
            words=text("q"),
            topic=text("topic"),
            state=one_of("state", Question.State.values),
            flag=one_of("flag", (LAPSED, FLAGGED)),
            kind=one_of("kind", Kind.values),
            difficulty=number("difficulty") if number("difficulty") in Difficulty.values else 0,
            document=number("document"),
            address=text("address"),
            author=text("author"),
            usage=one_of("usage", (USED, NEVER)),
            older_than=number("older_than") if number("older_than") in AGES else 0,
        )

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than words, topic, state and flag."""
        return bool(
            self.kind or self.difficulty or self.document or self.address or self.author or self.usage
            or self.older_than
        )  # fmt: skip


def find(asked: Asked, today: date) -> QuestionQuerySet:
    """Return the questions in order of code; retired ones only where asked for."""
    found = Question.objects.with_words(asked.words).order_by("code")
    found = found.filter(_wanted(asked))
    found = found.filter(state=asked.state) if asked.state else found.exclude(state=Question.State.RETIRED)
    if asked.flag == LAPSED:
        found = found.marked_on(today).filter(lapsed=True)
    if asked.document or asked.address:
        found = found.filter(Exists(_citations(asked)))
    if asked.usage:
        found = found.filter(was_asked() if asked.usage == USED else never_asked())
    return found


def _wanted(asked: Asked) -> Q:
    wanted = Q()
    if asked.topic:
        wanted &= Q(topic__in=[topic.pk for topic in _with_subtopics(asked.topic)])
    if asked.flag == FLAGGED:
        wanted &= ~Q(flag="")
    if asked.kind:
        wanted &= Q(latest_version__kind=asked.kind)
    if asked.difficulty:
        wanted &= Q(latest_version__difficulty=asked.difficulty)
    if asked.author:
        wanted &= Q(author__username=asked.author)
    if asked.older_than:
        day = timezone.localdate() - timedelta(days=asked.older_than)
        wanted &= Q(latest_version__created_at__lt=timezone.make_aware(datetime.combine(day, time.min)))
    return wanted


def _with_subtopics(code: str) -> list[Topic]:
    topic = Topic.objects.filter(code=code).first()
    return list(topic.descendants(include_self=True)) if topic else []


def _citations(asked: Asked) -> "QuerySet[Citation]":
    """Citations of the latest wording in a regulation, at an address or under it; for use inside Exists."""
    cited = Citation.objects.filter(version=OuterRef("latest_version"))
    if asked.document:
        cited = cited.filter(provision__document=asked.document)
    if asked.address:
        ending = fold(asked.address)
        # "khoản 2 Điều 5" lies under "Điều 5": an address names the whole after the part.
        cited = cited.filter(Q(provision__address__iexact=asked.address) | Q(provision__address__iendswith=f" {ending}")
                             | Q(provision__address__iendswith=f" {asked.address}"))  # fmt: skip
    return cited


@dataclass(frozen=True)
class Filled:
    """A topic with `held` questions that are not retired, of which `drawable` may be drawn today."""

    topic: Topic
    held: int
    drawable: int


def topics_with_counts(today: date) -> list[Filled]:
    """Return the topics in order with how they are filled; three queries however many questions there are."""
    held = dict(_by_topic(Question.objects.exclude(state=Question.State.RETIRED)))
    drawable = dict(_by_topic(Question.objects.drawable_on(today)))
    return [
        Filled(topic, held.get(topic.pk, 0), drawable.get(topic.pk, 0))
        for topic in Topic.objects.order_by("position", "code")
    ]


def _by_topic(questions: QuestionQuerySet) -> "QuerySet[Question, tuple[int, int]]":
    return questions.order_by().values_list("topic_id").annotate(Count("pk"))
