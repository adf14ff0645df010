"""Pages of vetting: the checker and the rubric, reports from the public, the owner's decisions."""

from django.urls import path

from vetting.views import certificates, checker, desk, figures, owner, public, reporting

urlpatterns = [
    path("check/", checker.checker, name="checker"),
    path("what-mld-is/", public.what_is_mld, name="what_is_mld"),
    path("how-we-verify/", public.how_we_vet, name="how_we_vet"),
    path("figures/", figures.page, name="figures"),
    path("desk/", desk.lists, name="desk"),
    path("desk/lists/<uuid:list_id>/", desk.members, name="desk_list"),
    path("desk/lists/<uuid:list_id>/unfit.csv", desk.unfit, name="desk_unfit"),
    path("desk/certificates/", certificates.certificates, name="desk_certificates"),
    path("desk/certificates/<uuid:question_id>/", certificates.answer, name="desk_answer"),
    path("invitation/<str:token>/", desk.invitation, name="invitation"),
    path("practitioners/<uuid:listing_id>/report/", reporting.report, name="report"),
    path("reports/<str:token>/", reporting.report_status, name="report_status"),
    path("account/decisions/", owner.decisions, name="owner_decisions"),
    path("account/decisions/<int:decision_id>/appeal/", owner.appeal, name="owner_appeal"),
]
