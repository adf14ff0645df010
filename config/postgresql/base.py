"""The backend itself; Django looks for it under this name."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper

NEVER_UNASKED = 2**31
"""Runs of a statement after which psycopg prepares it of its own accord."""


class PlannedOnce(psycopg.Cursor[Any]):
    """A cursor whose statements are prepared: a connection's later ones bring their parameters alone."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> "PlannedOnce":
        super().execute(query, params, **{**how, "prepare": True})
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a kept connection can still be asked, at the start of a request.

        Django asks the server, which took a sixth of the time of a results page. A connection that nobody
        waits on has nothing to read until its server says goodbye or the network has closed it.
        """
        connection = self.connection
        if connection is None or connection.closed or connection.broken:
            return False
        return not select.select([connection.fileno()], [], [], 0)[0]

    def init_connection_state(self) -> None:
        super().init_connection_state()
        # Django forbids prepared statements by None; here those are prepared that ask for it
        self.connection.prepare_threshold = NEVER_UNASKED
        # a prepared statement would be planned anew for its parameters, which takes as long as to run it
        self.connection.execute("SET plan_cache_mode = force_generic_plan")
        if not self.connection.autocommit:
            self.connection.commit()

    def planned_once(self) -> CursorWrapper:
        """A cursor for statements that are asked again and again: the server reads and plans each once a
        connection, which halves the time of the rows of a results page."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_thread_sharing()
        wrap = self.make_debug_cursor if self.queries_logged else self.make_cursor
        with self.wrap_database_errors:
            cursor: Any = PlannedOnce(self.connection)
            return wrap(cursor)
