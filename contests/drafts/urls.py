from django.urls import path

from contests.drafts import preview_views, round_views, starting_views, views

draft_urls = [
    path("to-chuc/cuoc-thi-moi/", starting_views.create, name="create"),
    path("to-chuc/<slug:slug>/sao-chep/", starting_views.copy, name="copy"),
    path("to-chuc/<slug:slug>/sua/", views.basics, name="edit"),
    path("to-chuc/<slug:slug>/dot/", round_views.rounds, name="rounds"),
    path("to-chuc/<slug:slug>/dot/them/", round_views.add_round, name="add-round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/", round_views.edit_round, name="round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/sao-chep/", round_views.copy_round, name="copy-round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/bo/", round_views.remove_round, name="remove-round"),
    path("to-chuc/<slug:slug>/xep-hang/", views.ranking, name="ranking"),
    path("to-chuc/<slug:slug>/giai-thuong/", views.prizes, name="prizes"),
    path("to-chuc/<slug:slug>/don-vi-ky/", views.hosts, name="hosts"),
    path("to-chuc/<slug:slug>/xem-thu/", preview_views.preview, name="preview"),
]
