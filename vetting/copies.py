"""The passages of a case that stand in an earlier listing of somebody else, as its page shows them."""

import uuid
from dataclasses import dataclass

from directory.publishing import ListingContent, public_name
from vetting.models import Assessment, ReviewCase


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An earlier listing with most of the same wording, and the shared passages.

    `case_id` is its newest case, None where it has none any more; `public` says whether its page is.
    """

    listing_id: uuid.UUID
    case_id: int | None
    name: str
    public: bool
    similarity: int
    quotes: tuple[tuple[str, str], ...]


def copies_of(assessment: Assessment, content: ListingContent) -> tuple[Copy, ...]:
    """What an answer was given to know of near-duplicates. No query where there are none."""
    if not assessment.duplicates:
        return ()
    listings = [uuid.UUID(one["listing"]) for one in assessment.duplicates]
    cases: dict[uuid.UUID, ReviewCase] = {}
    for case in ReviewCase.objects.filter(listing_id__in=listings).order_by("-pk"):
        cases.setdefault(case.listing_id, case)
    passages = {passage.name: passage for passage in content.passages()}
    return tuple(
        Copy(
            listing_id=listing_id,
            case_id=cases[listing_id].pk if listing_id in cases else None,
            name=cases[listing_id].name if listing_id in cases else "A listing that is gone",
            public=public_name(listing_id) is not None,
            similarity=one["similarity"],
            quotes=tuple(
                (
                    passages[span["field"]].label,
                    passages[span["field"]].text[span["start"] : span["end"]],
                )
                for span in one["passages"]
            ),
        )
        for listing_id, one in zip(listings, assessment.duplicates, strict=True)
    )
