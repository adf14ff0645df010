"""The figures page: every figure with what it was counted from, when, and how."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vetting import figures
from vetting.figures import Figure

SECTIONS = (
    (
        _("Fresh"),
        _("An owner confirms a listing every 90 days. After 120 it leaves the search by itself."),
        (
            "confirmed_within_90_days",
            "confirmed_within_120_days",
            "days_since_confirmed",
            "left_unconfirmed",
        ),
    ),
    (
        _("Time to a decision"),
        _("From sending a text to the decision of a person. The time we set ourselves is 5 days."),
        ("review_days_median", "review_days_p90", "review_in_time", "waiting_late"),
    ),
    (
        _("Put right"),
        _("Another person answers an appeal. Appeals and reports are answered within 14 days."),
        ("appeals_overturned", "appeals_in_time", "reports_in_time"),
    ),
    (
        _("Machine and person"),
        _("The machine only marks words. How often a person came to the same answer."),
        ("engine_same", "engine_kappa"),
    ),
    (
        _("Person and person"),
        _("Some texts are read again by somebody who sees neither the first answer nor a mark."),
        ("second_same", "second_kappa"),
    ),
    (
        _("Within reach"),
        _("Whether what a listing offers leads to somebody."),
        ("websites_answering", "messages_delivered"),
    ),
)
"""(heading, sentence, codes of figures) in the order of the page."""

WORDS = {
    "confirmed_within_90_days": (
        _("Confirmed in the last 90 days"),
        _("Public listings whose owner has said since then that everything is still correct."),
    ),
    "confirmed_within_120_days": (
        _("Confirmed in the last 120 days"),
        _("The same within 120 days. Fewer than all only until the daily run has passed."),
    ),
    "days_since_confirmed": (
        _("Age of the last confirmation"),
        _("The median: half of the public listings were confirmed more recently."),
    ),
    "left_unconfirmed": (
        _("Not shown, because nobody confirmed them"),
        _("Of all listings that are verified and in date, public or out of the search for this."),
    ),
    "review_days_median": (
        _("Half of the texts were decided within"),
        _("The median, in days and nights as they pass. A new or changed text counts each time."),
    ),
    "review_days_p90": (
        _("Nine in ten were decided within"),
        _("The 90th percentile by nearest rank. Texts that owners took back are left out."),
    ),
    "review_in_time": (
        _("Decided within 5 days"),
        _("Of all texts that were decided. It is the day by which the queue asks for an answer."),
    ),
    "waiting_late": (
        _("Waiting longer than 5 days now"),
        _("Of the texts that wait today. Long waits show here before they are decided."),
    ),
    "appeals_overturned": (
        _("Appeals that changed the decision"),
        _("Of all appeals that were answered. A decision that nobody appealed is not counted."),
    ),
    "appeals_in_time": (
        _("Appeals answered in time"),
        _("On the day that the owner was told, or before."),
    ),
    "reports_in_time": (
        _("Reports answered in time"),
        _("On the day that stands on the receipt, or before."),
    ),
    "engine_same": (
        _("The same answer"),
        _(
            "Of the texts that the machine had read before: “describes MLD” and verified, “unclear” and returned for changes, “does not describe "
            "MLD” and honest or not verified. A person also weighs papers, and has seen the marks."
        ),
    ),
    "engine_kappa": (
        _("Cohen’s kappa"),
        _("1: always the same. 0: as often as chance would have it. Of the same pairs."),
    ),
    "second_same": (
        _("The same answer"),
        _("Verified, changes, honest, not verified: all four must be the same."),
    ),
    "second_kappa": (
        _("Cohen’s kappa"),
        _("Of the same pairs. The first answer stays in force."),
    ),
    "websites_answering": (
        _("Websites that answer"),
        _("Of the websites named in public listings, at the last look; each is asked monthly."),
    ),
    "messages_delivered": (
        _("Messages that left for the practitioner"),
        _(
            "Taken by the mail server, of all that were sent or given up after about two days of "
            "trying. Whether a message was read is not known here."
        ),
    ),
}
"""Code of a figure to its name, and to how it is counted."""

STATES = (
    ("verified", _("Shown to anybody")),
    ("paused", _("Paused by the owner")),
    ("stale", _("Not confirmed for 120 days")),
    ("expired", _("Verification ended")),
    ("suspended", _("Suspended")),
    ("withdrawn", _("Withdrawn")),
    ("submitted", _("Sent, not yet read")),
    ("in_review", _("Being read")),
    ("changes_requested", _("Returned for changes")),
    ("honest_not_mld", _("Honest, not MLD")),
    ("not_verified", _("Not verified")),
    ("draft", _("Draft, never sent or taken back")),
)
VERDICTS = (
    ("true_mld", _("Describes MLD")),
    ("unclear", _("Unclear")),
    ("not_mld", _("Does not describe MLD")),
)
OUTCOMES = (
    ("verified", _("Verified")),
    ("changes_requested", _("Changes asked for")),
    ("honest_not_mld", _("Honest, not MLD")),
    ("not_verified", _("Not verified")),
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure in words: its value, how many it is counted from, the period, the method."""

    name: str
    value: str
    shown: bool
    n: int
    figure: Figure
    method: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All figures. They are counted at most every 15 minutes."""
    found = figures.figures_now()
    by_code = {one.code: one for one in found.figures}
    context = {
        "counted_at": found.counted_at,
        "least": figures.LEAST,
        "sections": [
            (heading, sentence, list(_rows(by_code[code] for code in codes)))
            for heading, sentence, codes in SECTIONS
        ],
        "states": [(words, found.states[state]) for state, words in STATES],
        "total": sum(found.states.values()),
        "outcomes": [words for _code, words in OUTCOMES],
        "table": [
            (words, [(name, found.table.get((verdict, code), 0)) for code, name in OUTCOMES])
            for verdict, words in VERDICTS
        ]
        if found.table
        else [],
    }
    response = render(request, "vetting/figures.html", context)
    patch_cache_control(response, private=True, max_age=300)
    return response


def _rows(chosen: Iterator[Figure]) -> Iterator[Row]:
    for figure in chosen:
        name, method = WORDS[figure.code]
        yield Row(
            name=str(name),
            value=in_words(figure),
            shown=figure.value is not None,
            n=figure.n,
            figure=figure,
            method=str(method),
        )


def in_words(figure: Figure) -> str:
    """A value as it is read: "93%", "3.4 days", "0.62", or that there is none."""
    if figure.too_few:
        return gettext("too few to say")
    if figure.value is None:
        return gettext("undefined: all answers are the same")
    if figure.unit == "share":
        return gettext("%(share)d%%") % {"share": round(100 * figure.value)}
    if figure.unit == "kappa":
        return formats.number_format(figure.value, decimal_pos=2)
    days = round(figure.value, 1)
    shown = formats.number_format(days, decimal_pos=0 if days == int(days) else 1)
    return ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2) % {"days": shown}
