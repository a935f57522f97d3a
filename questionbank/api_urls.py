from django.urls import path

from questionbank.api import QuestionList, TopicList

urlpatterns = [
    path("questions/", QuestionList.as_view(), name="api-questions"),
    path("topics/", TopicList.as_view(), name="api-topics"),
]
