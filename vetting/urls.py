"""Public pages of vetting: the checker and the rubric."""

from django.urls import path

from vetting.views import checker, desk, public

urlpatterns = [
    path("check/", checker.checker, name="checker"),
    path("how-we-verify/", public.how_we_vet, name="how_we_vet"),
    path("desk/", desk.lists, name="desk"),
    path("desk/lists/<uuid:list_id>/", desk.members, name="desk_list"),
    path("desk/lists/<uuid:list_id>/unfit.csv", desk.unfit, name="desk_unfit"),
    path("invitation/<str:token>/", desk.invitation, name="invitation"),
]
