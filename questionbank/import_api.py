"""Questions from a file for other systems: upload it, look at what each row becomes, then confirm.

The same functions as behind the page; nothing is written before the confirmation.
"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from questionbank import import_jobs, importing, waiting
from questionbank.faults import in_words, refusal_in_words
from questionbank.formats.files import LARGEST_PACKAGE
from questionbank.formats.front import REFUSED
from questionbank.models import ImportBatch, ImportFault, ImportRow, Question, Topic
from realtime import clock

WAITING, WRITING, ACCEPTED = "waiting", "writing", "accepted"


class ImportUploadSerializer(serializers.Serializer[None]):
    """topic: code for questions that name none."""

    file = serializers.FileField(allow_empty_file=True)
    topic = serializers.SlugRelatedField(
        slug_field="code", queryset=Topic.objects.offered(), required=False, allow_null=True, default=None
    )


class ImportProgressSerializer(serializers.Serializer[import_jobs.Progress]):
    """done, total: rows. refusal: why nothing was written; empty while it goes on, or went well."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    finished = serializers.BooleanField()
    refusal = serializers.CharField()


class ImportStateSerializer(serializers.ModelSerializer[ImportBatch]):
    """state: waiting for the confirmation, writing, or accepted. good, known, bad: rows; the known ones can be taken
    as new versions. written: questions, once accepted. progress: of a long import, null where none goes on."""

    state = serializers.SerializerMethodField()
    good = serializers.SerializerMethodField()
    known = serializers.SerializerMethodField()
    bad = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = [
            "id", "file_name", "created_at", "accepted_at", "written", "state", "good", "known", "bad", "progress",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField([WAITING, WRITING, ACCEPTED]))
    def get_state(self, batch: ImportBatch) -> str:
        progress = import_jobs.progress_of(batch)
        if batch.accepted_at is not None:
            return ACCEPTED
        return WRITING if progress is not None and not progress.finished else WAITING

    def get_good(self, batch: ImportBatch) -> int:
        return waiting.counted(batch)[ImportRow.Verdict.GOOD]

    def get_known(self, batch: ImportBatch) -> int:
        return waiting.counted(batch)[ImportRow.Verdict.KNOWN]

    def get_bad(self, batch: ImportBatch) -> int:
        return waiting.counted(batch)[ImportRow.Verdict.BAD]

    @extend_schema_field(ImportProgressSerializer(allow_null=True))
    def get_progress(self, batch: ImportBatch) -> dict[str, Any] | None:
        progress = import_jobs.progress_of(batch)
        return dict(ImportProgressSerializer(progress).data) if progress is not None else None


class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """What a row becomes. record: as the readers of every format give it, the key as letters."""

    record = serializers.DictField()

    class Meta:
        model = ImportRow
        fields = ["row", "verdict", "record"]


class ImportFaultSerializer(serializers.ModelSerializer[ImportFault]):
    """A fault, or a note, which keeps no row out. message: what to do. repeats: id of the question that it repeats."""

    message = serializers.SerializerMethodField()
    repeats = serializers.SerializerMethodField()

    class Meta:
        model = ImportFault
        fields = ["row", "column", "code", "value", "note", "message", "repeats"]

    def get_message(self, held: ImportFault) -> str:
        return str(in_words(waiting.fault(held)))

    def get_repeats(self, held: ImportFault) -> int | None:
        twins: dict[int, Question] = self.context["twins"]
        twin = twins.get(held.pk)
        return twin.pk if twin is not None else None


class ConfirmSerializer(serializers.Serializer[None]):
    """take: "all" refuses a file with a bad row, "good" leaves bad rows out. revise_known: see the state's `known`."""

    take = serializers.ChoiceField(["all", "good"], default="all")
    revise_known = serializers.BooleanField(default=False)


class ImportRefusalSerializer(serializers.Serializer[None]):
    code = serializers.CharField()
    detail = serializers.CharField()


class ImportUpload(APIView):
    """Read a file of questions in any format that the bank knows. Nothing is written to the bank."""

    parser_classes = [MultiPartParser]

    @extend_schema(request=ImportUploadSerializer, responses={201: ImportStateSerializer})
    def post(self, request: Request) -> Response:
        given = ImportUploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file, topic = given.validated_data["file"], given.validated_data["topic"]
        try:
            batch = importing.read_file(
                raw=file.read(LARGEST_PACKAGE + 1),
                file_name=file.name,
                by=request.user,
                now=clock.now(),
                default_topic=topic.code if topic else "",
            )
        except REFUSED as refusal:
            raise serializers.ValidationError({"file": [refusal_in_words(refusal)]}) from refusal
        return Response(ImportStateSerializer(batch).data, status=status.HTTP_201_CREATED)


class ImportState(APIView):
    """How a file stands."""

    @extend_schema(responses=ImportStateSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(ImportStateSerializer(ImportBatch.objects.get(pk=pk)).data)


@extend_schema(
    parameters=[OpenApiParameter("verdict", str, enum=ImportRow.Verdict.values, description="Only these rows.")]
)
class ImportRows(ListAPIView[ImportRow]):
    """What each row of a file becomes, in the order of the file."""

    serializer_class = ImportRowSerializer
    queryset = ImportRow.objects.none()

    def get_queryset(self) -> QuerySet[ImportRow]:
        verdict = self.request.query_params.get("verdict", "")
        if verdict and verdict not in ImportRow.Verdict.values:
            raise serializers.ValidationError({"verdict": [f"One of: {', '.join(ImportRow.Verdict.values)}."]})
        rows = ImportRow.objects.filter(batch=self.kwargs["pk"]).order_by("row")
        return rows.filter(verdict=verdict) if verdict else rows


class ImportFaults(ListAPIView[ImportFault]):
    """What is wrong with a file, or should be known about it, by place."""

    serializer_class = ImportFaultSerializer
    queryset = ImportFault.objects.none()

    def get_queryset(self) -> QuerySet[ImportFault]:
        return ImportFault.objects.filter(batch=self.kwargs["pk"]).order_by("row", "column", "pk")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        made = super().get_serializer(*args, **kwargs)
        made.context["twins"] = waiting.twins_beside(args[0]) if args else {}
        return made


class ImportConfirm(APIView):
    """Write the rows into the bank as drafts, all or none. Confirming again changes nothing and answers the same.

    A long file is written in the background: the answer is 202, and the state tells how far it is.
    """

    @extend_schema(
        request=ConfirmSerializer,
        responses={
            200: ImportStateSerializer,
            202: ImportStateSerializer,
            409: OpenApiResponse(ImportRefusalSerializer, "Nothing was written; the code names the reason."),
        },
    )
    def post(self, request: Request, pk: int) -> Response:
        given = ConfirmSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        batch = ImportBatch.objects.get(pk=pk)
        how = {
            "only_good": given.validated_data["take"] == "good",
            "revise_known": given.validated_data["revise_known"],
        }
        if batch.accepted_at is None and batch.rows.count() > import_jobs.LARGE:
            import_jobs.start(batch, by=request.user, now=clock.now(), run=import_jobs.in_thread, **how)
            return Response(ImportStateSerializer(batch).data, status=status.HTTP_202_ACCEPTED)
        try:
            importing.accept(batch=batch, by=request.user, now=clock.now(), **how)
        except importing.AlreadyAccepted:
            batch.refresh_from_db()
        except importing.Refused as refusal:
            if isinstance(refusal, importing.BankMovedOn):
                waiting.recheck(batch)
            told = {"code": type(refusal).__name__, "detail": refusal_in_words(refusal)}
            return Response(told, status=status.HTTP_409_CONFLICT)
        return Response(ImportStateSerializer(batch).data)


class ImportStop(APIView):
    """Stop an import that is being written: nothing of it stays."""

    @extend_schema(request=None, responses={202: ImportStateSerializer})
    def post(self, request: Request, pk: int) -> Response:
        batch = ImportBatch.objects.get(pk=pk)
        import_jobs.cancel(batch)
        return Response(ImportStateSerializer(batch).data, status=status.HTTP_202_ACCEPTED)
