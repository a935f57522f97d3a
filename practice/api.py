"""Practice for an app of one's own: the next question, and its answer. Signed in as on the pages."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contests.refusals import Refused
from practice.forms import ScopeForm
from practice.models import Turn
from practice.refusals import SetAside
from practice.reserved import holds_at, is_free
from practice.scheduling import FEELS
from practice.showing import boxes_of, solved
from practice.turns import answer, next_turn, tell_feel
from realtime import clock


class WantedSerializer(serializers.Serializer[Any]):
    """What to practise; nothing: what is due and what the person is weak in."""

    topic = serializers.IntegerField(required=False, allow_null=True, help_text="key of a topic")
    document = serializers.IntegerField(required=False, allow_null=True, help_text="key of a regulation")


class PutSerializer(serializers.Serializer[Any]):
    """A question to answer. Nothing in it says what is right."""

    turn = serializers.IntegerField(help_text="to answer it by")
    kind = serializers.CharField()
    boxes = serializers.DictField(help_text="what is shown, in the order in which places are counted from 0")
    reworded = serializers.BooleanField(help_text="since the person last answered it")


class NextSerializer(serializers.Serializer[Any]):
    question = PutSerializer(allow_null=True, help_text="null: nothing is left for today")


class AnswerSerializer(serializers.Serializer[Any]):
    response = serializers.ListField(
        child=serializers.JSONField(), help_text="places as shown, or texts, as the kind of the question has it"
    )
    feel = serializers.ChoiceField(FEELS, required=False, help_text="how hard a right answer was")


class ClauseSerializer(serializers.Serializer[Any]):
    address = serializers.CharField()
    document = serializers.CharField()
    quote = serializers.CharField()
    text = serializers.CharField()


class AnsweredSerializer(serializers.Serializer[Any]):
    right = serializers.BooleanField()
    share = serializers.FloatField(help_text="of the marks, 0 to 1")
    choices = serializers.ListField(child=serializers.DictField())
    lines = serializers.ListField(child=serializers.DictField())
    explanation = serializers.CharField()
    clauses = ClauseSerializer(many=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="when the question comes back")


class RefusedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class NextQuestion(APIView):
    """The question to put now; asked again, the same one until it is answered."""

    @extend_schema(request=WantedSerializer, responses={200: NextSerializer, 409: RefusedSerializer})
    def post(self, request: Request) -> Response:
        given = request.data if isinstance(request.data, dict) else {}
        scope = ScopeForm({name: given.get(name) for name in ("topic", "document")}).scope()
        guests = getattr(request.user, "guest_entrants", frozenset())
        try:
            turn = next_turn(user=request.user, scope=scope, now=clock.now(), guests=guests)
        except Refused as refusal:
            return _refused(refusal)
        put = turn and {
            "turn": turn.pk,
            "kind": turn.version.kind,
            "boxes": asdict(boxes_of(turn)),
            "reworded": turn.reworded,
        }
        return Response({"question": put})


class AnswerQuestion(APIView):
    """Answer a question that was put; sent again, the first answer stands and is told again."""

    @extend_schema(request=AnswerSerializer, responses={200: AnsweredSerializer, 409: RefusedSerializer})
    def post(self, request: Request, pk: int) -> Response:
        sent = AnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        now = clock.now()
        about: Turn = request._request.target  # type: ignore[attr-defined]
        guests = getattr(request.user, "guest_entrants", frozenset())
        try:
            turn = answer(turn=about, given=sent.validated_data["response"], now=now, guests=guests)
        except Refused as refusal:
            return _refused(refusal)
        if "feel" in sent.validated_data:
            tell_feel(turn=turn, feel=sent.validated_data["feel"])
        if not is_free(turn.question, now, holds_at(now)):
            return _refused(SetAside())
        told = solved(turn, now)
        clauses = [
            {
                "address": each.proof.provision.address,
                "document": str(each.proof.provision.document),
                "quote": each.proof.quote,
                "text": each.proof.text,
            }
            for each in told.clauses
        ]
        return Response(
            {
                "right": told.right,
                "share": told.share,
                "choices": [asdict(choice) for choice in told.choices],
                "lines": [asdict(line) for line in told.lines],
                "explanation": told.explanation,
                "clauses": clauses,
                "due_at": told.due_at,
            }
        )


def _refused(refusal: Refused) -> Response:
    return Response({"code": refusal.code, "detail": str(refusal)}, status=409)
