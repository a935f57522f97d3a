from django.urls import path

from questionbank.api import QuestionDrafts, QuestionList, TopicList

urlpatterns = [
    path("questions/", QuestionList.as_view(), name="api-questions"),
    path("regulations/<int:pk>/question-drafts/", QuestionDrafts.as_view(), name="api-question-drafts"),
    path("topics/", TopicList.as_view(), name="api-topics"),
]
