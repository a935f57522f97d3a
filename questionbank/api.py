"""Questions for other systems; they carry the keys, so trainers only. Read only."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from questionbank.drafted import corpus, source_of_document
from questionbank.drafting import Draft, propose
from questionbank.fields import LETTERS
from questionbank.models import Choice, Citation, Question, QuestionQuerySet, QuestionVersion, Topic
from regulations.models import Document


class TopicSerializer(serializers.ModelSerializer):
    """parent: code of the topic that it stands under, null at the top. retired_at: since when it is not offered."""

    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)

    class Meta:
        model = Topic
        fields = ["code", "name", "parent", "retired_at"]


class QuestionChoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Choice
        fields = ["id", "text", "is_correct", "remark"]


class CitationSerializer(serializers.ModelSerializer):
    """document: its number; address: of the provision within it; provision: its id."""

    document = serializers.CharField(source="provision.document.number")
    address = serializers.CharField(source="provision.address")

    class Meta:
        model = Citation
        fields = ["document", "address", "quote", "provision"]


class WordingSerializer(serializers.ModelSerializer):
    """body: what the kind needs beside stem and choices: partners, accepted, tolerance, rubric, parts."""

    choices = QuestionChoiceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = QuestionVersion
        fields = ["number", "kind", "difficulty", "stem", "body", "keep_order", "explanation", "choices", "citations"]


class QuestionSerializer(serializers.ModelSerializer):
    """wording: the latest; approved_version: the number of the one that is drawn, null where none is."""

    topic = serializers.CharField(source="topic.code")
    approved_version = serializers.IntegerField(source="approved_version.number", default=None, allow_null=True)
    wording = WordingSerializer(source="latest_version")

    class Meta:
        model = Question
        fields = ["id", "code", "topic", "state", "flag", "approved_version", "wording"]


class TopicList(ListAPIView):
    """All topics, in their order."""

    serializer_class = TopicSerializer
    queryset = Topic.objects.select_related("parent").order_by("position", "code")
    pagination_class = None


class QuestionList(ListAPIView):
    """Questions in their latest wording, by code."""

    serializer_class = QuestionSerializer
    queryset = Question.objects.none()

    def get_queryset(self) -> QuestionQuerySet:
        found = Question.objects.with_wordings().select_related("approved_version").order_by("code")
        topic, state = (self.request.query_params.get(name, "").replace("\x00", "") for name in ("topic", "state"))
        if state and state not in Question.State.values:
            raise serializers.ValidationError({"state": [f"One of: {', '.join(Question.State.values)}."]})
        if topic:
            found = found.filter(topic__code=topic)
        return found.filter(state=state) if state else found

    @extend_schema(
        parameters=[
            OpenApiParameter("topic", str, description="Code of a topic."),
            OpenApiParameter("state", str, enum=Question.State.values),
        ]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class QuestionDraftSerializer(serializers.Serializer[Draft]):
    """A question proposed from a clause, not kept yet. key: letters of the right choices."""

    pattern = serializers.CharField()
    kind = serializers.CharField()
    stem = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    key = serializers.SerializerMethodField()
    address = serializers.CharField()
    eid = serializers.CharField()
    quote = serializers.CharField()
    explanation = serializers.CharField()

    def get_key(self, draft: Draft) -> list[str]:
        return [LETTERS[place] for place in sorted(draft.right)]


class QuestionDrafts(APIView):
    """Questions proposed from the text of a regulation; the same text gives the same ones."""

    @extend_schema(
        parameters=[OpenApiParameter("article", str, description="Only this article.")],
        responses=QuestionDraftSerializer(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        article = request.query_params.get("article", "")[:10]
        document = Document.objects.get(pk=pk)
        drafts = propose(source_of_document(document), corpus(), [article] if article else None)
        return Response(QuestionDraftSerializer(drafts, many=True).data)
