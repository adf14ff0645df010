"""Advice while writing: on each page after saving, and on words that are not saved yet."""

import pytest

from directory import advice as advising
from directory.advice import Advice, CriterionAdvice, PassageAdvice
from directory.models import Listing
from tests import factories
from tests.directory.owner.browsing import fields_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def advisor(monkeypatch):
    """An advisor that repeats what it was given to read."""

    def answer(content) -> Advice:
        passages = content.passages()
        return Advice(
            criteria=(
                CriterionAdvice(criterion="technique", level="partial", sentence="Say how hard."),
            ),
            passages=tuple(
                PassageAdvice(field=one.name, quote=one.text, mark="against", sentence="Heard.")
                for one in passages
            ),
            missing=("Say where you begin.",),
            warnings=("Two things do not fit.",),
        )

    monkeypatch.setattr(advising, "_advisors", [answer])


def panel_of(answer) -> str:
    return answer.content.decode().split('id="advice"')[1].split("</aside>")[0]


def test_the_panel_reads_what_is_saved_and_shows_this_steps_passages(personas, advisor):
    save(personas.owner, "practice", headline="Lymph drainage")
    save(personas.owner, "approach", approach_hands="Slow circles")
    panel = panel_of(personas.owner.get("/account/listing/approach/"))
    assert "Technique: Partly shown." in panel
    assert "Say how hard." in panel
    assert "Slow circles" in panel
    assert "Lymph drainage" not in panel
    assert "Say where you begin." in panel
    assert "Two things do not fit." in panel
    assert "Advice, not a decision" in panel


@pytest.mark.parametrize(
    ("slug", "field", "words"),
    [
        ("approach", "approach_limits", "Not with fever"),
        ("practice", "about", "Two quiet rooms"),
        ("services", "services-0-description", "An hour on one arm"),
        ("training", "training_note", "Four weeks of training"),
    ],
)
def test_words_that_are_not_saved_are_read_and_not_kept(personas, advisor, slug, field, words):
    listing = factories.make_draft(personas.owner_user)
    typed = fields_of(personas.owner.get(f"/account/listing/{slug}/"))
    answer = personas.owner.post("/account/listing/advice/", {**typed, field: [words]})
    assert answer.status_code == 200
    assert f"{words}</q>" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    before = listing.updated_at
    assert Listing.objects.get().updated_at == before


def test_advice_on_text_that_is_markup_is_text(personas, advisor):
    typed = fields_of(personas.owner.get("/account/listing/approach/"))
    typed["approach_hands"] = ["<img src=x onerror=alert(1)>"]
    answer = personas.owner.post("/account/listing/advice/", typed).content.decode()
    assert "<img" not in answer
    assert "&lt;img" in answer


def test_advice_on_an_unknown_step_is_absent(personas):
    assert personas.owner.post("/account/listing/advice/", {"step": "x"}).status_code == 404


def test_without_words_there_is_no_advice_yet(personas, advisor):
    assert "Nothing is written yet." in panel_of(personas.owner.get("/account/listing/practice/"))


def test_without_an_advisor_the_form_works(personas, monkeypatch):
    monkeypatch.setattr(advising, "_advisors", [])
    factories.make_draft(personas.owner_user)
    answer = personas.owner.get("/account/listing/approach/")
    assert answer.status_code == 200
    assert "As it reads now" not in answer.content.decode()


def test_the_real_advisor_answers_on_a_real_text(personas):
    factories.make_draft(personas.owner_user)
    panel = panel_of(personas.owner.get("/account/listing/approach/"))
    for criterion in ("Technique:", "Training:", "Anatomy:"):
        assert criterion in panel


def test_asking_without_end_is_slowed_down(personas, advisor, frozen_clock):
    typed = fields_of(personas.owner.get("/account/listing/approach/"))
    answers = [personas.owner.post("/account/listing/advice/", typed) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert int(answers[60].headers["Retry-After"]) > 0
