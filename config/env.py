"""Settings from the environment, read so that a mistake is one line that says what to do."""

import os
import re
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()


class SettingError(ImproperlyConfigured):
    """A setting is missing or cannot be used; the message names it and says what to do."""


def read(parser: Callable[..., Any], name: str, default: Any, *, example: str) -> Any:
    """The value of `name` through an environs parser; an empty one counts as not set.

    Raises SettingError on a malformed value.
    """
    if os.environ.get(name) == "":
        del os.environ[name]
    try:
        return parser(name, default)
    except EnvError as error:
        raise SettingError(f"{name} is not valid. Write it like {name}={example}") from error


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the contents of the file that `name`_FILE points to.

    Raises SettingError when that file cannot be read.
    """
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, "") or default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(
            f"{name}_FILE points to {path}, which cannot be read ({error.strerror})."
        ) from error


def site_url(default: str) -> str:
    """The public address, without a slash at its end. Raises SettingError on anything else."""
    value = text("SITE_URL", default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingError(
            "SITE_URL is not a web address. Write it like SITE_URL=https://example.org"
        )
    return value


def contact_address(name: str) -> str:
    """An address people write to, as mailto: or https:; empty when unset. Raises SettingError."""
    value = text(name)
    if value and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://\S+)", value):
        raise SettingError(f"{name} is not valid. Write it like {name}=mailto:security@example.org")
    return value


def tile_server(name: str) -> str:
    """The address of a server of map tiles with {z}, {x} and {y}. Raises SettingError."""
    value = text(name)
    parts = urlsplit(value)
    whole = parts.scheme == "https" and parts.hostname and "{" not in parts.netloc
    if value and not (whole and all(part in value for part in ("{z}", "{x}", "{y}"))):
        raise SettingError(
            f"{name} is not valid. Write it like {name}=https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    return value


def mail_server(name: str, default: str) -> dict[str, Any]:
    """Django's EMAIL_ settings from an address like submission://user:password@host:587.

    Raises SettingError on a kind of address that is not known, or without a host.
    """
    example = "submission://user:password@mail.example.org:587"
    server = read(env.dj_email_url, name, default, example=example)
    backend = server.get("EMAIL_BACKEND", "")
    if not backend or (backend.endswith("smtp.EmailBackend") and not server["EMAIL_HOST"]):
        raise SettingError(f"{name} is not valid. Write it like {name}={example}")
    if server["EMAIL_FILE_PATH"]:
        server["EMAIL_FILE_PATH"] = f"/{server['EMAIL_FILE_PATH'].lstrip('/')}"
    return server


def writable_folder(name: str, path: Path) -> Path:
    """Make the folder if it is missing. Raises SettingError when nothing can be written there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written ({error.strerror}). "
            f"Give yourself the right to write there, or set {name} to another folder."
        ) from error
    return path


def kept_secret(path: Path) -> str:
    """A random secret, made once and kept in a file that only its owner may read.

    Two processes that start together end up with the same one: the file appears whole or not at all.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    path.chmod(0o600)
    value = path.read_text(encoding="ascii").strip()
    if len(value) < 50:
        raise SettingError(f"{path} holds no usable key. Delete it, and a new one is made.")
    return value


def shared_secret(name: str, path: Path, *, alone: bool) -> str:
    """The secret `name`, or the kept one at `path` when one process runs `alone`.

    Raises SettingError when several processes must share it and it is not set, or is too short.
    """
    value = text(name)
    if not value:
        if alone:
            return kept_secret(path)
        raise SettingError(
            f"{name} is missing. Several processes must share one: set {name} or {name}_FILE "
            "to at least 50 random characters."
        )
    return value
