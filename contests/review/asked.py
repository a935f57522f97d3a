"""The questions that a contest asked, and how they were answered: where a wrong key shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from contests.models import Contest, CorrectionProposal, KeyEdition, PaperQuestion
from questionbank.bodies import body_of, choices_of
from questionbank.kinds import CHOOSING
from questionbank.models import Choice, QuestionVersion
from questionbank.solutions import lines

LETTERS = "ABCDEFGHIJ"
MOST_ANSWERS = 40  # different ones shown of a question


@dataclass(frozen=True)
class AskedQuestion:
    """had: closed papers that hold it. answered, right: of those. appeals: about it. ruling: in words; "": none."""

    version: QuestionVersion
    had: int
    answered: int
    right: int
    appeals: int
    ruling: str
    proposed: bool

    @property
    def share(self) -> int:
        """Whole percent of those who had it that have all its marks."""
        return 100 * self.right // self.had if self.had else 0


@dataclass(frozen=True)
class Given:
    """An answer that people gave. chosen: as kept. words: for people. times: how often. right: by what holds now."""

    chosen: list[Any]
    words: str
    times: int
    right: bool

    @property
    def value(self) -> str:
        """The answer as a form sends it."""
        return json.dumps(self.chosen, ensure_ascii=False)


def asked_in(contest: Contest) -> list[AskedQuestion]:
    """Return the questions of closed papers, those with the fewest right answers first; a few queries."""
    counted = (
        PaperQuestion.objects.filter(paper__contest=contest, paper__submitted_at__isnull=False)
        .values_list("version")
        .annotate(
            had=Count("pk"),
            answered=Count("answer", filter=~Q(answer__chosen=[])),
            right=Count("answer", filter=Q(answer__fraction=1.0)),
        )
    )
    rows = {version: (had, answered, right) for version, had, answered, right in counted}
    versions = QuestionVersion.objects.select_related("question").in_bulk(list(rows))
    appeals, rulings = appeals_by_question(contest), rulings_in_words(contest)
    proposed = set(
        contest.correction_proposals.filter(state=CorrectionProposal.State.OPEN).values_list("version", flat=True)
    )
    found = [
        AskedQuestion(versions[pk], *row, appeals.get(pk, 0), rulings.get(pk, ""), pk in proposed)
        for pk, row in rows.items()
    ]
    return sorted(found, key=lambda one: (one.right / one.had, one.version.question.code))


def appeals_by_question(contest: Contest) -> dict[int, int]:
    """Return how many appeals are about each question, by key of its version; one query."""
    about = PaperQuestion.objects.filter(paper__contest=contest, paper__appeals__position=F("position"))
    return dict(about.values_list("version").annotate(count=Count("pk")))


def rulings_in_words(contest: Contest) -> dict[int, str]:
    """Return the ruling that holds on each corrected question, by key of its version; one query."""
    made = KeyEdition.objects.filter(contest=contest).order_by("number")
    return {each.version_id: str(each.get_ruling_display()) for each in made}


def answers_given(contest: Contest, version: QuestionVersion) -> list[Given]:
    """Return the different answers to a question on closed papers, the most frequent first; two queries."""
    asked = PaperQuestion.objects.filter(paper__contest=contest, paper__submitted_at__isnull=False, version=version)
    rows = (
        asked.filter(answer__isnull=False)
        .exclude(answer__chosen=[])
        .values_list("answer__chosen", "answer__fraction")
        .annotate(times=Count("pk"))
        .order_by("-times")
    )
    choices = choices_of([version.pk]).get(version.pk, [])
    return [
        Given(chosen, answer_in_words(version, choices, chosen), times, share == 1.0)
        for chosen, share, times in rows[:MOST_ANSWERS]
    ]


def answer_in_words(version: QuestionVersion, choices: Sequence[Choice], chosen: Sequence[Any]) -> str:
    """Return a kept answer as people read it: letters in the bank's order, else what was typed or put together."""
    if version.kind in CHOOSING:
        letters = {choice.pk: LETTERS[place] for place, choice in enumerate(choices)}
        return ", ".join(sorted(letters.get(pk, "?") for pk in chosen))
    return "; ".join(line.mine for line in lines(body_of(version, choices), list(chosen)) if line.mine)
