"""Price bands: what an hour costs, in the listing's own currency.

No rates of exchange: they would move listings from band to band while nobody changed a price. So
only currencies whose unit buys roughly alike are put in bands; the others have none.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from directory.content import ServiceContent

CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "CAD", "AUD"})
LOW, HIGH = Decimal(60), Decimal(100)
"""An hour costs up to LOW, up to HIGH, or more: bands 1, 2 and 3."""

BANDS = {
    "1": _("Up to 60 an hour"),
    "2": _("60 to 100 an hour"),
    "3": _("Over 100 an hour"),
}
"""Code to words. "An hour" is the cheapest service's price for 60 minutes."""


def band_of(services: Sequence[ServiceContent]) -> int | None:
    """The band of the cheapest hour on the menu; None where no price, duration or currency says."""
    hours = [
        Decimal(service.price) * 60 / service.duration_minutes
        for service in services
        if service.price and service.duration_minutes and service.currency in CURRENCIES
    ]
    if not hours:
        return None
    least = min(hours)
    if least <= LOW:
        return 1
    return 2 if least <= HIGH else 3
