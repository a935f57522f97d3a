from typing import Any

from django.urls import path

from contests.portal import manage_views, views
from contests.portal.addresses import LANGUAGES, Language, named

PAGE = "cong-bo/<slug:slug>/"


def _in(language: Language) -> list[Any]:
    at, given = PAGE + ("" if language == "vi" else f"{language}/"), {"language": language}
    return [
        path(at, views.page, given, name=named("public", language)),
        path(f"{at}nhung/", views.embed, given, name=named("public-embed", language)),
        path(f"{at}van-ban/<int:pk>/", views.document, given, name=named("public-document", language)),
    ]


portal_urls = [
    *(one for language in LANGUAGES for one in _in(language)),
    path(f"{PAGE}ap-phich.pdf", views.poster, name="public-poster"),
    path(f"{PAGE}tin.json", views.feed_json, name="feed-json"),
    path(f"{PAGE}tin.xml", views.feed_rss, name="feed-rss"),
    path("to-chuc/<slug:slug>/trang-cong-bo/", manage_views.portal, name="portal"),
    path("to-chuc/<slug:slug>/trang-cong-bo/tin/", manage_views.announce_now, name="announce"),
    path("to-chuc/<slug:slug>/trang-cong-bo/tin/<int:pk>/rut/", manage_views.withdraw_now, name="withdraw-notice"),
]
