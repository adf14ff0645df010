"""The shapes of the vetting API, for its schema and for reading requests."""

from typing import Any

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}\Z"


class RawText(serializers.CharField):
    """Text as it was sent: nothing trimmed, so that offsets fit. NUL is a character like any other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)
        self.validators = [
            one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)
        ]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class VetRequestSerializer(serializers.Serializer):
    """A text to read. `lang` is its BCP 47 tag; left out, the language is recognized.

    `words_in` is the language of the sentences in the answer; left out, it is the text's.
    """

    title = RawText(max_length=LONGEST_TITLE, default="")
    text = RawText(max_length=LONGEST_TEXT)
    lang = serializers.RegexField(LANGUAGE_TAG, required=False, allow_null=True)
    words_in = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES], required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(self.initial_data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError(
                {
                    name: ["This field is not known. Known are: title, text, lang, words_in."]
                    for name in unknown
                }
            )
        return attrs


class ClosedRequest(OpenApiSerializerExtension):
    """Says in the schema that a request takes no other fields."""

    target_class = VetRequestSerializer

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


class ScoresSerializer(serializers.Serializer):
    """0 to 100 each; never averaged."""

    technique = serializers.IntegerField()
    training = serializers.IntegerField()
    anatomy = serializers.IntegerField()


class VetEvidenceSerializer(serializers.Serializer):
    """A passage: `field` (title or text) from `start` to before `end`, in Unicode code points."""

    criterion = serializers.CharField()
    rule = serializers.CharField()
    status = serializers.CharField()
    field = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField(allow_blank=True)


class FlagWordsSerializer(serializers.Serializer):
    """A red flag: its code, its name, and why it was raised."""

    code = serializers.CharField()
    label = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)


class CriterionWordsSerializer(serializers.Serializer):
    criterion = serializers.CharField()
    title = serializers.CharField()
    word = serializers.CharField(help_text="The level.")
    sentence = serializers.CharField(allow_blank=True)


class VetWordsSerializer(serializers.Serializer):
    """The same answer for a reader, in `language`: the text's where we have it, else English."""

    language = serializers.CharField()
    verdict = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    criteria = CriterionWordsSerializer(many=True)
    red_flags = FlagWordsSerializer(many=True)
    evidence = serializers.ListField(
        child=serializers.CharField(allow_blank=True),
        help_text="What each passage of `evidence` shows, in the same order.",
    )
    advice = serializers.ListField(
        child=serializers.CharField(), help_text="For whoever wrote the text."
    )
    questions = serializers.ListField(
        child=serializers.CharField(), help_text="What to ask this therapist."
    )


class VetAnswerSerializer(serializers.Serializer):
    """What the words show, in codes and in words. Advice, not a decision about anybody."""

    verdict = serializers.CharField(help_text="true_mld, unclear or not_mld.")
    technique = serializers.CharField(help_text="meets, partial, absent or contradicts.")
    training = serializers.CharField(help_text="meets, partial or absent.")
    anatomy = serializers.CharField(help_text="meets, partial, absent or contradicts.")
    scores = ScoresSerializer()
    red_flags = serializers.ListField(child=serializers.CharField())
    evidence = VetEvidenceSerializer(many=True)
    rubric = serializers.CharField()
    language = serializers.CharField(allow_null=True)
    read = serializers.BooleanField(help_text="False: too little text, or a language not covered.")
    unread_reason = serializers.CharField(allow_null=True)
    words = VetWordsSerializer()


class ClauseSerializer(serializers.Serializer):
    id = serializers.CharField()
    criterion = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    rules = serializers.ListField(child=serializers.CharField())


class CourseSerializer(serializers.Serializer):
    """A course of the course map. Clock hours; `comparison` is against the benchmark."""

    id = serializers.CharField()
    school = serializers.CharField()
    title = serializers.CharField()
    method = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)
    hours_total = serializers.FloatField(allow_null=True)
    hours_theory = serializers.FloatField(allow_null=True)
    hours_practical = serializers.FloatField(allow_null=True)
    scope = serializers.CharField(allow_null=True)
    renewal_years = serializers.FloatField(allow_null=True)
    source_url = serializers.CharField(allow_blank=True)
    verified = serializers.BooleanField()
    comparison = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class RubricSerializer(serializers.Serializer):
    """The whole rubric, as the machine reads it."""

    version = serializers.CharField()
    sha256 = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    changelog = serializers.ListField(child=serializers.CharField())
    clauses = ClauseSerializer(many=True)
    rules = serializers.ListField(child=serializers.DictField())
    courses = CourseSerializer(many=True)
    terms = serializers.DictField(help_text="Language to concept to words.")
    benchmark_hours = serializers.IntegerField()
