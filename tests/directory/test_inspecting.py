"""Files wait unread until the job has written them anew; what is refused is gone, and its owner is told."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from config.invariants import CHECKED_WITHIN, nobody_reads_an_unchecked_file
from directory import drafts, examining, inspecting, retention, uploads
from directory.models import Event, EvidenceDocument, JobTrouble, OutgoingMail
from directory.tasks import inspect_document
from tests import factories
from tests.codes import answered
from tests.directory.test_scanning import FakeScanner, scanner
from tests.directory.test_uploads import jpeg, pdf, with_a_bomb, with_javascript
from tests.jobs import eventually, jobs

__all__ = ["eventually", "jobs", "scanner"]

pytestmark = pytest.mark.django_db(transaction=True)

State = EvidenceDocument.State


def stored_files(document: EvidenceDocument) -> list[str]:
    """Names of the files that lie on the disk for a document."""
    root = Path(document.file.storage.location)
    return sorted(path.name for path in root.rglob(f"{document.pk.hex}*"))


def sent(data: bytes, listing=None, name="Zertifikat.pdf") -> EvidenceDocument:
    """A file sent with the listing's paper, not looked at by the job yet."""
    listing = listing or factories.make_draft()
    paper = listing.practitioner.qualifications.get()
    file = uploads.take(SimpleUploadedFile(name, data))
    return uploads.keep(paper=paper, file=file, actor_id=listing.practitioner.user_id)


def owner_of(document: EvidenceDocument) -> Client:
    client = Client()
    client.force_login(document.qualification.practitioner.user)
    return client


def test_the_job_writes_the_file_anew_and_then_its_owner_can_open_it():
    document = sent(pdf(with_javascript))
    client = owner_of(document)
    address = f"/account/documents/{document.pk}/"
    assert document.state == State.WAITING
    assert client.get(address).status_code == 404
    for page in ("/account/", "/account/listing/training/"):
        text = client.get(page).content.decode()
        assert "being checked" in text
        assert address not in text
    inspecting.inspect(document.pk)
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert pikepdf.open(io.BytesIO(content)).pages
    assert b"JavaScript" not in content
    assert address in client.get("/account/listing/training/").content.decode()
    document.refresh_from_db()
    assert stored_files(document) == [f"{document.pk.hex}.pdf"]
    assert list(
        Event.objects.filter(kind__startswith="document").values_list("kind", flat=True)
    ) == [
        "document.received",
        "document.added",
        "document.viewed",
    ]


def test_what_waits_lies_sealed_on_the_disk():
    document = sent(pdf())
    (name,) = stored_files(document)
    assert b"%PDF" not in Path(document.file.path).read_bytes()
    assert name == f"{document.pk.hex}.unread"


@pytest.mark.parametrize(
    ("data", "why", "sentence"),
    [
        (pdf(with_a_bomb), "heavy", "takes too much work to open"),
        (pdf()[:200], "broken", "is damaged and does not open"),
        (
            pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
            "locked",
            "locked with a password",
        ),
    ],
)
def test_what_is_refused_is_gone_and_its_owner_reads_why(data, why, sentence):
    document = sent(data)
    inspecting.inspect(document.pk)
    document.refresh_from_db()
    assert (document.state, document.refused_for, document.file.name) == ("refused", why, "")
    assert stored_files(document) == []
    letter = OutgoingMail.objects.get()
    assert letter.to == document.qualification.practitioner.user.email
    assert sentence in letter.text
    assert "Zertifikat.pdf" in letter.text
    for page in ("/account/", "/account/listing/training/"):
        text = owner_of(document).get(page).content.decode()
        assert "not taken" in text
        assert sentence in text
    assert owner_of(document).get(f"/account/documents/{document.pk}/").status_code == 404
    assert list(nobody_reads_an_unchecked_file()) == []


def test_a_hang_is_a_refusal_and_the_worker_goes_on(monkeypatch):
    first, second = sent(pdf()), sent(pdf())
    run = examining.subprocess.run
    hangs = [["/bin/sleep", "60"], None]
    monkeypatch.setattr(examining, "TIME_LIMIT", 5)
    monkeypatch.setattr(
        examining.subprocess,
        "run",
        lambda command, **options: run(
            hangs.pop(0) or command, **{**options, "timeout": 0.3 if hangs else 20}
        ),
    )
    inspecting.inspect_waiting()
    states = dict(EvidenceDocument.objects.values_list("pk", "state"))
    assert states == {first.pk: State.REFUSED, second.pk: State.READY}
    assert not JobTrouble.objects.exists()


def test_a_child_that_is_killed_for_memory_is_a_refusal(monkeypatch):
    document = sent(pdf())
    greedy = "from directory import rebuilding as r; r.limit_this_process(); bytearray(2 * 1024**3)"
    run = examining.subprocess.run
    monkeypatch.setattr(
        examining.subprocess,
        "run",
        lambda command, **options: run([sys.executable, "-c", greedy], **options),
    )
    inspecting.inspect(document.pk)
    document.refresh_from_db()
    assert (document.state, document.refused_for) == (State.REFUSED, "heavy")


def test_twice_is_once():
    document = sent(pdf())
    inspect_document(str(document.pk))
    document.refresh_from_db()
    first = (document.file.name, document.sha256)
    inspect_document(str(document.pk))
    document.refresh_from_db()
    assert (document.file.name, document.sha256) == first
    assert Event.objects.filter(kind="document.added").count() == 1


def test_an_attempt_that_was_killed_half_way_leaves_nothing_behind(monkeypatch):
    document = sent(pdf())

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(inspecting, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        inspecting.inspect(document.pk)
    monkeypatch.undo()
    assert len(stored_files(document)) == 2
    inspecting.inspect(document.pk)
    document.refresh_from_db()
    assert stored_files(document) == [f"{document.pk.hex}.pdf"]


def test_a_file_that_the_paper_has_already_is_not_kept_twice():
    listing = factories.make_draft()
    data = pdf()
    sent(data, listing)
    inspecting.inspect_waiting()
    sent(data, listing, name="Again.pdf")
    inspecting.inspect_waiting()
    assert EvidenceDocument.objects.get().original_name == "Zertifikat.pdf"


def test_another_file_takes_the_place_of_one_that_was_refused():
    listing = factories.make_draft()
    sent(pdf()[:200], listing)
    inspecting.inspect_waiting()
    sent(pdf(), listing)
    assert EvidenceDocument.objects.get().state == State.WAITING


def test_the_scanner_is_asked_by_the_job_and_waited_for(settings):
    settings.CLAMD = "127.0.0.1:9"
    given = pdf()
    document = sent(given)
    inspecting.inspect_waiting()
    document.refresh_from_db()
    assert document.state == State.WAITING
    assert not JobTrouble.objects.exists()
    answering = FakeScanner()
    settings.CLAMD = answering.address
    inspecting.inspect_waiting()
    document.refresh_from_db()
    assert document.state == State.READY
    assert answering.seen == given
    answering.server.close()


def test_what_the_scanner_finds_is_refused(scanner):
    document = sent(pdf() + b"EVIL")
    inspecting.inspect(document.pk)
    document.refresh_from_db()
    assert (document.state, document.refused_for) == (State.REFUSED, "virus")


def test_a_picture_that_waited_for_the_scanner_gets_its_true_name(settings):
    settings.CLAMD = "127.0.0.1:9"
    document = sent(jpeg(), name="Scan.png")
    settings.CLAMD = ""
    inspecting.inspect(document.pk)
    document.refresh_from_db()
    assert (document.original_name, document.content_type) == ("Scan.jpg", "image/jpeg")


def test_the_case_page_says_so_and_the_moderator_cannot_open_it_either():
    listing = factories.make_draft()
    document = sent(pdf(), listing)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    moderator = factories.make_moderator()
    client = Client()
    client.force_login(moderator)
    answered(client, second_factor=True)
    factories.assess_revision(revision.pk)
    case = factories.reviewing.claim(case=factories.case_of(revision), actor=moderator)
    page = f"/admin/vetting/reviewcase/{case.pk}/change/"
    address = f"/admin/vetting/reviewcase/{case.pk}/documents/{document.pk}/"
    text = client.get(page).content.decode()
    assert "being checked by software" in text
    assert address not in text
    assert client.get(address).status_code == 404
    inspecting.inspect(document.pk)
    assert address in client.get(page).content.decode()
    assert client.get(address).status_code == 200


def test_the_invariant_names_what_waits_too_long_and_what_was_opened_too_early(frozen_clock):
    document = sent(pdf())
    frozen_clock.shift(CHECKED_WITHIN / 2)
    assert list(nobody_reads_an_unchecked_file()) == []
    frozen_clock.shift(CHECKED_WITHIN)
    assert "waits to be checked" in next(nobody_reads_an_unchecked_file())
    trouble = JobTrouble.objects.create(
        job=inspecting.JOB, subject=str(document.pk), parked_at=timezone.now()
    )
    assert list(nobody_reads_an_unchecked_file()) == []
    trouble.delete()
    inspecting.inspect(document.pk)
    assert list(nobody_reads_an_unchecked_file()) == []
    inspecting.record("document.viewed", document="7731")
    assert "was opened before it was checked" in next(nobody_reads_an_unchecked_file())


def test_a_refusal_in_silence_is_a_breach():
    document = sent(pdf()[:200])
    inspecting.inspect(document.pk)
    OutgoingMail.objects.all().delete()
    assert "nobody was told" in next(nobody_reads_an_unchecked_file())


def test_names_of_refused_files_are_forgotten(frozen_clock):
    document = sent(pdf()[:200])
    inspecting.inspect(document.pk)
    frozen_clock.shift(timedelta(days=31))
    done = {rule.name: count for rule, count in retention.run(today=timezone.localdate())}
    assert done["not_taken"] == 1
    assert not EvidenceDocument.objects.exists()


def test_a_worker_does_it_by_itself(jobs, eventually):
    document = sent(pdf())
    eventually(lambda: EvidenceDocument.objects.get(pk=document.pk).state == State.READY)
