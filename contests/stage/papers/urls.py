from django.urls import path

from contests.stage.papers import views

PAPERS = "to-chuc/<slug:slug>/hoi-thi/giay-to/"
stage_paper_urls = [
    path(PAPERS, views.papers, name="stage-papers"),
    path(f"{PAPERS}phieu-cham-<int:position>.docx", views.score_sheets, name="stage-score-sheets"),
    path(f"{PAPERS}tong-hop-diem.docx", views.summary, name="stage-summary"),
    path(f"{PAPERS}bien-ban.docx", views.minutes, name="stage-minutes"),
    path(f"{PAPERS}so-lieu.xlsx", views.workbook, name="stage-workbook"),
    path(f"{PAPERS}kich-ban.docx", views.script, name="stage-script"),
    path("hoi-thi/<slug:slug>/phieu-cham-<int:position>.docx", views.own_sheet, name="own-score-sheet"),
]
