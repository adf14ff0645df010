"""The issuer's desk: a school answers for its own certificates, one by one or by a list of hashes."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.publishing import facts_of
from vetting import issuing
from vetting.models import CertificateQuestion, Organization
from vetting.views.desk import with_seat

SHOWN = 100
ACTS = ("ours", "not_ours", "revoke")


class HashesForm(forms.Form):
    """Hashes of certificates, a line each."""

    hashes = forms.CharField(
        label=_("Hashes, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        max_length=issuing.MAX_LINES * 80,
        help_text=_("Put “revoked” after a hash to take a certificate back."),
        error_messages={"required": _("Paste at least one hash.")},
    )

    def clean_hashes(self) -> dict[str, bool]:
        try:
            return issuing.read_list(self.cleaned_data["hashes"])
        except issuing.ListRefused as error:
            raise forms.ValidationError(str(error)) from error


@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def certificates(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Questions that wait, answers so far, and the school's list. Schools only."""
    if organization.kind != Organization.Kind.SCHOOL:
        raise Http404("only schools issue certificates")
    form = HashesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = issuing.take_list(
            organization=organization, lines=form.cleaned_data["hashes"], actor=request.user
        )
        messages.success(
            request,
            gettext("%(added)d added, %(revoked)d revoked.")
            % {"added": done.added, "revoked": done.revoked},
        )
        return redirect("desk_certificates")
    questions = organization.questions.select_related("case")
    waiting = questions.filter(state=CertificateQuestion.State.ASKED)
    context = {
        "organization": organization,
        "form": form,
        "waiting": [_asked(question) for question in waiting[:SHOWN]],
        "answered": questions.exclude(state=CertificateQuestion.State.ASKED).order_by(
            "-answered_at"
        )[:SHOWN],
        "listed": organization.certificates.filter(revoked_on=None).count(),
    }
    return render(
        request, "vetting/desk/certificates.html", context, status=400 if form.errors else 200
    )


@require_POST
@with_seat
def answer(
    request: HttpRequest, organization: Organization, question_id: uuid.UUID
) -> HttpResponse:
    """One click: ours, not ours, or revoked."""
    question = get_object_or_404(
        organization.questions.select_related("case", "organization"), pk=question_id
    )
    act = request.POST.get("act")
    if act not in ACTS:
        raise Http404("no such act")
    try:
        if act == "revoke":
            issuing.revoke(question=question, actor=request.user)
        else:
            issuing.answer(question=question, ours=act == "ours", actor=request.user)
        messages.success(request, gettext("Your answer is recorded. Thank you."))
    except issuing.AlreadyAnswered as error:
        messages.error(request, str(error))
    return redirect("desk_certificates")


def _asked(question: CertificateQuestion) -> dict[str, object]:
    """What the school needs to find the certificate, and nothing else of the listing."""
    content = facts_of(question.case.revision_id).content
    paper = next(one for one in content.qualifications if one.id == str(question.qualification_id))
    return {
        "id": question.pk,
        "name": content.name,
        "title": paper.title,
        "number": paper.identifier,
        "issued": paper.issued,
        "hours": paper.hours_total,
        "asked_on": question.asked_at,
    }
