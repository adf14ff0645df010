"""The photo of a practitioner: given with consent, shown with the text it was sent with, taken back at once."""

import uuid
from collections.abc import Iterable
from functools import partial

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from directory.entries import write_entry
from directory.examining import NotTaken, portraits_of
from directory.models import Listing, Photo, Practitioner
from directory.models.event import record
from directory.scanning import ScannerAway
from directory.states import OPEN_REVISION
from directory.uploads import MAX_BYTES, refusal


def store() -> Storage:
    """Where the files are; no address leads into it but the view that checks what is public."""
    return storages["photos"]


def take(upload: UploadedFile) -> list[bytes]:
    """The pictures made of an upload, in the order of Photo.file_names. Raises ValidationError."""
    if not upload.size:
        raise refusal("empty")
    if upload.size > MAX_BYTES:
        raise refusal("size")
    try:
        return portraits_of(upload.read())
    except NotTaken as error:
        raise refusal("photo" if error.why == "type" else error.why) from None
    except ScannerAway:
        raise refusal("unscanned") from None


def add(*, listing: Listing, pictures: list[bytes], actor: User) -> Photo:
    """Make a photo the one of the working copy. It is public when a text that names it is."""
    with transaction.atomic():
        photo = Photo.objects.create(practitioner_id=listing.practitioner_id)
        keep(photo, pictures)
        listing.practitioner.photo = photo
        listing.practitioner.save(update_fields=["photo"])
        forget_unused(listing)
        record("photo.added", actor_id=actor.pk, photo=str(photo.pk))
    return photo


def keep(photo: Photo, pictures: list[bytes]) -> None:
    """Write the files of a photo."""
    for name, data in zip(photo.file_names(), pictures, strict=True):
        store().save(name, ContentFile(data))


def remove(*, listing: Listing, actor: User) -> None:
    """Delete every photo of the practitioner, the public one too, at once."""
    with transaction.atomic():
        shown = Listing.objects.filter(pk=listing.pk, photo__isnull=False).exists()
        _delete(Photo.objects.filter(practitioner_id=listing.practitioner_id))
        if shown:
            write_entry(listing_id=listing.pk)
        record("photo.removed", actor_id=actor.pk)


def forget_unused(listing: Listing) -> None:
    """Delete photos that neither the working copy, the public text nor a waiting one names."""
    waiting = listing.revisions.filter(state__in=OPEN_REVISION)
    named = {revision.snapshot.photo for revision in waiting} - {""}
    unused = (
        Photo.objects.filter(practitioner_id=listing.practitioner_id)
        .exclude(pk__in=named)
        .exclude(pk__in=Practitioner.objects.filter(photo__isnull=False).values("photo_id"))
        .exclude(pk__in=Listing.objects.filter(photo__isnull=False).values("photo_id"))
    )
    _delete(unused)


def named_by(photo_id: str, *, practitioner_id: uuid.UUID) -> Photo | None:
    """The photo that a text names, if it was not taken back since."""
    if not photo_id:
        return None
    return Photo.objects.filter(pk=photo_id, practitioner_id=practitioner_id).first()


def files_of(photos: Iterable[Photo]) -> list[str]:
    return [name for photo in photos for name in photo.file_names()]


def _delete(photos: Iterable[Photo]) -> None:
    for photo in list(photos):
        for name in photo.file_names():
            transaction.on_commit(partial(store().delete, name))
        photo.delete()
