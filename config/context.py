"""What every template knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """SITE_NAME, SITE_URL and DEMO under the same names in lower case, and whom the map's tiles are from."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
    }


def environment_label(request: HttpRequest) -> list[str] | None:
    """The admin's corner label: words and a color of the theme; None hides it."""
    return ["Demo data", "warning"] if settings.DEMO else None
