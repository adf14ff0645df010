"""Pages drawn by one thread of a process after another."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_WAIT = 0.1
"""Seconds after which a page no longer waits for its turn: one that hangs holds up nobody for longer."""


def in_turn(work: Callable[P, R]) -> Callable[P, R]:
    """Do a work of some milliseconds of the processor in one thread at a time, where it can be.

    Only one thread runs Python anyway; when several are in the middle of a page, the interpreter changes
    hands at each query, which cost a fifth of a busy server's processor time (benchmarks/search.md).
    """
    turn = threading.Lock()

    @wraps(work)
    def one_by_one(*args: P.args, **kwargs: P.kwargs) -> R:
        ours = turn.acquire(timeout=LONGEST_WAIT)
        try:
            return work(*args, **kwargs)
        finally:
            if ours:
                turn.release()

    return one_by_one
