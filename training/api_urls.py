from django.urls import path

from training.api import TrainingNeeds

urlpatterns = [path("contests/<slug:slug>/training-needs/", TrainingNeeds.as_view(), name="api-training-needs")]
