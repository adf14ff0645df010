"""The owner's pages."""

from django.urls import path
from django.views.decorators.cache import never_cache

from directory.forms.steps import CHECK
from directory.views import photo
from directory.views.owner import acts, delegates, documents, wizard
from directory.views.owner.dashboard import dashboard, sent
from directory.views.owner.welcome import for_practitioners
from directory.views.still_correct import still_correct

urlpatterns = [
    path("for-practitioners/", for_practitioners, name="for_practitioners"),
    path("still-correct/<str:token>/", still_correct, name="still_correct"),
    path("account/", never_cache(dashboard), name="dashboard"),
    path("account/sent/<int:number>/", never_cache(sent), name="owner_sent"),
    path("account/listing/advice/", never_cache(wizard.advice), name="owner_advice"),
    path(f"account/listing/{CHECK}/", never_cache(wizard.check), name="owner_check"),
    path("account/listing/<slug:slug>/", never_cache(wizard.step), name="owner_step"),
    path("account/documents/<uuid:document_id>/", documents.document, name="owner_document"),
    path("account/photo/", never_cache(photo.owner_photo), name="owner_photo"),
    path("account/photo/picture.jpg", photo.owner_picture, name="owner_picture"),
    path("account/confirm/", never_cache(acts.confirm), name="owner_confirm"),
    path("account/pause/", never_cache(acts.pause), name="owner_pause"),
    path("account/resume/", never_cache(acts.resume), name="owner_resume"),
    path("account/take-back/", never_cache(acts.take_back), name="owner_take_back"),
    path("account/withdraw/", never_cache(acts.withdraw), name="owner_withdraw"),
    path("account/begin-again/", never_cache(acts.begin_again), name="owner_begin_again"),
    path("account/delegates/", never_cache(delegates.delegates), name="owner_delegates"),
    path(
        "account/delegates/<int:delegate_id>/end/",
        never_cache(delegates.revoke),
        name="owner_delegate_revoke",
    ),
    path(
        "account/delegates/accept/<str:token>/",
        never_cache(delegates.accept),
        name="delegate_accept",
    ),
    path("account/work-for/", never_cache(delegates.work_for), name="owner_work_for"),
    path("account/download/", documents.download, name="owner_download"),
    path("account/delete/", never_cache(acts.erase), name="owner_erase"),
]
