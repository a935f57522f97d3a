"""Regulations as trees of provisions, what they do to one another, and the files that they came from."""

from regulations.models.documents import Document, DocumentQuerySet, fold_number, search_words
from regulations.models.files import SourceFile, Upload
from regulations.models.provisions import Provision, ProvisionVersion, Suspension, standing, worded
from regulations.models.relations import Relation, RelationQuerySet

__all__ = [
    "Document",
    "DocumentQuerySet",
    "Provision",
    "ProvisionVersion",
    "Relation",
    "RelationQuerySet",
    "SourceFile",
    "Suspension",
    "Upload",
    "fold_number",
    "search_words",
    "standing",
    "worded",
]
