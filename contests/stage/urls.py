from django.urls import path

from contests.stage import (
    captain_views,
    desk_views,
    home_views,
    jury_views,
    mc_views,
    part_views,
    setup_views,
    sheet_views,
    team_views,
)

ORGANISE = "to-chuc/<slug:slug>/hoi-thi/"
HALL = "hoi-thi/<slug:slug>/"
stage_urls = [
    path(ORGANISE, setup_views.setup, name="stage-setup"),
    path(ORGANISE + "cach-tinh-diem/", setup_views.combining, name="stage-rules"),
    path(ORGANISE + "bat-dau/", setup_views.begin, name="stage-begin"),
    path(ORGANISE + "phan/moi/", part_views.add, name="stage-part-add"),
    path(ORGANISE + "phan/<int:place>/", part_views.edit, name="stage-part"),
    path(ORGANISE + "phan/<int:place>/vong-truc-tiep/", part_views.quiz, name="stage-quiz"),
    path(ORGANISE + "doi-thi/", team_views.teams, name="stage-teams"),
    path(ORGANISE + "giam-khao/", team_views.jury, name="stage-jury"),
    path(ORGANISE + "kich-ban/", mc_views.cues, name="stage-cues"),
    path(HALL, home_views.home, name="stage"),
    path(HALL + "thu-ky/", desk_views.desk, name="stage-desk"),
    path(HALL + "thu-ky/lam/", desk_views.do, name="stage-desk-do"),
    path(HALL + "thu-ky/phan/<int:place>/", sheet_views.sheet, name="stage-sheet"),
    path(HALL + "thu-ky/phan/<int:place>/lam/", sheet_views.do, name="stage-sheet-do"),
    path(HALL + "cham-diem/", jury_views.judge, name="stage-judge"),
    path(HALL + "cham-diem/<int:place>/", jury_views.mark, name="stage-mark"),
    path(HALL + "doi-truong/", captain_views.captain, name="stage-captain"),
    path(HALL + "doi-truong/<int:place>/boc-tham/", captain_views.lot, name="stage-lot"),
    path(HALL + "dan-chuong-trinh/", mc_views.mc, name="stage-mc"),
    path(HALL + "trinh-chieu/", mc_views.show, name="stage-show"),
    path(HALL + "may-chieu/", mc_views.projector, name="stage-projector"),
]
