from django.urls import path

from questionbank import draft_views, import_views, recheck_views, topic_views, views, writing_views

app_name = "questionbank"
urlpatterns = [
    path("", views.question_list, name="list"),
    path("so-lieu/", views.figures, name="figures"),
    path("tep/<slug:sha256>/", views.asset, name="asset"),
    path("gan-trung/", views.alike, name="alike"),
    path("chuyen-de/", topic_views.tree, name="topics"),
    path("chuyen-de/<int:pk>/", topic_views.edit, name="topic"),
    path("chuyen-de/<int:pk>/doi-ten/", topic_views.rename, name="topic-rename"),
    path("chuyen-de/<int:pk>/chuyen/", topic_views.move, name="topic-move"),
    path("chuyen-de/<int:pk>/thu-tu/", topic_views.shift, name="topic-shift"),
    path("chuyen-de/<int:pk>/su-dung/", topic_views.retire, name="topic-retire"),
    path("moi/", writing_views.new, name="new"),
    path("cho-duyet/", views.review_queue, name="review"),
    path("can-ra-soat/", recheck_views.recheck_list, name="recheck"),
    path("can-ra-soat/cho-hieu-luc/", recheck_views.waiting_list, name="waiting"),
    path("can-ra-soat/<int:pk>/van-dung/", recheck_views.keep, name="keep"),
    path("nhap/", import_views.upload, name="import"),
    path("nhap/<int:pk>/", import_views.batch, name="batch"),
    path("nhap/<int:pk>/tien-do/", import_views.progress, name="import-progress"),
    path("nhap-tu-van-ban/<int:pk>/", draft_views.drafts, name="drafts"),
    path("nhap/mau.xlsx", import_views.template, name="template"),
    path("xuat.xlsx", import_views.export, name="export"),
    path("xuat/<slug:format_>/", import_views.export_as, name="export-as"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/xem-truoc/", views.preview, name="preview"),
    path("<int:pk>/sua/", writing_views.edit, name="edit"),
    path("<int:pk>/gui-duyet/", views.send, name="send"),
    path("<int:pk>/duyet/", views.decide, name="decide"),
    path("<int:pk>/ngung/", views.retire, name="retire"),
]
