"""What a browser may do with a page, and what is said while the database is away."""

import errno
import gzip
import os

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import factories
from tests.codes import answered


def policy_of(response: HttpResponse) -> dict[str, set[str]]:
    directives = {}
    for part in response["Content-Security-Policy"].split(";"):
        name, *sources = part.split()
        directives[name] = set(sources)
    return directives


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/v1/schema/", "/not-there/"])
def test_public_pages_load_from_here_only(client: Client, path: str) -> None:
    response = client.get(path)
    assert policy_of(response) == {
        "default-src": {"'self'"},
        "base-uri": {"'none'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
        "object-src": {"'none'"},
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=(self)" in response["Permissions-Policy"]


def test_a_file_of_ours_opened_by_itself_has_the_strict_policy(rf, settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    files = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    response = files(rf.get("/static/mark.svg"))
    list(response)
    assert response.status_code == 200
    assert policy_of(response)["default-src"] == {"'self'"}
    assert policy_of(response)["frame-ancestors"] == {"'none'"}
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=(self)" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_the_looser_policy_stays_on_its_path(admin_client: Client) -> None:
    admin = answered(admin_client, second_factor=True)
    strict = policy_of(admin.get("/"))
    docs = policy_of(admin.get("/api/v1/docs/"))
    for path in ("/admin/", "/admin/directory/listing/", "/admin/auth/user/add/"):
        assert policy_of(admin.get(path)) == strict, path
    loosened = {"style-src": {"'self'", "'unsafe-inline'"}, "img-src": {"'self'", "data:"}}
    assert docs == strict | loosened


@pytest.mark.django_db
def test_admin_login_is_the_sites_own(client: Client) -> None:
    answer = client.get("/admin/login/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.django_db
def test_other_sites_may_read_the_api_but_not_write(client: Client) -> None:
    origin = {"HTTP_ORIGIN": "https://elsewhere.example"}
    assert client.get("/api/v1/schema/", **origin)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/", **origin)
    asked = client.options("/api/v1/schema/", HTTP_ACCESS_CONTROL_REQUEST_METHOD="DELETE", **origin)
    assert "DELETE" not in asked["Access-Control-Allow-Methods"]


@pytest.mark.django_db
def test_stale_form_is_answered_in_our_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "templates/403_csrf.html" in str(answer.templates[0].origin)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "kind"),
    [("/accounts/password/reset/", "text/html"), ("/api/v1/listings/", "application/problem+json")],
)
def test_busy_database_says_when_to_come_back(client: Client, path: str, kind: str) -> None:
    def locked(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(locked):
        if kind == "text/html":
            answer = client.post(path, {"email": "someone@example.org"})
        else:
            answer = client.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.django_db
def test_a_session_that_cannot_be_stored_is_an_outage_and_no_fault(
    client: Client, monkeypatch
) -> None:
    def full(self, must_create: bool = False) -> None:
        raise OperationalError("database or disk is full")

    user = factories.make_user()
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", full)
    client.raise_request_exception = False
    answer = client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.django_db
def test_a_full_disk_says_when_to_come_back_and_other_mistakes_are_mistakes(
    client: Client, monkeypatch
) -> None:
    client.raise_request_exception = False
    for error, status in ((errno.ENOSPC, 503), (errno.EACCES, 500)):

        def fail(*args, error=error, **kwargs):
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr("directory.views.public.render", fail)
        assert client.get("/").status_code == status


@pytest.mark.django_db
def test_pages_travel_compressed_to_those_who_can_read_that(client: Client) -> None:
    plain = client.get("/what-mld-is/")
    packed = client.get("/what-mld-is/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
