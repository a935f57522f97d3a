from django.urls import path

from regulations import api

urlpatterns = [
    path("regulations/", api.DocumentListView.as_view(), name="api-regulations"),
    path("regulations/<int:pk>/", api.DocumentView.as_view(), name="api-regulation"),
    path("regulations/<int:pk>/provisions/", api.ProvisionView.as_view(), name="api-provision"),
]
