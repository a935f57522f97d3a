"""What is said of prizes: the table, the fund, and who has earned one."""

from itertools import groupby

from django.utils.translation import gettext as _

from contests.articles.article import Column, Table
from contests.prizes import RANKS, WINNERS, Prize, fund
from contests.rules import Rules
from official.figures import dong


def rank_in_words(prize: Prize) -> str:
    """Return what a prize is called."""
    if prize.title:
        return prize.title
    return {
        "first": _("First prize"),
        "second": _("Second prize"),
        "third": _("Third prize"),
        "encouragement": _("Encouragement prize"),
        "other": _("Further prize"),
    }[prize.rank]


def prize_in_words(prize: Prize) -> str:
    """Return what a prize is called and who wins it."""
    return (
        _("%(prize)s for units") % {"prize": rank_in_words(prize)} if prize.winner == "unit" else rank_in_words(prize)
    )


def prize_sentences(rules: Rules, rounds: int) -> list[str]:
    """Return what is to know beside the table."""
    if not rules.prizes:
        return [_("No prizes are given.")]
    total = fund(rules.prizes, rounds)
    said = [_("The prizes are those of the table below; together they come to %(fund)s.") % {"fund": dong(total)}]
    by_block = rules.units.blocks and any(prize.winner == "unit" for prize in rules.prizes)
    if by_block and total:
        said = [_by_block(rules, rounds)]
    if total == 0:
        said = [_("The prizes are those of the table below; no money is paid with them.")]
    said.append(
        _(
            "Prizes are given by place. Where equals compete for fewer prizes than there are of them, the organising "
            "board decides, with its reason."
        )
    )
    if by_block and not total:
        said.append(_("Prizes for units are given in each block anew."))
    if any(prize.rank == "other" for prize in rules.prizes):
        said.append(_("Further prizes are given by decision of the organising board."))
    return said


def _by_block(rules: Rules, rounds: int) -> str:
    """Return what the prizes come to. How many blocks there are is no setting, so the sum of one is told."""
    of_people, of_units = (
        dong(fund([prize for prize in rules.prizes if prize.winner == winner], rounds)) for winner in WINNERS
    )
    if not any(prize.winner == "person" for prize in rules.prizes):
        said = _(
            "The prizes are those of the table below. They are given in each block anew, and come to %(units)s in each."
        )
        return said % {"units": of_units}
    said = _(
        "The prizes are those of the table below. Those for people come to %(people)s. Those for units are given in "
        "each block anew, and come to %(units)s in each."
    )
    return said % {"people": of_people, "units": of_units}


def prize_tables(rules: Rules, rounds: int) -> list[Table]:
    """Return a table for people and one for units, of those that have prizes."""
    captions = {"person": _("Prizes for people"), "unit": _("Prizes for units")}
    ordered = sorted(rules.prizes, key=lambda p: (WINNERS.index(p.winner), p.scope, RANKS.index(p.rank)))
    return [
        Table(captions[winner], _columns(), tuple(_row(prize, rounds, rules.units.blocks) for prize in lines))
        for winner, lines in groupby(ordered, key=lambda p: p.winner)
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Prize"), width=3),
        Column(_("How often"), width=2),
        Column(_("Number"), number=True),
        Column(_("Each"), number=True, width=2),
        Column(_("Together"), number=True, width=2),
    )


def _row(prize: Prize, rounds: int, blocks: bool) -> tuple[str, ...]:
    often = _("in every round") if prize.scope == "round" else _("once")
    if blocks and prize.winner == "unit":
        often = _("in each block, in every round") if prize.scope == "round" else _("in each block")
    each = dong(prize.amount) if prize.amount else _("a certificate")
    together = dong(fund([prize], rounds)) if prize.amount else "–"
    return rank_in_words(prize), often, str(prize.count), each, together
