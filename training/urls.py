from django.urls import path

from training import views
from training.planning import urls as planning

app_name = "training"
urlpatterns = [
    *planning.urlpatterns,
    path("", views.index, name="index"),
    path("cau-hoi/<int:pk>/", views.question, name="question"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/phan-tich/", views.progress, name="progress"),
    path("<slug:slug>/bao-cao.docx", views.word, name="word"),
]
