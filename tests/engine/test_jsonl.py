"""``manage.py vet``: texts in, answers out, without the database."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from vetting.engine import load_rubric
from vetting.engine.jsonl import read_line, vet_lines

RUBRIC = load_rubric()
GOOD = {
    "id": "a",
    "title": "MLD",
    "text": "Very light strokes on the skin, so that fluid can enter the lymph vessels.",
    "lang": "en",
}


def lines(*rows):
    return [row if isinstance(row, str) else json.dumps(row) for row in rows]


def test_an_answer_has_every_key_and_exact_evidence():
    (line,) = vet_lines(lines(GOOD), RUBRIC, date(2026, 1, 1))
    answer = json.loads(line.answer)
    assert answer["verdict"] == "true_mld"
    assert (answer["technique"], answer["training"], answer["anatomy"]) == (
        "meets",
        "absent",
        "meets",
    )
    assert set(answer["scores"]) == {"technique", "training", "anatomy"}
    assert answer["red_flags"] == []
    assert answer["rubric"] == "2026.2"
    assert len(answer["evidence"]) >= 3
    for item in answer["evidence"]:
        assert set(item) == {"criterion", "rule", "status", "field", "start", "end", "quote"}
        assert GOOD[item["field"]][item["start"] : item["end"]] == item["quote"]


def test_training_is_the_level_of_the_text():
    text = "I hold 160 hours of training from the Vodder School in lymph drainage."
    (line,) = vet_lines(lines({"id": 1, "text": text}), RUBRIC, date(2026, 1, 1))
    assert json.loads(line.answer)["training"] == "meets"
    assert json.loads(line.answer)["scores"]["training"] <= 40


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("{", "not valid JSON"),
        ("[]", "expected an object"),
        ('{"text": "x"}', "'id' must be"),
        ('{"id": true, "text": "x"}', "'id' must be"),
        ('{"id": "a"}', "must be texts"),
        ('{"id": "a", "text": 3}', "must be texts"),
        ('{"id": "a", "text": "x", "lang": 3}', "'lang' must be"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_broken_line_is_told_and_the_rest_goes_on(broken, complaint):
    found = list(vet_lines([broken, "", *lines(GOOD)], RUBRIC, date(2026, 1, 1)))
    assert [line.number for line in found] == [1, 3]
    assert complaint in found[0].error
    assert found[1].error is None


def test_a_tag_with_a_region_is_its_language():
    assert read_line('{"id": 1, "text": "x", "lang": "pt-BR"}')[1].language == "pt"


def test_the_command_reads_and_writes_files(tmp_path, capsys):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines(GOOD, "{", {**GOOD, "id": "b"})), encoding="utf-8")
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("vet", input=str(source), output=str(target), stderr=errors)
    assert stopped.value.code == 1
    assert "line 2: not valid JSON" in errors.getvalue()
    ids = [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()]
    assert ids == ["a", "b"]


def test_the_command_survives_bytes_that_are_no_text(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\xff\xfe\n" + json.dumps(GOOD).encode() + b"\n")
    with pytest.raises(SystemExit):
        call_command("vet", input=str(source), output=str(target), stderr=io.StringIO())
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "a"


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("vet", input=str(tmp_path / "none.jsonl"), output="-")


@pytest.mark.django_db
def test_rubric_check_passes_for_what_ships():
    out = io.StringIO()
    call_command("rubric", "check", stdout=out)
    assert "0 broken" in out.getvalue()


def test_rubric_diff_of_a_version_with_itself_is_empty():
    out = io.StringIO()
    call_command("rubric", "diff", "2026.2", "2026.2", stdout=out)
    assert out.getvalue() == ""
