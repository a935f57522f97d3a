from django.urls import path

from practice import open_views, views

app_name = "practice"
urlpatterns = [
    path("", views.start, name="start"),
    path("muc-tieu/", views.goal, name="goal"),
    path("tiep/", views.go, name="next"),
    path("luot/<int:pk>/", views.turn, name="turn"),
    path("luot/<int:pk>/tiep/", views.go_on, name="go-on"),
    path("du-lieu/", views.data, name="data"),
    path("du-lieu/tai-ve/", views.export, name="export"),
    path("du-lieu/xoa/", views.erase_own, name="erase"),
    path("mo/", open_views.opened, name="open"),
    path("mo/cau-hoi/", open_views.mark_questions, name="open-questions"),
    path("mo/<slug:slug>/", open_views.mark_contest, name="open-contest"),
]
