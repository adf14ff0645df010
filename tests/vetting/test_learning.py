"""What people decided stands beside what the engine said, and both become a table."""

import json
from dataclasses import replace

import pytest

from benchmarks import vetting_quality
from tests import factories
from vetting import reviewing
from vetting.learning import candidates, readings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_exemplars(monkeypatch):
    every = vetting_quality.exemplars
    monkeypatch.setattr(vetting_quality, "exemplars", lambda rubric: every(rubric)[:5])


def test_a_decision_keeps_the_person_s_levels_beside_the_engine_s():
    case = factories.make_claimed(approach_structures="I have a warm room.")
    factories.check_papers(case)
    factories.verify(case, levels={"technique": "meets", "training": "meets", "anatomy": "partial"})
    (reading,) = readings()
    assert reading.person == {"technique": "meets", "anatomy": "partial", "verdict": "true_mld"}
    assert set(reading.engine) == set(reading.person)
    assert reading.engine["anatomy"] != "partial"
    assert "I have a warm room." in reading.text


def test_what_stood_was_not_read_anew_and_counts_once():
    moderator = factories.make_moderator()
    listing = factories.make_verified(moderator)
    listing.services.update(price="71.00")
    case = reviewing.claim(case=factories.case_of(factories.resend(listing)), actor=moderator)
    factories.verify(case)
    assert [set(reading.person) for reading in readings()] == [
        {"technique", "anatomy", "verdict"},
        {"verdict"},
    ]


def test_the_table_has_each_source_and_says_what_proves_nothing(tmp_path, capsys):
    factories.make_verified()
    texts = tmp_path / "texts.jsonl"
    row = {
        "id": "one",
        "lang": "en",
        "title": "Lymph drainage",
        "text": factories.HANDS,
        "labels": {"technique": "absent", "red_flags": []},
    }
    texts.write_text(json.dumps(row) + "\n")
    out = tmp_path / "candidates.jsonl"
    vetting_quality.main([str(texts), "--decisions", "--disagreements", str(out)])
    said = capsys.readouterr().out
    assert f"== {texts}: 1 texts" in said
    assert "== moderators' decisions: 1 texts" in said
    assert said.index("THE RULES WERE WRITTEN BESIDE THESE TEXTS") < said.index("== exemplars: 5")
    assert "training macro-F1                      0  nothing is labeled" in said
    assert "spans that are not their quote" in said
    (found, *_others) = [json.loads(line) for line in out.read_text().splitlines()]
    assert (found["id"], found["expect"]) == ("one", row["labels"])
    assert found["engine"]["technique"] != "absent"


def test_a_candidate_can_be_scored_again_as_a_labeled_file(tmp_path, capsys):
    case = factories.make_claimed()
    factories.check_papers(case)
    factories.verify(case, levels={"technique": "meets", "training": "meets", "anatomy": "partial"})
    lines = [json.dumps(reading.as_exemplar()) for reading in candidates()]
    path = tmp_path / "candidates.jsonl"
    path.write_text("\n".join(lines))
    vetting_quality.main([str(path)])
    said = capsys.readouterr().out
    assert f"== {path}: 1 texts" in said
    _, _, recorded = said.partition("== first looks, as recorded in vetting.md; not measured now")
    assert "| technique, macro-F1 |" in recorded
    assert "## " not in recorded


def test_a_span_that_is_not_its_quote_is_counted(monkeypatch):
    real = vetting_quality.assess

    def shifted(*args):
        answer = real(*args)
        moved = tuple(one._replace(start=one.start + 1) for one in answer.findings)
        return replace(answer, findings=moved)

    monkeypatch.setattr(vetting_quality, "assess", shifted)
    rubric = vetting_quality.load_rubric()
    row = {"title": "", "text": factories.HANDS, "lang": "en"}
    counted = vetting_quality.vet(row, rubric)
    assert counted["wrong_spans"] == counted["spans"] > 0
