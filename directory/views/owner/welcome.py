"""The page that tells practitioners what a listing is, costs and needs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.views.owner.standing import usual_time


@require_safe
def for_practitioners(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/for_practitioners.html", {"usual": usual_time()})
