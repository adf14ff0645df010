"""Write anew what search and cards read of every published listing."""

from django.core.management.base import BaseCommand

from directory.models import Listing
from directory.models.event import record
from directory.publishing import write_entry
from directory.searching import LOADED


class Command(BaseCommand):
    help = (
        "Write anew what search and results read of published listings, from their approved texts. "
        "Needed after FINGERPRINT_KEY changed, and after an upgrade that says so. Safe to run twice."
    )

    def handle(self, *args, **options) -> None:
        written = 0
        published = Listing.objects.filter(published_revision__isnull=False)
        for listing_id in published.values_list("pk", flat=True).iterator():
            write_entry(listing_id=listing_id)
            written += 1
        record(LOADED, listings=written)
        self.stdout.write(f"{written} entries written.")
