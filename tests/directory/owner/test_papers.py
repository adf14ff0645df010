"""Training and papers: kept by identity, with documents that only their owner can open."""

import io
import re
import uuid

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directory import inspecting, uploads
from directory.models import Event, EvidenceDocument, Qualification
from tests import factories
from tests.directory.owner.browsing import fields_of, save

ADDRESS = "/account/listing/training/"


def a_pdf(name="Zertifikat.pdf") -> SimpleUploadedFile:
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(written)
    return SimpleUploadedFile(name, written.getvalue(), "application/pdf")


def without_tokens(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def post(client, files=None, then="next", **changes):
    typed = fields_of(client.get(ADDRESS))
    typed |= {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(ADDRESS, {**typed, **(files or {}), "then": then})


@pytest.mark.django_db
def test_a_paper_is_kept_with_all_that_was_said(personas):
    answer = post(
        personas.owner,
        training_note="Four weeks in the Vodder method.",
        papers__0__title="MLD and CDT",
        papers__0__issuer="Nordhaven School",
        papers__0__identifier="NH-0417",
        papers__0__hours_theory="45,5",
        papers__0__hours_practical="114.5",
        papers__0__hours_total="160",
        papers__0__scope="compromised",
        papers__0__issued="2024-06-01",
        papers__0__expires="2028-06-01",
    )
    assert answer.status_code == 302
    paper = Qualification.objects.get()
    assert (paper.title, paper.issuer, paper.identifier) == (
        "MLD and CDT",
        "Nordhaven School",
        "NH-0417",
    )
    assert (paper.hours_theory, paper.hours_practical, paper.hours_total) == (45.5, 114.5, 160)
    assert (paper.scope, paper.issued.isoformat()) == ("compromised", "2024-06-01")
    assert paper.practitioner.user == personas.owner_user


@pytest.mark.django_db
def test_the_same_form_sent_twice_makes_one_paper_that_keeps_its_identity(personas):
    typed = fields_of(personas.owner.get(ADDRESS))
    typed["papers-0-title"] = ["MLD"]
    personas.owner.post(ADDRESS, typed)
    first = Qualification.objects.get().pk
    personas.owner.post(ADDRESS, typed)
    save(personas.owner, "training", papers__0__title="MLD and CDT")
    paper = Qualification.objects.get()
    assert (paper.pk, paper.title) == (first, "MLD and CDT")


@pytest.mark.django_db
def test_a_course_of_the_map_is_enough(personas):
    page = personas.owner.get(ADDRESS).content.decode()
    code = page.split('name="papers-0-course"')[1].split('<option value="')[2].split('"')[0]
    assert post(personas.owner, papers__0__course=code).status_code == 302
    assert Qualification.objects.get().course_id == code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"papers__0__issued": "2999-01-01"}, "This day has not come yet."),
        (
            {"papers__0__issued": "2024-01-02", "papers__0__expires": "2024-01-01"},
            "This is before the paper was issued.",
        ),
        ({"papers__0__issued": "June 2024"}, "Write the day as year-month-day"),
        ({"papers__0__hours_total": "many"}, "Write a number, such as 135."),
        ({"papers__0__hours_total": "-3"}, "Write a number from 0 on"),
        ({"papers__0__hours_total": "NaN"}, "Write a number, such as 135."),
        ({"papers__0__course": "no-such-course"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_read_is_named_and_stays_on_the_page(personas, changes, sentence):
    answer = post(personas.owner, **changes, papers__0__title="MLD")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert fields_of(answer)["papers-0-title"] == ["MLD"]
    assert not Qualification.objects.exists()


@pytest.mark.django_db
def test_each_kind_of_paper_has_its_own_fields(personas):
    answer = post(
        personas.owner,
        papers__0__title="MLD and CDT",
        licences__0__title="Physiotherapist",
        licences__0__issuer="Board of Nordhaven",
        licences__0__identifier="PT-4471-9",
        licences__0__country="DE",
        licences__0__region="Bavaria",
        licences__0__expires="2031-05-01",
        licences__0__register_url="register.example.org/pt",
        insurances__0__issuer="Harrowgate Mutual",
        insurances__0__expires="2030-01-31",
        memberships__0__issuer="MLD UK",
        memberships__0__identifier="M-20481",
        memberships__0__expires="2029-12-31",
    )
    assert answer.status_code == 302
    papers = {paper.kind: paper for paper in Qualification.objects.all()}
    assert list(papers) == ["training", "licence", "insurance", "membership"]
    licence = papers["licence"]
    assert (licence.issuer, licence.identifier, licence.country, licence.region) == (
        "Board of Nordhaven",
        "PT-4471-9",
        "DE",
        "Bavaria",
    )
    assert licence.register_url == "https://register.example.org/pt"
    assert papers["insurance"].expires.isoformat() == "2030-01-31"
    assert (papers["membership"].issuer, papers["membership"].identifier) == ("MLD UK", "M-20481")
    page = personas.owner.get(ADDRESS).content.decode()
    assert "PT-4471-9" not in page
    assert "Stored: ••••-9." in page
    for asked, absent in (
        ("licences-0-register_url", "licences-0-hours_total"),
        ("insurances-0-expires", "insurances-0-identifier"),
        ("memberships-0-identifier", "memberships-0-scope"),
    ):
        assert f'name="{asked}"' in page
        assert f'name="{absent}"' not in page


@pytest.mark.django_db
def test_what_an_older_paper_says_beyond_its_form_stays(personas):
    owner = factories.drafts.start(user=personas.owner_user).practitioner
    paper = Qualification.objects.create(
        practitioner=owner, kind="insurance", title="Liability cover", identifier="OLD-99177"
    )
    assert "Liability cover" in personas.owner.get(ADDRESS).content.decode()
    post(personas.owner, insurances__0__issuer="Harrowgate Mutual")
    paper.refresh_from_db()
    assert (paper.title, paper.issuer, paper.identifier) == (
        "Liability cover",
        "Harrowgate Mutual",
        "OLD-99177",
    )


@pytest.mark.django_db
def test_numbers_follow_their_paper_when_another_window_removed_one(personas):
    post(personas.owner, papers__0__title="One", papers__0__identifier="ONE-1111")
    post(personas.owner, papers__1__title="Two", papers__1__identifier="TWO-2222")
    typed = fields_of(personas.owner.get(ADDRESS))
    Qualification.objects.filter(title="One").delete()
    personas.owner.post(ADDRESS, {**typed, "papers-0-DELETE": "on"})
    assert Qualification.objects.get().identifier == "TWO-2222"


@pytest.mark.django_db
def test_a_paper_cannot_be_sent_as_another_kind(personas):
    post(personas.owner, papers__0__title="MLD")
    paper = Qualification.objects.get()
    answer = post(
        personas.owner,
        papers__0__paper_id=str(uuid.uuid4()),
        licences__0__paper_id=str(paper.pk),
        licences__0__title="Physician",
    )
    assert answer.status_code == 404
    assert Qualification.objects.get().kind == "training"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"licences__0__country": "ZZ"}, "Choose one from the list."),
        ({"licences__0__register_url": "javascript:alert(1)"}, "Write the address of a website"),
        ({"insurances__0__expires": "soon"}, "Write the day as year-month-day"),
    ],
)
def test_what_cannot_be_read_in_a_new_paper_is_open_on_the_page(personas, changes, sentence):
    answer = post(personas.owner, **changes, papers__0__title="MLD")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert sentence in page
    (name,) = changes
    group = page.split(f'id="{name.partition("__")[0]}"')[1].split("</section>")[0]
    assert "<details" not in group
    assert fields_of(answer)["papers-0-title"] == ["MLD"]


@pytest.mark.django_db
def test_a_document_is_stored_shown_and_given_back_locked_down(personas):
    post(personas.owner, {"papers-0-document": a_pdf()}, papers__0__title="MLD")
    inspecting.inspect_waiting()
    document = EvidenceDocument.objects.get()
    assert document.original_name == "Zertifikat.pdf"
    address = f"/account/documents/{document.pk}/"
    for page in ("/account/", ADDRESS):
        assert f'href="{address}">Zertifikat.pdf</a>' in personas.owner.get(page).content.decode()
    answer = personas.owner.get(address)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Zertifikat.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    viewed = Event.objects.get(kind="document.viewed")
    assert (viewed.actor_id, viewed.data) == (
        personas.owner_user.pk,
        {"document": str(document.pk)},
    )


@pytest.mark.django_db
def test_a_document_of_somebody_else_is_as_absent_as_none(personas):
    post(personas.owner, {"papers-0-document": a_pdf()}, papers__0__title="MLD")
    inspecting.inspect_waiting()
    address = f"/account/documents/{EvidenceDocument.objects.get().pk}/"
    for client in (personas.stranger, personas.moderator, personas.admin):
        foreign = client.get(address)
        absent = client.get(f"/account/documents/{uuid.uuid4()}/")
        assert foreign.status_code == absent.status_code == 404
        assert without_tokens(foreign) == without_tokens(absent)
    assert personas.nobody.get(address).status_code == 302
    assert not Event.objects.filter(kind="document.viewed").exists()


@pytest.mark.django_db
def test_a_refused_file_is_named_and_the_text_stays(personas):
    bad = SimpleUploadedFile("paper.pdf", b"not a paper", "application/pdf")
    answer = post(personas.owner, {"papers-0-document": bad}, papers__0__title="MLD")
    assert answer.status_code == 400
    assert "This is not a PDF, JPEG or PNG that we can open." in answer.content.decode()
    assert fields_of(answer)["papers-0-title"] == ["MLD"]
    assert not EvidenceDocument.objects.exists()


@pytest.mark.django_db
def test_a_good_file_is_kept_although_another_field_is_wrong(personas):
    answer = post(
        personas.owner,
        {"papers-0-document": a_pdf()},
        papers__0__title="MLD",
        papers__0__hours_total="many",
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Zertifikat.pdf is stored." in page
    document = EvidenceDocument.objects.get()
    assert "Zertifikat.pdf</span>: " in page
    typed = fields_of(answer)
    assert typed["papers-0-title"] == ["MLD"]
    personas.owner.post(ADDRESS, {**typed, "papers-0-hours_total": ["160"]})
    paper = Qualification.objects.get()
    assert (paper.title, paper.hours_total, paper.documents.get()) == ("MLD", 160, document)


@pytest.mark.django_db(transaction=True)
def test_documents_and_papers_can_be_removed_with_their_files(personas):
    post(personas.owner, {"papers-0-document": a_pdf()}, papers__0__title="MLD")
    document = EvidenceDocument.objects.get()
    storage, name = document.file.storage, document.file.name
    post(personas.owner, papers__0__unwanted=[str(document.pk)])
    assert not EvidenceDocument.objects.exists()
    assert not storage.exists(name)
    post(personas.owner, {"papers-0-document": a_pdf()})
    name = EvidenceDocument.objects.get().file.name
    post(personas.owner, papers__0__DELETE="on")
    assert not Qualification.objects.exists()
    assert not storage.exists(name)


@pytest.mark.django_db
def test_the_limit_of_documents_is_told_before_anything_is_saved(personas, monkeypatch):
    monkeypatch.setattr("directory.forms.training.MAX_DOCUMENTS", 1)
    monkeypatch.setattr(uploads, "MAX_DOCUMENTS", 1)
    post(personas.owner, {"papers-0-document": a_pdf()}, papers__0__title="MLD")
    other = SimpleUploadedFile("two.pdf", a_pdf().read().replace(b"612", b"613"))
    answer = post(personas.owner, {"papers-0-document": other})
    assert answer.status_code == 400
    assert "Remove one that is not needed, then add this." in answer.content.decode()
    assert EvidenceDocument.objects.count() == 1


@pytest.mark.django_db
def test_a_paper_of_somebody_else_cannot_be_named(personas):
    theirs = factories.make_draft(personas.stranger_user).practitioner.qualifications.get()
    answer = post(personas.owner, papers__0__paper_id=str(theirs.pk), papers__0__title="Mine")
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.title == "Manual lymphatic drainage and CDT"
    assert theirs.practitioner.user == personas.stranger_user


@pytest.mark.django_db
def test_a_request_over_the_limit_is_refused_unread(personas):
    answer = personas.owner.post(
        ADDRESS,
        data=b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(uploads.MAX_REQUEST + 1)},
    )
    assert answer.status_code == 413
    assert "That is too large" in answer.content.decode()


@pytest.mark.django_db
def test_a_step_without_the_forms_token_is_refused(personas):
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.owner_user)
    assert client.post(ADDRESS, {}).status_code == 403
