from django.urls import path

from training import views
from training.papers import views as papers

app_name = "training"
urlpatterns = [
    path("", views.index, name="index"),
    path("cau-hoi/<int:pk>/", views.question, name="question"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/phan-tich/", views.progress, name="progress"),
    path("<slug:slug>/van-ban/", papers.papers, name="papers"),
    path("<slug:slug>/van-ban/<slug:kind>/", papers.make, name="make-paper"),
    path("<slug:slug>/van-ban/<slug:kind>/tien-do/", papers.progress, name="paper-progress"),
    path("<slug:slug>/van-ban/<slug:kind>/tep/", papers.paper, name="paper"),
]
