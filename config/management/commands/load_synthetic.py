"""Load invented listings in bulk, to measure with."""

import sys
from collections.abc import Callable
from time import monotonic

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.synthetic import loading
from config.synthetic.writing import Writer

BAR = 40
MOST = 10_000_000


class Command(BaseCommand):
    help = (
        "Load N invented listings for measurements, each marked as invented. The same seed gives the "
        "same listings on the same day. Refuses where real listings are. On SQLite a power cut while it "
        "loads may damage the database, because nothing waits for the disk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--listings", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, required=True, help="a whole number, 0 or more")
        parser.add_argument(
            "--public", type=float, default=0.3, help="the share that is public (default 0.3)"
        )
        parser.add_argument(
            "--beside-real-listings",
            action="store_true",
            help="load although real listings are there; invented ones then appear in their search",
        )

    def handle(self, *args, **options) -> None:
        count, seed, share = options["listings"], options["seed"], options["public"]
        if not 1 <= count <= MOST:
            raise CommandError(f"--listings is 1 to {MOST:,}.")
        if not 0 <= seed < 2**32:
            raise CommandError("--seed is 0 to 4294967295.")
        if not 0 <= share <= 1:
            raise CommandError("--public is a share, 0 to 1.")
        real = loading.real_listings()
        if real and not options["beside_real_listings"]:
            raise CommandError(
                f"This database holds {real:,} real listings, and invented ones would stand among "
                "them in the search. Use another database, or say --beside-real-listings."
            )
        if loading.is_loaded(seed=seed):
            raise CommandError(f"The listings of seed {seed} are there already. Give another seed.")
        began = monotonic()
        writer = Writer(seed=seed, public_share=share, today=timezone.localdate())
        public = loading.load(writer=writer, listings=count, tell=self._bar(count, began))
        seconds = monotonic() - began
        self.stdout.write(
            f"Loaded {count:,} invented listings, {public:,} of them public, in {seconds:.1f} s "
            f"({count / seconds:,.0f} a second)."
        )

    def _bar(self, count: int, began: float) -> Callable[[int], None]:
        """Draws the progress on a terminal; says nothing into a file or with --verbosity 0."""

        def tell(done: int) -> None:
            if not self.stderr.isatty():
                return
            full = BAR * done // count
            left = (monotonic() - began) / done * (count - done)
            line = f"\r[{'#' * full}{'.' * (BAR - full)}] {done:,} of {count:,}, {left:.0f} s left "
            self.stderr.write(line, ending="\n" if done == count else "")
            sys.stderr.flush()

        return tell
