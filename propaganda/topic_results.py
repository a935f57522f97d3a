"""What contests told of each topic: right answers of all contests of a period, and by the six areas of the reform."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contests.models import Contest
from propaganda.areas import AREA_OF_TOPIC
from questionbank.models import Topic
from training.analyses import figures_of, in_process, refresh
from training.findings import SMALLEST_GROUP


@dataclass(frozen=True)
class TopicResult:
    """answers: to questions of the topic, those set apart left out, of contests that put them to five people or
    more. right: sum of the shares of marks earned."""

    code: str
    name: str
    answers: int
    right: float

    @property
    def share(self) -> float | None:
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True)
class Results:
    """topics: those that stand or were asked, in their order. missing: contests whose analysis is not ready."""

    topics: tuple[TopicResult, ...]
    missing: tuple[Contest, ...]

    def of_area(self, area: str) -> TopicResult:
        """Return the topics of an area together; code and name are those of the area."""
        own = [topic for topic in self.topics if AREA_OF_TOPIC.get(topic.code) == area]
        return TopicResult(area, "", sum(one.answers for one in own), sum(one.right for one in own))


def results_of(contests: Iterable[Contest], *, now: datetime) -> Results:
    """Return what `contests` tell, from their newest analyses; one that is due is begun."""
    answers, right = Counter[int](), Counter[int]()
    missing: list[Contest] = []
    for contest in contests:
        kept = refresh(contest=contest, now=now, run=in_process)
        if kept is None:
            missing.append(contest)
            continue
        found = figures_of(kept)
        for cell in found.mastery.totals:
            if cell.people < SMALLEST_GROUP:
                continue
            topic = found.topics[cell.topic].topic
            answers[topic] += cell.answers
            right[topic] += cell.raw * cell.answers  # type: ignore[assignment]  # marks may be partial
    return Results(_rows(answers, right), tuple(missing))


def _rows(answers: Counter[int], right: Counter[int]) -> tuple[TopicResult, ...]:
    topics: Sequence[Topic] = list(Topic.objects.order_by("position", "code"))
    return tuple(
        TopicResult(topic.code, topic.name, answers[topic.pk], right[topic.pk])
        for topic in topics
        if topic.retired_at is None or answers[topic.pk]
    )
