"""The one signal. Sent after commit for every event; it only hurries what a sweep would find."""

from django.dispatch import Signal

event_recorded = Signal()
"""Arguments: `event_id` (int), `kind` (str), `listing_id` (UUID or None), `revision_id` (int or None)."""
