"""How units are ranked, in words: what the rules of a contest say about it."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from contests.units.rules import Band, UnitRules


def units_in_words(rules: UnitRules) -> list[str]:
    """Return one sentence for each rule that decides the places of units."""
    return [
        *_roster(rules),
        *_thresholds(rules),
        *([_("Each block has its own places and its own prizes.")] if rules.blocks else []),
        _order(rules),
        *_formula(rules),
        *(
            [_("For a serious violation the organising board may leave a unit without a place, with its reason.")]
            if rules.roster != "none" or rules.bands
            else []
        ),
    ]


def percent(hundredths: int) -> str:
    """Return hundredths of a percent as a person reads them: 7000 → 70 %, 6667 → 66,67 %."""
    whole = hundredths % 100 == 0
    return f"{number_format(hundredths / 100, decimal_pos=0 if whole else 2)} %"


def key_names(rules: UnitRules) -> dict[str, str]:
    """Return what each key of the ranking is called in a sentence."""
    return {
        "rate": _("the participation rate (two decimals)"),
        "mean": _("the mean score of who took part (two decimals)"),
        "mean_roster": _("the mean score over the whole roster, absentees counting 0"),
        "mean_best": _("the mean of the %(best)s best scores, missing ones counting 0") % {"best": rules.best},
        "sum": _("the sum of points"),
        "took_part": _("how many took part"),
        "all_correct": _("how many had everything right"),
        "formula": _("the formula below"),
        "completed": _("whose last person handed in earlier"),
    }


def part_names() -> dict[str, str]:
    """Return what the parts of the formula are called."""
    return {
        "rate": _("participation rate"),
        "score": _("points won in those that could be won"),
        "score_roster": _("points won in those that the whole roster could win"),
        "all_correct": _("people with everything right in those who took part"),
        "all_correct_roster": _("people with everything right in the whole roster"),
    }


def _roster(rules: UnitRules) -> Iterator[str]:
    if rules.roster == "none":
        return
    if rules.roster == "contest":
        yield _("The roster of each unit is frozen when the contest begins; exempted people are not counted.")
    else:
        yield _(
            "The roster of each unit is frozen when each round begins; exempted people are not counted. "
            "For the contest as a whole the rosters of the last round count."
        )
    yield _("Participation rate: people with a paper handed in, of the people on the roster; never above 100 %.")
    yield _("People of a unit without a roster count for the nearest unit above that has one.")


def _thresholds(rules: UnitRules) -> Iterator[str]:
    bands = [band for band in rules.bands if band.rate or band.count]
    sizes = {later: before.below for before, later in pairwise(rules.bands)}
    for band in bands:
        size, least = _size(sizes.get(band, 0), band.below), _least(band)
        if size:
            yield _("A unit of %(size)s people has a place only where %(least)s.") % {"size": size, "least": least}
        else:
            yield _("A unit has a place only where %(least)s.") % {"least": least}
    if rules.score_above:
        yield _("A unit has a place only where it won more than %(share)s of the points that it could win.") % {
            "share": percent(rules.score_above)
        }


def _size(least: int, below: int) -> str:
    if least and below:
        return _("%(least)s to %(most)s") % {"least": least, "most": below - 1}
    if below:
        return _("fewer than %(below)s") % {"below": below}
    return _("%(least)s or more") % {"least": least} if least else ""


def _least(band: Band) -> str:
    rate = _("its participation rate reaches %(rate)s") % {"rate": percent(band.rate)}
    count = _("at least %(count)s people took part") % {"count": band.count}
    if band.rate and band.count:
        return _("%(rate)s and %(count)s") % {"rate": rate, "count": count}
    return rate if band.rate else count


def _order(rules: UnitRules) -> str:
    names = key_names(rules)
    said = _("Units stand by, in this order: %(order)s.") % {"order": ", ".join(names[key] for key in rules.keys)}
    equal = {
        "share": _("Units equal in all of it share a place."),
        "board": _("Between units equal in all of it the organising board decides, with its reason."),
    }[rules.ties]
    return f"{said} {equal}"


def _formula(rules: UnitRules) -> Iterator[str]:
    if not rules.weights:
        return
    names = part_names()
    parts = " + ".join(f"{each.weight} × {names[each.of]}" for each in rules.weights)
    yield _("Formula: (%(parts)s) / %(sum)s, every part as a percentage with two decimals.") % {
        "parts": parts,
        "sum": sum(each.weight for each in rules.weights),
    }
