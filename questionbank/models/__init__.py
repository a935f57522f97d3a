"""What the bank holds."""

from questionbank.models.imports import ImportAsset, ImportBatch, ImportFault, ImportRow
from questionbank.models.questions import (
    Asset,
    Choice,
    Citation,
    CitationGap,
    CitationGapQuerySet,
    Difficulty,
    Kind,
    LikenessKey,
    Medium,
    Question,
    QuestionQuerySet,
    QuestionVersion,
    Recitation,
    ReviewEvent,
)
from questionbank.models.topics import Topic, TopicEvent, TopicQuerySet

__all__ = [
    "Asset",
    "Choice",
    "Citation",
    "CitationGap",
    "CitationGapQuerySet",
    "Difficulty",
    "ImportAsset",
    "ImportBatch",
    "ImportFault",
    "ImportRow",
    "Kind",
    "LikenessKey",
    "Medium",
    "Question",
    "QuestionQuerySet",
    "QuestionVersion",
    "Recitation",
    "ReviewEvent",
    "Topic",
    "TopicEvent",
    "TopicQuerySet",
]
