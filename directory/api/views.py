"""The read API of the directory: list, one listing, its verification."""

import json
import re
import uuid
from datetime import UTC, date
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
)
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from directory.api import answers
from directory.api.parameters import SEARCH_PARAMETERS
from directory.api.problems import CONTENT_TYPE
from directory.api.serializers import (
    ListingPageSerializer,
    ListingSerializer,
    ProblemSerializer,
    StandingSerializer,
    VerificationSerializer,
)
from directory.filters import ListingFilter
from directory.results import PageOutOfRange, find
from directory.transparency import standing_on
from directory.views.public import public_listing

WORDS = {
    400: "A parameter is unknown or malformed.",
    404: "Nothing is here, or it is not public.",
    406: "Only JSON is served.",
    429: "Too many requests; `Retry-After` says in how many seconds to try again.",
    500: "A fault of ours; it is recorded.",
    503: "The database does not answer; `Retry-After` says in how many seconds to try again.",
}
UNCHANGED = {304: OpenApiResponse(description="What `If-None-Match` named is still current.")}


def problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    """Documented error answers, for `extend_schema`."""
    return {
        (status, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, WORDS[status])
        for status in statuses
    }


@method_decorator(conditional_page, name="dispatch")
class PublicView(APIView):
    """Open to everybody, with an ETag; answers are asked for anew each time, so nothing outlives a
    suspension."""

    authentication_classes: ClassVar[list] = []
    permission_classes: ClassVar[list] = [AllowAny]
    metadata_class = None

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(final, public=True, no_cache=True)
        return final


class ListingsView(PublicView):
    @extend_schema(
        operation_id="listings_search",
        summary="Search verified listings",
        parameters=SEARCH_PARAMETERS,
        responses={200: ListingPageSerializer, **problems(400, 406, 429, 500, 503), **UNCHANGED},
    )
    def get(self, request: Request) -> Response:
        """Verified listings with exact facet counts. What the results page shows, as JSON."""
        asked = ListingFilter(request.query_params, strict=True)
        if asked.problems:
            raise ValidationError(asked.problems)
        try:
            found = find(asked)
        except PageOutOfRange as error:
            raise ValidationError({"page": [f"The last page is {error.pages}."]}) from None
        page = asked.query.page
        return Response(
            {
                "count": found.total,
                "next": self._page(request, page + 1) if page < found.pages else None,
                "previous": self._page(request, page - 1) if page > 1 else None,
                "facets": answers.facets(asked),
                "place": answers.place(asked.center),
                "results": [
                    answers.summary(hit, json.loads(card), asked.center) for hit, card in found.rows
                ],
            }
        )

    def _page(self, request: Request, page: int) -> str:
        changed = request.query_params.copy()
        changed["page"] = str(page)
        return answers.site_address(f"{request.path}?{changed.urlencode()}")


class OneListingView(PublicView):
    """Refuses every query parameter: these addresses take none."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params:
            raise ValidationError(
                {name: ["This address takes no parameters."] for name in request.query_params}
            )


class ListingView(OneListingView):
    @extend_schema(
        operation_id="listing",
        summary="One verified listing",
        responses={200: ListingSerializer, **problems(400, 404, 406, 429, 500, 503), **UNCHANGED},
    )
    def get(self, request: Request, listing_id: uuid.UUID) -> Response:
        """The approved text of a listing. Whatever is not public answers 404."""
        return Response(answers.whole(public_listing(listing_id)))


class VerificationView(PublicView):
    @extend_schema(
        operation_id="listing_verification",
        summary="How a listing was verified, today or on a day in the past",
        parameters=[
            OpenApiParameter(
                "on",
                {"type": "string", "format": "date"},
                OpenApiParameter.QUERY,
                description="A day up to today (UTC), like 2026-03-14: what the public log says held "
                "at its end, also after a withdrawal.",
            )
        ],
        responses={
            200: PolymorphicProxySerializer(
                component_name="VerificationAnswer",
                serializers=[VerificationSerializer, StandingSerializer],
                resource_type_field_name=None,
            ),
            **problems(400, 404, 406, 429, 500, 503),
            **UNCHANGED,
        },
    )
    def get(self, request: Request, listing_id: uuid.UUID) -> Response:
        """Criteria, evidence and checked papers; whatever is not verified today answers 404.

        With `on`, the status of that day, for every listing that was ever verified.
        """
        day = self._day(request)
        if day is None:
            return Response(answers.verification(public_listing(listing_id)))
        standing = standing_on(listing_id, day)
        if standing is None:
            raise NotFound
        return Response(answers.standing(standing))

    def _day(self, request: Request) -> date | None:
        unknown = set(request.query_params) - {"on"}
        if unknown:
            raise ValidationError({name: ["This parameter is not known."] for name in unknown})
        typed = request.query_params.getlist("on")
        if not typed:
            return None
        if len(typed) > 1:
            raise ValidationError({"on": ["Give it once."]})
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed[0]):
            raise ValidationError({"on": ["Give a day like 2026-03-14."]})
        try:
            day = date.fromisoformat(typed[0])
        except ValueError:
            raise ValidationError({"on": ["There is no such day."]}) from None
        if day > timezone.now().astimezone(UTC).date():
            raise ValidationError({"on": ["Nobody knows yet: give a day up to today (UTC)."]})
        return day
