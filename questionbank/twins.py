"""Questions of the bank that ask nearly the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from questionbank.likeness import ALIKE, keys, likeness
from questionbank.many import insert
from questionbank.models import LikenessKey, Question

AT_ONCE = 400  # keys named in one query
MOST_IN_A_BUCKET = 200  # texts that share a key with more others are boilerplate: they are not compared pair by pair


@dataclass(frozen=True)
class Twin:
    """A question that is like another; `alike` from 0.7 to 1.0."""

    pk: int
    code: str
    stem: str
    alike: float

    @property
    def percent(self) -> int:
        return round(self.alike * 100)


@dataclass(frozen=True)
class Pair:
    first: Twin
    second: Twin


def forget(questions: Sequence[Question]) -> None:
    """Drop the keys of wordings that are no longer the latest."""
    held = [question.pk for question in questions]
    for start in range(0, len(held), AT_ONCE):
        LikenessKey.objects.filter(question__in=held[start : start + AT_ONCE]).delete()


def remember(keyed: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Keep (key of a question, `likeness.keys` of its latest wording)."""
    rows = ((pk, band, key) for pk, own in keyed for band, key in enumerate(own))
    insert(LikenessKey, ("question_id", "band", "key"), rows)


def twins_of(stems: Mapping[int, str], wanted: Mapping[int, Sequence[int]] | None = None) -> dict[int, list[Twin]]:
    """Return for each of `stems` the questions of the bank like it, the likest first; retired ones left out.

    wanted: the keys of the stems, where they are known already.
    """
    wanted = {name: keys(stem) for name, stem in stems.items()} if wanted is None else wanted
    candidates = _sharing({key for own in wanted.values() for key in own})
    told = _told({pk for found in candidates.values() for pk in found})
    twins: dict[int, list[Twin]] = {}
    for name, own in wanted.items():
        near = {pk for band, key in enumerate(own) for pk in candidates.get((band, key), ())} & told.keys()
        found = [Twin(pk, *told[pk], likeness(stems[name], told[pk][1])) for pk in near]
        twins[name] = sorted((t for t in found if t.alike >= ALIKE), key=lambda t: (-t.alike, t.code))
    return twins


def pairs(limit: int = 200) -> list[Pair]:
    """Return the pairs of questions across the bank that are alike, the likest first."""
    shared = (
        LikenessKey.objects.exclude(question__state=Question.State.RETIRED)
        .values("band", "key")
        .annotate(count=Count("pk"))
        .filter(count__gt=1, count__lte=MOST_IN_A_BUCKET)
        .order_by()
        .values_list("key", flat=True)
    )
    candidates = _sharing(set(shared))
    told = _told({pk for found in candidates.values() for pk in found})
    near = {
        (a, b)
        for found in candidates.values()
        if len(found) <= MOST_IN_A_BUCKET
        for a in found
        for b in found
        if a < b and a in told and b in told
    }
    found = []
    for a, b in near:
        alike = likeness(told[a][1], told[b][1])
        if alike >= ALIKE:
            found.append(Pair(Twin(a, *told[a], alike), Twin(b, *told[b], alike)))
    return sorted(found, key=lambda pair: (-pair.first.alike, pair.first.code))[:limit]


def _sharing(wanted: Iterable[int]) -> dict[tuple[int, int], set[int]]:
    """Return the questions that hold these keys, by band and key."""
    held: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    every = list(wanted)
    for start in range(0, len(every), AT_ONCE):
        rows = LikenessKey.objects.filter(key__in=every[start : start + AT_ONCE])
        for band, key, pk in rows.values_list("band", "key", "question_id"):
            held[band, key].add(pk)
    return held


def _told(questions: set[int]) -> dict[int, tuple[str, str]]:
    """Return code and stem of these questions, retired ones left out."""
    told: dict[int, tuple[str, str]] = {}
    every = sorted(questions)
    for start in range(0, len(every), AT_ONCE):
        rows = Question.objects.filter(pk__in=every[start : start + AT_ONCE]).exclude(state=Question.State.RETIRED)
        told.update({pk: (code, stem) for pk, code, stem in rows.values_list("pk", "code", "latest_version__stem")})
    return told
