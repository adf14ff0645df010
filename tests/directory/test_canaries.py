"""Private words of an owner: on no public page, and in no table after an erasure."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from directory import drafts
from directory.models import Listing
from tests import factories

PUBLIC = (
    "/",
    "/practitioners/",
    "/sitemap.xml",
    "/log/",
    "/figures/",
    "/api/v1/figures/",
    "/api/v1/listings/",
    "/api/v1/listings/{id}/",
    "/api/v1/listings/{id}/verification/",
    "/practitioners/{id}/",
    "/practitioners/{id}/sheet/",
    "/practitioners/{id}/contact/",
    "/badge/{id}.svg",
)


@pytest.mark.django_db
def test_private_words_are_on_no_public_page(personas):
    listing = factories.make_verified(user=personas.owner_user)
    factories.make_document(listing.practitioner.qualifications.get())
    Listing.objects.filter(pk=listing.pk).update(about="CANARY-pending-edit")
    canaries = (personas.owner_user.email, "PRIVATE-0417", "paper.pdf", "CANARY-pending-edit")
    for client in (Client(), personas.stranger):
        for address in PUBLIC:
            answer = client.get(address.format(id=listing.pk))
            assert answer.status_code == 200, address
            page = answer.content.decode()
            assert [canary for canary in canaries if canary in page] == [], address


@pytest.mark.django_db(transaction=True)
def test_an_erasure_leaves_no_word_in_any_table(personas):
    listing = factories.make_verified(user=personas.owner_user, about="CANARY-about")
    document = factories.make_document(listing.practitioner.qualifications.get())
    path = Path(document.file.path)
    email = personas.owner_user.email
    drafts.erase(user=personas.owner_user)
    assert not path.exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = json.dumps(cursor.fetchall(), default=str)
            found = [c for c in (email, "Ines Kallweit", "CANARY-about") if c in held]
            assert found == [], table
