"""Which rubric version is active, and that a version is immutable once it has been used."""

from django.core.cache import cache

from vetting.engine import DEFAULT_VERSION, Rubric, RubricError, load_rubric
from vetting.models import Assessment, RubricActivation

_REMEMBERED = "vetting.active_rubric"
_REMEMBERED_SECONDS = 60


def active_version() -> str:
    """The version that new texts are read under. One query."""
    newest = RubricActivation.objects.values_list("version", flat=True).first()
    return newest or DEFAULT_VERSION


def active_rubric() -> Rubric:
    """The rubric that new texts are read under. Raises RubricError when its files are gone."""
    return load_rubric(active_version())


def shown_rubric() -> Rubric:
    """The active rubric for pages that everybody may ask for; up to a minute behind an activation."""
    return load_rubric(cache.get_or_set(_REMEMBERED, active_version, _REMEMBERED_SECONDS))


def forget_shown() -> None:
    """Let pages look up the active version again."""
    cache.delete(_REMEMBERED)


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
    ) or (
        RubricActivation.objects.filter(version=rubric.version)
        .exclude(sha256=rubric.sha256)
        .values_list("sha256", flat=True)
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
