"""A job goes into one queue, once."""

import pytest
from celery import Celery

from config.background import VISIBILITY_SECONDS
from config.celery import app as site_app


def taken_from(task: str) -> list[str]:
    """The queues that hold a message after the task was published once to an empty broker."""
    app = Celery("in-memory", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url="memory://localhost//", broker_transport_options={})
    with app.connection_for_write() as connection, connection.channel() as channel:
        queues = [queue.bind(channel) for queue in app.amqp.queues.values()]
        for queue in queues:
            queue.declare()
            queue.purge()
        app.send_task(task, connection=connection)
        return [queue.name for queue in queues for _ in range(9) if queue.get(no_ack=True)]


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("vetting.tasks.assess_revision", "assess"),
        ("vetting.tasks.assess_waiting", "sweep"),
        ("vetting.tasks.release_stale_claims", "sweep"),
        ("directory.tasks.expire_listings", "sweep"),
        ("directory.tasks.send_waiting_mail", "mail"),
        ("directory.tasks.inspect_document", "documents"),
        ("directory.tasks.inspect_waiting", "documents"),
        ("vetting.tasks.rescore", "bulk"),
        ("somewhere.else", "default"),
    ],
)
def test_one_message_in_one_queue(task: str, queue: str) -> None:
    assert taken_from(task) == [queue]


def test_everything_on_the_schedule_exists() -> None:
    site_app.loader.import_default_modules()
    planned = {entry["task"] for entry in site_app.conf.beat_schedule.values()}
    assert planned <= set(site_app.tasks)
    assert {"vetting.tasks.assess_waiting", "directory.tasks.send_waiting_mail"} <= planned


def test_every_task_of_ours_has_a_queue_of_its_kind() -> None:
    site_app.loader.import_default_modules()
    ours = {name for name in site_app.tasks if name.startswith(("directory.", "vetting."))}
    assert ours == set(site_app.conf.task_routes)
    assert {route["queue"] for route in site_app.conf.task_routes.values()} <= set(
        site_app.amqp.queues
    )


def test_a_job_that_dies_is_given_back_and_a_sweep_is_left_to_the_schedule() -> None:
    site_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in site_app.conf.beat_schedule.values()}
    for name in site_app.conf.task_routes:
        task = site_app.tasks[name]
        assert task.acks_late, name
        given_back = task.reject_on_worker_lost
        assert (site_app.conf.task_reject_on_worker_lost if given_back is None else given_back) is (
            name not in scheduled
        ), name


def test_no_running_job_is_handed_out_again_and_no_caller_waits_long() -> None:
    conf = site_app.conf
    site_app.loader.import_default_modules()
    limits = [site_app.tasks[name].time_limit or conf.task_time_limit for name in conf.task_routes]
    assert max(limits) < VISIBILITY_SECONDS
    assert conf.broker_connection_timeout <= 2
    assert conf.task_publish_retry is False
