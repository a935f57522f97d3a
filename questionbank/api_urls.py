from django.urls import path

from questionbank.api import QuestionDrafts, QuestionList, TopicList
from questionbank.import_api import ImportConfirm, ImportFaults, ImportRows, ImportState, ImportStop, ImportUpload

urlpatterns = [
    path("questions/", QuestionList.as_view(), name="api-questions"),
    path("regulations/<int:pk>/question-drafts/", QuestionDrafts.as_view(), name="api-question-drafts"),
    path("question-imports/", ImportUpload.as_view(), name="api-question-imports"),
    path("question-imports/<int:pk>/", ImportState.as_view(), name="api-question-import"),
    path("question-imports/<int:pk>/rows/", ImportRows.as_view(), name="api-question-import-rows"),
    path("question-imports/<int:pk>/faults/", ImportFaults.as_view(), name="api-question-import-faults"),
    path("question-imports/<int:pk>/confirm/", ImportConfirm.as_view(), name="api-question-import-confirm"),
    path("question-imports/<int:pk>/stop/", ImportStop.as_view(), name="api-question-import-stop"),
    path("topics/", TopicList.as_view(), name="api-topics"),
]
