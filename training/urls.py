from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.index, name="index"),
    path("cau-hoi/<int:pk>/", views.question, name="question"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/phan-tich/", views.progress, name="progress"),
    path("<slug:slug>/bao-cao.docx", views.word, name="word"),
]
