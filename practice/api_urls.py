from django.urls import path

from practice.api import AnswerQuestion, NextQuestion

urlpatterns = [
    path("practice/next/", NextQuestion.as_view(), name="api-practice-next"),
    path("practice/turns/<int:pk>/answer/", AnswerQuestion.as_view(), name="api-practice-answer"),
]
