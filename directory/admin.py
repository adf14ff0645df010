"""The directory's rows for superusers, read-only: every change is an act of a service."""

from typing import Any

import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from directory import attempts
from directory.models import (
    Course,
    Event,
    JobTrouble,
    Listing,
    OutgoingMail,
    Practitioner,
    Revision,
    Term,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Practitioner)
class PractitionerAdmin(ReadOnlyAdmin):
    list_display = ("name", "profession", "is_demo", "created_at")
    list_filter = ("is_demo",)
    search_fields = ("name",)


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    list_display = ("practitioner", "headline", "state", "verified_until", "confirmed_on")
    list_filter = ("state",)
    list_select_related = ("practitioner",)
    search_fields = ("practitioner__name", "headline")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("listing_id", "number", "state", "submitted_at", "decided_at")
    list_filter = ("state",)


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ("label", "kind", "code", "retired")
    list_filter = ("kind", "retired")
    search_fields = ("label", "code")


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ("school", "title", "country", "hours_total", "verified", "retired")
    list_filter = ("verified", "retired")
    search_fields = ("school", "title")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "listing_id", "actor_id", "before", "after")
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Letters that wait or left. Their words and addresses stay out of sight."""

    list_display = ("key", "created_at", "attempts", "sent_at", "last_error")
    fields = ("key", "created_at", "not_before", "attempts", "sent_at", "last_error")


# The library's own pages would show secrets and let them be changed without a service.
for library_model in (Authenticator, UserSession):
    admin.site.unregister(library_model)


@admin.register(JobTrouble)
class JobTroubleAdmin(ReadOnlyAdmin):
    """Jobs that fail. Whoever moderates may let a parked one run again."""

    list_display = ("job", "subject", "attempts", "last_error", "last_at", "parked_at")
    list_filter = ("job",)
    actions = ("run_again",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    @admin.action(description="Run again")
    def run_again(self, request: HttpRequest, queryset: QuerySet[JobTrouble]) -> None:
        for trouble in queryset.filter(parked_at__isnull=False):
            attempts.try_again(trouble, actor_id=request.user.pk)
            self.message_user(request, f"{trouble} runs again at the next sweep.")
