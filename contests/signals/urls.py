from django.urls import path

from contests.signals import views

signal_urls = [
    path("bai-thi/<int:number>/roi-trang/", views.away, name="away"),
    path("to-chuc/<slug:slug>/dau-hieu/", views.seen, name="signals"),
    path("to-chuc/<slug:slug>/dau-hieu/<int:number>/", views.timing, name="timing"),
]
