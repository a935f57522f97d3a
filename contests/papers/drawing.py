"""The questions that a contest may draw on a day, kept at hand so that thousands may begin at once."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.db.models import Count, Q

from contests.models import FixedPaper, LiveStep, PaperQuestion, Round
from contests.rules import PaperRules
from questionbank.blueprint import Drawn, Item, Pool, Slot, draw, lay_out
from questionbank.kinds import CHOOSING
from questionbank.models import Choice, Citation, Kind, Question, QuestionQuerySet, QuestionVersion

KEPT_FOR = 30.0  # seconds; what has become undrawable meanwhile is found out at each draw all the same
SOME_PAPERS = 2000  # papers of a round, by chance, that say how often a question was shown


def pool_on(day: date, slots: Sequence[Slot] = (), kinds: Collection[str] = ()) -> list[Item]:
    """Return what may be drawn on `day` for `slots`, or at all where there are none; three queries."""
    found = Question.objects.drawable_on(day).filter(_narrowed(slots))
    found = found.exclude(approved_version__kind=Kind.PREDICTION)  # a round asks its own; it fills no place on a paper
    if kinds:
        found = found.filter(approved_version__kind__in=kinds)
    rows = list(
        found.values_list(
            "approved_version_id", "topic__code", "approved_version__kind", "approved_version__difficulty",
            "approved_version__keep_order", "approved_version__body",
        )
    )  # fmt: skip
    versions = {row[0] for row in rows}
    choices = _choices(versions)
    documents = _documents(versions) if any(slot.document for slot in slots) else {}
    return [
        Item(
            version_id=version,
            topic=topic,
            shown=_shown(kind, choices.get(version, []), body),
            keep_order=kind == Kind.TRUE_FALSE or (keep_order and kind in CHOOSING),
            difficulty=difficulty,
            kind=kind,
            documents=tuple(documents.get(version, ())),
            never_as_written=kind == Kind.ORDER,
        )
        for version, topic, kind, difficulty, keep_order, body in rows
    ]


def asked_in_contests() -> Q:
    """Return the condition that a question stands on a paper or in a live round, not a rehearsal."""
    on_papers = QuestionVersion.objects.filter(pk__in=PaperQuestion.objects.values("version"))
    in_rounds = QuestionVersion.objects.filter(
        pk__in=LiveStep.objects.filter(round__contest__isnull=False).values("version")
    )
    return Q(pk__in=on_papers.values("question")) | Q(pk__in=in_rounds.values("question"))


def questions_for(slots: Sequence[Slot]) -> QuestionQuerySet:
    """Return the questions, in whatever state, of the topics and regulations that `slots` name."""
    return Question.objects.filter(_narrowed(slots))


def _narrowed(slots: Sequence[Slot]) -> Q:
    if not slots or any(not slot.topic and not slot.document for slot in slots):
        return Q()
    by_topic = Q(topic__code__in=[slot.topic for slot in slots if slot.topic])
    cited = Citation.objects.filter(provision__document__in=[slot.document for slot in slots if slot.document])
    return by_topic | Q(approved_version__in=cited.values("version"))


def _choices(versions: Collection[int]) -> dict[int, list[int]]:
    held: defaultdict[int, list[int]] = defaultdict(list)
    rows = Choice.objects.order_by("version_id", "position").values_list("version_id", "pk")
    if len(versions) < 900:  # within what SQLite lets one query name; beyond it reading all is as quick
        rows = rows.filter(version__in=versions)
    for version, choice in rows.iterator(chunk_size=5000):
        if version in versions:
            held[version].append(choice)
    return held


def _documents(versions: Collection[int]) -> dict[int, set[int]]:
    held: defaultdict[int, set[int]] = defaultdict(set)
    for version, document in Citation.objects.values_list("version_id", "provision__document_id").iterator():
        if version in versions:
            held[version].add(document)
    return held


def _shown(kind: str, choices: list[int], body: dict[str, list[str]]) -> tuple[int, ...]:
    if kind in CHOOSING:
        return tuple(choices)
    if kind == Kind.ORDER:
        return tuple(range(len(choices)))
    return tuple(range(len(body.get("partners", ())))) if kind == Kind.MATCH else ()


# ---------- Drawing a paper ----------


@dataclass
class _Kept:
    pool: Pool
    day: date
    until: float
    exposure: Counter[int] = field(default_factory=Counter)


_kept: dict[tuple[int, bool], _Kept] = {}  # by key of round, and whether for the public
_lock = threading.Lock()


def draw_for(
    of: Round, rules: PaperRules, *, day: date, seed: str, seen: Collection[int], public: bool = False
) -> list[Drawn]:
    """Return the questions of one paper of the round. Raises blueprint.NotEnoughQuestions.

    seen: versions that the entrant has met. public: they entered without an account. The pool is kept for a while; a
    paper that would hold a question which may no longer be drawn is drawn again from the bank as it is now.
    """
    if rules.sets:
        return _fixed(of, rules, day=day, seed=seed, public=public)
    kept = _fresh(of, rules, day, public)
    drawn = _draw(kept, rules, seed, seen)
    versions = [question.version_id for question in drawn]
    still = Question.objects.drawable_on(day).filter(approved_version__in=versions).count()
    if still < len(versions):
        forget(of.pk)
        kept = _fresh(of, rules, day, public)
        drawn = _draw(kept, rules, seed, seen)
    kept.exposure.update(question.version_id for question in drawn)
    return list(drawn)


def _draw(kept: _Kept, rules: PaperRules, seed: str, seen: Collection[int]) -> tuple[Drawn, ...]:
    return draw(
        kept.pool, seed, seen=seen, exposure=kept.exposure,
        shuffle_questions=rules.shuffle_questions, shuffle_choices=rules.shuffle_choices,
    )  # fmt: skip


def forget(of: int | None = None) -> None:
    """Read the bank anew at the next draw: for one round, by its key, or for all."""
    with _lock:
        if of is None:
            _kept.clear()
        else:
            for public in (False, True):
                _kept.pop((of, public), None)


def _fresh(of: Round, rules: PaperRules, day: date, public: bool) -> _Kept:
    name = (of.pk, public and bool(rules.public_blueprint))
    kept = _kept.get(name)
    if kept is not None and kept.day == day and kept.until > time.monotonic():
        return kept
    with _lock:  # one reads, the others wait for what it read
        kept = _kept.get(name)
        if kept is None or kept.day != day or kept.until <= time.monotonic():
            blueprint = rules.blueprint_for(public=public)
            pool = Pool(blueprint, pool_on(day, blueprint))
            kept = _Kept(pool, day, time.monotonic() + KEPT_FOR, _exposure(of))
            _kept[name] = kept
        return kept


def _fixed(of: Round, rules: PaperRules, *, day: date, seed: str, public: bool) -> list[Drawn]:
    """Return the fixed paper that `seed` gives, its order shuffled as the rules say.

    A fixed paper that holds a question which may no longer be drawn is drawn again, once for everybody.
    """
    chance = Random(seed)  # noqa: S311  # the seed itself is secret and random; the draw must be repeatable
    kept = _fresh(of, rules, day, public)
    papers = of.fixed_papers.filter(public=public and bool(rules.public_blueprint)).order_by("number")
    paper = papers[chance.randrange(rules.sets)]
    asked = {version for version, _points in paper.questions}
    still = Question.objects.drawable_on(day).filter(approved_version__in=asked).count()
    if still < len(asked) or not asked <= kept.pool.items.keys():
        forget(of.pk)
        paper = _replaced(paper, rules, _fresh(of, rules, day, public).pool, seed)
        kept = _fresh(of, rules, day, public)
    questions = [(kept.pool.items[version], points) for version, points in paper.questions]
    return list(
        lay_out(questions, chance, shuffle_questions=rules.shuffle_questions, shuffle_choices=rules.shuffle_choices)
    )


def _replaced(paper: FixedPaper, rules: PaperRules, pool: Pool, seed: str) -> FixedPaper:
    """Draw a fixed paper anew and keep it, unless somebody has just done so; return what is kept."""
    drawn = draw(pool, seed, shuffle_questions=False)
    questions = [[each.version_id, each.points] for each in drawn]
    FixedPaper.objects.filter(pk=paper.pk, questions=paper.questions).update(questions=questions)
    paper.refresh_from_db()
    return paper


def draw_fixed_papers(of: Round, *, day: date, seed: str) -> None:
    """Draw and keep the fixed papers of a round, where it has some. Raises blueprint.NotEnoughQuestions."""
    rules = of.paper_rules
    if not rules.sets:
        return
    for public in (False, True) if rules.public_blueprint else (False,):
        blueprint = rules.blueprint_for(public=public)
        pool = Pool(blueprint, pool_on(day, blueprint))
        shown: Counter[int] = Counter()
        for number in range(1, rules.sets + 1):
            drawn = draw(pool, f"{seed}:{of.pk}:{public}:{number}", exposure=shown, shuffle_questions=False)
            shown.update(each.version_id for each in drawn)
            questions = [[each.version_id, each.points] for each in drawn]
            FixedPaper.objects.create(round=of, number=number, public=public, questions=questions)


def _exposure(of: Round) -> Counter[int]:
    some = of.papers.order_by("-pk").values_list("pk", flat=True)[:SOME_PAPERS]
    rows = PaperQuestion.objects.filter(paper__in=list(some)) if some else PaperQuestion.objects.none()
    return Counter(dict(rows.values_list("version_id").annotate(Count("pk")).order_by()))


def slots_of_contest(contest: int) -> tuple[Slot, ...]:
    """Return every slot of every round of the contest with this key, each once."""
    rounds = Round.objects.filter(contest=contest)
    return tuple(dict.fromkeys(slot for one in rounds for slot in one.paper_rules.every_slot))


def counts_for(slots: Iterable[Slot], day: date) -> Pool:
    """Return the pool of `slots` on `day`, for whoever designs a contest."""
    wanted = tuple(slots)
    return Pool(wanted, pool_on(day, wanted))


def drawable_counts(day: date) -> dict[str, int]:
    """Return how many questions may be drawn on `day`, by code of topic; topics without any are left out."""
    rows = Question.objects.drawable_on(day).values_list("topic__code").annotate(Count("pk")).order_by("topic__code")
    return dict(rows)


def drawable_by_document(day: date) -> dict[int, int]:
    """Return how many questions may be drawn on `day`, by key of the regulation they cite; others are left out."""
    may = Question.objects.drawable_on(day).values("approved_version")
    rows = Citation.objects.filter(version__in=may).values_list("provision__document")
    return dict(rows.annotate(Count("version", distinct=True)).order_by())
