"""Remembered parts of the results page say what this search found, not what an earlier one did."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from directory import cards, outlines, publishing
from directory.clearance import Reason
from directory.outlines import Outline, gap
from tests import factories

pytestmark = pytest.mark.django_db


def page(client, address: str = "/practitioners/", **query) -> str:
    return client.get(address, query).content.decode()


def test_number_distance_and_reasons_are_those_of_each_search(client) -> None:
    factories.make_verified(name="Ada Near", city="Lyon", country="FR", lat=45.76, lon=4.84)
    factories.make_verified(name="Bo Far", city="Paris", country="FR", lat=48.86, lon=2.35)
    near = page(client, place="Lyon", radius_km="500")
    assert near.index("Ada Near") < near.index("Bo Far")
    assert 'id="r1"' in near
    assert 'id="r2"' in near
    assert "Here because: near Lyon" in near
    far = page(client, place="Paris", radius_km="500", q="Bo")
    assert 'id="r1"' in far
    assert 'id="r2"' not in far
    assert "Here because: near Paris; your words stand in the name" in far
    plain = page(client)
    assert "Here because" not in plain
    assert 'class="distance"' not in plain
    for drawn in (near, far, plain):
        assert not any(chr(code) in drawn for code in range(0xE000, 0xE010))


def test_counts_of_choices_are_those_of_each_search(client) -> None:
    factories.make_verified(name="Ada One")
    one = page(client)
    assert '<span class="count">1<span class="hidden-words"> practitioner</span></span>' in one
    factories.make_verified(name="Bo Two")
    two = page(client)
    assert '<span class="count">2<span class="hidden-words"> practitioners</span></span>' in two
    assert '<span class="count">1<' not in two


def test_a_changed_listing_is_drawn_anew(client) -> None:
    listing = factories.make_verified(name="Ada One")
    page(client)
    entry = listing.public_entry
    entry.card["headline"] = "Now in another room"
    entry.save()
    assert "Now in another room" in page(client)


def test_each_language_has_its_own(client) -> None:
    factories.make_verified(name="Ada One")
    english = page(client)
    with translation.override("de"):
        german = page(client, "/de/practitioners/")
    assert 'href="/practitioners/' in english
    assert 'href="/de/practitioners/' in german


ADDRESSES = [
    "/practitioners/",
    "/practitioners/?page_size=1&page=2",
    "/practitioners/?place=Lyon&radius_km=500&q=%3Cb%3E%22%27%26",
    "/practitioners/?q=Ada&condition=lymphedema&method=vodder&accepts_new=true&country=FR",
    "/practitioners/?place=Portland&radius_km=10",
    "/practitioners/?place=Auckland&radius_km=10&scope=cdt",
    "/practitioners/?lat=45.7&lon=4.8&radius_km=100&ordering=confirmed&insurance=false",
    "/de/practitioners/?place=Lyon&q=zither&delivery=home",
    "/pt/practitioners/?place=Lyon&radius_km=50&price_band=2",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_outline_filled_is_what_the_template_draws(client, address) -> None:
    for name in ("Ada <One>", 'Bo "Two" & Co', "Cleo {{ three }}"):
        factories.make_verified(name=name, city="Lyon", country="FR", lat=45.76, lon=4.84)
    drawn = Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}=of-nobody"}).get(address)
    for _time in range(2):
        assert client.get(address).content == drawn.content


def test_nothing_of_who_is_signed_in_stays_for_others(personas) -> None:
    factories.make_verified(name="Ada One")
    signed_in = personas.owner.get("/practitioners/")
    stranger = Client().get("/practitioners/")
    assert "Sign out" in signed_in.content.decode()
    assert "csrfmiddlewaretoken" in signed_in.content.decode()
    for theirs in ("Sign out", "csrfmiddlewaretoken", "Your listing"):
        assert theirs not in stranger.content.decode()
    assert "Sign out" in personas.owner.get("/practitioners/").content.decode()
    for answer in (signed_in, stranger):
        assert "Cookie" in answer["Vary"]
        assert "private" in answer["Cache-Control"]


def test_words_of_one_visitor_are_on_no_other_page(client) -> None:
    factories.make_verified(name="Ada One", city="Lyon", country="FR", lat=45.76, lon=4.84)
    asked = page(client, q="Ada lipedemasecret", place="Lyon", radius_km="33")
    assert "lipedemasecret" in asked
    other = page(client, q="Ada", place="Paris", radius_km="25")
    for words in ("lipedemasecret", "33 km", 'value="Lyon"'):
        assert words not in other


def test_a_suspended_listing_is_on_no_page_though_its_card_is_remembered(client) -> None:
    listing = factories.make_verified(name="Ada One")
    assert "Ada One" in page(client)
    reasons = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]
    publishing.suspend(listing_id=listing.pk, reasons=reasons, actor=factories.make_moderator())
    assert "Ada One" not in page(client)


def test_marks_in_what_people_write_are_only_text(client) -> None:
    mark = gap("number")
    listing = factories.make_verified(name=f"Ada {gap('nowhere')}")
    listing.public_entry.card["headline"] = f"Kind {mark} hands"
    listing.public_entry.save()
    found = page(client, q="Ada")
    assert f"Kind {mark} hands" in found
    assert f"Ada {gap('nowhere')}" in found
    assert f'value="Ada {mark}"' in page(client, q=f"Ada {mark}")


def test_few_cards_are_remembered_and_each_page_is_right(client, monkeypatch) -> None:
    monkeypatch.setattr(cards, "REMEMBERED", 2)
    monkeypatch.setattr(cards, "VARIANTS", 1)
    cards._known.clear()
    names = [f"Person Nr{number}" for number in range(4)]
    for name in names:
        factories.make_verified(name=name)
    for address in ("/practitioners/", "/de/practitioners/", "/practitioners/"):
        shown = page(client, address)
        assert all(f"{name}</a>" in shown for name in names)
        assert len(cards._known) <= 2
        assert all(len(known.drawn) <= 1 for known in cards._known.values())


def test_an_outline_escapes_and_misses_nothing() -> None:
    outline = Outline(f"<p>{gap('one')} and {gap('two')}, {gap('one')}</p>")
    half = outline.partly({"two": gap("one") + "<i>"})
    assert half.filled({"one": "1"}) == "<p>1 and \ue000one\ue001&lt;i&gt;, 1</p>"
    with pytest.raises(KeyError):
        outline.filled({"one": "1"})


def test_whoever_works_on_templates_sees_them_change(settings, monkeypatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(
        outlines, "render_to_string", lambda name, _values: drawn.append(name) or ""
    )
    settings.DEBUG = True
    outlines.draw("components/chip.html", {})
    outlines.draw("components/chip.html", {})
    assert len(drawn) == 2
