"""What search engines are told of: the public page of every contest, in both languages."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contests.models import Contest
from contests.portal.addresses import LANGUAGES, Language, address


class ContestSitemap(Sitemap):  # type: ignore[type-arg]
    """Addresses carry no date of change: what changes most, the results, is not told by one row."""

    def items(self) -> list[tuple[Contest, Language]]:
        contests: QuerySet[Contest] = Contest.objects.public().only("slug").order_by("-pk")
        return [(contest, language) for contest in contests for language in LANGUAGES]

    def location(self, item: tuple[Contest, Language]) -> str:
        contest, language = item
        return address("public", contest, language)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines are to leave alone what is for organisers and for those who take part."""
    told = ["User-agent: *", *(f"Disallow: {path}" for path in ("/to-chuc/", "/bai-thi/", "/api/", "/chung-nhan/")), ""]
    told.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n")
    return HttpResponse("\n".join(told), content_type="text/plain; charset=utf-8")
