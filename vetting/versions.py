"""A rubric version is immutable once it has been used."""

from vetting.engine import Rubric, RubricError, load_rubric
from vetting.models import Assessment


def settled(rubric: Rubric) -> Rubric:
    """Return the rubric, or raise RubricError when its version was used with other contents.

    What a stored answer names by version must stay what it was, or no answer could be asked again.
    """
    used = (
        Assessment.objects.filter(rubric_version=rubric.version)
        .exclude(rubric_sha256=rubric.sha256)
        .order_by()
        .values_list("rubric_sha256", flat=True)
        .first()
    )
    if used is not None:
        raise RubricError(
            f"rubric {rubric.version} has been used with other contents: stored answers name "
            f"sha256 {used[:12]}, the files are {rubric.sha256[:12]}. Put the old files back, and "
            f"make the change in a new folder with a new version"
        )
    return rubric


def settled_rubric(version: str) -> Rubric:
    """Load a version to store answers under. Raises RubricError, also where it was changed."""
    return settled(load_rubric(version))
