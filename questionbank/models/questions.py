"""Questions, their versions, what proves them, and who let them in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.folding import fold
from questionbank.models.topics import Topic
from regulations.models import Document, Provision


class Kind(models.TextChoices):
    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    TRUE_FALSE = "true_false", _("True or false")
    ORDER = "order", _("Put in order")
    MATCH = "match", _("Match")
    SHORT = "short", _("Short answer")
    NUMBER = "number", _("A number")
    GAP = "gap", _("Fill the gaps")
    SITUATION = "situation", _("Situation with parts")
    ESSAY = "essay", _("Essay")
    PREDICTION = "prediction", _("Prediction that decides between equals")


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class QuestionQuerySet(models.QuerySet["Question"]):
    def approved(self) -> "QuestionQuerySet":
        """Questions with an approved version, also while a newer one is being written."""
        return self.filter(approved_version__isnull=False).exclude(state=Question.State.RETIRED)

    def drawable_on(self, day: date) -> "QuestionQuerySet":
        """Approved questions whose every citation has effect and stands in the text on `day`, and that nobody has
        flagged."""
        cited = Citation.objects.filter(version=OuterRef("approved_version"))
        return self.approved().filter(Exists(cited), ~Exists(_without_effect(day)), flag="")

    def out_of_force_on(self, day: date) -> "QuestionQuerySet":
        """Approved questions that rest on a document without effect, or on words that are gone, on `day`."""
        return self.approved().filter(Exists(_without_effect(day)))

    def marked_on(self, day: date) -> "QuestionQuerySet":
        """The same questions with `lapsed`: whether the approved wording, or else the latest, rests on a document
        without effect, or on words that are gone, on `day`."""
        shown = Coalesce(OuterRef("approved_version_id"), OuterRef("latest_version_id"))
        return self.annotate(lapsed=Exists(_without_effect(day, shown)))

    def with_words(self, words: str) -> "QuestionQuerySet":
        """Questions whose code and latest stem hold every one of `words`, whatever tones and capitals."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_folded__contains=word)
        return found

    def with_wordings(self) -> "QuestionQuerySet":
        """The same questions with their latest wording, its choices, media and citations read along."""
        choices = Prefetch("latest_version__choices", Choice.objects.order_by("position"))
        media = Prefetch("latest_version__media", Medium.objects.select_related("asset").defer("asset__data"))
        return self.select_related("topic", "latest_version").prefetch_related(
            choices, media, "latest_version__citations__provision__document"
        )


def _without_effect(day: date, version: Coalesce | None = None) -> "models.QuerySet[Citation]":
    """Citations of a version, if not said otherwise the approved one, whose document has no effect on `day` or whose
    words no longer, or not yet, stand in it.

    For use inside Exists.
    """
    in_force = Document.objects.in_force_on(day)
    gap = CitationGap.objects.on(day).filter(citation=OuterRef("pk"))
    return Citation.objects.filter(version=version or OuterRef("approved_version")).filter(
        ~Q(provision__document__in=in_force) | Exists(gap)
    )


class Question(models.Model):
    """A question through its life; what is asked stands in its versions, which never change once approved."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        VETTED = "vetted", _("Vetted, to be approved")
        RETURNED = "returned", _("Returned to its author")
        APPROVED = "approved", _("Approved")
        RETIRED = "retired", _("Retired")

    code = models.CharField(max_length=30, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions_written")
    latest_version = models.ForeignKey("QuestionVersion", null=True, on_delete=models.PROTECT, related_name="+")
    approved_version = models.ForeignKey("QuestionVersion", null=True, on_delete=models.PROTECT, related_name="+")
    flag = models.CharField(max_length=300, blank=True)  # why a person must look at it again; empty when nobody must
    created_at = models.DateTimeField()
    search_folded = models.TextField(editable=False, default="")  # code and latest stem, as words are compared

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_version__isnull=False), name="approved_question_has_version"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """One wording of a question with its choices, key and explanation.

    `body` holds what its kind needs beside stem and choices, as `kinds.Body.to_json` gives it; read it through
    `bodies.body_of`.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SINGLE)
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.MEDIUM)
    stem = models.TextField()
    stem_folded = models.TextField(editable=False)
    body = models.JSONField(default=dict)
    explanation = models.TextField(blank=True)
    keep_order = models.BooleanField(default=False)  # choices such as "all of the above" must not be shuffled
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.question.code} v{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.stem_folded = fold(self.stem)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Choice(models.Model):
    """What may be chosen; an item of an order, in its right place; the left side of a match.

    `remark`: what whoever takes it has misunderstood.
    """

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_correct = models.BooleanField(default=False)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="one_choice_per_position")]

    def __str__(self) -> str:
        return self.text


class Asset(models.Model):
    """A picture, sound or film, kept once by what is in it. Its bytes never change. kept_at: last handed in."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content_type = models.CharField(max_length=40)
    data = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Medium(models.Model):
    """An asset in a wording. place: -1 for the stem, else the position of the choice that it belongs to."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="media")
    place = models.SmallIntegerField(default=-1)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place", "asset"], name="one_medium_per_place_and_asset")
        ]

    def __str__(self) -> str:
        return self.alt or str(self.asset)


class Citation(models.Model):
    """The provision that proves the answer, with the proving words."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="citations")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "provision"], name="one_citation_per_provision")]

    def __str__(self) -> str:
        return str(self.provision)


class LikenessKey(models.Model):
    """A key of a question's latest wording; questions that share one may ask the same (see `likeness.keys`)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    band = models.PositiveSmallIntegerField()
    key = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "band"], name="one_key_per_question_and_band")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.band}"


class Recitation(models.Model):
    """Another trainer's word that a question is still right after its clause changed, with the words that prove it now.

    From the day `since` on, `quote` stands in the place of the citation's own. Never changed.
    """

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="recitations")
    since = models.DateField()
    quote = models.TextField(blank=True)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.citation} {self.since}"


class CitationGapQuerySet(models.QuerySet["CitationGap"]):
    def on(self, day: date) -> "CitationGapQuerySet":
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gt=day),
        )


class CitationGap(models.Model):
    """Days on which the cited words do not stand: from `since` (None: from the first) up to, not including, `until`.

    Kept by `questionbank.standing` whenever a text or a citation changes, so that a draw needs no comparing.
    """

    class Reason(models.TextChoices):
        REPEALED = "repealed", _("The clause has no effect")
        REWORDED = "reworded", _("The quoted words are no longer there")
        NOT_YET = "not_yet", _("The quoted words are not in force yet")
        SUSPENDED = "suspended", _("The clause is suspended")

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="gaps")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=10, choices=Reason)

    objects = CitationGapQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["citation", "since"])]

    def __str__(self) -> str:
        return f"{self.citation} {self.since or ''}–{self.until or ''}"


class ReviewEvent(models.Model):
    """Who moved a question from one state to another, when and why; a comment moves it from a state to the same.

    Never changed, never deleted.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=10, choices=Question.State)
    to_state = models.CharField(max_length=10, choices=Question.State)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question.code}: {self.from_state} → {self.to_state}"
