"""The REST API: the pieces that each app declares, under /api/."""

from django.urls import include, path

urlpatterns = [
    path("", include("regulations.api_urls")),
    path("", include("questionbank.api_urls")),
    path("", include("contests.api_urls")),
    path("", include("training.api_urls")),
    path("", include("practice.api_urls")),
]
