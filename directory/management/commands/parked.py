"""Jobs that failed too often: which, why, and run them again."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import attempts
from directory.models import JobTrouble


class Command(BaseCommand):
    help = "List the jobs that were parked after failing; --retry NUMBER or --retry all runs them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", metavar="NUMBER|all")

    def handle(self, *args, **options) -> None:
        rows = JobTrouble.objects.filter(parked_at__isnull=False).order_by("pk")
        if options["retry"] is not None:
            self._retry(rows, options["retry"])
            return
        for row in rows:
            self.stdout.write(
                f"{row.pk}: {row}, {row.attempts} attempts, since {row.parked_at:%Y-%m-%d %H:%M}: "
                f"{row.last_error}"
            )
        if not rows:
            self.stdout.write("No job is parked.")

    def _retry(self, rows, which: str) -> None:
        if which != "all":
            if not which.isdigit():
                raise CommandError("Give the number of a parked job, or all.")
            rows = rows.filter(pk=int(which))
            if not rows:
                raise CommandError(f"No parked job has the number {which}.")
        for row in rows:
            self.stdout.write(f"{row} runs again at the next sweep.")
            attempts.try_again(row, actor_id=None)
