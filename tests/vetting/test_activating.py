"""A new rubric version takes effect: no status moves, and a person reads what it reads otherwise."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.models import Event, Listing
from tests import factories
from tests.vetting.pages import address
from vetting import activating, queueing, rescoring, versions
from vetting.engine import DEFAULT_VERSION, load_rubric, rubric_files
from vetting.models import Assessment, ReviewCase, RubricActivation

pytestmark = pytest.mark.django_db

NEW = "2027.1"


@pytest.fixture
def rubrics(tmp_path, monkeypatch):
    """A folder of rubrics with a second version, under which no technique is ever enough."""
    for version in (DEFAULT_VERSION, NEW):
        shutil.copytree(rubric_files.RUBRICS / DEFAULT_VERSION, tmp_path / "rubrics" / version)
    main = tmp_path / "rubrics" / NEW / "rubric.toml"
    words = main.read_text(encoding="utf-8")
    words = words.replace(f'version = "{DEFAULT_VERSION}"', f'version = "{NEW}"')
    words = words.replace(
        "meets = 550\npartial = 200\ncontradicts", "meets = 1000\npartial = 200\ncontradicts"
    )
    main.write_text(words, encoding="utf-8")
    monkeypatch.setattr(rubric_files, "RUBRICS", tmp_path / "rubrics")
    rubric_files._load.cache_clear()
    yield tmp_path / "rubrics"
    rubric_files._load.cache_clear()


def read_all():
    rubric, today = load_rubric(NEW), timezone.localdate()
    for chunk in rescoring.in_chunks(rescoring.left(rubric=rubric, as_of=today)):
        rescoring.rescore(chunk, rubric=rubric, as_of=today)


def statuses():
    return list(Listing.objects.order_by("pk").values_list("pk", "state", "clearance"))


def cases():
    return ReviewCase.objects.filter(kind=ReviewCase.Kind.RUBRIC)


def test_activation_opens_a_case_and_moves_nobodys_status(rubrics, capsys):
    listing = factories.make_verified()
    before = statuses()
    call_command("rubric", "activate", NEW)
    assert statuses() == before
    (case,) = cases()
    assert case.listing_id == listing.pk
    assert f"Rubric {NEW} reads this text otherwise" in case.why
    assert "technique: meets to partial" in case.why
    said = capsys.readouterr().out
    assert f"rubric {NEW} " in said
    assert "1 cases opened for 1 public listings, no status moved" in said


def test_it_is_written_into_the_record_once(rubrics):
    call_command("rubric", "activate", NEW)
    call_command("rubric", "activate", NEW)
    (event,) = Event.objects.filter(kind="rubric.activated")
    sha256 = load_rubric(NEW).sha256
    assert event.data == {"rubric": NEW, "sha256": sha256, "replaces": DEFAULT_VERSION}
    assert RubricActivation.objects.get().sha256 == sha256


def test_the_new_version_is_read_under_and_shown_from_then_on(
    rubrics, client, django_capture_on_commit_callbacks
):
    assert client.get("/rubric.json").json()["version"] == DEFAULT_VERSION
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rubric", "activate", NEW)
    assert client.get("/rubric.json").json()["version"] == NEW
    revision = factories.make_submitted()
    assert Assessment.objects.get(revision=revision).rubric_version == NEW


def test_a_text_that_comes_out_the_same_gets_no_case(rubrics):
    factories.make_verified()
    call_command("rubric", "activate", DEFAULT_VERSION)
    assert not cases().exists()


def test_a_text_that_only_waits_gets_no_case(rubrics):
    factories.make_submitted()
    call_command("rubric", "activate", NEW)
    assert not cases().exists()


def test_running_it_again_opens_nothing_again_even_after_the_case_was_closed(rubrics):
    factories.make_verified()
    call_command("rubric", "activate", NEW)
    queueing.close_without_decision(cases=[cases().get().pk], why="Looked at.")
    read_all()
    call_command("rubric", "activate", NEW)
    assert cases().count() == 1


def test_a_run_that_was_stopped_is_finished_by_the_next(rubrics, monkeypatch):
    monkeypatch.setattr(rescoring, "CHUNK", 1)
    moderator = factories.make_moderator()
    for name, words in (
        ("Ada One", {}),
        *zip(("Bea Two", "Cleo Three"), factories.OTHER_WORDS, strict=True),
    ):
        factories.make_verified(moderator, name=name, **words)
    steps = activating.activate(rubric=versions.settled_rubric(NEW))
    next(steps)
    assert next(steps).opened == 1
    steps.close()
    read_all()
    *_, last = activating.activate(rubric=versions.settled_rubric(NEW))
    assert (last.seen, last.total, last.opened) == (3, 3, 2)
    assert cases().count() == 3


def test_an_unknown_version_is_refused(rubrics):
    with pytest.raises(CommandError, match="no such file"):
        call_command("rubric", "activate", "1999.1")
    assert not RubricActivation.objects.exists()


def test_a_version_that_was_changed_after_it_was_activated_is_refused(rubrics):
    call_command("rubric", "activate", NEW)
    main = rubrics / NEW / "rubric.toml"
    main.write_text(
        main.read_text(encoding="utf-8").replace("meets = 1000", "meets = 999"), encoding="utf-8"
    )
    rubric_files._load.cache_clear()
    with pytest.raises(CommandError, match="new folder with a new version"):
        call_command("rubric", "activate", NEW)
    with pytest.raises(versions.RubricError, match="used with other contents"):
        versions.settled(versions.active_rubric())


def test_the_check_says_which_version_is_active(rubrics, capsys):
    call_command("rubric", "check")
    assert ", active" in capsys.readouterr().out
    call_command("rubric", "activate", NEW)
    call_command("rubric", "check", DEFAULT_VERSION)
    assert ", active" not in capsys.readouterr().out


def test_a_moderator_reads_why_and_decides_it_like_an_audit(rubrics, personas):
    factories.make_verified()
    call_command("rubric", "activate", NEW)
    case = cases().get()
    html = personas.moderator.get(address(case)).content.decode()
    assert f"Rubric {NEW} reads this text otherwise" in html
