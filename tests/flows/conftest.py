from tests.jobs import eventually, jobs

__all__ = ["eventually", "jobs"]
