from directory.models.document import EvidenceDocument, document_path
from directory.models.event import Event
from directory.models.listing import HealthcareService, Listing, Location
from directory.models.outgoing import OutgoingMail
from directory.models.practitioner import Practitioner
from directory.models.qualification import Course, Qualification
from directory.models.revision import PublicEntry, Revision
from directory.models.vocabulary import Term

__all__ = [
    "Course",
    "Event",
    "EvidenceDocument",
    "HealthcareService",
    "Listing",
    "Location",
    "OutgoingMail",
    "Practitioner",
    "PublicEntry",
    "Qualification",
    "Revision",
    "Term",
    "document_path",
]
