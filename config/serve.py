"""The server: `python -m config.serve`. Looks at what it needs first and says in one line what is missing."""

import gc
import os
import signal
import socket
import sys
import time
from typing import Any

import django
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from config.env import SettingError, env, read, text
from directory.search.gazetteer import load_gazetteer

GRACEFUL_SECONDS = 10
"""How long requests that are under way may still take when the server stops."""
COLLECTED_AFTER = 50_000
"""New objects after which garbage is looked for; with Python's 700 it is a sixth of a page's time."""

DEMO_ACCOUNTS = "demo_accounts.txt"
"""Written into VAR_DIR by the demo data: its log-ins, shown at start."""


class QuietLogger(Logger):
    """Gunicorn's logger, without the query strings: what people search for is not written down."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        shortened = [arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args]
        super().exception(msg, *shortened, **kwargs)


class Worker(ThreadWorker):
    """Gunicorn's threaded worker, which Ctrl-C cannot bring to a standstill.

    Gunicorn's own handler takes the lock of the thread pool, which the interrupted code may hold: the
    process then waits for itself until it is killed. Ctrl-C stops it as SIGTERM does instead, at the
    latest after GRACEFUL_SECONDS.
    """

    def handle_quit(self, sig: int, frame: Any) -> None:
        self.handle_exit(sig, frame)


class Server(BaseApplication):
    """Gunicorn, set up here rather than by its own files and flags."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from config.wsgi import application  # noqa: PLC0415 - loaded in the forked process only

        return application


def check_port(host: str, port: int) -> None:
    """Raises SettingError when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise SettingError(
                f"port {port} on {host} cannot be used ({error.strerror}). "
                f"Choose another one: make run PORT={port + 1}"
            ) from error


def check_database() -> None:
    """Raises SettingError when the database does not answer or is older than the code."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise SettingError(
            "the database does not answer. "
            f"Check DATABASE_URL and that its server runs ({str(error).splitlines()[0]})"
        ) from error
    finally:
        connection.close()
    if waiting:
        raise SettingError(
            f"the database lacks {len(waiting)} migrations. Run .venv/bin/python manage.py migrate"
        )


def check_static_files() -> None:
    """Raises SettingError when the pages' style sheets were not collected."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise SettingError(
            "the static files are not collected. "
            "Run .venv/bin/python manage.py collectstatic --no-input"
        )


def prepare_search() -> None:
    """Builds the search index before the processes part: built once, its memory shared, and nobody
    waits for it. Each process follows the events from there."""
    from directory.searching import live_index  # noqa: PLC0415 - models are ready after setup

    load_gazetteer()
    live_index.current()
    connection.close()
    settle()


def settle() -> None:
    """What stands is never looked through for garbage again, nor copied for being looked through; and
    a page makes thousands of objects that go by themselves, so garbage is looked for less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


def greeting(address: str) -> str:
    """What is printed when the first request can come, with the demo's log-ins if there are any."""
    lines = ["", f"True MLD is at {address}", "Stop it with Ctrl-C."]
    accounts = settings.VAR_DIR / DEMO_ACCOUNTS
    if settings.DEMO and accounts.exists():
        lines += ["", accounts.read_text(encoding="utf-8").strip()]
    return "\n".join([*lines, ""])


def gunicorn_options(host: str, port: int, workers: int) -> dict[str, Any]:
    """Gunicorn's settings; with embedded jobs the one worker process runs them beside its requests."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    options: dict[str, Any] = {
        "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
        "workers": workers,
        "worker_class": "config.serve.Worker",
        "threads": 8,
        "timeout": 60,
        "graceful_timeout": GRACEFUL_SECONDS,
        "keepalive": 5,
        "loglevel": "warning",
        # no access log: its lines would hold what people search for
        "accesslog": None,
        "logger_class": QuietLogger,
        "errorlog": "-",
        "control_socket_disable": True,
        "when_ready": lambda server: print(greeting(address), flush=True),  # noqa: T201 - for whoever typed make run
    }
    if settings.EMBEDDED:
        options["post_worker_init"] = start_jobs
        options["worker_exit"] = stop_jobs
    return options


def start_jobs(worker: Any) -> None:
    from config.jobs import EmbeddedJobs  # noqa: PLC0415 - its threads belong to the forked process

    worker.jobs = EmbeddedJobs(give_up=end_process)
    worker.jobs.start()


def end_process() -> None:
    """Stop as when told to, and by force when a thread that never ends keeps the process from it."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACEFUL_SECONDS + 5)
    os._exit(1)


def stop_jobs(server: Any, worker: Any) -> None:
    # Gunicorn calls this in the worker process and again in the parent, which started no jobs.
    jobs = getattr(worker, "jobs", None)
    if jobs is not None and worker.pid == os.getpid():
        jobs.stop()


def serve() -> None:
    host = text("HOST", "127.0.0.1")
    port = read(env.int, "PORT", 8000, example="8000")
    workers = read(env.int, "WEB_PROCESSES", 1, example="2")
    if not 0 < port < 65536:
        raise SettingError("PORT is not a port. Write it like PORT=8000")
    if workers != 1 and settings.EMBEDDED:
        raise SettingError("WEB_PROCESSES above 1 needs REDIS_URL, for a queue that they share.")
    check_port(host, port)
    django.setup()
    check_database()
    check_static_files()
    prepare_search()
    Server(gunicorn_options(host, port, workers)).run()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        serve()
    except SettingError as error:
        sys.exit(f"True MLD cannot start: {error}")


if __name__ == "__main__":
    main()
