"""Two small pages of the desk: what ties a moderator, and how far readings agree."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vetting import interests as ties
from vetting import seconding
from vetting.desk_forms import InterestForm
from vetting.models import Decision, ModeratorInterest

INTERESTS = "admin:vetting_reviewcase_interests"


def interests(request: HttpRequest) -> HttpResponse:
    """The moderator's own ties: added by a form, removed by a button each."""
    form = InterestForm(request.POST if "add" in request.POST else None)
    status = 200
    if request.method == "POST":
        if "remove" in request.POST:
            number = request.POST["remove"]
            if number.isdecimal() and len(number) < 19:
                ties.take_back(user=request.user, interest_id=int(number))
            messages.success(request, "The tie is removed.")
            return redirect(INTERESTS)
        if form.is_valid():
            try:
                ties.declare(user=request.user, **form.cleaned_data)
            except ValueError as error:
                form.add_error("label", f"{str(error).capitalize()}.")
            else:
                messages.success(request, "Declared. Cases it touches are not offered to you.")
                return redirect(INTERESTS)
        status = 400
    context = {
        "form": form,
        "interests": ModeratorInterest.objects.filter(user=request.user),
        "title": "Your ties",
    }
    return render(request, "vetting/moderation/interests.html", context, status=status)


def agreement(request: HttpRequest) -> HttpResponse:
    """How often two readers, who saw neither each other nor the engine, came to the same answer."""
    found = seconding.agreement()
    outcomes = [one for one in Decision.Outcome if one.value in Decision.TEXT_OUTCOMES]
    context = {
        "agreement": found,
        "outcomes": [one.label for one in outcomes],
        "rows": [
            (
                first.label,
                [
                    (f"Then {second.label}", found.table.get((first.value, second.value), 0))
                    for second in outcomes
                ],
            )
            for first in outcomes
        ],
        "title": "Agreement",
    }
    return render(request, "vetting/moderation/agreement.html", context)
