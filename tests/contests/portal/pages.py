"""Every public page of a contest, by its route, for tests that read all of them."""

from django.test import Client
from django.urls import reverse

from contests.models import Contest
from contests.portal.studying import documents_of
from realtime.clock import now

PAGES = ("public", "public-en", "public-embed", "public-embed-en")
FEEDS = ("feed-json", "feed-rss")


def read(contest: Contest, name: str, *more: int) -> str:
    answer = Client().get(reverse(f"contests:{name}", args=[contest.slug, *more]))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def everything(contest: Contest) -> dict[str, str]:
    """Return what strangers read, by route: pages, feeds, texts, and the page of results."""
    found = {name: read(contest, name) for name in (*PAGES, *FEEDS, "results")}
    for document in documents_of(contest, now().date()):
        found[f"document {document.pk}"] = read(contest, "public-document", document.pk)
    return found
