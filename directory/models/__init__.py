from directory.models.alert import SearchAlert
from directory.models.chain import ChainHead
from directory.models.counts import DailyCount
from directory.models.delegate import Delegate
from directory.models.document import EvidenceDocument, document_path
from directory.models.event import Event
from directory.models.listing import HealthcareService, Listing, Location
from directory.models.log import DailyRoot, LogEntry
from directory.models.outgoing import OutgoingMail
from directory.models.parked import JobTrouble
from directory.models.photo import Photo
from directory.models.practitioner import Practitioner
from directory.models.qualification import Course, Qualification
from directory.models.revision import PublicEntry, Revision
from directory.models.vocabulary import Term
from directory.models.website import WebsiteCheck

__all__ = [
    "ChainHead",
    "Course",
    "DailyCount",
    "DailyRoot",
    "Delegate",
    "Event",
    "EvidenceDocument",
    "HealthcareService",
    "JobTrouble",
    "Listing",
    "Location",
    "LogEntry",
    "OutgoingMail",
    "Photo",
    "Practitioner",
    "PublicEntry",
    "Qualification",
    "Revision",
    "SearchAlert",
    "Term",
    "WebsiteCheck",
    "document_path",
]
