"""The lists that pages show, read from their tables, against those of the ledger."""

import html
import re
from collections.abc import Iterable

from tests.contests.two_weeks.browsers import Browser
from tests.contests.two_weeks.by_hand import Line, units
from tests.contests.two_weeks.cast import NEWCOMER
from tests.contests.two_weeks.story import Story

ROW = re.compile(
    r'<td class="num strong">\s*(\d+)\s*</td>\s*<th scope="row">\s*(?:<a [^>]*>)?([^<]+).*?</th>\s*'
    r'<td class="num">\s*<span class="strong">([\d,.]+)</span>(?:<br />\s*<span class="small">([^<]*)</span>)?',
    re.DOTALL,
)
Row = tuple[int, str, int]  # place, name, points in hundredths


def rows_of(page: str) -> list[Row]:
    """Return place, name and points of each line of people on a page."""
    table = page.split("<template data-row>")[0].split("<caption>Đơn vị")[0]
    return [
        (int(place), html.unescape(name).strip(), hundredths(points)) for place, name, points, _t in ROW.findall(table)
    ]


def hundredths(written: str) -> int:
    whole, _comma, rest = written.partition(",")
    return 100 * int(whole) + int(f"{rest:0<2}")


def all_rows(browser: Browser, address: str) -> list[Row]:
    """Return the lines on every page of a list."""
    rows: list[Row] = []
    for number in range(1, 9):
        page = browser.get(f"{address}{'&' if '?' in address else '?'}page={number}")
        assert browser.status == 200
        more = [row for row in rows_of(page) if row not in rows]
        if not more:
            break
        rows += more
    return rows


def lines(story: Story, of: str) -> list[Line]:
    """Return what the ledger makes of a list: "1" and "2" are weeks, "" is both together."""
    return story.hand.week(int(of)) if of else story.hand.both()


def as_rows(told: Iterable[Line]) -> list[Row]:
    return sorted((line.place, line.who, line.score) for line in told)


def check_same(of: str, shown: list[Row], by_hand: list[Row]) -> None:
    differ = sorted(set(shown) - set(by_hand)), sorted(set(by_hand) - set(shown))
    assert (differ, len(shown)) == (([], []), len(by_hand)), (of, "shown and by hand", differ)


def check_desk(story: Story, *lists: str) -> None:
    """The board's desk shows these lists as the ledger has them."""
    desk = story.office.desk("alice")
    for of in lists:
        check_same(of, all_rows(desk, f"{story.at('desk')}?dot={of}"), as_rows(lines(story, of)))


def check_board(story: Story, *lists: str) -> None:
    """The public leaderboard shows them too, and names only who agreed to be named."""
    for of in lists:
        rows = all_rows(story.public, f"{story.at('board')}?dot={of}")
        check_same(of, rows, as_rows(named(story, lines(story, of))))


def check_results(story: Story, browser: Browser, edition: int, told: dict[str, list[Row]]) -> None:
    """A published edition shows these lists."""
    for of, rows in told.items():
        check_same(of, all_rows(browser, f"{story.at('results-edition', edition)}?dot={of}"), rows)


def published_rows(story: Story) -> dict[str, list[Row]]:
    """Return what an edition of now ought to show to the public."""
    return {of: as_rows(named(story, lines(story, of))) for of in ("", "1", "2")}


def named(story: Story, told: Iterable[Line]) -> list[Line]:
    """Return the lines with the names that strangers may read: initials and number of whoever is not named."""
    keys = {name: key for key, name in story.names().items()}
    shy = story.shy()
    return [
        Line(_initials(line.who, keys[line.who]) if line.who in shy else line.who, line.score, 0, 0, line.place)
        for line in told
    ]


def _initials(name: str, key: int) -> str:
    return f"{''.join(f'{word[0]}.' for word in name.split())} #{key}"


def units_by_hand(story: Story, of: str) -> list[tuple[int, str, int, int]]:
    names = {code: unit.name for code, unit in story.units.items()}
    return units(lines(story, of), {one.name: names[one.unit] for one in story.people} | {NEWCOMER: names["CM-STC"]})
