"""The vetting API: what a text shows, and the rubric that says so. Nothing is stored."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from vetting.api.serializers import RubricSerializer, VetAnswerSerializer, VetRequestSerializer
from vetting.engine import ListingText, TextField, assess
from vetting.engine.jsonl import public
from vetting.telling import Told, language_for, tell
from vetting.versions import shown_rubric

PROBLEM = "application/problem+json"
WORDS = {
    400: "The body or a parameter cannot be read; `errors` says which and why.",
    406: "Only JSON is served.",
    413: "The body is too large.",
    415: "Only JSON is read.",
    429: "Too many requests; `Retry-After` says in how many seconds to try again.",
    500: "A fault of ours; it is recorded.",
    503: "The database does not answer; `Retry-After` says in how many seconds to try again.",
}


PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}
"""The component that the directory's API defines."""


def problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    return {
        (status, PROBLEM): OpenApiResponse(PROBLEM_SCHEMA, WORDS[status]) for status in statuses
    }


class OpenView(APIView):
    """Open to everybody; takes no query parameters."""

    authentication_classes: ClassVar[list] = []
    permission_classes: ClassVar[list] = [AllowAny]
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params:
            raise ValidationError(
                {name: ["This address takes no parameters."] for name in request.query_params}
            )


class VetView(OpenView):
    throttle_scope = "vet"

    @extend_schema(
        operation_id="vet",
        summary="Read a text against the rubric",
        request=VetRequestSerializer,
        responses={200: VetAnswerSerializer, **problems(400, 406, 413, 415, 429, 500, 503)},
        examples=[
            OpenApiExample(
                "An advert",
                value={
                    "title": "Lymph drainage",
                    "text": "I stretch the skin in slow circles.",
                    "lang": "en",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """The same codes as `manage.py vet` gives, and the words for a reader. Nothing is stored or logged."""
        asked = VetRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        tag = said.get("lang")
        text = ListingText(
            fields=(
                TextField("title", "title", said["title"]),
                TextField("text", "about", said["text"]),
            ),
            language=tag.split("-")[0].lower() if tag else None,
        )
        rubric = shown_rubric()
        read = assess(text, (), rubric, timezone.localdate())
        told = tell(read, rubric, language_for(read, said.get("words_in", "")))
        answer = {name: value for name, value in public("", read).items() if name != "id"}
        return Response({**answer, "words": _words(told)})


def _words(told: Told) -> dict[str, Any]:
    return {
        "language": told.language,
        "verdict": told.verdict.word,
        "sentence": told.verdict.sentence,
        "criteria": [asdict(item) for item in told.criteria],
        "red_flags": [asdict(flag) for flag in told.red_flags],
        "evidence": told.notes,
        "advice": told.advice,
        "questions": told.questions,
    }


@method_decorator(conditional_page, name="dispatch")
class RubricView(OpenView):
    @extend_schema(
        operation_id="rubric",
        summary="The rubric",
        responses={
            200: RubricSerializer,
            304: OpenApiResponse(description="What `If-None-Match` named is still current."),
            **problems(400, 406, 429, 500, 503),
        },
    )
    def get(self, request: Request) -> Response:
        """Clauses with their sources, rules, words, and the course map."""
        response = Response(shown_rubric().as_dict())
        patch_cache_control(response, public=True, max_age=3600)
        return response
