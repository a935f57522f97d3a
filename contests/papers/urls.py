from django.urls import path

from contests.papers import answer_views, essay_views, receipt_views, views

paper_urls = [
    path("bai-thi/<int:number>/", views.paper, name="paper"),
    path("bai-thi/<int:number>/tra-loi/", answer_views.save, name="save-answer"),
    path("bai-thi/<int:number>/lam-tiep/", answer_views.take, name="take-over"),
    path("bai-thi/<int:number>/con-lai/", views.remaining, name="remaining"),
    path("bai-thi/<int:number>/nop/", views.hand_in, name="submit"),
    path("bai-thi/<int:number>/ket-qua/", views.result, name="result"),
    path("to-chuc/<slug:slug>/tu-luan/", essay_views.essays, name="essays"),
    path("to-chuc/<slug:slug>/tu-luan/<int:pk>/", essay_views.mark, name="mark-essay"),
    path("to-chuc/<slug:slug>/bien-nhan/", receipt_views.check, name="check-receipt"),
]
