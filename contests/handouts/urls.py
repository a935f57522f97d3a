from django.urls import path

from contests.handouts import paper_views, public_views, views
from contests.handouts.office import views as office

CERTIFICATES = "to-chuc/<slug:slug>/giay-chung-nhan/"
PAPERS = "to-chuc/<slug:slug>/van-ban/"
TEMPLATE = "mau-van-ban/<int:unit>/<slug:kind>/"
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
    path(PAPERS, paper_views.papers, name="result-papers"),
    path(f"{PAPERS}thu-cam-on.docx", paper_views.thanks, {"form": "docx"}, name="thanks-word"),
    path(f"{PAPERS}thu-cam-on.pdf", paper_views.thanks, {"form": "pdf"}, name="thanks-pdf"),
    path(f"{PAPERS}thong-tin-bao-chi.docx", paper_views.news, name="news-word"),
    path(f"{PAPERS}kich-ban-trao-giai.docx", paper_views.ceremony, name="ceremony-word"),
    path(f"{PAPERS}giay-chung-nhan.docx", paper_views.certificates_word, name="certificates-word"),
    path("mau-van-ban/<int:unit>/", office.templates, name="templates"),
    path(TEMPLATE, office.template, name="template"),
    path(f"{TEMPLATE}dung/", office.use, name="template-use"),
    path(f"{TEMPLATE}mau.docx", office.start, name="template-start"),
    path(f"{TEMPLATE}ban-<int:number>.docx", office.file, name="template-file"),
    path(f"{TEMPLATE}xem-thu-<int:number>.docx", office.preview, name="template-preview"),
    path("bai-thi/<int:number>/giay-chung-nhan.pdf", public_views.own, name="own-certificate"),
    path("chung-nhan/", public_views.find, name="find-certificate"),
    path("chung-nhan/<str:code>/", public_views.verify, name="verify-certificate"),
]
