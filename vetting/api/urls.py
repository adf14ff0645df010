"""Addresses of the vetting API, under /api/v1/."""

from django.urls import path

from vetting.api import views

urlpatterns = [
    path("vet/", views.VetView.as_view(), name="api-vet"),
    path("rubric/", views.RubricView.as_view(), name="api-rubric"),
]
