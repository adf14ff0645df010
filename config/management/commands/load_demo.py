"""Load the demonstration data, once."""

from collections import Counter
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo import accounts, loading


class Command(BaseCommand):
    help = (
        "Load invented listings in every state, with log-ins for each role. Does nothing when they "
        "are there. Needs DEMO=1, or --force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load although DEMO is not set")

    def handle(self, *args, **options) -> None:
        if not settings.DEMO and not options["force"]:
            raise CommandError(
                "DEMO is not set, so this is no demonstration. Set DEMO=1, or say --force: that adds "
                "invented listings, two moderators and an administrator to this database."
            )
        if loading.is_loaded():
            self._greet_again()
            return
        began = monotonic()
        loaded = loading.load()
        self._tell(loaded, seconds=monotonic() - began)
        if options["verbosity"] > 1:
            self._compare(loaded)

    def _greet_again(self) -> None:
        self.stdout.write("The demonstration data is there already: nothing was loaded.")
        if not accounts.account_file().exists():
            path = accounts.write_accounts(accounts.new_password())
            self.stdout.write(f"Its log-ins were missing. A new password is in {path}")

    def _tell(self, loaded: loading.Loaded, *, seconds: float) -> None:
        self.stdout.write(
            f"Loaded {loaded.listings.total()} invented listings in {seconds:.1f} s: "
            f"{loaded.public} public, {loaded.waiting} waiting for a moderator."
        )

    def _compare(self, loaded: loading.Loaded) -> None:
        self.stdout.write(f"Listings: {_counts(loaded.listings)}")
        self.stdout.write(f"Revisions: {_counts(loaded.revisions)}")
        read = [reading for reading in loaded.readings if reading.verdict]
        differing = [reading for reading in read if not reading.agrees]
        self.stdout.write(
            f"The engine read {len(read)} of {len(loaded.readings)} texts; on "
            f"{len(read) - len(differing)} its verdict is what the author meant."
        )
        for reading in differing:
            self.stdout.write(f"  {reading.key}: meant {reading.intent}, read {reading.verdict}")


def _counts(states: Counter[str]) -> str:
    return ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states.most_common())
