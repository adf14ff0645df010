"""What is kept encrypted: it opens with any of the keys, with no other, and is found by fingerprint."""

import json
import resource
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection

from directory import sealing
from directory.models import Qualification
from tests import codes, factories
from tests.directory.owner.browsing import fields_of, save

NUMBER = "PRIVATE-0417"


def test_a_value_opens_with_old_keys_and_not_with_strange_ones(settings):
    settings.DATA_KEYS = ["old"]
    sealed = sealing.seal_text(NUMBER)
    assert NUMBER not in sealed
    settings.DATA_KEYS = ["new", "old"]
    assert sealing.unseal_text(sealed) == NUMBER
    again = sealing.reseal(sealed.encode())
    settings.DATA_KEYS = ["new"]
    assert sealing.unseal(again).decode() == NUMBER
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal_text(sealed)


def test_a_changed_value_does_not_open():
    sealed = sealing.seal_text(NUMBER)
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal_text(sealed[:-6] + "AAAAA=")


def test_fingerprints_are_equal_for_equal_numbers_and_need_the_key(settings):
    one = sealing.fingerprint("NH 0417/a")
    assert one == sealing.fingerprint("nh-0417A") != sealing.fingerprint("NH-0418A")
    assert sealing.fingerprint(" - ") == ""
    settings.FINGERPRINT_KEY = "another"
    assert sealing.fingerprint("NH 0417/a") != one


@pytest.mark.parametrize(
    ("number", "shown"), [("PRIVATE-0417", "••••17"), ("0417", "••••"), ("", "")]
)
def test_a_number_is_shown_masked(number, shown):
    assert sealing.masked(number) == shown


@pytest.mark.django_db
def test_no_number_is_readable_in_the_database(personas):
    factories.make_verified(user=personas.owner_user)
    paper = Qualification.objects.get()
    assert paper.identifier == NUMBER
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert NUMBER not in json.dumps(cursor.fetchall(), default=str), table
    with pytest.raises(TypeError, match="fingerprint"):
        Qualification.objects.filter(identifier=NUMBER).exists()
    assert Qualification.objects.filter(
        identifier_fingerprint=sealing.fingerprint("private 0417")
    ).exists()


@pytest.mark.django_db
def test_the_page_does_not_repeat_a_number_and_an_empty_field_keeps_it(personas):
    factories.make_draft(personas.owner_user)
    page = personas.owner.get("/account/listing/training/")
    assert NUMBER not in page.content.decode()
    assert "Stored: ••••17" in page.content.decode()
    assert fields_of(page)["papers-0-identifier"] == [""]
    save(personas.owner, "training")
    assert Qualification.objects.get().identifier == NUMBER
    save(personas.owner, "training", papers__0__identifier="NH-9")
    assert Qualification.objects.get().identifier == "NH-9"


@pytest.mark.django_db
def test_keys_are_rotated_everywhere(personas, settings):
    old = settings.DATA_KEYS
    listing = factories.make_verified(user=personas.owner_user)
    document = factories.make_document(Qualification.objects.get())
    settings.DATA_KEYS = ["new", *old]
    call_command("rotate_keys")
    settings.DATA_KEYS = ["new"]
    assert Authenticator.objects.filter(type="totp").first().wrap().validate_code(codes.code_now())
    assert Qualification.objects.get().identifier == NUMBER
    assert listing.published_revision.snapshot.qualifications[0].identifier == NUMBER
    assert document.file.open("rb").read() == b"%PDF-one"


def test_a_full_disk_leaves_no_half_a_file():
    storage = storages["documents"]
    storage.save("ab/paper.pdf", ContentFile(b"a paper"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            storage.save("ab/second.pdf", ContentFile(b"a second paper"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    (left,) = [path for path in Path(storage.location).rglob("*") if path.is_file()]
    assert left.name == "paper.pdf"
