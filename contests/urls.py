from django.urls import path

from contests import (
    answer_views,
    contact_views,
    draft_views,
    entry_views,
    essay_views,
    invited_views,
    manage_views,
    paper_views,
    preview_views,
    receipt_views,
    register_views,
    roster_file_views,
    roster_views,
    round_views,
    rules_views,
    signal_views,
    starting_views,
    unit_views,
    views,
)
from contests.handouts.urls import handout_urls
from contests.live.urls import live_urls
from contests.review.urls import review_urls
from contests.stage.urls import stage_urls

app_name = "contests"
contest_urls = [
    path("cuoc-thi/", views.contest_list, name="list"),
    path("t/<int:number>/", views.short, name="short"),
    path("cuoc-thi/<slug:slug>/", views.detail, name="detail"),
    path("cuoc-thi/<slug:slug>/ma-qr.svg", views.qr, name="qr"),
    path("cuoc-thi/<slug:slug>/vao-thi/", views.enter, name="enter"),
    path("cuoc-thi/<slug:slug>/dang-ky/", register_views.register, name="register"),
    path("cuoc-thi/<slug:slug>/quay-lai/", register_views.come_back, name="come-back"),
    path("cuoc-thi/<slug:slug>/ma-du-thi/", register_views.by_code, name="by-code"),
    path("cuoc-thi/<slug:slug>/du-lieu-cua-toi/", register_views.my_data, name="my-data"),
    path("cuoc-thi/<slug:slug>/roi-thiet-bi/", register_views.leave_device, name="leave-device"),
    path("cuoc-thi/<slug:slug>/dong-y/", register_views.consent, name="consent"),
    path("cuoc-thi/<slug:slug>/bang-xep-hang/", views.board, name="board"),
    path("cuoc-thi/<slug:slug>/the-le/", rules_views.rules_page, name="rules"),
    path("cuoc-thi/<slug:slug>/the-le.docx", rules_views.rules_word, name="rules-word"),
]
paper_urls = [
    path("bai-thi/<int:number>/", paper_views.paper, name="paper"),
    path("bai-thi/<int:number>/tra-loi/", answer_views.save, name="save-answer"),
    path("bai-thi/<int:number>/lam-tiep/", answer_views.take, name="take-over"),
    path("bai-thi/<int:number>/roi-trang/", signal_views.away, name="away"),
    path("bai-thi/<int:number>/con-lai/", paper_views.remaining, name="remaining"),
    path("bai-thi/<int:number>/nop/", paper_views.hand_in, name="submit"),
    path("bai-thi/<int:number>/ket-qua/", paper_views.result, name="result"),
]
draft_urls = [
    path("to-chuc/cuoc-thi-moi/", starting_views.create, name="create"),
    path("to-chuc/<slug:slug>/sao-chep/", starting_views.copy, name="copy"),
    path("to-chuc/<slug:slug>/sua/", draft_views.basics, name="edit"),
    path("to-chuc/<slug:slug>/dot/", round_views.rounds, name="rounds"),
    path("to-chuc/<slug:slug>/dot/them/", round_views.add_round, name="add-round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/", round_views.edit_round, name="round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/sao-chep/", round_views.copy_round, name="copy-round"),
    path("to-chuc/<slug:slug>/dot/<int:number>/bo/", round_views.remove_round, name="remove-round"),
    path("to-chuc/<slug:slug>/xep-hang/", draft_views.ranking, name="ranking"),
    path("to-chuc/<slug:slug>/giai-thuong/", draft_views.prizes, name="prizes"),
    path("to-chuc/<slug:slug>/don-vi-ky/", draft_views.hosts, name="hosts"),
    path("to-chuc/<slug:slug>/ky-the-le/", rules_views.sign, name="sign-rules"),
    path("to-chuc/<slug:slug>/xem-thu/", preview_views.preview, name="preview"),
]
manage_urls = [
    path("to-chuc/", manage_views.manage_list, name="manage-list"),
    path("to-chuc/<slug:slug>/", manage_views.manage, name="manage"),
    path("to-chuc/<slug:slug>/ai-duoc-du-thi/", entry_views.entry, name="entry"),
    path("to-chuc/<slug:slug>/nguoi-phuc-vu/", entry_views.name_staff, name="staff"),
    path("to-chuc/<slug:slug>/danh-sach/", invited_views.invited, name="invited"),
    path("to-chuc/<slug:slug>/danh-sach/mau.xlsx", invited_views.template, name="invited-template"),
    path("to-chuc/<slug:slug>/danh-sach/ma/", invited_views.codes, name="codes"),
    path("to-chuc/<slug:slug>/danh-sach/tep/<int:pk>/", invited_views.file, name="invited-file"),
    path("to-chuc/<slug:slug>/danh-sach/<int:pk>/bo/", invited_views.strike_off, name="strike-off"),
    path("to-chuc/<slug:slug>/thi-sinh/", entry_views.entrants, name="entrants"),
    path("to-chuc/<slug:slug>/thi-sinh/<int:pk>/ma-moi/", entry_views.reissue, name="reissue"),
    path("to-chuc/<slug:slug>/mo/", manage_views.open_now, name="open"),
    path("to-chuc/<slug:slug>/dong/", manage_views.close_now, name="close"),
    path("to-chuc/<slug:slug>/tu-luan/", essay_views.essays, name="essays"),
    path("to-chuc/<slug:slug>/tu-luan/<int:pk>/", essay_views.mark, name="mark-essay"),
    path("to-chuc/<slug:slug>/dau-hieu/", signal_views.seen, name="signals"),
    path("to-chuc/<slug:slug>/dau-hieu/<int:number>/", signal_views.timing, name="timing"),
    path("to-chuc/<slug:slug>/bien-nhan/", receipt_views.check, name="check-receipt"),
    path("to-chuc/<slug:slug>/tham-gia/", manage_views.participation_by_unit, name="participation"),
]
units_urls = [
    path("to-chuc/<slug:slug>/don-vi/", unit_views.units, name="units"),
    path("to-chuc/<slug:slug>/don-vi/cach-xep-hang/", unit_views.unit_rules, name="unit-rules"),
    path("to-chuc/<slug:slug>/don-vi/tu-tai-khoan/", unit_views.from_accounts, name="rosters-accounts"),
    path("to-chuc/<slug:slug>/don-vi/tu-danh-sach/", unit_views.from_list, name="rosters-list"),
    path("to-chuc/<slug:slug>/don-vi/chot/", unit_views.freeze_now, name="rosters-freeze"),
    path("to-chuc/<slug:slug>/don-vi/tep/", roster_file_views.rosters_file, name="rosters-file"),
    path("to-chuc/<slug:slug>/don-vi/tep/<int:pk>/", roster_file_views.rosters_upload, name="rosters-upload"),
    path("to-chuc/<slug:slug>/don-vi/yeu-cau/<int:pk>/", unit_views.answer_request, name="roster-answer"),
    path("to-chuc/<slug:slug>/don-vi/<str:code>/dau-moi/", unit_views.contact, name="unit-contact"),
]
contact_urls = [
    path("don-vi-cua-toi/", contact_views.my_units, name="my-units"),
    path("don-vi/<str:code>/<slug:slug>/", contact_views.unit, name="unit"),
    path("don-vi/<str:code>/<slug:slug>/ma-qr.svg", contact_views.unit_qr, name="unit-qr"),
    path("don-vi/<str:code>/<slug:slug>/ma-du-thi/", invited_views.unit_codes, name="unit-codes"),
    path("don-vi/<str:code>/<slug:slug>/nhac/", contact_views.unit_remind, name="unit-remind"),
    path("don-vi/<str:code>/<slug:slug>/danh-sach/", roster_views.roster, name="unit-roster"),
    path("don-vi/<str:code>/<slug:slug>/danh-sach/tep/", roster_file_views.unit_file, name="unit-roster-file"),
    path(
        "don-vi/<str:code>/<slug:slug>/danh-sach/tep/<int:pk>/",
        roster_file_views.unit_upload,
        name="unit-roster-upload",
    ),
]
urlpatterns = [
    *contest_urls,
    *paper_urls,
    *live_urls,
    *review_urls,
    *handout_urls,
    *stage_urls,
    *draft_urls,
    *manage_urls,
    *units_urls,
    *contact_urls,
]
