"""What machines read of vetting: one address each, whatever the language of the pages."""

from django.urls import path

from vetting.views import public

urlpatterns = [
    path("rubric.json", public.rubric_json, name="rubric_json"),
]
