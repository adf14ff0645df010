"""Settings fail closed, and a mistake is one line that says what to do."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = "from django.conf import settings as s;print(repr({name: getattr(s, name) for name in %r}))"


def run_python(
    *arguments: str, environment: dict[str, str], timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """A fresh Python in the checkout with only these variables, so that nothing of ours leaks in."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def values(*names: str, **environment: str) -> dict[str, object]:
    """The named settings under that environment."""
    result = run_python("-c", SHOW % (names,), environment=environment)
    assert result.returncode == 0, result.stderr
    return eval(result.stdout)


def refusal(**environment: str) -> str:
    """What `manage.py check` says under an environment that it must refuse."""
    result = run_python("manage.py", "check", environment=environment)
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_nothing_set_is_closed_and_local(tmp_path: Path) -> None:
    found = values(
        "DEBUG", "DEMO", "ALLOWED_HOSTS", "EMBEDDED", "CELERY_BROKER_URL", VAR_DIR=str(tmp_path)
    )
    assert found == {
        "DEBUG": False,
        "DEMO": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "EMBEDDED": True,
        "CELERY_BROKER_URL": "memory://localhost//",
    }


def test_secret_key_is_random_private_and_kept(tmp_path: Path) -> None:
    first = values("SECRET_KEY", VAR_DIR=str(tmp_path / "a"))["SECRET_KEY"]
    again = values("SECRET_KEY", VAR_DIR=str(tmp_path / "a"))["SECRET_KEY"]
    other = values("SECRET_KEY", VAR_DIR=str(tmp_path / "b"))["SECRET_KEY"]
    assert first == again != other
    assert len(str(first)) >= 50
    assert stat.S_IMODE((tmp_path / "a" / "secret_key").stat().st_mode) == 0o600
    kept = {path.name for path in (tmp_path / "a").iterdir()}
    assert kept == {"secret_key", "data_key", "fingerprint_key"}


def test_secret_key_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    found = values("SECRET_KEY", VAR_DIR=str(tmp_path), SECRET_KEY_FILE=str(tmp_path / "key"))
    assert found == {"SECRET_KEY": "from a file"}


def test_several_processes_need_a_shared_key(tmp_path: Path) -> None:
    assert "set SECRET_KEY" in refusal(VAR_DIR=str(tmp_path), REDIS_URL="redis://127.0.0.1/0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "https://example.org/path"),
        ("SECURITY_CONTACT", "security@example.org"),
        ("MAP_TILE_URL", "http://tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILE_URL", "https://tiles.example/map.png"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("PROXIES", "some"),
        ("SECRET_KEY_FILE", "/does/not/exist"),
    ],
)
def test_malformed_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in refusal(**{"VAR_DIR": str(tmp_path), name: value})


def test_unwritable_folder_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    answer = refusal(VAR_DIR=str(blocked))
    assert str(blocked) in answer
    assert "VAR_DIR" in answer


def test_https_address_switches_the_protection_of_cookies_on(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "PROXIES")
    assert values(*names, VAR_DIR=str(tmp_path), SITE_URL="https://example.org") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "PROXIES": 1,
    }


def test_plain_text_address_keeps_local_logins_working(tmp_path: Path) -> None:
    found = values("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", VAR_DIR=str(tmp_path))
    assert found == {"SESSION_COOKIE_SECURE": False, "SECURE_SSL_REDIRECT": False}


def test_redis_serves_queue_and_cache(tmp_path: Path) -> None:
    found = values(
        "CELERY_BROKER_URL",
        "EMBEDDED",
        VAR_DIR=str(tmp_path),
        REDIS_URL="redis://127.0.0.1:6379/3",
        SECRET_KEY="k" * 60,
        DATA_KEYS="d" * 60,
        FINGERPRINT_KEY="f" * 60,
    )
    assert found == {"CELERY_BROKER_URL": "redis://127.0.0.1:6379/3", "EMBEDDED": False}


def test_deploy_check_is_silent_under_production_settings(tmp_path: Path) -> None:
    production = {
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "".join(chr(33 + i) for i in range(80)),
        "SITE_URL": "https://example.org",
        "ALLOWED_HOSTS": "example.org",
        "EMAIL_URL": "submission://user:password@mail.example.org:587",
        "SECURITY_CONTACT": "mailto:security@example.org",
    }
    command = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert run_python(*command, environment=production).returncode == 0
    for name in ("SITE_URL", "EMAIL_URL", "SECURITY_CONTACT"):
        lacking = {key: value for key, value in production.items() if key != name}
        result = run_python(*command, environment=lacking)
        assert result.returncode != 0
        assert name in result.stderr
    result = run_python(*command, environment=production | {"DEMO": "1"})
    assert "DEMO is on" in result.stderr


def test_a_tile_server_is_let_in_for_pictures_alone(tmp_path: Path) -> None:
    (policy,) = values(
        "CONTENT_SECURITY_POLICY",
        VAR_DIR=str(tmp_path),
        MAP_TILE_URL="https://tiles.example/{z}/{x}/{y}.png",
    ).values()
    directives = policy["DIRECTIVES"]
    assert directives["img-src"] == ["'self'", "https://tiles.example"]
    assert directives["default-src"] == ["'self'"]
