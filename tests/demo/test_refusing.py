"""Invented listings do not come into a real directory by accident."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from directory.models import Practitioner


@pytest.mark.django_db
def test_without_demo_nothing_is_loaded(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is not set"):
        call_command("load_demo")
    assert not Practitioner.objects.exists()
    assert not User.objects.exists()
