"""Counts the results of a contest a second time, from the answers, by other code than the first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contests.models import Contest, Round
from contests.papers.sitting import close_overdue
from contests.record.editions import (
    UnitFact,
    latest_published,
    places_in,
    unit_facts_counted,
    unit_facts_told,
    units_in,
)
from contests.record.recount_source import facts_of, recounted
from contests.standings import listed, standings
from contests.units.standings import unit_standings
from realtime import clock


class Command(BaseCommand):
    help = (
        "Count a contest again from its answers, keys and rules, by code that shares nothing with the ranking. "
        "Compares with the published results, or with the ranking of now where nothing is published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contest", help="the short name in the contest's address")

    def handle(self, *args: Any, **given: Any) -> None:
        contest = Contest.objects.filter(slug=given["contest"]).first()
        if contest is None:
            raise CommandError(f"There is no contest called {given['contest']!r}.")
        now = clock.now()
        close_overdue(contest=contest, now=now)
        edition, facts = latest_published(contest), facts_of(contest, now)
        differing = 0
        for of in listed(contest):
            counted = [(line.place, line.entrant, line.score) for line in recounted(contest, of, facts)]
            told = (
                places_in(edition, of)
                if edition
                else [(line.place, line.entrant, line.result.score) for line in standings(of, now)]
            )
            wrong = sorted(set(counted) ^ set(told))
            differing += len(wrong)
            self.stdout.write(f"{of}: {len(counted)} counted again, {len(told)} told, {len(wrong)} lines differ")
            for place, entrant, score in wrong[:20]:
                side = "counted" if (place, entrant, score) in counted else "told"
                self.stdout.write(f"  {side}: place {place}, entrant {entrant}, {score / 100:.2f} points")
            told_of_units = units_in(edition, of) if edition else unit_facts_told(unit_standings(of, now))
            differing += self._units(of, told_of_units, unit_facts_counted(contest, of, facts))
        against = f"edition {edition.number} of the published results" if edition else "the ranking of now"
        if differing:
            raise CommandError(f"The second count differs from {against}.")
        self.stdout.write(self.style.SUCCESS(f"The second count equals {against}."))

    def _units(self, of: Contest | Round, told: list[UnitFact], counted: list[UnitFact]) -> int:
        """Compare the units of one list; return how many lines differ."""
        wrong = sorted(set(counted) ^ set(told))
        self.stdout.write(f"{of}: {len(counted)} units counted again, {len(told)} told, {len(wrong)} lines differ")
        for line in wrong[:20]:
            side = "counted" if line in counted else "told"
            self.stdout.write(f"  {side}: place {line[0]}, unit {line[1]}, {line[2]} of {line[3]} took part")
        return len(wrong)
