"""Is the record what was written? And where does it end?"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import audit
from directory.models import Event, LogEntry


class Command(BaseCommand):
    help = (
        "verify: recompute every hash of the record and of the public log, and say which row was "
        "edited, removed, inserted or moved. root: number and hash of the newest row of each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify", "root"])

    def handle(self, *args, **options) -> None:
        if options["act"] == "verify":
            self._verify()
        for model in (Event, LogEntry):
            number, sha256 = audit.root(model.CHAIN)
            self.stdout.write(f"{model.CHAIN} {number} {sha256}")

    def _verify(self) -> None:
        found = 0
        for flaw in audit.flaws():
            found += 1
            self.stderr.write(str(flaw))
        if found:
            raise CommandError(f"The record was changed: {found} flaws.")
        self.stdout.write("The record is whole.")
