"""The checker: anybody pastes an advert and gets it back marked. Nothing is stored."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import ScopedRateThrottle

from directory.clearance import ClearedCriterion, ClearedFinding
from directory.evidence import CriterionView, Panel, Row, panel_of
from directory.publishing import TextPassage
from vetting.api.serializers import LONGEST_TEXT, LONGEST_TITLE
from vetting.engine import Assessment, ListingText, TextField, assess
from vetting.telling import LANGUAGES, RedFlag, VerdictView, language_for, name_of, tell
from vetting.versions import shown_rubric


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The panel of a listing, for words that belong to nobody here, in one language.

    `words_language` is the text's own, `name` the answer's in the words of the page; `other` is the
    code and name of a language that the answer is offered in besides.
    """

    language: str
    name: str
    words_language: str
    other: tuple[str, str] | None
    verdict: VerdictView
    criteria: tuple[CriterionView, ...]
    passages: tuple[Row, ...]
    rubric_version: str
    red_flags: tuple[RedFlag, ...]
    advice: tuple[str, ...]
    questions: tuple[str, ...]


class CheckerForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=LONGEST_TITLE, strip=False
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the advert"),
        max_length=LONGEST_TEXT,
        help_text=format_lazy(
            gettext_lazy("Up to {most} characters. Leave out names of people."),
            most=lazy(number_format, str)(LONGEST_TEXT, force_grouping=True),
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    answer_in = forms.ChoiceField(required=False, choices=[("", ""), *LANGUAGES.items()])


class CheckerThrottle(ScopedRateThrottle):
    """The page counts in the same window as the API's `vet`."""

    throttle_scope = "vet"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checker(request: HttpRequest) -> HttpResponse:
    """The form; with a text, the marked answer below it, and the text still in its field."""
    form = CheckerForm(request.POST or None)
    context = {"form": form, "answer": None}
    if request.method != "POST":
        return render(request, "vetting/checker.html", context)
    throttle = CheckerThrottle()
    if not throttle.allow_request(request, throttle):  # type: ignore[arg-type]
        wait = max(1, round(throttle.wait() or 1))
        form.add_error(
            None,
            ngettext(
                "Too many texts were checked. Yours is still here: try again in %(wait)d second.",
                "Too many texts were checked. Yours is still here: try again in %(wait)d seconds.",
                wait,
            )
            % {"wait": wait},
        )
        response = render(request, "vetting/checker.html", context, status=429)
        response["Retry-After"] = str(wait)
        return response
    if not form.is_valid():
        return render(request, "vetting/checker.html", context, status=400)
    context["answer"] = answer_to(**form.cleaned_data)
    return render(request, "vetting/checker.html", context)


def answer_to(title: str, text: str, answer_in: str = "") -> Answer:
    """What the rubric says of a title and a text: in the text's language, or the one asked for."""
    rubric, page = shown_rubric(), translation.get_language()
    said = assess(
        ListingText(fields=(TextField("title", "title", title), TextField("text", "about", text))),
        (),
        rubric,
        timezone.localdate(),
    )
    language = language_for(said, answer_in)
    told = tell(said, rubric, language)
    with translation.override(language):
        panel = _panel(said, title, text)
    others = [code for code in (page, said.language) if code in LANGUAGES and code != language]
    return Answer(
        language=language,
        name=name_of(language),
        words_language=said.language or "",
        other=(others[0], name_of(others[0])) if others else None,
        verdict=told.verdict,
        criteria=panel.criteria,
        passages=panel.passages,
        rubric_version=panel.rubric_version,
        red_flags=told.red_flags,
        advice=told.advice,
        questions=told.questions,
    )


def _panel(said: Assessment, title: str, text: str) -> Panel:
    return panel_of(
        criteria=[
            ClearedCriterion(
                criterion=item.criterion,
                level=item.text_level,
                score=item.score,
                sentence=item.summary,
                hours=item.hours,
            )
            for item in said.criteria
        ],
        passages=[
            TextPassage(name="title", kind="title", label=gettext("Title"), text=title),
            TextPassage(name="text", kind="about", label=gettext("Text"), text=text),
        ],
        findings=_findings(said),
        rubric_version=said.rubric_version,
    )


def _findings(said: Assessment) -> list[ClearedFinding]:
    return [
        ClearedFinding(
            criterion=finding.criterion,
            status=finding.status,
            polarity=finding.polarity,
            field=finding.field,
            start=finding.start,
            end=finding.end,
            quote=finding.quote,
            explain=finding.explain,
            clause=finding.clause,
        )
        for finding in said.findings
    ]
