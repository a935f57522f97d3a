"""What stands in the way of opening a contest, and what its organisers should know before they open it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.articles.prizes import prize_in_words
from contests.entering.settling import entry_problems
from contests.models import Contest, Round
from contests.papers.drawing import counts_for
from contests.prizes import Prize
from contests.rules import PaperRules, Rules, RulesError
from contests.wording import slots_in_words
from official.figures import dong
from questionbank.blueprint import Shortage, Slot, shortages


def check_ready(*, contest: Contest, now: datetime) -> list[str]:
    """Return what stands in the way of opening, in sentences for the organiser; empty when nothing does.

    Questions must suffice on the first and on the last day of each round, because a document may lose
    force, or come into force, in between.
    """
    rounds = list(contest.rounds.all())
    try:
        rules = Rules.from_json(contest.rules)
        papers = {one: one.paper_rules for one in rounds}
    except RulesError as error:
        return [_("The rules are not complete: %(field)s.") % {"field": error.field}]
    problems = entry_problems(contest)
    if contest.closes_at <= now:
        problems.append(_("The contest would end before it begins: choose a later end."))
    if any(later.opens_at < before.closes_at for before, later in pairwise(rounds)):
        problems.append(_("Two rounds overlap: let each begin when the one before it has ended."))
    if "prediction" in rules.ranking and not any(each.predicts for each in papers.values()):
        problems.append(_("Places are decided by the nearest prediction, but no round asks for one."))
    problems += _about_prizes(rules, len(rounds)) + _about_signers(contest)
    for one, each in papers.items():
        named = "" if len(rounds) == 1 else f"{one}: "
        if one.closes_at - one.opens_at < timedelta(minutes=each.minutes):
            problems.append(named + _("The contest is shorter than the time for one paper."))
        problems += [named + short for short in _shortages(one, each, now)]
    return problems


def _about_prizes(rules: Rules, rounds: int) -> list[str]:
    whole = any(prize.scope == "contest" for prize in rules.prizes)
    if whole and rounds > 1 and rules.overall == "none":
        return [_("There are prizes for the whole contest, but its rounds are not added up: nobody could win them.")]
    return []


def _about_signers(contest: Contest) -> list[str]:
    said = _("%(signer)s, who signs for %(body)s, has no account that can sign in: name another signer.")
    return [
        said % {"signer": body.signer.full_name, "body": body.name}
        for body in contest.hosts.select_related("signer")
        if not body.signer.is_active
    ]


def _shortages(one: Round, rules: PaperRules, now: datetime) -> list[str]:
    words = slots_in_words(rules.every_slot)
    first, last = (timezone.localdate(at) for at in (max(one.opens_at, now), one.closes_at))
    problems: dict[tuple[Slot, int], str] = {}
    for day in (first, last):
        for short in _lacking(rules, day):
            problems[short.slot, short.have] = _(
                "%(topic)s: %(wanted)s questions wanted, %(have)s can be drawn on %(day)s."
            ) % {
                "topic": words[short.slot],
                "wanted": short.slot.count,
                "have": short.have,
                "day": day.strftime("%d/%m/%Y"),
            }
    return list(problems.values())


def _lacking(rules: PaperRules, day: date) -> list[Shortage]:
    """Return the slots of either blueprint that cannot be filled on `day`."""
    asked = [blueprint for blueprint in (rules.blueprint, rules.public_blueprint) if blueprint]
    return [short for blueprint in asked for short in shortages(counts_for(blueprint, day))[0]]


def warnings_of(contest: Contest, now: datetime) -> list[str]:
    """Return what does not stand in the way of opening, and what an organiser should know before."""
    try:
        rules = Rules.from_json(contest.rules)
        scarce = list(dict.fromkeys(line for one in contest.rounds.all() for line in _scarcities(one, now)))
    except RulesError:
        return []
    return [*scarce, *over_ceilings(rules.prizes)]


def over_ceilings(prizes: Iterable[Prize]) -> list[str]:
    """Return a sentence for each prize above what the circular lets a budget pay."""
    said = _(
        "%(prize)s: %(amount)s is above the %(ceiling)s that Circular 56/2023/TT-BTC, Article 3, clause 13, point d "
        "allows for one prize."
    )
    return [
        said
        % {
            "prize": prize_in_words(prize),
            "amount": dong(prize.amount),
            "ceiling": dong(prize.amount - prize.over_ceiling),
        }
        for prize in prizes
        if prize.over_ceiling
    ]


def _scarcities(one: Round, now: datetime) -> Iterator[str]:
    rules = one.paper_rules
    words = slots_in_words(rules.every_slot)
    _lacking, scarce = shortages(counts_for(rules.blueprint, timezone.localdate(max(one.opens_at, now))))
    for short in scarce:
        said = _("%(topic)s: %(wanted)s of only %(have)s questions are drawn, so that many papers share them.")
        yield said % {"topic": words[short.slot], "wanted": short.slot.count, "have": short.have}
