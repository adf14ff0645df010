"""Ten sentences that must hold at any moment; 0 when they do."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.invariants import CHECKS, breaches


class Command(BaseCommand):
    help = (
        "Check what must hold at any moment (docs/operations.md). Prints 0, or one line for each "
        "breach, and then fails. --json prints the breaches of each invariant."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        found = list(breaches())
        if options["json"]:
            by_name: dict[str, list[str]] = {name: [] for name in CHECKS}
            for name, words in found:
                by_name[name].append(words)
            self.stdout.write(json.dumps(by_name, indent=2))
        else:
            for name, words in found:
                self.stdout.write(f"{name}: {words}")
            if not found:
                self.stdout.write("0")
        if found:
            raise CommandError(f"{len(found)} breaches of what must hold.")
