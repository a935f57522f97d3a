"""The rules of a contest (thể lệ) as they are published: articles written from its settings, and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contests.articles import conduct, people
from contests.articles.article import Article, Column, Table
from contests.articles.papers import Told, by_rules, how_papers_are_marked, how_papers_are_sat
from contests.articles.prizes import prize_sentences, prize_tables
from contests.articles.ranking import how_people_are_ranked
from contests.models import Contest, Round
from contests.rules import Rules
from contests.units.wording import units_in_words
from contests.wording import slots_in_words
from official.figures import points, written_date
from questionbank.blueprint import FULL_POINTS, Slot


def articles_of(contest: Contest) -> list[Article]:
    """Return the articles of `contest` in order. Raises RulesError where a draft's settings are not complete."""
    rules, rounds = Rules.from_json(contest.rules), list(contest.rounds.all())
    told = by_rules(rounds)
    many = len(rounds)
    articles = [
        ("purpose", _("Purpose"), [contest.introduction.strip()] if contest.introduction.strip() else [], []),
        ("people", _("Who may take part"), people.who_may_enter(contest), []),
        ("time", _("Time"), _times(rounds), []),
        ("papers", _("Form and contents"), how_papers_are_sat(told), _contents(told)),
        ("marking", _("How papers are marked"), how_papers_are_marked(told), []),
        ("ranking", _("Places"), [*how_people_are_ranked(rules, many), *units_in_words(rules.units)], []),
        ("prizes", _("Prizes"), prize_sentences(rules, many), prize_tables(rules, many)),
        ("results", _("Results and appeals"), conduct.results_and_appeals(contest, rules), []),
        ("conduct", _("Incidents and breaches"), conduct.incidents_and_breaches(), []),
        ("data", _("Personal data"), [*people.personal_data(contest), *conduct.watched(rules)], []),
        ("board", _("Who organises"), conduct.organisers(contest), []),
    ]
    return [
        Article(name, title, tuple(said), tuple(tables)) for name, title, said, tables in articles if said or tables
    ]


def _times(rounds: Sequence[Round]) -> list[str]:
    if len(rounds) == 1:
        said = _("Papers can be sat from %(opens)s to %(closes)s.")
        return [said % {"opens": _hour(rounds[0].opens_at), "closes": _hour(rounds[0].closes_at)}]
    said = _("%(round)s: from %(opens)s to %(closes)s.")
    each = [said % {"round": one, "opens": _hour(one.opens_at), "closes": _hour(one.closes_at)} for one in rounds]
    return [_("The contest has %(count)s rounds.") % {"count": len(rounds)}, *each]


def _hour(at: datetime) -> str:
    local = timezone.localtime(at)
    day = written_date(local.date()) if get_language() == "vi" else date_format(local, "j F Y")
    return _("%(hour)s on %(date)s") % {"hour": local.strftime("%H:%M"), "date": day}


def _contents(told: Told) -> list[Table]:
    tables = []
    for same, rules in told:
        named = "" if len(told) == 1 else ", ".join(map(str, same))
        tables.append(_table(rules.blueprint, named))
        if rules.public_blueprint:
            public = _("for those who register without an account")
            tables.append(_table(rules.public_blueprint, f"{named}, {public}" if named else public))
    return tables


def _table(blueprint: Sequence[Slot], named: str) -> Table:
    words = slots_in_words(blueprint)
    worth = any(slot.points != FULL_POINTS for slot in blueprint)
    rows = [(words[slot], str(slot.count), *([points(slot.points)] if worth else [])) for slot in words]
    rows.append((_("Together"), str(sum(slot.count for slot in blueprint)), *([""] if worth else [])))
    columns = [Column(_("Contents"), width=5), Column(_("Questions"), number=True)]
    if worth:
        columns.append(Column(_("Points for each"), number=True, width=1.4))
    caption = _("Contents of a paper") + (f": {named}" if named else "")
    return Table(caption, tuple(columns), tuple(rows))
