"""The admin theme's own pages say which part is the main one, and what the parts are called."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.codes import answered

pytestmark = pytest.mark.django_db

PAGES = (
    "/admin/",
    "/admin/directory/",
    "/admin/auth/user/",
    "/admin/auth/user/{pk}/change/",
    "/admin/auth/user/{pk}/history/",
)
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Outline(HTMLParser):
    """Counts main landmarks, says whether each h1 stands in one, and keeps the stylesheets."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.mains = 0
        self.headings: list[bool] = []
        self.sheets: list[str] = []
        self.names: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_main = tag == "main" or said.get("role") == "main"
        self.mains += is_main
        if tag == "h1":
            self.headings.append("main" in self.open)
        if tag == "link":
            self.sheets.append(said.get("href") or "")
        if "data-simplebar" in said:
            self.names.append(said.get("data-simplebar-aria-label"))
        if tag not in VOID:
            self.open.append("main" if is_main else tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] in (tag, "main"):
            self.open.pop()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_main_part_with_its_heading(
    admin_client: Client, admin_user, page: str
) -> None:
    response = answered(admin_client, second_factor=True).get(page.format(pk=admin_user.pk))
    assert response.status_code == 200
    outline = Outline()
    outline.feed(response.content.decode())
    assert outline.mains == 1
    assert outline.headings == [True]
    assert any("css/admin" in sheet for sheet in outline.sheets)
    if page == "/admin/auth/user/":
        assert outline.names.count("Rows") == 1, "the rows are told apart from the menu"
