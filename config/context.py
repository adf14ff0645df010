"""What every template knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from directory.languages import languages_of


def site(request: HttpRequest) -> dict[str, Any]:
    """SITE_NAME, SITE_URL and DEMO in lower case, whom the map's tiles are from, this page in all languages."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
        "site_languages": languages_of(request),
    }
