"""A used rubric stays what it was; decisions that differ from the engine can be taken out."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from directory.models import Event
from tests import factories
from tests.personas import signed_in
from vetting import assessing
from vetting.engine import RubricError
from vetting.models import Assessment, Decision

pytestmark = pytest.mark.django_db
NEXT = reverse("admin:vetting_reviewcase_next")


@pytest.fixture
def changed_after_use():
    """A listing that was assessed when the files of the rubric were others."""
    revision = factories.make_submitted()
    Assessment.objects.update(rubric_sha256="0" * 64)
    return revision


def test_a_rubric_that_was_changed_after_use_is_refused(changed_after_use):
    with pytest.raises(RubricError, match="new folder with a new version"):
        assessing.assess_revision(changed_after_use.pk)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    "command", [["reassess"], ["rubric", "check"], ["rubric", "shadow", "2026.2"]]
)
def test_the_commands_refuse_it_too_and_name_both_hashes(changed_after_use, command):
    with pytest.raises(CommandError, match="sha256 000000000000, the files are"):
        call_command(*command)


def test_a_moderator_is_told_to_come_back_and_the_log_says_what_to_do(changed_after_use, caplog):
    answer = signed_in(factories.make_moderator()).post(NEXT)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Back soon" in answer.content.decode()
    assert "Put the old files back" in caplog.text


def decided(**changes):
    """A verified listing's decision, with the engine's stored answer changed."""
    factories.make_verified()
    decision = Decision.objects.get()
    for name, value in changes.items():
        setattr(decision, name, value)
    decision.save()
    return decision


def test_decisions_that_differ_from_the_engine_become_candidates(tmp_path, capsys):
    decision = decided(levels={"technique": "partial", "training": "meets", "anatomy": ""})
    path = tmp_path / "candidates.jsonl"
    call_command("rubric", "candidates", "--output", str(path))
    (line,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert line["id"] == f"decision-{decision.pk}"
    assert line["expect"]["technique"] == "partial"
    assert line["engine"]["technique"] == "meets"
    assert "training" not in line["expect"]
    assert "anatomy" not in line["expect"]
    assert decision.assessment.revision.content["about"] in line["text"]
    assert "1 decisions differ" in capsys.readouterr().out
    event = Event.objects.get(kind="export")
    assert event.data == {"what": "candidates", "command": "rubric candidates", "rows": 1}


def test_decisions_that_agree_are_left_out(tmp_path):
    decision = decided()
    decision.levels = {
        name: result["text_level"] for name, result in decision.assessment.criteria.items()
    }
    decision.save()
    path = tmp_path / "candidates.jsonl"
    call_command("rubric", "candidates", "--output", str(path))
    agreed = decision.engine_verdict == "true_mld"
    assert (path.read_text(encoding="utf-8") == "") is agreed


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("rubric", "candidates", "--output", str(tmp_path / "no" / "file"))
