"""A browser without scripts, as far as a form needs one: reads the fields a page offers."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and "data-owner-form" in given:
            self._inside = True
        if not self._inside:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") != "file":
            tick = given.get("type") in {"checkbox", "radio"}
            if tick and "checked" not in given:
                return
            self.values.setdefault(name, []).append(given.get("value", "on" if tick else "") or "")
        elif tag == "textarea" and name:
            self._area = name
            self.values[name] = [""]
        elif tag == "select" and name:
            self._select = name
            self.values[name] = [""]
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given.get("value") or ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area:
            self.values[self._area][0] += data


def fields_of(response: HttpResponse) -> dict[str, list[str]]:
    """Name to values of the listing form on a page, as a browser would send them untouched."""
    parser = _Fields()
    parser.feed(response.content.decode())
    for name, values in parser.values.items():
        # a browser drops the first line end of a textarea
        parser.values[name] = [value.removeprefix("\r\n").removeprefix("\n") for value in values]
    return parser.values


def save(client, slug: str, then: str = "next", **changes):
    """Open a step, change some fields, press a button. Returns the answer, redirects not followed.

    A double underscore stands for the dash in the names of rows: places__0__city is places-0-city.
    """
    address = f"/account/listing/{slug}/"
    typed = fields_of(client.get(address))
    for name, value in changes.items():
        typed[name.replace("__", "-")] = value
    return client.post(address, {**typed, "then": then})
