from django.contrib.auth.views import LogoutView
from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", LogoutView.as_view(), name="sign-out"),
    path("don-vi/", views.units, name="units"),
]
