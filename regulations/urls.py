from django.urls import path

from regulations import relation_views, suspension_views, views

app_name = "regulations"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("tai-len/", views.upload, name="upload"),
    path("tai-len/<int:pk>/", views.confirm, name="confirm"),
    path("dieu-khoan/<int:pk>/", views.provision, name="provision"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/akn.xml", views.akn, name="akn"),
    path("<int:pk>/ban-goc/", views.source, name="source"),
    path("<int:pk>/so-sanh/", relation_views.compare, name="compare"),
    path("quan-he/<int:pk>/", relation_views.relation, name="relation"),
    path("<int:pk>/hieu-luc/", views.mark_expired, name="mark-expired"),
    path("<int:pk>/ngung-hieu-luc/", suspension_views.record, name="suspend"),
    path("ngung-hieu-luc/<int:pk>/huy/", suspension_views.take_back, name="lift"),
]
