"""A sample paper of a draft: drawn as a real one would be, shown, and kept nowhere."""

from dataclasses import dataclass
from datetime import date

from contests.models import Round
from contests.papers.drawing import pool_on
from questionbank.assets import shown_with
from questionbank.blueprint import FULL_POINTS, NotEnoughQuestions, Pool, draw
from questionbank.bodies import body_of, choices_of
from questionbank.fields import Boxes, boxes
from questionbank.kinds import CHOOSING
from questionbank.models import QuestionVersion


@dataclass(frozen=True)
class Sample:
    """A question of the sample. points: what it is worth, where that is not one point."""

    position: int
    boxes: Boxes
    points: float | None


def sample_of(of: Round, *, day: date, seed: str, public: bool = False) -> list[Sample]:
    """Return a paper of the round as it might be drawn on `day`; empty where there are not enough questions.

    The same seed draws the same paper. Writes nothing. Raises RulesError where the rules are not complete.
    """
    rules = of.paper_rules
    blueprint = rules.blueprint_for(public=public)
    try:
        drawn = draw(
            Pool(blueprint, pool_on(day, blueprint)), seed,
            shuffle_questions=rules.shuffle_questions, shuffle_choices=rules.shuffle_choices,
        )  # fmt: skip
    except NotEnoughQuestions:
        return []
    asked = [each.version_id for each in drawn]
    versions = QuestionVersion.objects.in_bulk(asked)
    choices, media = choices_of(asked), shown_with(asked)
    return [
        Sample(
            place,
            _boxes(versions[each.version_id], choices.get(each.version_id, []), each.choice_order, media),
            each.points / 100 if each.points != FULL_POINTS else None,
        )
        for place, each in enumerate(drawn, start=1)
    ]


def _boxes(version: QuestionVersion, choices: list, order: tuple[int, ...], media: dict) -> Boxes:  # type: ignore[type-arg]
    body = body_of(version, choices)
    if version.kind in CHOOSING:
        places = {choice.pk: place for place, choice in enumerate(choices)}
        order = tuple(places[pk] for pk in order)
    return boxes(body, (), order, media=media.get(version.pk, {}))
