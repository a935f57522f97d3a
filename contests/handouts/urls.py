from django.urls import path

from contests.handouts import paper_views, public_views, views

CERTIFICATES = "to-chuc/<slug:slug>/giay-chung-nhan/"
PART = f"{CERTIFICATES}in/<slug:kind>/<int:part>/"
handout_urls = [
    path(CERTIFICATES, views.certificates, name="certificates"),
    path(f"{CERTIFICATES}cap/", views.issue_now, name="issue-certificates"),
    path(PART, views.print_now, name="print-certificates"),
    path(f"{PART}tien-do/", views.progress, name="print-progress"),
    path(f"{PART}giay-chung-nhan.pdf", views.printed, name="printed-certificates"),
    path("to-chuc/<slug:slug>/ap-phich.pdf", paper_views.poster, name="poster"),
    path("to-chuc/<slug:slug>/ket-qua/ban/<int:edition>/bien-ban.docx", paper_views.minutes, name="minutes-word"),
    path("to-chuc/<slug:slug>/ket-qua/ban/<int:edition>/quyet-dinh.docx", paper_views.decision, name="decision-word"),
    path("bai-thi/<int:number>/giay-chung-nhan.pdf", public_views.own, name="own-certificate"),
    path("chung-nhan/", public_views.find, name="find-certificate"),
    path("chung-nhan/<str:code>/", public_views.verify, name="verify-certificate"),
]
