from django.urls import path

from contests.units import contact_views, views

unit_urls = [
    path("to-chuc/<slug:slug>/don-vi/", views.units, name="units"),
    path("to-chuc/<slug:slug>/don-vi/cach-xep-hang/", views.unit_rules, name="unit-rules"),
    path("to-chuc/<slug:slug>/don-vi/tu-tai-khoan/", views.from_accounts, name="rosters-accounts"),
    path("to-chuc/<slug:slug>/don-vi/tu-danh-sach/", views.from_list, name="rosters-list"),
    path("to-chuc/<slug:slug>/don-vi/chot/", views.freeze_now, name="rosters-freeze"),
    path("to-chuc/<slug:slug>/don-vi/yeu-cau/<int:pk>/", views.answer_request, name="roster-answer"),
    path("to-chuc/<slug:slug>/don-vi/<str:code>/dau-moi/", views.contact, name="unit-contact"),
    path("don-vi-cua-toi/", contact_views.my_units, name="my-units"),
    path("don-vi/<str:code>/<slug:slug>/", contact_views.unit, name="unit"),
    path("don-vi/<str:code>/<slug:slug>/ma-qr.svg", contact_views.unit_qr, name="unit-qr"),
    path("don-vi/<str:code>/<slug:slug>/nhac/", contact_views.unit_remind, name="unit-remind"),
]
