from django.urls import path

from contests import api

urlpatterns = [
    path("contests/", api.ContestList.as_view(), name="api-contests"),
    path("contests/<slug:slug>/", api.ContestDetail.as_view(), name="api-contest"),
    path("contests/<slug:slug>/leaderboard/", api.ContestLeaderboard.as_view(), name="api-contest-leaderboard"),
]
