"""What the filters and tags of the look write."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from lxml import html

from directory.templatetags.look import SHAPES
from tests.look.test_rules import ROOT


def render(source: str, address: str = "/", **values) -> str:
    request = RequestFactory().get(address)
    return Template("{% load look %}" + source).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "&lt;\u00a01\u00a0km"),
        (0.96, "&lt;\u00a01\u00a0km"),
        (1.04, "1.0\u00a0km"),
        (9.94, "9.9\u00a0km"),
        (9.96, "10\u00a0km"),
        (1204.3, "1\u202f204\u00a0km"),
    ],
)
def test_distances(value, words):
    assert render("{{ v|km }}", v=value) == words


def test_no_distance_says_nothing():
    assert render("{{ v|km }}", v=None) == ""


@pytest.mark.parametrize(
    ("value", "words"), [(160.0, "160"), (7.5, "7.5"), (1204, "1\u202f204"), (None, ""), (0, "0")]
)
def test_figures(value, words):
    assert render("{{ v|figure }}", v=value) == words


def test_days_in_text_and_in_tables():
    when = date(2028, 3, 14)
    assert render("{{ v|day }}|{{ v|short_day }}", v=when) == "14\u00a0March 2028|14\u00a0Mar 2028"
    assert render("{{ v|day }}|{{ n|day }}", v="in spring", n=None) == "in spring|"


def test_data_script_cannot_be_left():
    hostile = {"name": "</script><script>alert(1)</script> & \u2028"}
    written = render("{{ v|jsonld }}", v=hostile)
    assert "<" not in written
    assert "\\u003c/script\\u003e" in written


def ruler_of(hours: float) -> dict[str, str]:
    tree = html.fromstring(render("{% ruler hours %}", hours=hours))
    return {
        "said": tree.get("aria-label"),
        "bar": tree.xpath('.//*[@class="bar"]/@width')[0],
        "tick": tree.xpath('.//*[@class="benchmark"]/@x1')[0],
        "words": " ".join(tree.text_content().split()),
    }


def test_ruler_shows_hours_against_the_benchmark():
    shown = ruler_of(160.0)
    assert shown["bar"] == "80.0%"
    assert shown["tick"] == "67.5%"
    assert shown["said"] == "160 hours of training shown. The benchmark is 135 hours."
    assert shown["words"] == "160 h, shown 135 h, benchmark"


def test_ruler_grows_with_long_training():
    shown = ruler_of(480)
    assert shown["bar"] == "96.0%"
    assert shown["tick"] == "27.0%"


def test_every_label_of_the_ruler_has_a_place_in_the_styles():
    styles = (ROOT / "static/css/components.css").read_text()
    for hours in range(0, 1000, 7):
        classes = html.fromstring(render("{% ruler hours %}", hours=hours)).xpath(
            './/*[contains(@class, "at-")]/@class'
        )
        assert len(classes) == 2
        assert all(f".{name} {{ left" in styles for name in classes)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_drawn_and_colored(shape):
    drawn = render(
        '{% include "components/verdict.html" with shape=shape word="Word" %}', shape=shape
    )
    tree = html.fromstring(drawn)
    assert tree.xpath(".//svg/*")
    assert tree.text_content().strip() == "Word"
    assert f".is-{shape}" in (ROOT / "static/css/components.css").read_text()


def test_no_two_shapes_look_the_same():
    drawings = {render('{% include "components/shape.html" %}', shape=shape) for shape in SHAPES}
    assert len(drawings) == len(SHAPES)


def test_a_kept_search_loses_only_what_is_set_anew():
    address = "/find/?place=Lyon&method=vodder&method=leduc&page=3&q="
    assert (
        render("{% with_query ordering='relevance' %}", address)
        == "?place=Lyon&amp;method=vodder&amp;method=leduc&amp;ordering=relevance"
    )
    assert render("{% with_query place='Kiel' %}", address).endswith("&amp;place=Kiel")
    pairs = render("{% kept 'method' as p %}{{ p|safe }}", address)
    assert pairs == "[('place', 'Lyon')]"


def test_a_place_is_written_so_that_it_can_be_searched_again():
    place = SimpleNamespace(name="Portland", admin="Maine", country="US")
    assert render("{{ p|place_words }}", p=place) == "Portland, Maine, US"
    assert (
        render("{{ p|place_words }}", p=SimpleNamespace(name="Kiel", admin="", country="DE"))
        == "Kiel, DE"
    )


def test_marked_words_say_their_mark_and_lead_to_their_note():
    segments = [
        SimpleNamespace(text="I ", mark=None, note=None),
        SimpleNamespace(text="press <hard>", mark="against", note=2),
        SimpleNamespace(text=".", mark=None, note=None),
    ]
    written = render('{% include "components/marked.html" with segments=s %}', s=segments)
    tree = html.fromstring(f"<p>{written}</p>")
    assert tree.xpath("string(.//mark)") == "[speaks against: press <hard>]"
    assert tree.xpath("string(.//a/@href)") == "#note-2"
    assert tree.text_content() == "I [speaks against: press <hard>]\u2060Note 2."


def test_a_form_of_facets_carries_everything_else_along():
    facets = [SimpleNamespace(name="method"), SimpleNamespace(name="accepts_new")]
    address = "/find/?place=Lyon&method=vodder&accepts_new=true&country=FR"
    pairs = render("{% kept_beside facets as p %}{{ p|safe }}", address, facets=facets)
    assert pairs == "[('place', 'Lyon'), ('country', 'FR')]"
