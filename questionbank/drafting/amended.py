"""Which articles a later document of the corpus amends: what they say is no longer sure, and they are not asked about."""

import re
from collections.abc import Iterable

from questionbank.drafting.reading import Text

_NUMBER = re.compile(r"\b\d{1,4}/\d{4}/[A-ZĐ][\w-]*\d*")
_CHANGES = re.compile(r"[Ss]ửa đổi|[Bb]ổ sung|[Bb]ãi bỏ|[Tt]hay thế|[Tt]hay cụm từ")
_ARTICLE = re.compile(r"\bĐiều (\d+[a-zđ]?)(?! (?:của )?(?:Luật|Nghị định|Thông tư|Quyết định) này)\b")


def amended(texts: Iterable[Text]) -> frozenset[tuple[str, str]]:
    """Return (number of the document, number of the article) of what these texts change in other documents."""
    found: set[tuple[str, str]] = set()
    for text in texts:
        for passage in text.passages:
            above = f"{passage.heading} {passage.lead}"
            if not passage.amends or not _CHANGES.search(f"{above} {passage.words}"):
                continue
            named = _NUMBER.findall(passage.words) or _NUMBER.findall(f"{above} {text.source.title}")
            changed = named[0] if named else ""
            if changed != text.source.number:
                articles = _ARTICLE.findall(passage.words) or _ARTICLE.findall(above)
                found.update((changed, article) for article in articles)
    return frozenset(found)
