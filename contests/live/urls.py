from django.urls import path

from contests.live import player_views, record_views, views
from contests.live.rehearsal import views as rehearsal_views

live_urls = [
    path("choi/", views.enter_code, name="live-enter"),
    path("choi/<str:code>/", views.join_round, name="live-join"),
    path("choi/<str:code>/ma-qr.svg", views.qr, name="live-qr"),
    path("choi/<str:code>/dien-thoai/", views.phone, name="live-phone"),
    path("choi/<str:code>/tra-loi/", views.answer, name="live-answer"),
    path("choi/<str:code>/trang-thai/", views.state, name="live-state"),
    path("truc-tiep/<int:number>/may-chieu/", views.projector, name="live-projector"),
    path("truc-tiep/<int:number>/dieu-khien/", views.host, name="live-host"),
    path("truc-tiep/<int:number>/lenh/", views.command, name="live-command"),
    path("truc-tiep/<int:number>/nguoi-choi/", player_views.players_of_round, name="live-players"),
    path("truc-tiep/<int:number>/nguoi-choi/<int:player>/", player_views.decide, name="live-player"),
    path("truc-tiep/<int:number>/dien-bien/", record_views.moves_of_round, name="live-moves"),
    path("truc-tiep/<int:number>/hien-dien/", player_views.hall, name="live-hall"),
    path("truc-tiep/<int:number>/dien-tap/", rehearsal_views.rehearsals_of_round, name="live-rehearsals"),
    path(
        "truc-tiep/<int:number>/dien-tap/<int:rehearsal>/ket-thuc/",
        rehearsal_views.stop,
        name="live-rehearsal-stop",
    ),
    path("to-chuc/<slug:slug>/truc-tiep/", views.rounds_of_contest, name="live-list"),
    path("to-chuc/<slug:slug>/truc-tiep/moi/", views.create, name="live-create"),
]
