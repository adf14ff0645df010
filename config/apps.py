"""Loads what must be there whichever way the site is started: the Celery app and the checks."""

from django.apps import AppConfig

from config import celery, checks

__all__ = ["SiteConfig", "celery", "checks"]


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "True MLD"
