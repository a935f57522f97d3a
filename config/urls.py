"""Addresses. Every name here stands in the permission table (`config.access`)."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import views
from contests.portal.sitemap import ContestSitemap, robots

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sitemap.xml", sitemap, {"sitemaps": {"contests": ContestSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("", include("people.urls")),
    path("van-ban/", include("regulations.urls")),
    path("cau-hoi/", include("questionbank.urls")),
    path("", include("contests.urls")),
    path("nhu-cau/", include("training.urls")),
    path("on-tap/", include("practice.urls")),
    path("tuyen-truyen/", include("propaganda.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("api/", include("config.api")),
]
