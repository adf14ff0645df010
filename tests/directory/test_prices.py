"""What an hour costs decides the band, in the currency of the listing."""

import pytest

from directory.content import ServiceContent
from directory.prices import band_of


def service(price: str | None, minutes: int | None = 60, currency: str = "EUR") -> ServiceContent:
    return ServiceContent(
        name="MLD",
        method="",
        description="",
        duration_minutes=minutes,
        price=price,
        currency=currency,
        conditions=(),
    )


@pytest.mark.parametrize(
    ("services", "band"),
    [
        ([], None),
        ([service("60")], 1),
        ([service("60.01")], 2),
        ([service("100")], 2),
        ([service("100.01")], 3),
        ([service("45", 30)], 2),
        ([service("90", 90)], 1),
        ([service("120"), service("50", 60)], 1),
        ([service("50", None)], None),
        ([service(None)], None),
        ([service("200", 60, "BRL")], None),
        ([service("200", 60, "BRL"), service("80", 60, "USD")], 2),
    ],
)
def test_the_cheapest_hour_decides(services, band) -> None:
    assert band_of(services) == band
