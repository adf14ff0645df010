"""The listing form, step by step. Every button saves; every page can be left and come back to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory import drafts
from directory.content import ListingContent
from directory.forms.step import Step
from directory.forms.steps import CHECK, STEPS, neighbors, step_class
from directory.forms.training import TrainingStep
from directory.limits import Limit, TooOften
from directory.models import Listing
from directory.permissions import at_most, is_own, signed_in, working_listing
from directory.states import HAS_PUBLIC_TEXT, ListingState, MoveError
from directory.uploads import MAX_REQUEST
from directory.views.owner.advising import advice_panel
from directory.views.owner.kept import put_aside, take_up
from directory.views.owner.overview import overview_of

ADVICE = Limit("advice", times=60, seconds=60)
OTHER_LISTING = gettext_lazy(
    "Not saved: that page belongs to another listing than the one you work on now."
)
FORBIDS_SENDING = frozenset({ListingState.SUSPENDED, ListingState.WITHDRAWN})


@at_most(MAX_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One step: shown, or saved and gone on from."""
    try:
        kind = step_class(slug)
    except KeyError:
        raise Http404 from None
    if not request.user.is_authenticated:
        if request.method == "POST":
            put_aside(request, slug)
        return redirect_to_login(request.path)
    listing = working_listing(request)
    if kind is TrainingStep and not is_own(listing, signed_in(request)):
        raise PermissionDenied
    if request.method == "POST":
        if request.POST.get("listing", str(listing.pk)) != str(listing.pk):
            # two windows, two listings: what was typed belongs to the other one
            messages.error(request, OTHER_LISTING)
            return redirect("dashboard")
        return _save(request, kind, listing)
    typed = take_up(request, slug, str(listing.pk))
    if typed is not None:
        page = kind(listing, data=typed, files={})
        page.is_valid()
        messages.warning(
            request,
            gettext(
                "You were signed out before this was saved. Here is what you typed: save it now."
            ),
        )
        return _show(request, page)
    return _show(request, kind(listing, more="more" in request.GET))


def _save(request: HttpRequest, kind: type[Step], listing: Listing) -> HttpResponse:
    page = kind.from_request(listing, request)
    if page.is_valid():
        try:
            page.save(signed_in(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return _show(request, page, status=400)
        return _go_on(request, page)
    if isinstance(page, TrainingStep):
        for name in page.keep_files(signed_in(request)):
            messages.success(request, gettext("%(name)s is stored.") % {"name": name})
    return _show(request, page, status=400)


def _go_on(request: HttpRequest, page: Step) -> HttpResponse:
    slug = page.slug
    then = request.POST.get("then")
    here = reverse("owner_step", args=[slug])
    if then == "stop":
        messages.success(request, gettext("Saved. You can go on at any time."))
        return redirect("dashboard")
    if then == "photo":
        return redirect("owner_photo")
    if then == "more":
        return redirect(f"{here}?more=1#rows-end")
    following = neighbors(slug)[1]
    if following == TrainingStep.slug and not is_own(page.listing, signed_in(request)):
        following = neighbors(following)[1]
    return redirect("owner_check") if following == CHECK else redirect("owner_step", following)


def _show(request: HttpRequest, page: Step, status: int = 200) -> HttpResponse:
    own = is_own(page.listing, signed_in(request))
    before, after = neighbors(page.slug)
    if before == TrainingStep.slug and not own:
        before = neighbors(before)[0]
    content = drafts.snapshot(page.listing)
    problems = page.problems()
    advice = None
    if page.advises:
        advice = advice_panel(page.applied_to(content) if problems else content, page.fields)
    return render(
        request,
        page.template,
        {
            "page": page,
            "own": own,
            "listing": page.listing,
            "problems": problems,
            "steps": step_links(content, page.slug, own=own),
            "before": before,
            "after": after,
            "advice": advice,
            "public_text_stays": page.listing.state in HAS_PUBLIC_TEXT,
        },
        status=status,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything on one page, and the button that sends it."""
    listing = working_listing(request)
    if request.method == "POST":
        return _send(request, listing)
    content = drafts.snapshot(listing)
    latest = listing.revisions.order_by("-number").defer("content").first()
    sent = latest is not None and latest.content_sha256 == content.sha256()
    return render(
        request,
        "owner/check.html",
        {
            "listing": listing,
            "sections": overview_of(content),
            "missing": drafts.missing(content),
            "steps": step_links(content, CHECK, own=is_own(listing, signed_in(request))),
            "before": neighbors(CHECK)[0],
            "advice": advice_panel(content, ("",)),
            "same_as_sent": latest if sent else None,
            "may_send": listing.state not in FORBIDS_SENDING,
            "public_text_stays": listing.state in HAS_PUBLIC_TEXT,
        },
    )


def _send(request: HttpRequest, listing: Listing) -> HttpResponse:
    try:
        drafts.submit(listing=listing, actor=signed_in(request))
    except drafts.Incomplete:
        messages.error(request, gettext("Not sent: something is missing. It is listed here."))
        return redirect("owner_check")
    except MoveError:
        messages.error(
            request, gettext("Not sent: your listing changed meanwhile. Look at it again.")
        )
        return redirect("dashboard")
    messages.success(request, gettext("Received. You can close this page."))
    return redirect("dashboard")


@login_required
@require_POST
def advice(request: HttpRequest) -> HttpResponse:
    """What the vetting would say of a step as it is typed now. Nothing is saved."""
    try:
        ADVICE.count(str(signed_in(request).pk))
    except TooOften as error:
        return HttpResponse(status=429, headers={"Retry-After": str(error.retry_after)})
    try:
        kind = step_class(request.POST.get("step", ""))
    except KeyError:
        raise Http404 from None
    listing = working_listing(request)
    if kind is TrainingStep and not is_own(listing, signed_in(request)):
        raise PermissionDenied
    page = kind(listing, data=request.POST, files={})
    page.is_valid()
    content = page.applied_to(drafts.snapshot(listing))
    return render(request, "owner/_advice.html", {"advice": advice_panel(content, page.fields)})


def step_links(content: ListingContent, current: str, *, own: bool) -> list[dict[str, Any]]:
    """The steps with their addresses, and which of them lack something that a submission needs.

    A delegate (not `own`) is offered no papers.
    """
    lacking = {slug for slug, _sentence in drafts.missing(content)}
    links = [
        {
            "title": kind.title,
            "url": reverse("owner_step", args=[kind.slug]),
            "current": kind.slug == current,
            "lacks": kind.slug in lacking,
        }
        for kind in STEPS
        if own or kind is not TrainingStep
    ]
    return [
        *links,
        {
            "title": gettext("Check and send"),
            "url": reverse("owner_check"),
            "current": current == CHECK,
            "lacks": False,
        },
    ]
