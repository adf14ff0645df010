"""Completions for the search fields."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from directory.api.views import UNCHANGED, PublicView, problems
from directory.languages import POSTCODES
from directory.search.gazetteer import suggest as suggest_places
from directory.search.vocabulary import load_vocabulary
from directory.searching import live_index
from directory.templatetags.look import place_words
from directory.wording import suggestion_kind

LONGEST, MOST = 60, 8
FIELDS = ("place", "q")


class SuggestionSerializer(serializers.Serializer):
    kind = serializers.CharField(
        help_text="place, postcode, condition, method, language, scope, delivery or name"
    )
    kind_label = serializers.CharField(help_text="The kind in words")
    label = serializers.CharField(help_text="What to put into the field")


class SuggestionsSerializer(serializers.Serializer):
    suggestions = SuggestionSerializer(many=True)


class SuggestionForm(forms.Form):
    """The parameters, as strict as those of the search."""

    q = forms.CharField(max_length=LONGEST)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.fields["for"] = forms.ChoiceField(choices=[(name, name) for name in FIELDS])

    def problems(self) -> dict[str, list[str]]:
        """Parameter name to what is wrong with it; empty when all is well."""
        wrong = {name: list(sentences) for name, sentences in self.errors.items()}
        for name, values in self.data.lists():
            if name not in self.fields:
                wrong[name] = ["This parameter is not known."]
            elif len(values) > 1:
                wrong[name] = ["Give this parameter once."]
        return wrong


class SuggestionsView(PublicView):
    @extend_schema(
        operation_id="suggestions",
        summary="Complete what somebody types into a search field",
        parameters=[
            OpenApiParameter(
                "for",
                {"type": "string", "enum": list(FIELDS)},
                required=True,
                description="The search parameter that is being typed.",
            ),
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": LONGEST, "example": "lymp"},
                required=True,
                description="What stands in the field so far.",
            ),
            OpenApiParameter(
                "language",
                {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]},
                description="The language of the labels; English when it is left out.",
            ),
        ],
        responses={200: SuggestionsSerializer, **problems(400, 406, 429, 500, 503), **UNCHANGED},
    )
    def get(self, request: Request) -> Response:
        """Places; or terms of the vocabulary and names of verified practitioners. At most eight."""
        form = SuggestionForm(request._request)
        if wrong := form.problems():
            raise ValidationError(wrong)
        asked = form.cleaned_data
        language = asked["language"] or settings.LANGUAGE_CODE
        found = (
            _places(asked["q"], language)
            if asked["for"] == "place"
            else _words(asked["q"], language)
        )
        for one in found:
            one["kind_label"] = suggestion_kind(one["kind"], language)
        return Response({"suggestions": found})


def _places(typed: str, language: str) -> list[dict[str, Any]]:
    found = suggest_places(typed, MOST, first=POSTCODES.get(language, ()))
    labels = {place_words(place): place.kind for place in found}
    kinds = {"city": "place"}
    return [{"kind": kinds.get(kind, kind), "label": label} for label, kind in labels.items()]


def _words(typed: str, language: str) -> list[dict[str, Any]]:
    labels = {(entry.kind, entry.code): entry.labels for entry in load_vocabulary()}
    return [
        {"kind": one.kind, "label": labels.get((one.kind, one.code), {}).get(language, one.label)}
        for one in live_index.suggest(typed, MOST)
    ]
