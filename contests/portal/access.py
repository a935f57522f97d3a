"""Who may use what of the public page of a contest: its lines of the permission table."""

from contests.access import contest_by_slug, is_public, organises
from people.access import Access, anyone

_PUBLIC = {
    "public": "the public page of a contest",
    "public-embed": "the small page of a contest, for frames on portals",
    "public-document": "a regulation that a contest is to be studied from",
}
ROUTES: dict[str, Access] = {
    **{
        f"contests:{name}{language}": Access(is_public, what, contest_by_slug)
        for name, what in _PUBLIC.items()
        for language in ("", "-en")
    },
    "contests:public-poster": Access(is_public, "the poster of a contest, for everybody", contest_by_slug),
    "contests:feed-json": Access(is_public, "what a contest announced, as a JSON feed", contest_by_slug),
    "contests:feed-rss": Access(is_public, "what a contest announced, as RSS", contest_by_slug),
    "contests:portal": Access(organises, "settle the public page of a contest", contest_by_slug),
    "contests:announce": Access(organises, "announce something of a contest", contest_by_slug),
    "contests:withdraw-notice": Access(organises, "withdraw an announcement", contest_by_slug),
    "sitemap": Access(anyone, "the public pages, for search engines"),
    "robots": Access(anyone, "what search engines may read"),
}
