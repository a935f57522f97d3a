from django.urls import path

from contests.record import views as record_views
from contests.review import (
    appeal_views,
    correction_views,
    desk_views,
    incident_views,
    people_views,
    tie_views,
    unit_views,
)

DESK = "to-chuc/<slug:slug>/ket-qua/"
PUBLIC = "cuoc-thi/<slug:slug>/"
review_urls = [
    path(DESK, desk_views.desk, name="desk"),
    path(f"{DESK}cau-hoi/", correction_views.questions, name="questions"),
    path(f"{DESK}cau-hoi/<int:pk>/", correction_views.question, name="question"),
    path(f"{DESK}dieu-chinh/<int:pk>/", correction_views.correction, name="correction"),
    path(f"{DESK}dieu-chinh/<int:pk>/tien-do/", correction_views.progress, name="correction-progress"),
    path(f"{DESK}kien-nghi/", appeal_views.appeals, name="appeals"),
    path(f"{DESK}kien-nghi/<int:pk>/", appeal_views.appeal, name="appeal"),
    path(f"{DESK}su-co/", incident_views.incidents, name="incidents"),
    path(f"{DESK}su-co/<int:pk>/", incident_views.incident, name="incident"),
    path(f"{DESK}nguoi-thi/", people_views.people, name="people"),
    path(f"{DESK}nguoi-thi/<int:pk>/", people_views.person, name="person"),
    path(f"{DESK}don-vi/", unit_views.units, name="desk-units"),
    path(f"{DESK}don-vi/<str:code>/", unit_views.unit, name="desk-unit"),
    path(f"{DESK}dong-hang/", tie_views.ties, name="ties"),
    path(f"{DESK}lap-ban/", record_views.prepare_edition, name="prepare"),
    path(f"{DESK}ban/<int:edition>/", record_views.edition, name="edition"),
    path(f"{DESK}ban/<int:edition>/cong-bo/", record_views.publish_edition, name="publish"),
    path(f"{DESK}ket-qua.xlsx", record_views.workbook, name="workbook"),
    path(f"{DESK}so-ghi-nhan/", record_views.record, name="record"),
    path(f"{DESK}so-ghi-nhan.jsonl", record_views.record_full, name="record-full"),
    path(f"{PUBLIC}ket-qua/", record_views.results, name="results"),
    path(f"{PUBLIC}ket-qua/<int:edition>/", record_views.results, name="results-edition"),
    path(f"{PUBLIC}so-ghi-nhan/", record_views.record_public, name="record-public"),
    path(f"{PUBLIC}so-ghi-nhan.jsonl", record_views.record_file, name="record-file"),
    path("kiem-tra-so-ghi-nhan.py", record_views.verifier, name="verifier"),
    path("bai-thi/<int:number>/kien-nghi/", appeal_views.file, name="file-appeal"),
    path("don-vi/<str:code>/<slug:slug>/su-co/", incident_views.of_unit, name="unit-incident"),
    path("bai-thi/<int:number>/su-co/", incident_views.own, name="own-incident"),
]
