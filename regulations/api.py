"""Regulations for other systems: the list, one with its tree, one provision by its official address."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime import clock
from regulations.citing import provision_at
from regulations.models import Document, DocumentQuerySet, Provision, Relation, Suspension, standing
from regulations.reading import Branch, tree_of
from regulations.validity import Status

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="The day whose text is wanted; today where it is left out.")
TREE = {"type": "array", "items": {"$ref": "#/components/schemas/ProvisionNode"}}


class DocumentSummarySerializer(serializers.ModelSerializer):
    """status: the effect today."""

    status = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            "id",
            "number",
            "doc_type",
            "title",
            "issuer",
            "signer",
            "issued_on",
            "effective_on",
            "expired_on",
            "expiry_reason",
            "status",
            "source_kind",
        ]

    @extend_schema_field({"type": "string", "enum": Status.values})
    def get_status(self, document: Document) -> str:
        return document.status_on(timezone.localdate(clock.now())).value


class NoEffectSerializer(serializers.Serializer):
    """Why a provision has no effect on the day asked for: since when, the first day with effect again where one is set,
    and by what."""

    reason = serializers.ChoiceField(["repealed", "suspended"])
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    by = serializers.CharField()


class ProvisionSerializer(serializers.ModelSerializer):
    """text: the words of the provision itself; those under it come after it in the tree. no_effect: null for a
    provision in effect; the text of one that is repealed is its last."""

    no_effect = serializers.SerializerMethodField()

    class Meta:
        model = Provision
        fields = ["id", "kind", "number", "heading", "address", "eid", "text", "no_effect"]

    @extend_schema_field(NoEffectSerializer(allow_null=True))
    def get_no_effect(self, provision: Provision) -> dict[str, Any] | None:
        if (last := provision.repealed) is not None:
            by = last.ended_by.by_clause if last.ended_by else ""
            return {"reason": "repealed", "since": last.valid_to, "until": None, "by": by}
        if (held := provision.suspension) is not None:
            return {"reason": "suspended", "since": held.since, "until": held.until, "by": held.by}
        return None


class ProvisionNodeSerializer(ProvisionSerializer):
    children = serializers.SerializerMethodField()

    class Meta(ProvisionSerializer.Meta):
        fields = [*ProvisionSerializer.Meta.fields, "children"]

    @extend_schema_field(TREE)
    def get_children(self, provision: Provision) -> list[dict[str, Any]]:
        return [_node(child) for child in self.context["branch"].children]


class RelationSerializer(serializers.ModelSerializer):
    """A confirmed change: by source, to target from effective_on on."""

    source_number = serializers.CharField(source="source.number")

    class Meta:
        model = Relation
        fields = [
            "id",
            "source",
            "source_number",
            "action",
            "target",
            "target_number",
            "target_address",
            "effective_on",
            "effective_until",
        ]


class SuspensionSerializer(serializers.ModelSerializer):
    """No effect from since up to, not including, until; provision: null for the whole document."""

    class Meta:
        model = Suspension
        fields = ["provision", "since", "until", "by"]

    by = serializers.CharField()


class DocumentSerializer(DocumentSummarySerializer):
    """status and provisions: as of the day asked for. relations: the confirmed ones, made and received."""

    provisions = serializers.SerializerMethodField()
    relations = serializers.SerializerMethodField()
    suspensions = SuspensionSerializer(many=True, read_only=True)

    class Meta(DocumentSummarySerializer.Meta):
        fields = [*DocumentSummarySerializer.Meta.fields, "relations", "suspensions", "provisions"]

    @extend_schema_field({"type": "string", "enum": Status.values})
    def get_status(self, document: Document) -> str:
        return document.status_on(self.context["day"]).value

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, document: Document) -> list[dict[str, Any]]:
        found = Relation.objects.confirmed().filter(Q(source=document) | Q(target=document))
        ordered = found.select_related("source").order_by("effective_on", "source_id", "position")
        return list(RelationSerializer(ordered, many=True).data)

    @extend_schema_field(ProvisionNodeSerializer(many=True))
    def get_provisions(self, document: Document) -> list[dict[str, Any]]:
        return [_node(root) for root in tree_of(document, self.context["day"])]


class FoundProvisionSerializer(ProvisionSerializer):
    """full_text: the words of the provision and of all under it in force on the day asked for; empty where none is."""

    full_text = serializers.SerializerMethodField()

    class Meta(ProvisionSerializer.Meta):
        fields = [*ProvisionSerializer.Meta.fields, "full_text"]

    def get_full_text(self, provision: Provision) -> str:
        return provision.full_text(self.context["day"])


class ProvisionMissingSerializer(serializers.Serializer):
    """nearest: the address of the closest provision above the one asked for."""

    detail = serializers.CharField()
    nearest = serializers.CharField(allow_null=True)


class DocumentListView(ListAPIView):
    """Regulations, the newest issued first."""

    serializer_class = DocumentSummarySerializer
    queryset = Document.objects.none()

    def get_queryset(self) -> DocumentQuerySet:
        documents = Document.objects.without_source().prefetch_related("suspensions")
        documents = documents.named_like(self.request.query_params.get("q", "")[:200])
        wanted = self.request.query_params.get("status", "")
        if wanted:
            if wanted not in Status.values:
                raise serializers.ValidationError({"status": [f"One of: {', '.join(Status.values)}."]})
            documents = documents.with_status(Status(wanted), timezone.localdate(clock.now()))
        return documents.order_by("-issued_on", "-pk")

    @extend_schema(
        parameters=[
            OpenApiParameter("status", str, enum=Status.values, description="The effect today."),
            OpenApiParameter(
                "q", str, description="Words of the type, number or title; tones and capitals are ignored."
            ),
        ]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class DocumentView(APIView):
    """One regulation with the whole tree of its provisions as of a day, and its relations with others."""

    @extend_schema(parameters=[ON], responses=DocumentSerializer, operation_id="regulations_retrieve")
    def get(self, request: Request, pk: int) -> Response:
        return Response(DocumentSerializer(request._request.target, context={"day": _day(request)}).data)


class ProvisionView(APIView):
    """One provision of a regulation, by its official address."""

    @extend_schema(
        operation_id="regulations_provision",
        parameters=[
            OpenApiParameter("address", OpenApiTypes.STR, required=True, description="For example: khoản 2 Điều 5"),
            ON,
        ],
        responses={200: FoundProvisionSerializer, 400: ProvisionMissingSerializer, 404: ProvisionMissingSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        address = request.query_params.get("address", "").strip()[:300]
        if not address:
            return Response({"detail": "Give an address.", "nearest": None}, status=status.HTTP_400_BAD_REQUEST)
        found, nearest = provision_at(request._request.target, address)
        if found is None:
            return Response({"detail": "Not found.", "nearest": nearest}, status=status.HTTP_404_NOT_FOUND)
        day = _day(request)
        there = standing(found.document, [found], day)
        if not there:
            found.text = ""
        return Response(FoundProvisionSerializer(found, context={"day": day}).data)


def _day(request: Request) -> date:
    """Return the day asked for. Raises ValidationError for words that are none."""
    words = request.query_params.get("on", "")
    if not words:
        return timezone.localdate(clock.now())
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise serializers.ValidationError({"on": ["A day as YYYY-MM-DD."]}) from error


def _node(branch: Branch) -> dict[str, Any]:
    return ProvisionNodeSerializer(branch.provision, context={"branch": branch}).data
