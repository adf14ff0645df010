"""Background jobs. Without REDIS_URL they run as threads of the web process (see jobs.py)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("truemld")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
