from django.urls import path

from propaganda import activity_views, section_views, views

app_name = "propaganda"
SECTION = "<str:code>/bao-cao-dinh-ky/"
urlpatterns = [
    path("", views.index, name="index"),
    path("hoat-dong/<int:pk>/", activity_views.activity, name="activity"),
    path("hoat-dong/<int:pk>/sua/", activity_views.edit, name="change"),
    path("hoat-dong/<int:pk>/rut/", activity_views.take_back, name="withdraw"),
    path("hoat-dong/<int:pk>/minh-chung/", activity_views.proof, name="proof"),
    path("ke-hoach/<int:pk>/", views.line, name="line"),
    path("<str:code>/", views.unit, name="unit"),
    path("<str:code>/nhap/", activity_views.new, name="enter"),
    path("<str:code>/ke-hoach/", views.plan, name="plan"),
    path("<str:code>/ke-hoach/them/", views.new_line, name="add-line"),
    path(SECTION, section_views.section, name="section"),
    path(f"{SECTION}<slug:kind>/", section_views.make, name="make-section"),
    path(f"{SECTION}<slug:kind>/tien-do/", section_views.progress, name="section-progress"),
    path(f"{SECTION}<slug:kind>/tep/", section_views.file, name="section-file"),
]
