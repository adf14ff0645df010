"""The people who may write for the owner: invite, accept, choose whose listing to work on, end it."""

import uuid

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory import delegating
from directory.limits import Limit, TooOften
from directory.models import Delegate
from directory.permissions import WORKS_ON, own_listing, signed_in

INVITATIONS = Limit("delegates", times=10, seconds=86_400)
WHY = {
    "own": gettext_lazy("This is your own address. You need no invitation."),
    "again": gettext_lazy("This person is invited already."),
    "too_many": gettext_lazy("Five people can write for you. End one right first."),
}


class InviteForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("A letter with a link goes there. The link is good for 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def delegates(request: HttpRequest) -> HttpResponse:
    """Who may write, and a form to invite one more."""
    user = signed_in(request)
    listing = own_listing(user)
    form = InviteForm(request.POST if request.method == "POST" else None)
    status, retry_after = 200, 0
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                INVITATIONS.count(str(user.pk))
                delegating.invite(listing=listing, email=form.cleaned_data["email"], actor=user)
            except delegating.DelegateError as refusal:
                form.add_error("email", WHY[refusal.code])
            except TooOften as error:
                status, retry_after = 429, error.retry_after
                form.add_error(None, _("Ten invitations a day are enough. Go on tomorrow."))
            else:
                messages.success(request, _("The letter is on its way."))
                return redirect("owner_delegates")
    context = {"form": form, "delegates": listing.practitioner.delegates.all()}
    response = render(request, "owner/delegates.html", context, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@login_required
@require_POST
def revoke(request: HttpRequest, delegate_id: int) -> HttpResponse:
    """End a right: by the owner, or by the delegate. For anybody else there is none."""
    user = signed_in(request)
    found = Delegate.objects.filter(pk=delegate_id)
    mine = found.filter(practitioner__user=user).first()
    delegate = mine or found.filter(user=user).first()
    if delegate is None:
        raise Http404
    delegating.revoke(delegate=delegate, actor=user)
    request.session.pop(WORKS_ON, None)
    messages.success(request, _("Ended, at once."))
    return redirect("owner_delegates" if mine else "dashboard")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the letter. Opening it changes nothing."""
    user = signed_in(request)
    why = ""
    delegate = None
    try:
        delegate = delegating.invitation(token)
        if request.method == "POST":
            delegating.accept(token=token, user=user)
            messages.success(request, _("You can write for this person now."))
            return redirect("owner_work_for")
    except delegating.DelegateError as refusal:
        why = refusal.code
    context = {"delegate": delegate, "why": why}
    status = {"": 200, "gone": 404, "other": 403}[why]
    return render(request, "owner/delegate_accept.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_for(request: HttpRequest) -> HttpResponse:
    """Whose listing to work on; one's own with an empty choice."""
    theirs = delegating.listings_for(signed_in(request))
    if request.method == "POST":
        chosen = request.POST.get("listing", "")
        if not chosen:
            request.session.pop(WORKS_ON, None)
        elif chosen in {str(listing.pk) for listing in theirs}:
            request.session[WORKS_ON] = str(uuid.UUID(chosen))
        else:
            raise Http404
        return redirect("dashboard")
    rights = Delegate.objects.filter(user=signed_in(request)).select_related("practitioner")
    return render(request, "owner/work_for.html", {"listings": theirs, "rights": rights})
