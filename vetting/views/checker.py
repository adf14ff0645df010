"""The checker: anybody pastes an advert and gets it back marked. Nothing is stored."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import ScopedRateThrottle

from directory.clearance import ClearedCriterion, ClearedFinding
from directory.evidence import CriterionView, Row, panel_of
from directory.kept_words import in_words
from directory.publishing import TextPassage
from vetting.api.serializers import LONGEST_TEXT, LONGEST_TITLE
from vetting.engine import Assessment, ListingText, Rubric, TextField, assess
from vetting.versions import shown_rubric

VERDICTS = {
    "true_mld": (
        gettext_lazy("Describes MLD"),
        "disc",
        gettext_lazy(
            "As written, this describes manual lymphatic drainage. Ask to see the training: words are not papers."
        ),
    ),
    "unclear": (
        gettext_lazy("Not enough to tell"),
        "half",
        gettext_lazy(
            "Some of what belongs to manual lymphatic drainage is not said here. That is silence, not a bad sign."
        ),
    ),
    "not_mld": (
        gettext_lazy("Does not describe MLD"),
        "diamond",
        gettext_lazy(
            "As written, this does not describe lymphatic drainage. What it describes may help in other ways."
        ),
    ),
}
HONEST = (
    gettext_lazy("Honest massage, not MLD"),
    "square",
    gettext_lazy(
        "This advert describes massage that moves fluid and says so plainly. It is not MLD, and nothing here speaks against it."
    ),
)
NOT_READ = (gettext_lazy("Not read"), "dotted")


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    word: str
    shape: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The panel of a listing, for words that belong to nobody here."""

    verdict: VerdictView
    criteria: tuple[CriterionView, ...]
    passages: tuple[Row, ...]
    rubric_version: str
    red_flags: tuple[RedFlag, ...]
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
            most=f"{LONGEST_TEXT:,}",
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


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
    context["answer"] = answer_to(form.cleaned_data["title"], form.cleaned_data["text"])
    return render(request, "vetting/checker.html", context)


def answer_to(title: str, text: str) -> Answer:
    """What the rubric says of a title and a text."""
    rubric = shown_rubric()
    said = assess(
        ListingText(fields=(TextField("title", "title", title), TextField("text", "about", text))),
        (),
        rubric,
        timezone.localdate(),
    )
    panel = panel_of(
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
    return Answer(
        verdict=_verdict(said),
        criteria=panel.criteria,
        passages=panel.passages,
        rubric_version=panel.rubric_version,
        red_flags=tuple(_red_flags(said, rubric)),
        questions=tuple(in_words(question) for question in said.questions),
    )


def _verdict(said: Assessment) -> VerdictView:
    if not said.read:
        word, shape = NOT_READ
        return VerdictView(word=word, shape=shape, sentence=said.unread_reason or "")
    word, shape, sentence = HONEST if said.honest_not_mld else VERDICTS[said.verdict]
    return VerdictView(word=word, shape=shape, sentence=sentence)


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


def _red_flags(said: Assessment, rubric: Rubric) -> list[RedFlag]:
    rules = {rule.id: rule for rule in rubric.rules}
    shown: dict[str, str] = {}
    for finding in said.findings:
        rule = rules.get(finding.rule)
        if rule and rule.flag and finding.status in rule.flag_counts:
            shown.setdefault(rule.flag, in_words(finding.explain))
    return [
        RedFlag(label=in_words(flag.replace("_", " ").capitalize()), sentence=shown.get(flag, ""))
        for flag in said.red_flags
    ]
