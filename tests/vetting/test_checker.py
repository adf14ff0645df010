"""The checker page: the same marked answer for any advert, and nothing stored."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.throttling import SimpleRateThrottle

from directory.models import Event
from vetting.models import Assessment
from vetting.versions import shown_rubric

pytestmark = pytest.mark.django_db

GENTLE = (
    "With flat hands I stretch the skin lightly in slow circles and let it come back. I do not press "
    "into the muscle. The initial lymph vessels lie just under the skin. I trained for 160 hours at a "
    "Vodder school. With a fresh thrombosis I do not treat."
)
PROMISES = (
    "Our lymphatic drainage uses deep pressure and wooden rollers to melt fat and flush toxins."
)


def check(client, text, title="", **extra):
    return client.post(reverse("checker"), {"title": title, "text": text, **extra})


def marks(html, kind):
    found = re.findall(
        rf'<mark class="mark-{kind}">(.*?)</mark>', html.split('class="edition"')[-1], re.DOTALL
    )
    return [re.sub(r'<span class="hidden-words">.*?</span>', "", one) for one in found]


def test_words_that_support_and_words_that_speak_against_are_marked(client):
    response = check(client, GENTLE)
    html = response.content.decode()
    assert response.status_code == 200
    assert marks(html, "supports")
    assert [mark for mark in marks(html, "supports") if mark not in GENTLE] == []
    assert marks(check(client, PROMISES).content.decode(), "against")


def test_a_claim_told_beside_a_service_with_tools_is_shown_with_its_sentence(client):
    text = "Suction cups are part of our lymph drainage. Hot stone massage flushes toxins out."
    html = check(client, text).content.decode()
    point = re.search(r"<b>Detox claim\.</b>(.*?)</span>", html, re.DOTALL)
    assert point
    assert point.group(1).strip()


GERMAN = (
    "Manuelle Lymphdrainage: Ich verschiebe mit flachen Händen die Haut leicht in langsamen Kreisen "
    "und lasse sie zurück. Ich habe das in der Praxis meiner Lehrerin gelernt."
)


def test_the_answer_is_in_the_language_of_the_text_and_the_page_s_is_offered(client):
    html = check(client, GERMAN).content.decode()
    assert "The answer is in German, the language of the text." in html
    answer = html.split('<div lang="de">')[1].split('id="again"')[0]
    assert "Was Sie fragen können" in answer
    assert "What you can ask" not in html
    assert 'name="answer_in" value="en">Show it in English</button>' in html
    english = check(client, GERMAN, answer_in="en").content.decode()
    assert "What you can ask" in english
    assert "Show it in German" in english
    assert GERMAN in english.split("<textarea")[1]


def test_a_page_in_german_says_so_in_german(client):
    html = client.post(f"/de{reverse('checker')}", {"text": GENTLE}).content.decode()
    assert '<div lang="en">' in html
    assert "Die Antwort ist auf Englisch, in der Sprache des Textes." in html
    assert "Auf Deutsch zeigen" in html


def test_the_longest_text_is_a_number_of_the_page_s_language(client):
    assert "Up to 20,000 characters" in client.get(reverse("checker")).content.decode()
    assert "Bis zu 20.000 Zeichen" in client.get("/de/check/").content.decode()


def test_a_text_in_the_language_of_the_page_offers_no_other(client):
    html = check(client, GENTLE).content.decode()
    assert "answer_in" not in html
    assert '<div lang="en">' in html


def test_who_wrote_the_text_is_told_what_would_make_it_clearer(client):
    html = check(client, GERMAN, answer_in="en").content.decode()
    assert "If this is your own text" in html


def test_the_verdict_is_in_words(client):
    assert "Describes MLD" in check(client, GENTLE, "Manual lymph drainage").content.decode()
    bad = check(client, PROMISES, "Lymph sculpting").content.decode()
    assert "does not describe lymphatic drainage" in bad
    assert "Look here first" in bad


def test_an_unclear_text_that_says_something_against_is_not_called_silent(client):
    """Half of it is described well, and part of it is not lymphatic drainage."""
    html = check(client, f"{GENTLE} Then firm, deep strokes flush toxins.").content.decode()
    assert "Not clearly MLD" in html
    assert "Look here first" in html
    assert "That is silence" not in html
    plain = "I offer lymphatic drainage with a light touch in a quiet room. The first visit takes an hour."
    assert "That is silence" in check(client, plain).content.decode()


def test_the_text_stays_in_the_form_and_is_stored_nowhere(client, django_assert_num_queries):
    shown_rubric()  # which rubric is active is asked once a minute
    with django_assert_num_queries(0):
        html = check(client, GENTLE).content.decode()
    assert GENTLE in html.split("<textarea")[1]
    assert not Assessment.objects.exists()
    assert not Event.objects.exists()


def test_markup_in_an_advert_is_shown_as_text(client):
    html = check(client, "<script>alert(1)</script> " + PROMISES, "<b>x</b>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "This field is required"), ("x" * 20_001, "at most 20000 characters")],
)
def test_a_text_that_cannot_be_read_is_refused_in_words(client, text, sentence):
    response = check(client, text, "Kept title")
    assert response.status_code == 400
    html = response.content.decode()
    assert sentence in html
    assert "Kept title" in html


def test_a_short_or_foreign_text_is_not_scored(client):
    assert "Not read" in check(client, "手技によるリンパドレナージュです。").content.decode()


def test_too_many_checks_wait_and_the_text_is_kept(client, monkeypatch, frozen_clock):
    rates = {"anon": "100/min", "user": "100/min", "vet": "2/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    assert [check(client, GENTLE).status_code for _ in range(2)] == [200, 200]
    refused = check(client, GENTLE)
    assert refused.status_code == 429
    assert GENTLE in refused.content.decode()
    frozen_clock.shift(int(refused["Retry-After"]))
    assert check(client, GENTLE).status_code == 200


def test_the_form_needs_its_token():
    assert check(Client(enforce_csrf_checks=True), GENTLE).status_code == 403
