"""The owner's pages."""

from django.urls import path

from directory.forms.steps import CHECK
from directory.views.owner import acts, documents, wizard
from directory.views.owner.dashboard import dashboard
from directory.views.owner.welcome import for_practitioners

urlpatterns = [
    path("for-practitioners/", for_practitioners, name="for_practitioners"),
    path("account/", dashboard, name="dashboard"),
    path("account/listing/advice/", wizard.advice, name="owner_advice"),
    path(f"account/listing/{CHECK}/", wizard.check, name="owner_check"),
    path("account/listing/<slug:slug>/", wizard.step, name="owner_step"),
    path("account/documents/<uuid:document_id>/", documents.document, name="owner_document"),
    path("account/confirm/", acts.confirm, name="owner_confirm"),
    path("account/pause/", acts.pause, name="owner_pause"),
    path("account/resume/", acts.resume, name="owner_resume"),
    path("account/take-back/", acts.take_back, name="owner_take_back"),
    path("account/withdraw/", acts.withdraw, name="owner_withdraw"),
    path("account/begin-again/", acts.begin_again, name="owner_begin_again"),
    path("account/download/", documents.download, name="owner_download"),
    path("account/delete/", acts.erase, name="owner_erase"),
]
