"""Finding questions: what a trainer asks for in the address of the list, and how the bank is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from questionbank.models import Question, QuestionQuerySet, Topic

LAPSED, FLAGGED = "lapsed", "flagged"


@dataclass(frozen=True)
class Asked:
    """words: of the stem or the code. topic: its code. flag: LAPSED, FLAGGED or ""."""

    words: str = ""
    topic: str = ""
    state: str = ""
    flag: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """Return what the address asks for; what it does not know is left out."""
        words, topic, state, flag = (query.get(name, "").strip()[:200] for name in ("q", "topic", "state", "flag"))
        return cls(
            words=words.replace("\x00", ""),
            topic=topic.replace("\x00", ""),
            state=state if state in Question.State.values else "",
            flag=flag if flag in (LAPSED, FLAGGED) else "",
        )


def find(asked: Asked, today: date) -> QuestionQuerySet:
    """Return the questions in order of topic and code, each with `lapsed`; retired ones only where asked for."""
    found = Question.objects.marked_on(today).with_words(asked.words).order_by("topic__position", "code")
    if asked.topic:
        found = found.filter(topic__code=asked.topic)
    found = found.filter(state=asked.state) if asked.state else found.exclude(state=Question.State.RETIRED)
    if asked.flag == LAPSED:
        found = found.filter(lapsed=True)
    elif asked.flag == FLAGGED:
        found = found.exclude(flag="")
    return found


def topics_with_counts(today: date) -> QuerySet[Topic]:
    """Return the topics in order, each with `held` (questions that are not retired) and `drawable` on `today`."""
    drawable = Question.objects.drawable_on(today).values("pk")
    return Topic.objects.annotate(
        held=Count("questions", filter=~Q(questions__state=Question.State.RETIRED), distinct=True),
        drawable=Count("questions", filter=Q(questions__in=drawable), distinct=True),
    ).order_by("position", "code")
