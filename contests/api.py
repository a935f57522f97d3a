"""Contests and their leaderboards for other systems: what the public pages show, to read."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contests.boards import blocks_of, board_name
from contests.entering.rules import WAYS
from contests.models import Contest, Phase, Round
from contests.prizes import RANKS, SCOPES, WINNERS, Prize
from contests.rules import COUNTED, EXPLANATIONS, OVERALL, PAGING, PREDICTS, RANKING_KEYS, TIES, PaperRules, Rules
from contests.units.rules import LISTINGS, PARTS, UNIT_KEYS, UNIT_TIES, Band, UnitRules, Weight
from leaderboard.frames import frame
from questionbank.blueprint import Slot
from realtime import clock


class SlotSerializer(serializers.Serializer[Slot]):
    """What a number of questions have in common; empty or 0: whatever."""

    count = serializers.IntegerField()
    topic = serializers.CharField(help_text="code of topic")
    document = serializers.IntegerField(help_text="key of the regulation cited")
    difficulty = serializers.IntegerField(help_text="1 to 3")
    kind = serializers.CharField()
    points = serializers.IntegerField(help_text="hundredths of a point that each is worth")


class PaperRulesSerializer(serializers.Serializer[PaperRules]):
    blueprint = SlotSerializer(many=True)
    questions = serializers.IntegerField()
    minutes = serializers.IntegerField()
    attempts = serializers.IntegerField(help_text="in all; 0: no limit")
    per_day = serializers.IntegerField(help_text="0: no limit")
    counted = serializers.ChoiceField(COUNTED)
    explanations = serializers.ChoiceField(EXPLANATIONS)
    shuffle_questions = serializers.BooleanField()
    shuffle_choices = serializers.BooleanField()
    paging = serializers.ChoiceField(PAGING)
    back = serializers.BooleanField()
    wrong = serializers.IntegerField(help_text="hundredths of its points that a wrong answer takes away")
    predicts = serializers.ChoiceField(PREDICTS, help_text="what papers ask to foretell; empty: nothing")
    sets = serializers.IntegerField(help_text="fixed papers, of which each entrant is given one; 0: none")
    public_blueprint = SlotSerializer(many=True, help_text="for those who register without an account")


class RoundSerializer(serializers.ModelSerializer[Round]):
    title = serializers.CharField(source="__str__")
    rules = serializers.SerializerMethodField()

    class Meta:
        model = Round
        fields = ("position", "title", "opens_at", "closes_at", "rules")

    @extend_schema_field(PaperRulesSerializer)
    def get_rules(self, one: Round) -> dict[str, Any]:
        return dict(PaperRulesSerializer(one.paper_rules).data)


class PrizeSerializer(serializers.Serializer[Prize]):
    winner = serializers.ChoiceField(WINNERS)
    rank = serializers.ChoiceField(RANKS)
    count = serializers.IntegerField()
    amount = serializers.IntegerField(help_text="đồng, for each")
    scope = serializers.ChoiceField(SCOPES, help_text="once in every round, or once in the contest")
    title = serializers.CharField()


class BandSerializer(serializers.Serializer[Band]):
    below = serializers.IntegerField(help_text="for units of fewer people; 0: of any further size")
    rate = serializers.IntegerField(help_text="hundredths of a percent that participation must reach")
    count = serializers.IntegerField(help_text="how many must take part")


class WeightSerializer(serializers.Serializer[Weight]):
    of = serializers.ChoiceField(PARTS)
    weight = serializers.IntegerField()


class UnitRulesSerializer(serializers.Serializer[UnitRules]):
    roster = serializers.ChoiceField(LISTINGS)
    bands = BandSerializer(many=True)
    score_above = serializers.IntegerField(help_text="hundredths of a percent of the points; 0: no condition")
    blocks = serializers.BooleanField(help_text="whether each block has places and prizes of its own")
    keys = serializers.ListField(child=serializers.ChoiceField(UNIT_KEYS))
    best = serializers.IntegerField()
    weights = WeightSerializer(many=True)
    ties = serializers.ChoiceField(UNIT_TIES)


class RulesSerializer(serializers.Serializer[Rules]):
    ranking = serializers.ListField(child=serializers.ChoiceField(RANKING_KEYS))
    overall = serializers.ChoiceField(OVERALL)
    ties = serializers.ChoiceField(TIES)
    prizes = PrizeSerializer(many=True)
    units = UnitRulesSerializer()


class ContestSerializer(serializers.ModelSerializer[Contest]):
    unit = serializers.CharField(source="unit.name")
    phase = serializers.SerializerMethodField()
    ways = serializers.SerializerMethodField()
    rules = serializers.SerializerMethodField()
    rounds = RoundSerializer(many=True)

    class Meta:
        model = Contest
        fields = (
            "slug", "title", "introduction", "unit", "partner", "ways", "phase", "opens_at", "closes_at", "rules",
            "rounds",
        )  # fmt: skip

    def get_phase(self, contest: Contest) -> Phase:
        return contest.phase_at(self.context["now"])

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(WAYS)))
    def get_ways(self, contest: Contest) -> list[str]:
        return list(contest.entering.ways)

    @extend_schema_field(RulesSerializer)
    def get_rules(self, contest: Contest) -> dict[str, Any]:
        return dict(RulesSerializer(Rules.from_json(contest.rules)).data)


class BoardLineSerializer(serializers.Serializer[Any]):
    """A line; `score` to `simulated` on the board of people, `mean` to `waits` on that of units."""

    place = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.CharField(help_text="unit of the person; empty on the board of units")
    score = serializers.FloatField(required=False)
    max = serializers.FloatField()
    time_ms = serializers.IntegerField(required=False)
    mean = serializers.FloatField(required=False)
    people = serializers.IntegerField(required=False)
    rate = serializers.FloatField(required=False, allow_null=True, help_text="percent of the unit's roster")
    formula = serializers.FloatField(required=False, allow_null=True)
    waits = serializers.BooleanField(required=False, help_text="the unit has no place yet")
    simulated = serializers.IntegerField(help_text="how many people of this line are simulated")


class BoardSerializer(serializers.Serializer[Any]):
    size = serializers.IntegerField()
    version = serializers.IntegerField()
    rows = BoardLineSerializer(many=True)


class ContestList(ListAPIView[Contest]):
    """The contests that are or were open, latest end first."""

    serializer_class = ContestSerializer
    queryset = Contest.objects.public().select_related("unit").prefetch_related("rounds").order_by("-closes_at", "pk")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "now": clock.now()}


class ContestDetail(APIView):
    """One contest and its rules."""

    @extend_schema(responses=ContestSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return Response(ContestSerializer(request.target, context={"now": clock.now()}).data)


class ContestLeaderboard(APIView):
    """The first lines of a leaderboard, as the public page shows them."""

    @extend_schema(
        responses=BoardSerializer,
        parameters=[
            OpenApiParameter("by", enum=["people", "units"], default="people"),
            OpenApiParameter(
                "block", description="of units, where blocks are ranked apart; else, or unknown: all units"
            ),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        by = "units" if request.query_params.get("by") == "units" else "people"
        block = request.query_params.get("block", "") if by == "units" else ""
        block = block if block in blocks_of(request.target) else ""
        return Response(BoardSerializer(frame(board_name(request.target, by, block))).data)  # type: ignore[arg-type]
