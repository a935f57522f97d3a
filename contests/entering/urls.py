from django.urls import path

from contests.entering import invited_views, register_views, views

entering_urls = [
    path("cuoc-thi/<slug:slug>/dang-ky/", register_views.register, name="register"),
    path("cuoc-thi/<slug:slug>/quay-lai/", register_views.come_back, name="come-back"),
    path("cuoc-thi/<slug:slug>/ma-du-thi/", register_views.by_code, name="by-code"),
    path("cuoc-thi/<slug:slug>/du-lieu-cua-toi/", register_views.my_data, name="my-data"),
    path("cuoc-thi/<slug:slug>/roi-thiet-bi/", register_views.leave_device, name="leave-device"),
    path("cuoc-thi/<slug:slug>/dong-y/", register_views.consent, name="consent"),
    path("to-chuc/<slug:slug>/ai-duoc-du-thi/", views.entry, name="entry"),
    path("to-chuc/<slug:slug>/nguoi-phuc-vu/", views.name_staff, name="staff"),
    path("to-chuc/<slug:slug>/danh-sach/", invited_views.invited, name="invited"),
    path("to-chuc/<slug:slug>/danh-sach/mau.xlsx", invited_views.template, name="invited-template"),
    path("to-chuc/<slug:slug>/danh-sach/ma/", invited_views.codes, name="codes"),
    path("to-chuc/<slug:slug>/danh-sach/tep/<int:pk>/", invited_views.file, name="invited-file"),
    path("to-chuc/<slug:slug>/danh-sach/<int:pk>/bo/", invited_views.strike_off, name="strike-off"),
    path("to-chuc/<slug:slug>/thi-sinh/", views.entrants, name="entrants"),
    path("to-chuc/<slug:slug>/thi-sinh/<int:pk>/ma-moi/", views.reissue, name="reissue"),
    path("don-vi/<str:code>/<slug:slug>/ma-du-thi/", invited_views.unit_codes, name="unit-codes"),
]
