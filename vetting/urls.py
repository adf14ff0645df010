"""Public pages of vetting: the checker and the rubric."""

from django.urls import path

from vetting.views import checker, public

urlpatterns = [
    path("check/", checker.checker, name="checker"),
    path("how-we-verify/", public.how_we_vet, name="how_we_vet"),
    path("rubric.json", public.rubric_json, name="rubric_json"),
]
