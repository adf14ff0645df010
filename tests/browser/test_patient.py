"""What a patient's browser does by itself: its position, and three answers that it never gives away."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from directory.searching import live_index
from tests import factories
from tests.browser.conftest import picture

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""
FREIBURG = {"latitude": 47.98765, "longitude": 7.84321}
NODES = "Lymph nodes were removed or treated"
SURGERY = "There was surgery in the last weeks"


@pytest.fixture
def listed(transactional_db):
    """Four near Freiburg; the training of two was checked for a healthy lymph system only."""
    live_index.forget()
    for name, scopes in {
        "Hanna Gesund": ["healthy"],
        "Kora Beide": ["healthy", "compromised"],
        "Hilke Heil": ["healthy"],
        "Cosima Komplex": ["cdt"],
    }.items():
        case = factories.make_claimed(name=name)
        factories.check_papers(case)
        factories.verify(case, scopes=scopes)


def sound(page: Page, name: str) -> None:
    picture(page, name)
    broken = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken] == []
    assert page.evaluate(SIDEWAYS) == 0, name


def names(page: Page, part: str = "#list > ol.cards") -> list[str]:
    return page.locator(f"{part} h3").all_inner_texts()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def watched(page: Page) -> list[str]:
    """All that the page sends from now on, with its bodies."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    return sent


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_answers_set_aside_whom_they_do_not_fit_and_stay_here(open_window, listed, scheme, width):
    page = open_window(scheme=scheme, width=width)
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    before, cookies = names(page), page.context.cookies()
    assert len(before) == 4
    expect(page.get_by_text("Your answers stay in this browser", exact=True)).to_be_hidden()

    sent = watched(page)
    page.get_by_text("Three safety questions").click()
    page.get_by_label(NODES).check()
    status = page.locator("[data-left-out-line]")
    expect(status).to_contain_text("2 on this page are left out by your answers.")
    assert set(names(page)) == {"Kora Beide", "Cosima Komplex"}
    assert names(page) == [name for name in before if name in names(page)]
    box = page.get_by_role("region", name="Left out")
    expect(box).to_contain_text(
        "2 on this page are left out because their checked training is for a healthy lymph system, "
        "and you said that lymph nodes were removed or treated."
    )
    expect(box.get_by_text("Hanna Gesund").first).to_be_hidden()
    sound(page, f"patient-{scheme}-left-out")
    box.get_by_text("Show them with the reason").press("Enter")
    assert set(names(page, "#left-out ol")) == {"Hanna Gesund", "Hilke Heil"}
    expect(box.get_by_role("listitem").first).to_contain_text(
        "Left out because you said that lymph nodes were removed or treated."
    )
    expect(page.get_by_text("Your answers stay in this browser", exact=True)).to_be_visible()
    sound(page, f"patient-{scheme}-with-reasons")

    page.get_by_label(NODES).uncheck()
    expect(status).to_contain_text("Nobody on this page is left out by your answers.")
    expect(box).to_be_hidden()
    assert names(page) == before
    assert page.locator(".reason").count() == 0
    assert sent == []
    assert page.context.cookies() == cookies


def test_answers_also_hold_for_the_nearest_where_nobody_is_near(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Warsaw")
    before = names(page)
    assert len(before) == 3
    page.get_by_text("Three safety questions").click()
    page.get_by_label(NODES).check()
    out = {"Hanna Gesund", "Hilke Heil"} & set(before)
    assert set(names(page)) == set(before) - out
    page.get_by_text("Show them with the reason").click()
    assert set(names(page, "#left-out ol")) == out
    expect(page.get_by_role("region", name="Left out")).to_contain_text(
        "healthy lymph system, and you said that lymph nodes were removed or treated."
    )
    sound(page, "patient-nearest-left-out")
    page.get_by_label(NODES).uncheck()
    assert names(page) == before


def test_answers_go_along_from_the_home_page_but_not_over_the_wire(open_window, listed):
    page = open_window()
    page.goto("/")
    page.get_by_label("Town or postal code").fill("Freiburg im Breisgau")
    page.get_by_label(NODES).check()
    page.get_by_label(SURGERY).check()
    expect(page.get_by_text("Ask the surgeon first.")).to_be_visible()
    sound(page, "patient-home")
    sent = watched(page)
    page.get_by_role("button", name="Show practitioners").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Near Freiburg")
    assert set(asked(page)) == {"place", "radius_km"}
    assert sent
    assert not any("nodes" in line or "surgery" in line or "scope-a" in line for line in sent)
    expect(page.get_by_role("region", name="Left out")).to_contain_text(
        "you said that lymph nodes were removed or treated and that there was surgery in the last weeks."
    )
    assert set(names(page)) == {"Kora Beide", "Cosima Komplex"}
    expect(page.get_by_text("Three safety questions (2 answered)")).to_be_visible()

    page.go_back()
    expect(page.get_by_label(NODES)).to_be_checked()
    expect(page.get_by_label("Lymphedema was diagnosed")).not_to_be_checked()


@pytest.mark.parametrize("address", ["/", "/practitioners/?place=Freiburg+im+Breisgau"])
def test_late_scripts_move_nothing(open_window, listed, address):
    def late(route):
        time.sleep(0.7)
        route.continue_()

    page = open_window(width=390)
    page.set_viewport_size({"width": 390, "height": 2000})
    page.goto("/practitioners/")
    page.locator("[data-scope-questions] summary").click()
    page.get_by_label(SURGERY).check()
    page.route(re.compile(r"/js/(scope|near)"), late)
    page.goto(address)
    expect(page.get_by_text("(1 answered)")).to_be_visible()
    expect(page.get_by_role("button", name="Use my location")).to_be_visible()
    assert page.evaluate(SHIFT) < 0.001


def test_the_whole_list_is_narrowed_only_when_asked_for(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    page.locator("[data-scope-questions] summary").press("Enter")
    page.get_by_label("Lymphedema was diagnosed").press("Space")
    assert "scope" not in asked(page)
    page.get_by_role("link", name="See why").press("Enter")
    expect(page.get_by_role("region", name="Left out")).to_be_in_viewport()
    page.get_by_role("link", name="narrow the whole list").press("Enter")
    expect(page.get_by_text("2 practitioners of 4 verified")).to_be_visible()
    assert asked(page)["scope"] == ["compromised", "cdt"]
    assert set(names(page)) == {"Kora Beide", "Cosima Komplex"}
    expect(page.get_by_role("region", name="Left out")).to_be_hidden()


def test_a_pin_of_the_map_leads_to_a_card_that_was_set_aside(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    page.get_by_text("Three safety questions").click()
    page.get_by_label(NODES).check()
    aside = page.locator("#left-out li").first
    expect(aside).to_be_hidden()
    page.evaluate("(id) => { location.hash = id; }", aside.get_attribute("id"))
    expect(aside).to_be_in_viewport()


@pytest.mark.parametrize("start", ["/", "/practitioners/?method=vodder"])
def test_a_position_is_asked_for_on_click_rounded_and_searched_around(open_window, listed, start):
    page = open_window(width=320)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(FREIBURG)
    page.goto(start)
    sent = watched(page)
    page.get_by_label("Town or postal code").fill("Lyon")
    page.get_by_role("button", name="Use my location").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Near Freiburg")
    found = asked(page)
    assert (found["lat"], found["lon"]) == (["47.99"], ["7.84"])
    assert "place" not in found
    assert ("method" in found) == ("method" in start)
    assert not any("47.98" in line or "7.843" in line for line in sent)
    assert len(names(page)) == 4
    assert page.evaluate(SHIFT) < 0.01
    sound(page, "patient-near")

    page.get_by_label("Within").select_option("50")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Near Freiburg, within 50 km")
    page.get_by_label("Town or postal code").fill("Lyon")
    page.get_by_label("Town or postal code").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lyon")


def test_a_refused_position_says_what_to_do_and_keeps_what_was_typed(open_window, listed):
    page = open_window(width=320)
    page.goto("/")
    page.get_by_label("Town or postal code").fill("Frei")
    page.get_by_label("Town or postal code").press("Escape")
    page.get_by_role("button", name="Use my location").click()
    status = page.locator("[data-near-me]").get_by_role("status")
    expect(status).to_contain_text("This browser did not give its position. Type a town")
    expect(page.get_by_label("Town or postal code")).to_have_value("Frei")
    assert urlsplit(page.url).path == "/"
    sound(page, "patient-refused")


def test_nothing_asks_for_a_position_before_the_click(open_window, listed):
    page = open_window()
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { document.title = 'asked'; };"
    )
    for address in ("/", "/practitioners/"):
        page.goto(address)
        expect(page.get_by_role("button", name="Use my location")).to_be_visible()
        assert page.title() != "asked"
    page.get_by_role("button", name="Use my location").click()
    expect(page).to_have_title("asked")


@pytest.mark.parametrize("address", ["/", "/practitioners/?place=Freiburg+im+Breisgau"])
def test_without_script_neither_is_shown_and_the_filter_is(open_window, listed, address):
    page = open_window(javascript=False)
    page.goto(address)
    expect(page.get_by_role("main")).to_be_visible()
    for part in ("[data-scope-questions]", "[data-near-me]"):
        assert page.locator(part).count() == 1
        assert page.locator(part).bounding_box() is None
    if address != "/":
        expect(page.locator("#left-out")).to_be_hidden()
        page.get_by_label("Compromised lymph system").check()
        page.get_by_role("button", name="Show practitioners").click()
        expect(page.locator("#list > ol.cards")).to_contain_text("Kora Beide")
        assert names(page) == ["Kora Beide"]
