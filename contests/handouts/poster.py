"""The poster that announces a contest, written from its rules: Vietnamese whoever asks for it."""

from collections.abc import Iterator

from django.utils import translation

from contests.articles.prizes import prize_in_words
from contests.articles.whole import articles_of
from contests.letterhead import bodies_of
from contests.models import Contest
from contests.prizes import RANKS, WINNERS
from contests.rules import Rules
from official.figures import dong
from official.poster import Poster, Section

LONGEST_HOTLINE = 80
SHOWN = {"people": "Đối tượng dự thi", "time": "Thời gian", "prizes": "Giải thưởng"}


def poster_of(contest: Contest, *, address: str, hotline: str = "") -> Poster:
    """Return what the poster says. address: of the contest. hotline: as the office writes it, "" for none.

    Raises RulesError where a draft's settings are not complete.
    """
    with translation.override("vi"):
        said = {article.name: list(article.sentences) for article in articles_of(contest)}
        said["prizes"] = list(_prizes(contest))
        partner = [f"Phối hợp: {contest.partner}"] if contest.partner else []
        sections = [Section(title, said.get(name, [])) for name, title in SHOWN.items()]
    return Poster(
        bodies=[*bodies_of(contest), *partner],
        kind="CUỘC THI",
        title=contest.title,
        sections=[each for each in sections if each.lines],
        invitation="Quét mã để đọc thể lệ và dự thi, hoặc mở:",
        address=address,
        hotline=f"Đường dây nóng: {hotline.strip()[:LONGEST_HOTLINE]}" if hotline.strip() else "",
    )


def _prizes(contest: Contest) -> Iterator[str]:
    """Yield a line for each line of the table of prizes, those of people first, best first."""
    table = Rules.from_json(contest.rules).prizes
    for one in sorted(table, key=lambda p: (WINNERS.index(p.winner), p.scope, RANKS.index(p.rank))):
        often = " mỗi đợt" if one.scope == "round" else ""
        each = f", mỗi giải {dong(one.amount)}" if one.amount else ""
        yield f"– {prize_in_words(one)}: {one.count:02} giải{often}{each}"
