"""Who may use what in regulations: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from people.access import Access, is_trainer, signed_in
from people.models import User
from regulations.models import Document, Provision, Relation, Suspension, Upload


@rules.predicate
def is_own_upload(user: User | AnonymousUser, upload: Upload | None) -> bool:
    return upload is not None and upload.uploaded_by_id == user.pk


def _document(kwargs: Mapping[str, Any]) -> Document | None:
    return Document.objects.without_source().select_related("source_file").filter(pk=kwargs["pk"]).first()


def _provision(kwargs: Mapping[str, Any]) -> Provision | None:
    long = ("document__source_text", "document__search_folded", "document__faults")
    return Provision.objects.filter(pk=kwargs["pk"]).select_related("document").defer(*long).first()


def _upload(kwargs: Mapping[str, Any]) -> Upload | None:
    return Upload.objects.filter(pk=kwargs["pk"]).first()


def _relation(kwargs: Mapping[str, Any]) -> Relation | None:
    about = Relation.objects.filter(pk=kwargs["pk"]).select_related("source", "source_provision", "target")
    return about.defer("source__source_text", "target__source_text").first()


def _suspension(kwargs: Mapping[str, Any]) -> Suspension | None:
    about = Suspension.objects.filter(pk=kwargs["pk"]).select_related("document", "provision")
    return about.defer("document__source_text").first()


ROUTES: dict[str, Access] = {
    "regulations:list": Access(signed_in, "which regulations there are"),
    "regulations:detail": Access(signed_in, "read a regulation", _document),
    "regulations:akn": Access(signed_in, "a regulation as Akoma Ntoso XML", _document),
    "regulations:provision": Access(signed_in, "read one provision", _provision),
    "regulations:compare": Access(
        signed_in, "a regulation on two days, or beside another, clause by clause", _document
    ),
    "regulations:relation": Access(is_trainer, "decide on what a regulation does to another", _relation),
    "regulations:upload": Access(is_trainer, "bring a new regulation"),
    "regulations:confirm": Access(is_trainer & is_own_upload, "confirm what was read and import it", _upload),
    "regulations:source": Access(is_trainer, "the file that a regulation was read from", _document),
    "regulations:suspend": Access(is_trainer, "say that a regulation or a provision is suspended", _document),
    "regulations:lift": Access(is_trainer, "take a recorded suspension back", _suspension),
    "regulations:mark-expired": Access(is_trainer, "say that a regulation lost force", _document),
    "api-regulations": Access(signed_in, "regulations for other systems"),
    "api-regulation": Access(signed_in, "one regulation with its tree, for other systems", _document),
    "api-provision": Access(signed_in, "one provision by its address, for other systems", _document),
}
