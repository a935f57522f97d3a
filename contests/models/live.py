"""Live rounds: what the state machine needs to go on after every process has died."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from people.models import Unit
from questionbank.models import QuestionVersion


def new_seed() -> str:
    """Return what nobody can guess, and from which all chance of a round follows."""
    return secrets.token_hex(16)


class LiveRoundQuerySet(models.QuerySet["LiveRound"]):
    def in_play(self) -> "LiveRoundQuerySet":
        """Rounds of contests that have left their lobby and are not finished."""
        waiting = (LiveRound.State.LOBBY, LiveRound.State.FINISHED)
        return self.filter(contest__isnull=False).exclude(state__in=waiting)


class LiveRound(models.Model):
    """A round played in a hall. `version` grows by one with every committed transition.

    What a rehearsal is played on belongs to no contest, so that nothing which reads a contest's rounds finds it.
    `rules` is the JSON form of `contests.live.rules.LiveRules`; the times are those of `contests.live.known.Round`.
    """

    class State(models.TextChoices):
        LOBBY = "lobby", _("Lobby")
        QUESTION = "question", _("Question shown")
        ARRIVING = "arriving", _("On its way to the phones")
        ANSWERING = "answering", _("Answering")
        BELL = "bell", _("The bell is open")
        HELD = "held", _("Somebody holds the bell")
        PACED = "paced", _("Everybody at their own pace")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Answers closed")
        REVEALED = "revealed", _("Answer revealed")
        BOARD = "board", _("Leaderboard")
        SKIPPED = "skipped", _("Question left out")
        FINISHED = "finished", _("Finished")

    contest = models.ForeignKey(Contest, null=True, on_delete=models.PROTECT, related_name="live_rounds")
    rehearsal = models.OneToOneField("LiveRehearsal", null=True, on_delete=models.CASCADE, related_name="stage")
    title = models.CharField(max_length=200)
    join_code = models.CharField(max_length=8, unique=True)  # a locator, never a right
    state = models.CharField(max_length=10, choices=State, default=State.LOBBY)
    version = models.PositiveIntegerField(default=1)
    told = models.PositiveIntegerField(default=1)  # the version at which what players read of themselves last changed
    marked = models.PositiveIntegerField(default=0)  # how often points were written: what was read of them is of then
    position = models.PositiveSmallIntegerField(default=0)  # of the current step; 0 before the first
    run = models.PositiveSmallIntegerField(default=1)  # of the current step; grows when it is played again
    shown = models.PositiveSmallIntegerField(default=0)  # choices of the current step on the screens
    starts_by = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)  # of the current step's time: [from, to], to null while it goes on
    left = models.DurationField(null=True)  # of the time, when a press closed the question before its end
    opening = models.PositiveSmallIntegerField(default=0)  # how many times the bell of the question has been opened
    holder = models.ForeignKey("LivePlayer", null=True, on_delete=models.SET_NULL, related_name="+")  # of the bell
    held_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    decides_at = models.DateTimeField(null=True)  # when the bell is given to whoever rang first
    rescues = models.JSONField(default=list)  # positions after which those who were out came back
    locked = models.BooleanField(default=False)  # nobody new may join
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    rules = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = LiveRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contest__isnull=False, rehearsal=None) | Q(contest=None, rehearsal__isnull=False),
                name="of_a_contest_or_a_rehearsal",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def real(self) -> "LiveRound":
        """Return the round itself, or the one that it rehearses."""
        return self.rehearsal.of if self.rehearsal is not None else self

    @property
    def organised(self) -> Contest:
        """Return the contest whose organisers lead this round, be it a rehearsal."""
        contest = self.real.contest
        if contest is None:
            raise ValueError("a round of no contest")
        return contest


class LiveRehearsal(models.Model):
    """A trial of a round with simulated phones. Its stage, a round with players and answers, is thrown away at the end;
    the sheet stays.

    phones: how many. process: whose loop plays them; heard_at: when it last said so. hosted_at: when a host's screen
    was last there. ends_by: when it ends by itself at the latest. stop_at: when somebody asked it to end. clear_at:
    when the stage goes. sheet: the JSON form of `contests.live.rehearsal.figures.Sheet`; null where it was broken off.
    """

    class Ending(models.TextChoices):
        PLAYED = "played", _("Played to the end")
        STOPPED = "stopped", _("Ended by the host")
        TIME = "time", _("Its time was over")
        LEFT = "left", _("The host had left")
        GAVE_WAY = "gave_way", _("A real round began")
        BROKEN = "broken", _("The server was restarted")

    of = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="rehearsals")
    phones = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ends_by = models.DateTimeField()
    hosted_at = models.DateTimeField()
    process = models.UUIDField(null=True)
    heard_at = models.DateTimeField(null=True)
    stop_at = models.DateTimeField(null=True)
    running = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    clear_at = models.DateTimeField(null=True)
    sheet = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["running"], condition=Q(running=True), name="one_rehearsal_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.of} · {self.begun_at:%Y-%m-%d %H:%M}"


class LiveStep(models.Model):
    """One question of a live round."""

    class Fate(models.TextChoices):
        COUNTS = "counts", _("Counts")
        VOIDED = "voided", _("Voided")
        SKIPPED = "skipped", _("Left out")

    class Manner(models.TextChoices):
        ALL = "all", _("Everybody answers")
        BELL = "bell", _("With the bell")
        PACED = "paced", _("At one's own pace")

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    choice_order = models.JSONField()  # ids of Choice; the same on every screen of the hall
    seconds = models.PositiveSmallIntegerField(default=20)
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.COUNTS)
    run = models.PositiveSmallIntegerField(default=1)  # the one whose answers count
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.ALL)
    only = models.JSONField(null=True)  # sorted ids of LivePlayer: who are level and may ring; null: everybody

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="one_step_per_place_in_round"),
            models.UniqueConstraint(fields=["round", "version"], name="no_question_twice_in_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.position}"


class LivePlayerQuerySet(models.QuerySet["LivePlayer"]):
    def playing(self) -> "LivePlayerQuerySet":
        """Whom the host has not removed, and who has a place in the contest: not set aside, not disqualified."""
        return self.filter(removed_at=None, entrant__aside_at=None, entrant__disqualified_at=None)

    def named(self) -> "LivePlayerQuerySet":
        """With what their names and units are made of."""
        return self.select_related("entrant__unit", "stand_in_unit")


class LivePlayer(models.Model):
    """One entrant in one round, through any number of phones and reconnects; or a simulated phone of a rehearsal, which
    is nobody's: `stand_in` is its name, `stand_in_unit` whom it plays for.

    seen_at: when a socket of theirs last came or went. drops: how often the last one has gone.
    """

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="players")
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="+")
    stand_in = models.CharField(max_length=60, blank=True)
    stand_in_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    banned = models.BooleanField(default=False)  # removed for good: may not ask to join again
    nickname = models.CharField(max_length=30, blank=True)
    nickname_approved = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)
    drops = models.PositiveSmallIntegerField(default=0)
    team = models.ForeignKey("LiveTeam", null=True, on_delete=models.SET_NULL, related_name="members")
    hall = models.CharField(max_length=60, blank=True)  # one of the rules' halls, where there are some
    out_after = models.PositiveSmallIntegerField(null=True)  # the question that put them out, in a knockout

    objects = LivePlayerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "entrant"], name="one_player_per_entrant_and_round"),
            models.CheckConstraint(
                condition=Q(entrant__isnull=False, stand_in="", stand_in_unit=None)
                | (Q(entrant=None, stand_in_unit__isnull=False) & ~Q(stand_in="")),
                name="an_entrant_or_a_stand_in",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return what the host reads."""
        return self.entrant.full_name if self.entrant is not None else self.stand_in

    @property
    def shown_name(self) -> str:
        """Return what the hall reads: the name the player chose, once the host has approved it, or the entrant's."""
        if self.nickname and self.nickname_approved:
            return self.nickname
        return self.entrant.shown_name if self.entrant is not None else self.stand_in

    @property
    def unit(self) -> Unit:
        """Return whom they play for."""
        unit = self.entrant.unit if self.entrant is not None else self.stand_in_unit
        if unit is None:
            raise ValueError("a player of no unit")
        return unit

    @property
    def unit_name(self) -> str:
        return self.unit.name

    @property
    def is_simulated(self) -> bool:
        return self.entrant is None or self.entrant.is_simulated


class LiveTeam(models.Model):
    """A unit in a round: who answers for it, where its captain does, and how many people its mean counts over.

    Settled when the round starts; a captain may be named before, and another phone take their place after.
    """

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="teams")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    captain = models.ForeignKey(LivePlayer, null=True, on_delete=models.SET_NULL, related_name="+")
    headcount = models.PositiveIntegerField(null=True)  # of the roster when the round started; null: it has none

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_team_per_unit_and_round")]

    def __str__(self) -> str:
        return f"{self.round} · {self.unit}"


class LiveMove(models.Model):
    """One step of a round, as it was committed: the record of who moved it, from where to where."""

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="moves")
    version = models.PositiveIntegerField()  # that it made
    move = models.CharField(max_length=10)  # a command, or "clock", "phones", "answer", "captain"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.CharField(max_length=10)  # states
    after = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()  # of the question it was about
    run = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="one_move_per_round_and_version")]

    def __str__(self) -> str:
        return f"{self.round} · {self.version} · {self.move}"
