from vetting.models.assessment import Assessment
from vetting.models.case import Decision, ReviewCase
from vetting.models.check import Check

__all__ = ["Assessment", "Check", "Decision", "ReviewCase"]
