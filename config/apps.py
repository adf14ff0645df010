"""Loads what must be there whichever way the site is started: the Celery app and the checks."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from config import celery, checks

__all__ = ["SiteConfig", "SiteStaticFilesConfig", "celery", "checks"]


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "True MLD"


class SiteStaticFilesConfig(StaticFilesConfig):
    """Leaves out what packages ship for pages that this site does not have."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework"]
