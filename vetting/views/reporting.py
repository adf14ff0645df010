"""Reports from the public: no account, a receipt, a status page behind a random link."""

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory import publishing
from directory.publishing import Limit, ProofOfWork, TooOften, visitor
from vetting import reports
from vetting.models import Report

FROM_ONE_VISITOR = Limit("report-visitor", times=5, seconds=3600)
ON_ONE_LISTING = Limit("report-listing", times=20, seconds=86400)

FIELD_WORDS = {
    "whole": gettext_lazy("The listing as a whole"),
    "name": gettext_lazy("Name or title"),
    "description": gettext_lazy("Description of the work"),
    "services": gettext_lazy("Services and prices"),
    "where": gettext_lazy("Place, hours, access"),
    "languages": gettext_lazy("Languages"),
    "insurance": gettext_lazy("Insurance"),
    "website": gettext_lazy("Website"),
    "photo": gettext_lazy("Photo"),
    "papers": gettext_lazy("Papers and training"),
    "contact": gettext_lazy("No answer to messages"),
}
CATEGORY_WORDS = {
    Report.Category.FACT: gettext_lazy("A fact is wrong or out of date"),
    Report.Category.CLAIM: gettext_lazy("A claim is not true"),
    Report.Category.SAFETY: gettext_lazy("The work may be unsafe"),
    Report.Category.CREDENTIAL: gettext_lazy("The person does not hold a paper or title"),
    Report.Category.OTHER: gettext_lazy("Something else"),
}


class ReportForm(ProofOfWork, forms.Form):
    """What is wrong, and where. The address is optional and is deleted with the answer."""

    proof_purpose = "report"

    field = forms.ChoiceField(
        label=gettext_lazy("Which part is it about?"), choices=list(FIELD_WORDS.items())
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What kind of problem is it?"), choices=list(CATEGORY_WORDS.items())
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy(
            "What you saw, and when. Please write no health details of yours or of others."
        ),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "min_length": gettext_lazy("Say a little more, so that it can be checked.")
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "For the answer. The practitioner does not see it, and it is deleted when the answer is sent."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """The form on a public listing; a good POST leads to the receipt."""
    name = publishing.public_name(listing_id)
    if name is None:
        raise Http404("no public listing has this id")
    asked = request.GET.get("field", "")
    form = ReportForm(
        request.POST or None,
        visitor=visitor(request),
        initial={"field": asked if asked in FIELD_WORDS else "whole"},
    )
    status, retry_after = 200, 0
    if request.method == "POST":
        if not form.is_valid():
            status, retry_after = 429 if form.retry_after else 400, form.retry_after
        else:
            try:
                FROM_ONE_VISITOR.count(visitor(request))
                ON_ONE_LISTING.count(str(listing_id))
            except TooOften as error:
                status, retry_after = 429, error.retry_after
                form.renew_proof()
                form.add_error(
                    None,
                    _("Too many reports were sent. Your text is still here: try again in an hour."),
                )
            else:
                said = {
                    key: form.cleaned_data[key] for key in ("field", "category", "text", "email")
                }
                receipt = reports.receive(listing_id=listing_id, **said)
                return redirect("report_status", token=receipt.token)
    context = {"form": form, "listing_id": listing_id, "name": name, "days": reports.ANSWER_DAYS}
    response = _unlisted(render(request, "vetting/report.html", context, status=status))
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@never_cache
@require_safe
def report_status(request: HttpRequest, token: str) -> HttpResponse:
    """Receipt and status in one: reference, what was said, by when, and the answer."""
    found = reports.report_by(token)
    if found is None:
        raise Http404
    context = {
        "report": found,
        "field": FIELD_WORDS.get(found.field, found.field),
        "category": CATEGORY_WORDS[Report.Category(found.category)],
        "address": request.build_absolute_uri(),
    }
    response = _unlisted(render(request, "vetting/report_status.html", context))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
