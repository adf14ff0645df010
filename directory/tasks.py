"""Background work: a service called, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from directory import (
    alerts,
    drafts,
    freshness,
    inspecting,
    mail,
    publishing,
    retention,
    transparency,
    websites,
)


@shared_task
def send_waiting_mail() -> None:
    mail.send_waiting()


@shared_task
def inspect_document(document_id: str) -> None:
    inspecting.try_to_inspect(document_id)


@shared_task
def inspect_waiting() -> None:
    inspecting.inspect_waiting()


@shared_task
def expire_listings() -> None:
    publishing.expire(today=timezone.localdate())
    drafts.end_pauses(today=timezone.localdate())


@shared_task
def keep_fresh() -> None:
    freshness.keep_fresh(timezone.localdate())


@shared_task
def keep_to_retention() -> None:
    retention.run(today=timezone.localdate())


@shared_task
def sweep_files() -> None:
    retention.sweep_files()


@shared_task
def take_daily_root() -> None:
    transparency.take_daily_root()


@shared_task
def look_at_websites() -> None:
    websites.look_at_due()


@shared_task
def answer_alerts() -> None:
    alerts.sweep()
