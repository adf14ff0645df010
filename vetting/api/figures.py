"""The public figures as JSON."""

from typing import Any

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from vetting import figures
from vetting.api.views import OpenView, problems
from vetting.figures import Figures


class FigureSerializer(serializers.Serializer):
    """`value` is null when `n` is below `least`, or where every answer is the same (kappa)."""

    code = serializers.CharField()
    unit = serializers.ChoiceField(choices=["share", "days", "kappa"])
    value = serializers.FloatField(
        allow_null=True, help_text="A share from 0 to 1, days, or kappa from -1 to 1."
    )
    n = serializers.IntegerField(help_text="What it was counted from.")
    too_few = serializers.BooleanField()
    since = serializers.DateField(
        allow_null=True,
        help_text="First day; `until` itself for what stands that day; null from the beginning.",
    )
    until = serializers.DateField()


class PairSerializer(serializers.Serializer):
    engine = serializers.CharField(help_text="true_mld, unclear or not_mld.")
    person = serializers.CharField(
        help_text="verified, changes_requested, honest_not_mld or not_verified."
    )
    texts = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """All figures. `engine_and_person` is empty while there are fewer than `least` texts."""

    counted_at = serializers.DateTimeField()
    demo = serializers.BooleanField(help_text="True: the listings of this site are invented.")
    least = serializers.IntegerField(help_text="A figure counted from fewer has no value.")
    figures = FigureSerializer(many=True)
    engine_and_person = PairSerializer(many=True)
    public = serializers.IntegerField(help_text="Listings that anybody may see.")
    states = serializers.DictField(
        child=serializers.IntegerField(), help_text="All listings by state."
    )


@method_decorator(conditional_page, name="dispatch")
class FiguresView(OpenView):
    @extend_schema(
        operation_id="figures",
        summary="How well the directory keeps what it promises",
        responses={
            200: FiguresSerializer,
            304: OpenApiResponse(description="What `If-None-Match` named is still current."),
            **problems(400, 406, 429, 500, 503),
        },
    )
    def get(self, request: Request) -> Response:
        """Freshness, time to a decision, appeals, agreement, reach. The page says how each is counted."""
        response = Response(answer_of(figures.figures_now()))
        patch_cache_control(response, public=True, max_age=300)
        return response


def answer_of(found: Figures) -> dict[str, Any]:
    """The figures as JSON answers them."""
    return {
        "counted_at": found.counted_at.isoformat(),
        "demo": settings.DEMO,
        "least": figures.LEAST,
        "figures": [
            {
                "code": one.code,
                "unit": one.unit,
                "value": None if one.value is None else round(one.value, 4),
                "n": one.n,
                "too_few": one.too_few,
                "since": one.since.isoformat() if one.since else None,
                "until": one.until.isoformat(),
            }
            for one in found.figures
        ],
        "engine_and_person": [
            {"engine": engine, "person": person, "texts": texts}
            for (engine, person), texts in sorted(found.table.items())
        ],
        "public": found.public,
        "states": dict(found.states),
    }
