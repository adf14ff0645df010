"""What the server gives the three questions: scopes on each card, a link for the whole list, no field."""

import re

import pytest
from lxml import html

from tests import factories

pytestmark = pytest.mark.django_db


def make_covering(name, *scopes):
    case = factories.make_claimed(name=name)
    factories.check_papers(case)
    factories.verify(case, scopes=list(scopes))


@pytest.fixture
def three():
    make_covering("Hanna Gesund", "healthy")
    make_covering("Kora Beide", "healthy", "compromised")
    make_covering("Cosima Komplex", "cdt")


def opened(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def names(tree):
    return {name.strip() for name in tree.xpath("//li[@data-scopes]//h3/a/text()")}


def test_each_card_says_what_the_training_covers(client, three):
    tree = opened(client, "/practitioners/")
    told = {
        card.xpath("string(.//h3/a)"): card.get("data-scopes")
        for card in tree.xpath("//li[@data-scopes]")
    }
    assert told == {
        "Hanna Gesund": "healthy",
        "Kora Beide": "healthy compromised",
        "Cosima Komplex": "cdt",
    }


def test_the_link_for_the_whole_list_keeps_the_search_and_leaves_who_is_covered(client, three):
    address = "/practitioners/?place=Freiburg+im+Breisgau&radius_km=50&scope=healthy"
    tree = opened(client, address)
    (link,) = tree.xpath("//section[@id='left-out']//a[contains(@href, 'scope=')]/@href")
    assert "place=Freiburg" in link
    assert "scope=healthy" not in link
    assert names(opened(client, f"/practitioners/{link}")) == {"Kora Beide", "Cosima Komplex"}


@pytest.mark.parametrize("address", ["/", "/practitioners/"])
def test_no_form_would_send_an_answer(client, three, address):
    tree = opened(client, address)
    answers = tree.xpath("//input[@data-answer]")
    assert len(answers) == 3
    assert not any(answer.get("name") or answer.get("form") for answer in answers)
    (questions,) = tree.xpath("//*[@data-scope-questions]")
    assert questions.get("hidden") is not None


def test_an_answer_in_the_address_is_no_parameter(client):
    for answer in ("nodes", "surgery"):
        assert client.get(f"/practitioners/?{answer}=on").status_code == 400


def test_a_position_is_named_by_the_nearest_town(client, three):
    tree = opened(client, "/practitioners/?lat=48&lon=7.85")
    assert "Near Freiburg, within 25 km" in tree.xpath("string(//h1)")
    assert len(names(tree)) == 3


def test_the_privacy_page_says_where_position_and_answers_go(client):
    words = re.sub(r"\s+", " ", opened(client, "/privacy/").text_content())
    assert "rounds the position to about a kilometer" in words
    assert "They stay in your browser until you close the tab." in words


def test_an_unreadable_position_is_not_carried_into_the_next_search(client):
    answer = client.get("/practitioners/?lat=99&lon=7")
    assert answer.status_code == 400
    tree = html.fromstring(answer.content.decode())
    (near,) = tree.xpath("//form//*[@data-near-me]")
    assert near.get("data-stays") is None
    (near,) = opened(client, "/practitioners/?lat=48&lon=7").xpath("//form//*[@data-near-me]")
    assert near.get("data-stays") is not None
