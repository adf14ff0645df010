"""The public log as JSON: its entries in order, and the roots to compare them with."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from directory.api import answers
from directory.api.views import UNCHANGED, OneListingView, PublicView, problems
from directory.audit import root
from directory.models import DailyRoot, LogEntry

PAGE = 500
LARGEST = 2**53


class LogEntrySerializer(serializers.Serializer):
    """One act. `sha256` covers all other fields and, through `previous`, every entry before."""

    number = serializers.IntegerField(min_value=1)
    at = serializers.CharField(help_text="ISO 8601 in UTC, with microseconds, as hashed.")
    listing = serializers.UUIDField()
    act = serializers.ChoiceField(choices=LogEntry.Act.values)
    until = serializers.DateField(allow_null=True, help_text="Last day of a grant.")
    scopes = serializers.ListField(child=serializers.CharField())
    rubric = serializers.CharField(allow_blank=True)
    previous = serializers.CharField()
    sha256 = serializers.CharField()


class LogSerializer(serializers.Serializer):
    """Entries in order; `newest` is the end of the log now."""

    newest = serializers.IntegerField(min_value=0)
    newest_sha256 = serializers.CharField()
    next = serializers.URLField(allow_null=True)
    results = LogEntrySerializer(many=True)


class RootSerializer(serializers.Serializer):
    """Where both chains ended when a day was over. `entries` counts the public log."""

    day = serializers.DateField()
    taken_at = serializers.DateTimeField()
    entries = serializers.IntegerField(min_value=0)
    entries_sha256 = serializers.CharField()
    events = serializers.IntegerField(min_value=0)
    events_sha256 = serializers.CharField()


class RootsSerializer(serializers.Serializer):
    """Newest first."""

    results = RootSerializer(many=True)


def entry_answer(entry: LogEntry) -> dict[str, Any]:
    """An entry as it is hashed, with its hash."""
    return {
        "number": entry.pk,
        **entry.statement(),
        "previous": entry.previous,
        "sha256": entry.sha256,
    }


class LogView(PublicView):
    @extend_schema(
        operation_id="log",
        summary="The public log",
        parameters=[
            OpenApiParameter(
                "after",
                {"type": "integer", "minimum": 0, "maximum": LARGEST},
                OpenApiParameter.QUERY,
                description="Entries after this number; 0 when it is left out.",
            )
        ],
        responses={200: LogSerializer, **problems(400, 406, 429, 500, 503), **UNCHANGED},
    )
    def get(self, request: Request) -> Response:
        """Grants, renewals, suspensions, reinstatements, ends and withdrawals, oldest first."""
        after = self._after(request)
        rows = list(LogEntry.objects.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        newest, sha256 = root(LogEntry.CHAIN)
        more = len(rows) > PAGE
        return Response(
            {
                "newest": newest,
                "newest_sha256": sha256,
                "next": answers.site_address(f"{request.path}?after={rows[PAGE - 1].pk}")
                if more
                else None,
                "results": [entry_answer(entry) for entry in rows[:PAGE]],
            }
        )

    def _after(self, request: Request) -> int:
        unknown = set(request.query_params) - {"after"}
        if unknown:
            raise ValidationError({name: ["This parameter is not known."] for name in unknown})
        typed = request.query_params.getlist("after") or ["0"]
        if len(typed) > 1:
            raise ValidationError({"after": ["Give it once."]})
        if not (typed[0].isascii() and typed[0].isdigit()) or int(typed[0][:20]) > LARGEST:
            raise ValidationError({"after": ["Give the number of an entry, like after=500."]})
        return int(typed[0])


class RootsView(OneListingView):
    @extend_schema(
        operation_id="log_roots",
        summary="The daily roots of the public log",
        responses={200: RootsSerializer, **problems(400, 406, 429, 500, 503), **UNCHANGED},
    )
    def get(self, request: Request) -> Response:
        """One a day since the log began. Keep a copy: that is what makes the log hard to rewrite."""
        return Response({"results": list(DailyRoot.objects.values())})
