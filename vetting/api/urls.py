"""Addresses of the vetting API, under /api/v1/."""

from django.urls import path

from vetting.api import figures, views

urlpatterns = [
    path("vet/", views.VetView.as_view(), name="api-vet"),
    path("figures/", figures.FiguresView.as_view(), name="api-figures"),
    path("rubric/", views.RubricView.as_view(), name="api-rubric"),
]
