from django.urls import path

from contests.rosters import file_views, views

roster_urls = [
    path("to-chuc/<slug:slug>/don-vi/tep/", file_views.rosters_file, name="rosters-file"),
    path("to-chuc/<slug:slug>/don-vi/tep/<int:pk>/", file_views.rosters_upload, name="rosters-upload"),
    path("don-vi/<str:code>/<slug:slug>/danh-sach/", views.roster, name="unit-roster"),
    path("don-vi/<str:code>/<slug:slug>/danh-sach/tep/", file_views.unit_file, name="unit-roster-file"),
    path(
        "don-vi/<str:code>/<slug:slug>/danh-sach/tep/<int:pk>/",
        file_views.unit_upload,
        name="unit-roster-upload",
    ),
]
