"""What people and questions are parted by: the keys of the parts, and their names."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from contests.models import Entrant, PositionGroup
from people.models import Unit
from questionbank.models import Citation, QuestionVersion, Topic
from regulations.models import Document, Provision
from training.cuts import GROUP, Cut, Parts
from training.responses import Response

NOT_TOLD = 0  # key of the people whose position group nobody asked, and of questions that cite nothing


def members_of(used: Sequence[Response], cut: Cut) -> list[int]:
    """Return the key of the unit or position group of each answer's person."""
    if cut.people == GROUP:
        groups = dict(Entrant.objects.filter(contest__in=cut.contests).values_list("pk", "group_id"))
        return [groups.get(response.entrant) or NOT_TOLD for response in used]
    if cut.level is None:
        return [response.unit for response in used]
    above = above_at(cut.level)
    return [above[response.unit] for response in used]


def units_within(keys: Iterable[int], cut: Cut) -> list[int]:
    """Return the units whose people belong to the parts `keys` of a cut by units."""
    wanted = set(keys)
    if cut.level is None:
        return sorted(wanted)
    return [unit for unit, above in above_at(cut.level).items() if above in wanted]


def above_at(level: int) -> dict[int, int]:
    """Return for each unit the one at or above it that lies `level` steps below the root, or itself if it lies
    higher.
    """
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found = {}
    for unit in parents:
        path = [unit]
        while (parent := parents[path[-1]]) is not None:
            path.append(parent)
        found[unit] = path[-1 - level] if level < len(path) else unit
    return found


def levels() -> int:
    """Return how many steps below the root the deepest unit lies."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    deepest = 0
    for unit in parents:
        depth, at = 0, parents[unit]
        while at is not None:
            depth, at = depth + 1, parents[at]
        deepest = max(deepest, depth)
    return deepest


def in_order(members: Collection[int], cut: Cut) -> list[int]:
    """Return the keys of `members` as a person looks for them: units by name, position groups by their place."""
    if cut.people == GROUP:
        known = list(PositionGroup.objects.filter(pk__in=members).values_list("pk", flat=True))
        return [*known, *([NOT_TOLD] if NOT_TOLD in members else [])]
    return list(Unit.objects.filter(pk__in=members).order_by("name_folded").values_list("pk", flat=True))


def named_members(keys: Iterable[int], cut: Cut) -> dict[int, tuple[str, str]]:
    """Return (name, block) of each unit or position group."""
    if cut.people == GROUP:
        names = dict(PositionGroup.objects.values_list("pk", "name"))
        return {key: (names.get(key, _("Position group not told")), "") for key in keys}
    return {
        pk: (name, block) for pk, name, block in Unit.objects.filter(pk__in=keys).values_list("pk", "name", "block")
    }


def parts_of(versions: Iterable[int], parts: Parts) -> dict[int, int]:
    """Return the key of the part of each question version: its topic, or the document or article that it cites first.

    A question that cites a part of a document without articles (a plan's section) counts under what it cites.
    """
    wanted = set(versions)
    if parts == "topic":
        return dict(QuestionVersion.objects.filter(pk__in=wanted).values_list("pk", "question__topic_id"))
    found = dict.fromkeys(wanted, NOT_TOLD)
    cited = {}
    rows = Citation.objects.filter(version__in=wanted).order_by("-pk")  # so that the first stands
    for version, provision, document, position in rows.values_list(
        "version_id", "provision_id", "provision__document_id", "provision__position"
    ):
        cited[version] = provision, document, position
    if parts == "document":
        return found | {version: document for version, (_provision, document, _position) in cited.items()}
    articles = _Articles({document for _provision, document, _position in cited.values()})
    return found | {
        version: articles.around(document, position) or provision
        for version, (provision, document, position) in cited.items()
    }


class _Articles:
    """The articles of some documents by where they begin and end."""

    def __init__(self, documents: Collection[int]) -> None:
        self._spans: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        rows = Provision.objects.filter(document__in=documents, kind=Provision.Kind.ARTICLE).order_by("position")
        for document, *span in rows.values_list("document_id", "position", "last_position", "pk"):
            self._spans[document].append((span[0], span[1], span[2]))

    def around(self, document: int, position: int) -> int | None:
        spans = self._spans[document]
        at = bisect_right(spans, position, key=lambda span: span[0]) - 1
        return spans[at][2] if at >= 0 and position <= spans[at][1] else None


def named_parts(keys: Iterable[int], parts: Parts) -> dict[int, tuple[str, str]]:
    """Return (short name, name) of each part: a topic's letter, a document's number, an article's address."""
    wanted = set(keys)
    nothing = {NOT_TOLD: ("–", _("Cites no regulation"))}
    if parts == "topic":
        return {t.pk: (t.code, t.name) for t in Topic.objects.filter(pk__in=wanted)}
    if parts == "document":
        rows = Document.objects.filter(pk__in=wanted).values_list("pk", "number", "title")
        return nothing | {pk: (number, title) for pk, number, title in rows}
    held = Provision.objects.filter(pk__in=wanted).values_list("pk", "address", "document__number", "heading")
    return nothing | {
        pk: (f"{address[:1].upper()}{address[1:]}", f"{number} · {heading}" if heading else number)
        for pk, address, number, heading in held
    }


def parts_in_order(keys: Collection[int], parts: Parts) -> list[int]:
    """Return the parts in the order of the bank, or of the documents' numbers and the places in them."""
    if parts == "topic":
        return list(Topic.objects.filter(pk__in=keys).order_by("position").values_list("pk", flat=True))
    if parts == "document":
        found = list(Document.objects.filter(pk__in=keys).order_by("number").values_list("pk", flat=True))
    else:
        held = Provision.objects.filter(pk__in=keys).order_by("document__number", "document_id", "position")
        found = list(held.values_list("pk", flat=True))
    return [*found, *([NOT_TOLD] if NOT_TOLD in keys else [])]
