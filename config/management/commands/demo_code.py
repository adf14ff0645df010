"""Show the codes of the demonstration's staff at this moment."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management.base import BaseCommand, CommandError

from config.demo import accounts


class Command(BaseCommand):
    help = "Print the one-time codes of the demonstration's moderators and administrator."

    def handle(self, *args, **options) -> None:
        secrets = accounts.app_secrets()
        if not secrets:
            raise CommandError("There are no demonstration accounts here. Run manage.py load_demo.")
        period = app_settings.TOTP_PERIOD
        counter, spent = divmod(int(time.time()), period)
        for email, secret in secrets.items():
            self.stdout.write(f"{email:28}{format_hotp_value(hotp_value(secret, counter))}")
        self.stdout.write(f"Good for {period - spent} more seconds, and for one log-in each.")
