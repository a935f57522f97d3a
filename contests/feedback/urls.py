from django.urls import path

from contests.feedback import views

feedback_urls = [
    path("bai-thi/<int:number>/phan-anh/", views.about_paper, name="feedback-paper"),
    path("phan-anh/", views.inbox, name="feedback-inbox"),
    path("phan-anh/<int:pk>/", views.triage, name="feedback"),
    path("phan-anh/cau-hoi/<int:pk>/", views.about_question, name="feedback-question"),
]
