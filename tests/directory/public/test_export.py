"""`export_public`: the API's answers, line by line, and nothing that is not public."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory import audit
from directory.management.commands import export_public
from directory.models import Event, Listing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    texts = ("One line.\nAnother\u2028line, with “quotes” and <b>.", "Lymphödem, αβγ.", "")
    made = [
        factories.make_verified(name=f"Person Nr{number}", about=about)
        for number, about in enumerate(texts)
    ]
    return sorted(str(listing.pk) for listing in made)


def exported():
    out = StringIO()
    call_command("export_public", stdout=out)
    return out.getvalue()


def test_each_line_is_what_the_api_answers(client, public):
    rows = [json.loads(line) for line in exported().splitlines()]
    assert [row["id"] for row in rows] == public
    for row in rows:
        answer = client.get(f"/api/v1/listings/{row['id']}/")
        assert answer.status_code == 200
        assert row == answer.json()
        assert list(row) == list(answer.json())


def test_what_is_not_public_is_not_exported(public):
    factories.make_draft(name="Hidden Draft")
    factories.make_submitted(name="Hidden Waiting")
    over = factories.make_verified(name="Hidden Expired")
    Listing.objects.filter(pk=over.pk).update(
        verified_until=timezone.localdate() - timedelta(days=1)
    )
    text = exported()
    assert "Hidden" not in text
    assert "PRIVATE-0417" not in text
    assert len(text.splitlines()) == 3


def test_a_file_holds_the_same_bytes_and_nothing_half_written(public, tmp_path):
    target = tmp_path / "public.jsonl"
    target.write_text("yesterday's")
    call_command("export_public", output=str(target), stderr=StringIO())
    assert target.read_bytes().decode() == exported()
    assert [path.name for path in tmp_path.iterdir()] == ["public.jsonl"]


def test_a_failure_leaves_the_old_file(public, tmp_path, monkeypatch):
    target = tmp_path / "public.jsonl"
    target.write_text("yesterday's")
    monkeypatch.setattr("directory.api.answers.published", lambda listing: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("export_public", output=str(target))
    assert target.read_text() == "yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["public.jsonl"]


def test_a_place_that_cannot_be_written_is_named(public, tmp_path):
    with pytest.raises(CommandError, match=r"not/there.*No such file"):
        call_command("export_public", output=str(tmp_path / "not/there/public.jsonl"))


def test_it_costs_one_query_for_any_number(public, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(list(export_public.lines())) == 3


def test_it_is_recorded_whether_or_not_it_ends_well(public, tmp_path):
    exported()
    with pytest.raises(CommandError):
        call_command("export_public", output=str(tmp_path / "not/there/public.jsonl"))
    events = Event.objects.filter(kind="export")
    assert [event.data for event in events] == [{"what": "public", "command": "export_public"}] * 2
    assert {event.actor_id for event in events} == {None}
    assert list(audit.flaws()) == []
