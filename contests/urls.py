from django.urls import path

from contests import manage_views, rules_views, views
from contests.drafts.urls import draft_urls
from contests.entering.urls import entering_urls
from contests.feedback.urls import feedback_urls
from contests.handouts.urls import handout_urls
from contests.live.urls import live_urls
from contests.papers.urls import paper_urls
from contests.portal.urls import portal_urls
from contests.review.urls import review_urls
from contests.rosters.urls import roster_urls
from contests.signals.urls import signal_urls
from contests.stage.papers.urls import stage_paper_urls
from contests.stage.urls import stage_urls
from contests.units.urls import unit_urls

app_name = "contests"
contest_urls = [
    path("cuoc-thi/", views.contest_list, name="list"),
    path("t/<int:number>/", views.short, name="short"),
    path("cuoc-thi/<slug:slug>/", views.detail, name="detail"),
    path("cuoc-thi/<slug:slug>/ma-qr.svg", views.qr, name="qr"),
    path("cuoc-thi/<slug:slug>/vao-thi/", views.enter, name="enter"),
    path("cuoc-thi/<slug:slug>/bang-xep-hang/", views.board, name="board"),
    path("cuoc-thi/<slug:slug>/the-le/", rules_views.rules_page, name="rules"),
    path("cuoc-thi/<slug:slug>/the-le.docx", rules_views.rules_word, name="rules-word"),
]
manage_urls = [
    path("to-chuc/<slug:slug>/ky-the-le/", rules_views.sign, name="sign-rules"),
    path("to-chuc/", manage_views.manage_list, name="manage-list"),
    path("to-chuc/<slug:slug>/", manage_views.manage, name="manage"),
    path("to-chuc/<slug:slug>/mo/", manage_views.open_now, name="open"),
    path("to-chuc/<slug:slug>/dong/", manage_views.close_now, name="close"),
    path("to-chuc/<slug:slug>/tham-gia/", manage_views.participation_by_unit, name="participation"),
]
urlpatterns = [
    *contest_urls,
    *entering_urls,
    *paper_urls,
    *live_urls,
    *review_urls,
    *handout_urls,
    *stage_urls,
    *stage_paper_urls,
    *portal_urls,
    *feedback_urls,
    *draft_urls,  # "cuoc-thi-moi" ahead of the page of a contest
    *manage_urls,
    *signal_urls,
    *unit_urls,
    *roster_urls,
]
