"""The public log for readers: a page and a feed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from directory.audit import root
from directory.models import DailyRoot, Listing, LogEntry

PAGE = 50
ROOTS_SHOWN = 7
SHAPES = {
    LogEntry.Act.GRANTED: "mark",
    LogEntry.Act.RENEWED: "mark",
    LogEntry.Act.LIMITED: "half",
    LogEntry.Act.SUSPENDED: "diamond",
    LogEntry.Act.REINSTATED: "mark",
    LogEntry.Act.EXPIRED: "stroke",
    LogEntry.Act.WITHDRAWN: "bar",
}
WORDS = {
    LogEntry.Act.GRANTED: gettext_lazy("Verification granted"),
    LogEntry.Act.RENEWED: gettext_lazy("Verification renewed"),
    LogEntry.Act.LIMITED: gettext_lazy("Verified for less"),
    LogEntry.Act.SUSPENDED: gettext_lazy("Suspended"),
    LogEntry.Act.REINSTATED: gettext_lazy("Suspension ended"),
    LogEntry.Act.EXPIRED: gettext_lazy("Verification ended"),
    LogEntry.Act.WITHDRAWN: gettext_lazy("Withdrawn"),
}


@require_safe
@conditional_page
def log(request: HttpRequest) -> HttpResponse:
    """The newest entries, or those before a number. Links lead only to what is public today."""
    typed = request.GET.get("before", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 16):
        raise Http404
    entries = LogEntry.objects.order_by("-pk")
    if typed:
        entries = entries.filter(pk__lt=int(typed))
    rows = list(entries[:PAGE])
    shown = {row.listing_id for row in rows}
    public = set(Listing.objects.public().filter(pk__in=shown).values_list("pk", flat=True))
    newest, sha256 = root(LogEntry.CHAIN)
    return render(
        request,
        "pages/log.html",
        {
            "rows": [
                {
                    "entry": row,
                    "words": WORDS[LogEntry.Act(row.act)],
                    "shape": SHAPES[LogEntry.Act(row.act)],
                    "public": row.listing_id in public,
                }
                for row in rows
            ],
            "older": rows[-1].pk if rows and rows[-1].pk > 1 else None,
            "newest": newest,
            "sha256": sha256,
            "roots": DailyRoot.objects.all()[:ROOTS_SHOWN],
        },
    )


@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest entries as an Atom feed."""
    atom = Atom1Feed(
        title=_("%(site)s: public log") % {"site": settings.SITE_NAME},
        link=settings.SITE_URL + reverse("log"),
        description=None,
        feed_url=settings.SITE_URL + reverse("log_feed"),
        language="en",
    )
    for entry in LogEntry.objects.order_by("-pk")[:PAGE]:
        atom.add_item(
            title=f"{entry.pk}. {WORDS[LogEntry.Act(entry.act)]}",
            link=f"{settings.SITE_URL}{reverse('log')}?before={entry.pk + 1}",
            description=f"{entry.listing_id} {entry.act} {entry.until or ''} {entry.sha256}",
            unique_id=f"urn:sha256:{entry.sha256}",
            updateddate=entry.at,
            pubdate=entry.at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")
