"""Settings of background jobs: which queue each goes into, how long it may take, when it comes round.

A worker that dies in a job gives it back (late acknowledgement, reject on loss). What dies again and
again is counted in the database and parked (directory/attempts.py); a sweep is not given back at all,
because the schedule brings it round anyway.
"""

from kombu import Queue

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
VISIBILITY_SECONDS = 600
"""After so long a message that nobody acknowledged is handed out again: longer than any task may take."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [
    Queue(name) for name in ("default", "assess", "documents", "mail", "sweep", "web", "bulk")
]
CELERY_TASK_ROUTES = {
    "vetting.tasks.assess_revision": {"queue": "assess"},
    # hundreds at once: a letter or a new text does not stand behind them
    "vetting.tasks.rescore": {"queue": "bulk"},
    "vetting.tasks.remember": {"queue": "bulk"},
    "vetting.tasks.assess_waiting": {"queue": "sweep"},
    "vetting.tasks.release_stale_claims": {"queue": "sweep"},
    "vetting.tasks.fill_queue": {"queue": "sweep"},
    "vetting.tasks.sweep_reports": {"queue": "sweep"},
    "vetting.tasks.send_invitations": {"queue": "mail"},
    "vetting.tasks.forget_invitations": {"queue": "sweep"},
    "directory.tasks.send_waiting_mail": {"queue": "mail"},
    "directory.tasks.inspect_document": {"queue": "documents"},
    "directory.tasks.inspect_waiting": {"queue": "documents"},
    "directory.tasks.expire_listings": {"queue": "sweep"},
    "directory.tasks.keep_fresh": {"queue": "sweep"},
    "directory.tasks.keep_to_retention": {"queue": "sweep"},
    "directory.tasks.sweep_files": {"queue": "sweep"},
    "directory.tasks.answer_alerts": {"queue": "sweep"},
    "directory.tasks.take_daily_root": {"queue": "sweep"},
    "directory.tasks.look_at_websites": {"queue": "web"},
}
EVERY = {
    "vetting.tasks.assess_waiting": 20.0,
    "directory.tasks.send_waiting_mail": 15.0,
    "directory.tasks.inspect_waiting": 30.0,
    "vetting.tasks.release_stale_claims": 300.0,
    "vetting.tasks.send_invitations": 30.0,
    "vetting.tasks.forget_invitations": 86400.0,
    "vetting.tasks.sweep_reports": 300.0,
    "vetting.tasks.fill_queue": 3600.0,
    "directory.tasks.expire_listings": 3600.0,
    "directory.tasks.keep_fresh": 3600.0,
    "directory.tasks.keep_to_retention": 86400.0,
    "directory.tasks.sweep_files": 3600.0,
    "directory.tasks.answer_alerts": 300.0,
    "directory.tasks.take_daily_root": 600.0,
    "directory.tasks.look_at_websites": 900.0,
}
"""Seconds from one round of a sweep to the next."""
# A sweep that nobody took before the next one is due is dropped: a stopped worker finds one, not hundreds.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": every, "options": {"expires": every}}
    for task, every in EVERY.items()
}
CELERY_TASK_ANNOTATIONS = {task: {"reject_on_worker_lost": False} for task in EVERY}
