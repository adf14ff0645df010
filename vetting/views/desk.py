"""The desk of a school or an association: members invited from a file; and the invited person's page."""

import uuid
from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from vetting import inviting
from vetting.member_files import FileRefused, read_members
from vetting.models import Invitation, InvitationList, Organization

SHOWN_ROWS = 200

View = Callable[..., HttpResponse]


class MembersForm(forms.Form):
    """A file of members, and the sender's word that they may be written to."""

    file = forms.FileField(
        label=_("Members’ file"),
        help_text=_(
            "CSV or XLSX, up to 2 MB and 2 000 rows. The first row names the columns: name, email."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    may_be_written_to = forms.BooleanField(
        label=_("These members know that we may give their address for this one letter"),
        error_messages={"required": _("We write only to people who know of it.")},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            self.members = read_members(name=upload.name, data=upload.read())
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        return upload


def with_seat(view: View) -> View:
    """Let in who acts for an organization; anybody else who is signed in gets 403."""

    @wraps(view)
    @login_required
    def inside(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        seat = getattr(request.user, "seat", None)
        if seat is None:
            raise PermissionDenied("no seat at an organization")
        return view(request, seat.organization, *args, **kwargs)

    return inside


@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def lists(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The organization's lists, and a form for the next file."""
    form = MembersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = inviting.preview(
            organization=organization,
            actor=request.user,
            file_name=form.cleaned_data["file"].name,
            members=form.members,
        )
        return redirect("desk_list", made.pk)
    context = {
        "organization": organization,
        "form": form,
        "lists": organization.lists.exclude(state=InvitationList.State.DROPPED)[:50],
    }
    return render(request, "vetting/desk/lists.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def members(request: HttpRequest, organization: Organization, list_id: uuid.UUID) -> HttpResponse:
    """One list: look it through, then start or drop it; afterwards, how far the letters are."""
    made = _list_of(organization, list_id)
    if request.method == "POST":
        return _act(request, made)
    tally = inviting.tally(made)
    context = {
        "organization": organization,
        "list": made,
        "tally": tally,
        "unfit": made.invitations.filter(state=Invitation.State.UNFIT)[:SHOWN_ROWS],
        "ready": made.invitations.filter(state=Invitation.State.READY)[:SHOWN_ROWS],
        "shown_rows": SHOWN_ROWS,
    }
    return render(request, "vetting/desk/list.html", context)


def _act(request: HttpRequest, made: InvitationList) -> HttpResponse:
    try:
        if request.POST.get("act") == "start":
            count = inviting.tally(made).ready
            inviting.start(made=made, actor=request.user)
            messages.success(
                request,
                ngettext(
                    "One letter goes out in the next minutes.",
                    "%(count)d letters go out in the next minutes.",
                    count,
                )
                % {"count": count},
            )
        elif request.POST.get("act") == "drop":
            inviting.drop(made=made)
            messages.success(request, gettext("The list is gone. Nobody was written to."))
            return redirect("desk")
    except inviting.InvitingError as error:
        messages.error(request, str(error))
    return redirect("desk_list", made.pk)


@require_safe
@with_seat
def unfit(request: HttpRequest, organization: Organization, list_id: uuid.UUID) -> HttpResponse:
    """The lines that cannot be invited, with the reason, as a table to mend and send again."""
    made = _list_of(organization, list_id)
    table = inviting.unfit_table(made=made, actor=request.user)
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="not-invited.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _list_of(organization: Organization, list_id: uuid.UUID) -> InvitationList:
    return get_object_or_404(
        organization.lists.exclude(state=InvitationList.State.DROPPED), pk=list_id
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invited person sees: who invites, what is kept, begin, or want no more letters."""
    found = inviting.invitation_of(token)
    if found is None:
        raise Http404("no such invitation")
    if request.method == "POST":
        inviting.decline(invitation=found)
        return redirect("invitation", token)
    declined = found.state == Invitation.State.DECLINED
    context = {"invitation": found, "declined": declined, "days": inviting.KEPT_DAYS}
    response = render(request, "vetting/desk/invitation.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
