"""The queue of cases for moderators; everything else here is read-only, for superusers."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST, require_safe

from vetting.interests import conflicts
from vetting.models import Assessment, Check, Decision, Organization, ReviewCase, Seat
from vetting.signing import signature
from vetting.views import bench, moderation
from vetting.views.case_sheet import HOLD_WORDS, Verdict, verdict_of

DECIDE = "vetting.decide_reviewcase"


class Show(admin.SimpleListFilter):
    """Which cases. Without a choice everything that waits is shown, so that nothing is forgotten."""

    title = "Show"
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("free", "Free"), ("mine", "Mine"), ("closed", "Closed")]

    def choices(self, changelist: Any) -> list[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [{**first, "display": "Waiting"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        waiting = queryset.exclude(state=ReviewCase.State.CLOSED)
        held = Q(state=ReviewCase.State.CLAIMED, claimed_until__gte=timezone.now())
        match self.value():
            case "closed":
                return queryset.filter(state=ReviewCase.State.CLOSED)
            case "mine":
                return waiting.filter(held, claimed_by=request.user)
            case "free":
                return waiting.exclude(held)
            case _:
                return waiting


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A case as its line in the queue. `free` says that a moderator may claim it now."""

    case: ReviewCase
    waiting: str
    late: bool
    verdict: Verdict | None
    holds: tuple[str, ...]
    reader: str
    outcome: str
    mine: bool
    free: bool


def queue_row(case: ReviewCase, reader: User) -> QueueRow:
    now = timezone.now()
    held = case.state == ReviewCase.State.CLAIMED and case.claimed_until >= now
    closed = case.state == ReviewCase.State.CLOSED
    return QueueRow(
        case=case,
        waiting=timesince(case.opened_at, case.closed_at or now, depth=2),
        late=not closed and case.due_at < now,
        verdict=verdict_of(case.verdict),
        holds=tuple(HOLD_WORDS[hold][0] for hold in case.holds),
        reader=signature(case.claimed_by) if case.claimed_by and (held or closed) else "",
        outcome=_outcome(case) if closed else "",
        mine=held and case.claimed_by_id == reader.pk,
        free=not held and not closed,
    )


def _paging(cases: ChangeList) -> dict[str, str]:
    """Addresses of the pages before and after this one; empty where there is none."""
    number, last = cases.page_num, cases.paginator.num_pages
    return {
        "previous_page": cases.get_query_string({PAGE_VAR: number - 1}) if number > 1 else "",
        "next_page": cases.get_query_string({PAGE_VAR: number + 1}) if number < last else "",
    }


def _ties(request: HttpRequest) -> Q:
    """The reader's conflicts, looked up once for each request."""
    if not hasattr(request, "conflicts"):
        request.conflicts = conflicts(request.user)
    return request.conflicts


def _unread(request: HttpRequest) -> Q:
    """Cases that wait for a second reader, who must see neither the answer nor the engine."""
    waits = Q(decision__second_reading__isnull=False, decision__second_reading__outcome="")
    return waits & ~Q(decision__decided_by=request.user)


def _kept_from(request: HttpRequest) -> int:
    """How many waiting cases this reader must leave to others: they are waiting, not gone."""
    waiting = ReviewCase.objects.exclude(state=ReviewCase.State.CLOSED)
    return waiting.filter(_ties(request)).count()


def _outcome(case: ReviewCase) -> str:
    decision = getattr(case, "decision", None)
    if decision:
        return decision.get_outcome_display()
    return "Read twice" if case.kind == ReviewCase.Kind.SECOND else "Taken back or replaced"


@admin.register(ReviewCase)
class ReviewCaseAdmin(admin.ModelAdmin):
    """Queue and case page. Nobody edits a case here: every change is an act of `reviewing`."""

    change_list_template = "vetting/moderation/queue.html"
    list_filter = (Show, "kind")
    search_fields = ("name", "place")
    ordering = ("due_at", "pk")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="vetting_reviewcase_changelist"),
            path("next/", require_POST(wrap(self.next_view)), name="vetting_reviewcase_next"),
            path("interests/", wrap(self.interests_view), name="vetting_reviewcase_interests"),
            path(
                "agreement/",
                require_safe(wrap(self.agreement_view)),
                name="vetting_reviewcase_agreement",
            ),
            path(
                "<int:case_id>/change/",
                wrap(self.case_view),
                name="vetting_reviewcase_change",
            ),
            path(
                "<int:case_id>/photo/",
                require_safe(wrap(self.photo_view)),
                name="vetting_reviewcase_photo",
            ),
            path(
                "<int:case_id>/documents/<uuid:document_id>/",
                require_safe(wrap(self.document_view)),
                name="vetting_reviewcase_document",
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every case but those that the reader must not decide, or must not have read yet."""
        cases = super().get_queryset(request).select_related("claimed_by", "decision")
        return cases.exclude(_ties(request)).exclude(_unread(request))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, {"title": "Queue", **(extra_context or {})})
        page = getattr(response, "context_data", None)
        if page and "cl" in page:
            cases = page["cl"]
            page["rows"] = [queue_row(case, request.user) for case in cases.result_list]
            page["filters"] = [(one.title, list(one.choices(cases))) for one in cases.filter_specs]
            page.update(_paging(cases))
            page["kept_from_you"] = _kept_from(request)
        return response

    def case_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        return moderation.case_page(request, self._case(request, case_id))

    def next_view(self, request: HttpRequest) -> HttpResponse:
        return moderation.take_next(self._allowed(request))

    def interests_view(self, request: HttpRequest) -> HttpResponse:
        return bench.interests(self._allowed(request))

    def agreement_view(self, request: HttpRequest) -> HttpResponse:
        return bench.agreement(self._allowed(request))

    def photo_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        return moderation.photo(self._case(request, case_id))

    def document_view(
        self, request: HttpRequest, case_id: int, document_id: uuid.UUID
    ) -> HttpResponse:
        return moderation.document(request, self._case(request, case_id), document_id)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DECIDE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(DECIDE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _allowed(self, request: HttpRequest) -> HttpRequest:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return request

    def _case(self, request: HttpRequest, case_id: int) -> ReviewCase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = self.get_queryset(request).filter(pk=case_id).first()
        if case is None:
            raise Http404
        return case


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: to look at, not to edit."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OpenCasesAdmin(ReadOnlyAdmin):
    """Rows about revisions, without the reader's own and those whose cases are kept from the reader."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        kept = ReviewCase.objects.filter(_ties(request) | _unread(request))
        rows = super().get_queryset(request).exclude(revision__in=kept.values("revision"))
        return rows.exclude(revision__listing__practitioner__user=request.user)


@admin.register(Assessment)
class AssessmentAdmin(OpenCasesAdmin):
    list_display = ("revision_id", "verdict", "rubric_version", "engine_version", "created_at")
    list_filter = ("verdict", "rubric_version")


@admin.register(Check)
class CheckAdmin(OpenCasesAdmin):
    list_display = ("qualification_id", "outcome", "method", "checked_by_name", "checked_on")
    list_filter = ("outcome", "method")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("case", "outcome", "engine_verdict", "decided_by_name", "decided_at")
    list_filter = ("outcome", "engine_verdict")
    list_select_related = ("case",)


admin.site.unregister(User)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts and their roles. Erasing an account goes through its owner's page, files included."""

    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SeatInline(admin.StackedInline):
    model = Seat
    extra = 1
    # a field for the number and a window to look it up: the chooser that completes sets inline styles
    raw_id_fields = ("user",)


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """Schools and associations, and who acts for them. For superusers."""

    list_display = ("name", "kind", "website")
    list_filter = ("kind",)
    search_fields = ("name",)
    filter_horizontal = ("courses",)
    inlines = (SeatInline,)
