"""Everything public as JSON Lines: one listing a line, as the API's detail answers it."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.renderers import JSONRenderer

from directory.api import answers
from directory.models import Listing
from directory.models.event import record

CHUNK = 500


class Command(BaseCommand):
    help = (
        "Write every public listing, one JSON object a line, with the fields of "
        "/api/v1/listings/ID/, ordered by id."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", default="-", help="file to write; - is standard output")

    def handle(self, *args, **options) -> None:
        # before anything leaves, so that no export goes unrecorded
        record("export", what="public", command="export_public")
        if options["output"] == "-":
            for line in lines():
                self.stdout.write(line)
            return
        target = Path(options["output"])
        try:
            count = _write(target)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stderr.write(f"{count} public listings are in {target}")


def lines() -> Iterator[str]:
    """One line a listing, without its end. One query; rows are held in memory CHUNK at a time."""
    rows = Listing.objects.public().select_related("published_revision", "practitioner")
    as_json = JSONRenderer()
    for listing in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield as_json.render(answers.whole(listing)).decode()


def _write(target: Path) -> int:
    """How many were written. A file that stands under its name is whole. Raises OSError."""
    count = 0
    partly = target.with_name(f"{target.name}.part")
    try:
        with partly.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines():
                file.write(f"{line}\n")
                count += 1
        os.replace(partly, target)
    finally:
        partly.unlink(missing_ok=True)
    return count
