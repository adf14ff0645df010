"""POST /api/v1/vet/ and the rubric: the same answers as the command line, nothing stored."""

import io
import json

import pytest
from django.core.management import call_command

from vetting.api.serializers import RubricSerializer, VetAnswerSerializer
from vetting.models import Assessment
from vetting.versions import shown_rubric

pytestmark = pytest.mark.django_db

VET = "/api/v1/vet/"
ADVERT = {
    "title": "Lymph drainage",
    "text": "I stretch the skin in slow circles with flat hands and never press into the muscle. \U0001f33f\r\n"
    "Then we melt fat with wooden rollers.",
    "lang": "en",
}


def post(client, body):
    response = client.post(VET, json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_answer_points_at_the_words_it_speaks_of(client):
    answer = post(client, ADVERT)
    assert answer["technique"] in {"meets", "partial", "contradicts"}
    assert answer["evidence"]
    for item in answer["evidence"]:
        assert ADVERT[item["field"]][item["start"] : item["end"]] == item["quote"]


def test_the_answer_has_exactly_the_documented_fields(client):
    answer = post(client, ADVERT)
    assert list(answer) == list(VetAnswerSerializer().fields)
    assert VetAnswerSerializer(data=answer).is_valid(raise_exception=True)


def test_the_command_line_says_the_same(client, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "one", **ADVERT}) + "\n")
    call_command("vet", input=str(source), output=str(target), stdout=io.StringIO())
    line = json.loads(target.read_text())
    assert line.pop("id") == "one"
    answer = post(client, ADVERT)
    del answer["words"]
    assert line == answer


GERMAN = (
    "Manuelle Lymphdrainage: Ich verschiebe mit flachen Händen die Haut leicht in langsamen Kreisen "
    "und lasse sie zurück. Danach arbeite ich mit Holzrollen in der Lymphdrainage, um Fett zu lösen."
)


def test_the_words_are_in_the_language_of_the_text_beside_the_same_codes(client):
    answer = post(client, {"text": GERMAN})
    english = post(client, {"text": GERMAN, "words_in": "en"})
    words, plain = answer.pop("words"), english.pop("words")
    assert answer == english
    assert (answer["language"], words["language"], plain["language"]) == ("de", "de", "en")
    assert [item["criterion"] for item in words["criteria"]] == ["technique", "training", "anatomy"]
    assert words["criteria"][0]["title"] == "Technik"
    assert [flag["code"] for flag in words["red_flags"]] == answer["red_flags"]
    assert len(words["evidence"]) == len(answer["evidence"]) > 0
    for name in ("evidence", "advice", "questions"):
        assert len(words[name]) == len(plain[name]) > 0
        assert not set(words[name]) & set(plain[name]), name


def test_a_language_that_is_not_spoken_here_is_answered_in_english(client):
    answer = post(client, {"text": "Imusuonten hieronta on kevyttä ja hidasta.", "lang": "fi"})
    assert (answer["language"], answer["words"]["language"]) == ("fi", "en")
    assert answer["words"]["verdict"] == "Not read"
    assert answer["words"]["sentence"]


def test_words_in_a_language_that_is_not_spoken_here_are_refused(client):
    response = client.post(
        VET, json.dumps({"text": GERMAN, "words_in": "fi"}), content_type="application/json"
    )
    assert response.status_code == 400
    assert "words_in" in response.json()["errors"]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\u202e\u0000\ufeff", "x" * 20_000, "日本語だけの文章です。"]
)
def test_any_text_gets_an_answer(client, text):
    answer = post(client, {"text": text})
    assert answer["verdict"] in {"true_mld", "unclear", "not_mld"}


def test_nothing_is_stored(client, django_assert_num_queries):
    shown_rubric()  # which rubric is active is asked once a minute
    with django_assert_num_queries(0):
        post(client, ADVERT)
    assert not Assessment.objects.exists()


def test_no_sign_in_and_no_token_is_needed_and_none_is_set(client):
    response = client.post(VET, json.dumps(ADVERT), content_type="application/json")
    assert not response.cookies


def test_the_rubric_is_the_same_everywhere(client):
    over_api = client.get("/api/v1/rubric/")
    as_file = client.get("/rubric.json")
    assert over_api.json() == as_file.json()
    assert RubricSerializer(data=over_api.json()).is_valid(raise_exception=True)
    clauses = {clause["id"] for clause in over_api.json()["clauses"]}
    assert {"I.1", "II.1", "III.1"} <= clauses
    again = client.get("/rubric.json", headers={"if-none-match": as_file["ETag"]})
    assert again.status_code == 304
