"""Delete what is kept no longer, or say what would be."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from directory import retention


class Command(BaseCommand):
    help = "Delete what the retention table says is over. The site does it daily by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is over")

    def handle(self, *args, **options) -> None:
        answers = retention.run(today=timezone.localdate(), dry_run=options["dry_run"])
        verb = "would be deleted" if options["dry_run"] else "deleted"
        for rule, count in answers:
            self.stdout.write(f"{count:6} {verb}: {rule.what}, {rule.days} days after {rule.since}")
