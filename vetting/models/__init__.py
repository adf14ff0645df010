from vetting.models.activation import RubricActivation
from vetting.models.assessment import Assessment
from vetting.models.band_key import BandKey
from vetting.models.case import Appeal, Decision, ReviewCase, SecondReading
from vetting.models.certificate import CertificateQuestion, IssuedCertificate
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
from vetting.models.text_runs import TextRuns

__all__ = [
    "Appeal",
    "Assessment",
    "BandKey",
    "CertificateQuestion",
    "Check",
    "ContactLog",
    "Decision",
    "Invitation",
    "InvitationList",
    "IssuedCertificate",
    "ModeratorInterest",
    "Organization",
    "Report",
    "ReviewCase",
    "RubricActivation",
    "Seat",
    "SecondReading",
    "TextRuns",
    "WantsNoInvitations",
]
