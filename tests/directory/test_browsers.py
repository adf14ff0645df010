"""What the list of sessions calls a browser."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) "
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("introduction", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Firefox on Linux",
        ),
        (f"{WINDOWS}{WEBKIT}Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS}{WEBKIT}Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows"),
        (f"{WINDOWS}{WEBKIT}Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera on Windows"),
        (f"{MAC}{SAFARI}", "Safari on macOS"),
        (f"{IPHONE}Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE}FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (f"{IPHONE}CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{PHONE}{WEBKIT}Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Haiku) Gecko/20100101 Firefox/133.0", "Firefox"),
        ("Lynx/2.9 libwww-FM/2.14", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_session_is_called_by_browser_and_system(introduction, words):
    user = factories.make_user()
    client = Client(headers={"user-agent": introduction})
    client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert f'<td data-head="Browser">{words}</td>' in page
    assert not introduction or introduction not in page
