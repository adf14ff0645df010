#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

try:
    from config.env import SettingError
except ModuleNotFoundError as error:
    sys.exit(
        f"{error.name} is not installed for this Python. "
        "Run `make setup`, then use .venv/bin/python manage.py"
    )

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(f"True MLD cannot start: {error}")


if __name__ == "__main__":
    main()
