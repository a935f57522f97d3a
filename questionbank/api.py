"""Questions for other systems; they carry the keys, so trainers only."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from questionbank.models import Choice, Citation, Question, QuestionQuerySet, QuestionVersion, Topic


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["code", "name"]


class ChoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Choice
        fields = ["id", "text", "is_correct"]


class CitationSerializer(serializers.ModelSerializer):
    document = serializers.CharField(source="provision.document.number")
    address = serializers.CharField(source="provision.address")

    class Meta:
        model = Citation
        fields = ["document", "address", "quote", "provision"]


class WordingSerializer(serializers.ModelSerializer):
    choices = ChoiceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = QuestionVersion
        fields = ["number", "kind", "difficulty", "stem", "explanation", "choices", "citations"]


class QuestionSerializer(serializers.ModelSerializer):
    topic = serializers.CharField(source="topic.code")
    wording = WordingSerializer(source="latest_version")

    class Meta:
        model = Question
        fields = ["id", "code", "topic", "state", "wording"]


class TopicList(ListAPIView):
    """All topics, in their order."""

    serializer_class = TopicSerializer
    queryset = Topic.objects.order_by("position")
    pagination_class = None


class QuestionList(ListAPIView):
    """Questions in their latest wording."""

    serializer_class = QuestionSerializer
    queryset = Question.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("topic", OpenApiTypes.STR, description="Code of a topic"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=Question.State.values),
        ]
    )
    def get(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuestionQuerySet:
        found = Question.objects.select_related("topic", "latest_version").prefetch_related(
            "latest_version__choices", "latest_version__citations__provision__document"
        )
        if topic := self.request.query_params.get("topic"):
            found = found.filter(topic__code=topic)
        if state := self.request.query_params.get("state"):
            found = found.filter(state=state)
        return found.order_by("code")
