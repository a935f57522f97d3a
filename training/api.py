"""The training-need report for other systems, without names."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime import clock
from training.findings import State
from training.reports import kept_report


class EstimateSerializer(serializers.Serializer):
    """Shares of right answers, 0 to 1, with the ends of the 90 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class MeasuredSerializer(serializers.Serializer):
    group = serializers.CharField()
    topic = serializers.CharField()
    answers = serializers.IntegerField()
    people = serializers.IntegerField()
    state = serializers.ChoiceField([s.value for s in State])
    estimate = EstimateSerializer(allow_null=True)


class CitedSerializer(serializers.Serializer):
    address = serializers.CharField()
    document = serializers.CharField()


class NeedSerializer(serializers.Serializer):
    topic = serializers.CharField()
    people = serializers.IntegerField()
    gap = serializers.FloatField()
    priority = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField())
    clauses = CitedSerializer(many=True)


class ReportSerializer(serializers.Serializer):
    contest = serializers.CharField()
    cut_off = serializers.DateTimeField()
    target = serializers.FloatField()
    threshold = serializers.FloatField()
    finished = serializers.IntegerField()
    measured = MeasuredSerializer(many=True)
    needs = NeedSerializer(many=True)


class WaitSerializer(serializers.Serializer):
    """There is no analysis yet; one has been begun."""

    detail = serializers.CharField()


class TrainingNeeds(APIView):
    """Mastery of each topic by group, and the needs that follow; groups under five people are merged."""

    @extend_schema(responses={200: ReportSerializer, 202: WaitSerializer})
    def get(self, request: Request, slug: str) -> Response:
        made = kept_report(request._request.target, now=clock.now())  # type: ignore[attr-defined]
        if made is None:
            return Response({"detail": _("The answers are being analysed. Ask again in a minute.")}, status=202)
        measured = [
            {
                "group": group.label or "small",
                "topic": row.code,
                "answers": row.cells[index].answers,
                "people": row.cells[index].people,
                "state": row.cells[index].state.value,
                "estimate": asdict(estimate) if (estimate := row.cells[index].estimate) else None,
            }
            for index, group in enumerate(made.groups)
            for row in made.topics
        ]
        needs = [
            {
                "topic": p.code,
                "people": p.people,
                "gap": p.gap,
                "priority": p.priority.value,
                "groups": [need.group or "small" for need in p.needs],
                "clauses": [{"address": c.address, "document": c.document} for c in p.clauses],
            }
            for p in made.proposals
        ]
        content = {
            "contest": made.header.slug,
            "cut_off": made.header.cut_off,
            "target": made.rule.target,
            "threshold": made.rule.threshold,
            "finished": made.coverage.finished,
            "measured": measured,
            "needs": needs,
        }
        return Response(ReportSerializer(content).data)
