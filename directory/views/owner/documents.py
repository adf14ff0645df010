"""The owner's own files: a document that was uploaded, and everything as one JSON file."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.models.event import record
from directory.permissions import own_document, own_listing, signed_in
from directory.views.owner.export import everything_of

LOCKED_DOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@login_required
@require_safe
def document(request: HttpRequest, document_id: uuid.UUID) -> FileResponse:
    """A document as an attachment that nothing can run. The view is recorded."""
    found = own_document(signed_in(request), document_id)
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    record("document.viewed", actor_id=request.user.pk, document=str(found.pk))
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.original_name,
        content_type=found.content_type,
        headers=LOCKED_DOWN,
    )


@login_required
@require_safe
@reauthentication_required(app="allauth.account")
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of this account."""
    listing = own_listing(signed_in(request))
    record("export", listing_id=listing.pk, actor_id=request.user.pk, what="account")
    name = f"true-mld-{timezone.localdate().isoformat()}.json"
    return JsonResponse(
        everything_of(signed_in(request), listing),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
