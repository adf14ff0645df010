"""A photo is drawn anew from pixels, public with its text only, and gone everywhere when it is taken back."""

import io
import json
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from config.invariants import every_document_has_its_file, the_public_entry_is_the_approved_text
from directory import delegating, drafts, photos, publishing
from directory.content import ListingContent
from directory.models import Delegate, Event, Listing, Photo
from directory.paper_limits import PHOTO_SIDES
from directory.permissions import WORKS_ON
from directory.portraits import portraits
from directory.rebuilding import Refused
from tests import factories
from tests.directory.owner.browsing import save
from tests.directory.test_uploads import CANARY, huge_png, png
from tests.personas import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/account/photo/"


def photograph(size=(800, 1200)) -> bytes:
    """White, with a red top, a place and a name inside, and a tail."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[2] = (47.0, 59.0, 45.0)
    picture, written = Image.new("RGB", size, "white"), io.BytesIO()
    picture.paste((200, 0, 0), (0, 0, size[0], size[1] // 4))
    picture.save(written, "JPEG", quality=95, exif=exif)
    return written.getvalue() + CANARY


def give(client, data: bytes | None = None, **said):
    upload = SimpleUploadedFile("me.jpg", data or photograph(), "image/jpeg")
    return client.post(PAGE, {"photo": upload, "consent": "on", **said})


def stored(photo: Photo) -> list[str]:
    return sorted(path.name for path in Path(photos.store().path("")).rglob(f"{photo.pk.hex}*"))


@pytest.fixture
def public() -> Listing:
    return factories.make_verified(photo=True)


def address(listing: Listing, name: str = "480.jpg") -> str:
    return f"/photos/{listing.photo_id}/{name}"


def test_four_pictures_are_made_of_pixels_alone():
    made = portraits(photograph())
    opened = [Image.open(io.BytesIO(data)) for data in made]
    assert [(one.format, one.size) for one in opened] == [
        (kind, (side, side)) for side in PHOTO_SIDES for kind in ("WEBP", "JPEG")
    ]
    for data, picture in zip(made, opened, strict=True):
        assert CANARY not in data
        assert not picture.getexif()
        red, green, _blue = picture.convert("RGB").getpixel((picture.width // 2, 4))
        assert red > 150 > green, "the upper part of an upright photo is kept"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (photograph()[:900], "broken"),
        (huge_png(50_000, 50_000), "pixels"),
        (png((239, 900)), "small"),
    ],
)
def test_what_is_no_photo_is_refused(data, why):
    with pytest.raises(Refused) as refusal:
        portraits(data)
    assert refusal.value.args == (why,)


def test_a_photo_is_given_with_consent_and_waits_for_a_person(client):
    listing = factories.make_verified()
    owner = signed_in(listing.practitioner.user)
    assert give(owner).status_code == 302
    photo = Photo.objects.get()
    assert len(stored(photo)) == 4
    assert photo.consented_at <= timezone.now()
    assert Event.objects.filter(kind="photo.added").count() == 1
    assert "saved changes that are not sent" in owner.get("/account/").content.decode()
    picture = owner.get("/account/photo/picture.jpg")
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).size == (480, 480)
    assert client.get(f"/photos/{photo.pk}/480.jpg").status_code == 404
    assert "/photos/" not in client.get(listing.get_absolute_url()).content.decode()


def test_without_consent_or_with_a_file_that_is_none_nothing_is_kept():
    owner = signed_in(factories.make_draft().practitioner.user)
    answer = owner.post(PAGE, {"photo": SimpleUploadedFile("me.jpg", photograph())})
    assert answer.status_code == 400
    assert "Without your consent no photo is kept." in answer.content.decode()
    answer = give(owner, b"not a picture")
    assert answer.status_code == 400
    assert "This is not a JPEG or PNG that we can open." in answer.content.decode()
    assert not Photo.objects.exists()


def test_the_moderator_sees_it_with_the_text():
    listing = factories.make_draft(photo=True)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    moderator = signed_in(factories.make_moderator())
    case = factories.case_of(revision)
    picture = f"/admin/vetting/reviewcase/{case.pk}/photo/"
    page = moderator.get(f"/admin/vetting/reviewcase/{case.pk}/change/").content.decode()
    assert f'src="{picture}"' in page
    assert b"".join(moderator.get(picture).streaming_content) == b"jpeg-480"
    photos.remove(listing=listing, actor=listing.practitioner.user)
    page = moderator.get(f"/admin/vetting/reviewcase/{case.pk}/change/").content.decode()
    assert picture not in page
    assert moderator.get(picture).status_code == 404


def test_it_is_shown_on_page_card_and_api_with_its_size_and_name(client, public):
    page = client.get(public.get_absolute_url()).content.decode()
    (shown,) = re.findall(r"<picture>.*?</picture>", page)
    assert f'srcset="{address(public, "480.webp")}"' in shown
    assert f'src="{address(public)}" width="240" height="240" alt="Ines Kallweit"' in shown
    results = client.get("/practitioners/").content.decode()
    assert f'src="{address(public, "160.jpg")}" width="80" height="80"' in results
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["image"]["contentUrl"].endswith(address(public))
    whole = client.get(f"/api/v1/listings/{public.pk}/").json()["photo"]
    assert (whole["width"], whole["height"]) == (480, 480)
    assert whole["webp"].endswith(address(public, "480.webp"))
    (found,) = client.get("/api/v1/listings/").json()["results"]
    assert found["photo"]["url"].endswith(address(public, "160.jpg"))


def test_a_listing_without_one_says_so(client):
    listing = factories.make_verified()
    assert client.get(f"/api/v1/listings/{listing.pk}/").json()["photo"] is None
    assert "<picture>" not in client.get(listing.get_absolute_url()).content.decode()


def test_pictures_are_served_from_here_and_kept_long(client, public):
    for name, kind in (("160.webp", "image/webp"), ("480.jpg", "image/jpeg")):
        answer = client.get(address(public, name))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "public, max-age=2592000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
    for wrong in (
        address(public, "481.jpg"),
        f"/photos/{uuid.uuid4()}/480.jpg",
        "/photos/1/480.jpg",
    ):
        assert client.get(wrong).status_code == 404
    assert client.post(address(public)).status_code == 405


@pytest.mark.parametrize("how", ["pause", "suspend", "withdraw", "expire"])
def test_what_is_not_public_shows_no_photo(client, public, how, frozen_clock):
    owner = public.practitioner.user
    if how == "pause":
        day = timezone.localdate() + timedelta(days=9)
        drafts.pause(listing=public, actor=owner, until=day)
    elif how == "withdraw":
        drafts.withdraw(listing=public, actor=owner)
    elif how == "suspend":
        publishing.suspend(
            listing_id=public.pk, reasons=[factories.REASON], actor=factories.make_moderator()
        )
    else:
        frozen_clock.shift(timedelta(days=800))
    assert client.get(address(public)).status_code == 404


def test_taken_back_it_is_gone_from_page_card_api_and_disk(client, public):
    photo = public.photo
    client.get("/practitioners/")
    owner = signed_in(public.practitioner.user)
    assert "Your photo as it is stored" in owner.get(PAGE).content.decode()
    assert owner.post(PAGE, {"act": "remove"}).status_code == 302
    for page in (public.get_absolute_url(), "/practitioners/", "/api/v1/listings/"):
        assert str(photo.pk) not in client.get(page).content.decode()
    assert client.get(address(public)).status_code == 404
    assert stored(photo) == []
    assert list(the_public_entry_is_the_approved_text()) == []
    assert owner.get("/account/photo/picture.jpg").status_code == 404


def test_another_photo_waits_beside_the_public_one_and_then_replaces_it(public):
    first = public.photo
    owner = signed_in(public.practitioner.user)
    for _attempt in range(2):
        give(owner)
    assert Photo.objects.count() == 2
    listing = Listing.objects.get()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = factories.reviewing.claim(
        case=factories.case_of(revision), actor=factories.make_moderator("Ada Lund")
    )
    assert Listing.objects.get().photo == first
    factories.verify(case)
    listing.refresh_from_db()
    assert str(listing.photo_id) == revision.snapshot.photo
    assert Photo.objects.get() == listing.photo
    assert stored(first) == []


def test_the_account_takes_it_along(public):
    photo = public.photo
    drafts.erase(user=public.practitioner.user)
    assert not Photo.objects.exists()
    assert stored(photo) == []


def test_a_delegate_sees_it_and_cannot_give_or_remove_it(public):
    helper = factories.make_user("Dora Lind")
    Delegate.objects.create(practitioner=public.practitioner, email=helper.email, user=helper)
    assert delegating.listings_for(helper)
    client = signed_in(helper)
    session = client.session
    session[WORKS_ON] = str(public.pk)
    session.save()
    assert client.get("/account/photo/picture.jpg").status_code == 200
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"act": "remove"}).status_code == 403
    assert "add a photo" not in client.get("/account/listing/practice/").content.decode()
    assert Photo.objects.count() == 1


def test_what_was_typed_in_the_form_is_saved_on_the_way_to_the_photo():
    owner = signed_in(factories.make_draft().practitioner.user)
    answer = save(owner, "practice", then="photo", headline="Quiet hands")
    assert answer.headers["Location"] == PAGE
    assert Listing.objects.get().headline == "Quiet hands"


def test_texts_from_before_photos_keep_their_hash():
    content = drafts.snapshot(factories.make_draft())
    assert "photo" not in content.as_dict()
    assert ListingContent.from_dict(content.as_dict()) == content


def test_a_lost_file_is_a_breach(public):
    assert list(every_document_has_its_file()) == []
    photos.store().delete(public.photo.file_names()[0])
    assert list(every_document_has_its_file()) == [f"photo {public.photo_id} lacks a file"]
