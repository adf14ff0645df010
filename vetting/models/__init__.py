from vetting.models.assessment import Assessment
from vetting.models.case import Decision, ReviewCase
from vetting.models.check import Check
from vetting.models.organization import (
    Invitation,
    InvitationList,
    Organization,
    Seat,
    WantsNoInvitations,
)

__all__ = [
    "Assessment",
    "Check",
    "Decision",
    "Invitation",
    "InvitationList",
    "Organization",
    "ReviewCase",
    "Seat",
    "WantsNoInvitations",
]
