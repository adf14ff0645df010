"""The steps of the listing form, in order."""

from directory.forms.approach import ApproachStep
from directory.forms.practice import PracticeStep
from directory.forms.services import ServicesStep
from directory.forms.step import Step
from directory.forms.training import TrainingStep
from directory.forms.where import WhereStep

STEPS: tuple[type[Step], ...] = (
    PracticeStep,
    WhereStep,
    ServicesStep,
    TrainingStep,
    ApproachStep,
)

CHECK = "check"
"""The last page: everything at once, and the button that sends it."""


def step_class(slug: str) -> type[Step]:
    """Raises KeyError for a step that there is not."""
    return {step.slug: step for step in STEPS}[slug]


def neighbors(slug: str) -> tuple[str, str]:
    """(slug of the step before or "", slug of the step after)."""
    order = [step.slug for step in STEPS] + [CHECK]
    at = order.index(slug)
    return (order[at - 1] if at else ""), (order[at + 1] if at + 1 < len(order) else "")
