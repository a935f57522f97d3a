"""What practice keeps of a person; all of it goes with the account, and on the person's own wish.

Nothing here is read by what ranks people or gives prizes.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Contest
from practice.scheduling import FEELS, Memory
from questionbank.models import Question, QuestionVersion, Topic
from regulations.models import Document

USUAL_GOAL = 10


class Learner(models.Model):
    """What a person has chosen for their practice. goal: answers a day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    goal = models.PositiveSmallIntegerField(default=USUAL_GOAL)

    def __str__(self) -> str:
        return f"{self.user}: {self.goal}"


class Card(models.Model):
    """A person's memory of a question, across its wordings. version: the wording that was last answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    last_at = models.DateTimeField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    learning = models.BooleanField()
    lapsed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="one_card_per_person_and_question")]
        indexes = [models.Index(fields=["user", "due_at"], name="cards_by_due")]

    def __str__(self) -> str:
        return f"{self.user} · {self.question}"

    @property
    def memory(self) -> Memory:
        return Memory(self.due_at, self.last_at, self.stability, self.difficulty, self.learning, self.lapsed)


class Turn(models.Model):
    """A question put to a person once, and what they answered. Its key makes a second sending of an answer harmless.

    order: the places of the body in the order shown. given: as `kinds.settled`; null until answered. day: of the
    answer, in Vietnam. before: the memory that the answer met, null for the first; feel is counted upon it.
    topic, document: what the person had chosen to practise; null for whatever is due.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="+")
    order = models.JSONField()
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    is_new = models.BooleanField()
    reworded = models.BooleanField(default=False)  # since the person last answered it
    answered_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    given = models.JSONField(null=True)
    fraction = models.FloatField(null=True)
    feel = models.CharField(max_length=4, blank=True, choices=[(feel, feel) for feel in FEELS])
    before = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "question"], condition=Q(answered_at=None), name="one_open_turn_per_person_and_question"
            ),
        ]
        indexes = [models.Index(fields=["user", "day"], name="turns_by_day")]

    def __str__(self) -> str:
        return f"{self.user} · {self.question} · {self.asked_at:%Y-%m-%d}"


class OpenQuestionQuerySet(models.QuerySet["OpenQuestion"]):
    def standing(self) -> "OpenQuestionQuerySet":
        """Words that nobody has taken back."""
        return self.filter(closed_at=None)


class OpenQuestion(models.Model):
    """A trainer's word that everybody may practise a question although a contest could draw it. It is never deleted."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = OpenQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(closed_at=None), name="one_standing_word_per_question"
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)


class OpenContest(models.Model):
    """An organiser's word that everybody may practise the questions of a contest while it is not over.

    The record of the contest keeps when it was given and taken back, and by whom.
    """

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.contest)
