from django.urls import path

from training import looking_views, own_views, views
from training.papers import views as papers
from training.planning import urls as planning

app_name = "training"
urlpatterns = [
    *planning.urlpatterns,
    path("", views.index, name="index"),
    path("cau-hoi/<int:pk>/", views.question, name="question"),
    path("cua-toi/<slug:slug>/", own_views.own, name="own"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/phan-tich/", views.progress, name="progress"),
    path("<slug:slug>/minh-chung/", looking_views.evidence, name="evidence"),
    path("<slug:slug>/cau-hoi/", looking_views.items, name="items"),
    path("<slug:slug>/dien-bien/", looking_views.trend, name="trend"),
    path("<slug:slug>/van-ban/", papers.papers, name="papers"),
    path("<slug:slug>/van-ban/<slug:kind>/", papers.make, name="make-paper"),
    path("<slug:slug>/van-ban/<slug:kind>/tien-do/", papers.progress, name="paper-progress"),
    path("<slug:slug>/van-ban/<slug:kind>/tep/", papers.paper, name="paper"),
]
