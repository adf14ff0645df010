from vetting.models.assessment import Assessment
from vetting.models.case import Appeal, Decision, ReviewCase, SecondReading
from vetting.models.check import Check
from vetting.models.desk import ContactLog, ModeratorInterest
from vetting.models.organization import (
    Invitation,
    InvitationList,
    Organization,
    Seat,
    WantsNoInvitations,
)
from vetting.models.report import Report

__all__ = [
    "Appeal",
    "Assessment",
    "Check",
    "ContactLog",
    "Decision",
    "Invitation",
    "InvitationList",
    "ModeratorInterest",
    "Organization",
    "Report",
    "ReviewCase",
    "Seat",
    "SecondReading",
    "WantsNoInvitations",
]
