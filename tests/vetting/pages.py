"""The moderator's pages as a browser without script uses them."""

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from vetting.models import ReviewCase

QUEUE = reverse("admin:vetting_reviewcase_changelist")


def address(case: ReviewCase) -> str:
    return reverse("admin:vetting_reviewcase_change", args=[case.pk])


def document_address(case: ReviewCase, document) -> str:
    return reverse("admin:vetting_reviewcase_document", args=[case.pk, document.pk])


class _Form(HTMLParser):
    """Collects what a browser would send from the form with this id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self.select = self.area = ""
        self.select_values: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == self.form_id
        if not self.inside:
            return
        name, value = found.get("name", ""), found.get("value") or ""
        if tag == "input" and name:
            if found.get("type") in {"radio", "checkbox"}:
                if "checked" in found:
                    self.values.setdefault(name, []).append(value or "on")
            else:
                self.values.setdefault(name, []).append(value)
        elif tag == "button" and "hidden" not in found:
            self.buttons.append(value)
        elif tag == "select":
            self.select, self.select_values = name, []
        elif tag == "option" and self.select:
            if "selected" in found or not self.select_values:
                self.select_values = [value]
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]

    def handle_data(self, data):
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            self.values[self.select], self.select = self.select_values, ""
        elif tag == "textarea" and self.area:
            # HTML drops the line break that follows the opening tag
            self.values[self.area][0] = self.values[self.area][0].removeprefix("\n").lstrip("\r\n")
            self.area = ""


def filled(response, form_id: str = "case-form") -> dict[str, list[str]]:
    """What pressing a button of this page would send, without the button."""
    parser = _Form(form_id)
    parser.feed(response.content.decode())
    return parser.values


def buttons(response, form_id: str = "case-form") -> list[str]:
    """The acts that the page offers, in order."""
    parser = _Form(form_id)
    parser.feed(response.content.decode())
    return parser.buttons


def press(client: Client, case: ReviewCase, act: str, page=None, **typed):
    """Press a button of the case page, with what `page` (or a fresh one) holds and what is typed."""
    page = page or client.get(address(case))
    return client.post(address(case), {**filled(page), **typed, "act": act}, follow=True)


def told(response) -> str:
    """All messages of a page in one string."""
    return " ".join(str(message) for message in response.context["messages"])
