"""The site's own settings for the processes of a drill: quick passwords and sums, and faults on demand."""

import os

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, CELERY_TASK_ANNOTATIONS, INSTALLED_APPS, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PROOF_BITS = 4
# no style sheets are collected for a drill
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
INSTALLED_APPS += ["tests.drills.faults.Faults"]

if seconds := os.environ.get("DRILL_SWEEP"):
    CELERY_BEAT_SCHEDULE["vetting.tasks.assess_waiting"]["schedule"] = float(seconds)
if seconds := os.environ.get("DRILL_LIMIT"):
    for task in ("vetting.tasks.assess_revision", "vetting.tasks.assess_waiting"):
        CELERY_TASK_ANNOTATIONS.setdefault(task, {})["time_limit"] = int(seconds)
