from django.urls import URLPattern

app_name = "questionbank"
urlpatterns: list[URLPattern] = []
