from django.urls import path

from contests import essay_views, manage_views, paper_views, receipt_views, signal_views, views
from contests.live.urls import live_urls

app_name = "contests"
contest_urls = [
    path("cuoc-thi/", views.contest_list, name="list"),
    path("t/<int:number>/", views.short, name="short"),
    path("cuoc-thi/<slug:slug>/", views.detail, name="detail"),
    path("cuoc-thi/<slug:slug>/ma-qr.svg", views.qr, name="qr"),
    path("cuoc-thi/<slug:slug>/vao-thi/", views.enter, name="enter"),
    path("cuoc-thi/<slug:slug>/dang-ky/", views.register, name="register"),
    path("cuoc-thi/<slug:slug>/quay-lai/", views.come_back, name="come-back"),
    path("cuoc-thi/<slug:slug>/bang-xep-hang/", views.board, name="board"),
]
paper_urls = [
    path("bai-thi/<int:number>/", paper_views.paper, name="paper"),
    path("bai-thi/<int:number>/tra-loi/", paper_views.save, name="save-answer"),
    path("bai-thi/<int:number>/lam-tiep/", paper_views.take, name="take-over"),
    path("bai-thi/<int:number>/roi-trang/", signal_views.away, name="away"),
    path("bai-thi/<int:number>/con-lai/", paper_views.remaining, name="remaining"),
    path("bai-thi/<int:number>/nop/", paper_views.hand_in, name="submit"),
    path("bai-thi/<int:number>/ket-qua/", paper_views.result, name="result"),
]
manage_urls = [
    path("to-chuc/", manage_views.manage_list, name="manage-list"),
    path("to-chuc/cuoc-thi-moi/", manage_views.create, name="create"),
    path("to-chuc/<slug:slug>/", manage_views.manage, name="manage"),
    path("to-chuc/<slug:slug>/sua/", manage_views.edit, name="edit"),
    path("to-chuc/<slug:slug>/mo/", manage_views.open_now, name="open"),
    path("to-chuc/<slug:slug>/dong/", manage_views.close_now, name="close"),
    path("to-chuc/<slug:slug>/tu-luan/", essay_views.essays, name="essays"),
    path("to-chuc/<slug:slug>/tu-luan/<int:pk>/", essay_views.mark, name="mark-essay"),
    path("to-chuc/<slug:slug>/dau-hieu/", signal_views.seen, name="signals"),
    path("to-chuc/<slug:slug>/dau-hieu/<int:number>/", signal_views.timing, name="timing"),
    path("to-chuc/<slug:slug>/bien-nhan/", receipt_views.check, name="check-receipt"),
    path("to-chuc/<slug:slug>/tham-gia/", manage_views.participation_by_unit, name="participation"),
]
urlpatterns = contest_urls + paper_urls + live_urls + manage_urls
