"""Which site shows the search form in a frame: the host that its snippet names.

The host goes into a header, where a space, a semicolon or an asterisk would say something else. So a
host is letters, digits, hyphens and dots in the order of RFC 1123, with a port or without, or nothing.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_HOST = 253
"""Characters of a name in the DNS (RFC 1035, 2.3.4), dots included."""
LAST_PORT = 65535
HTTPS_PORT = 443

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# a last part of digits alone would be an address, which a policy cannot name
_HOST = re.compile(
    rf"((?:{_LABEL}\.)+(?=[0-9-]*[a-z]){_LABEL})(?::([1-9][0-9]{{0,4}}))?", re.ASCII | re.IGNORECASE
)


def is_host(text: str) -> bool:
    """Whether this is the name of a host in ASCII, perhaps with a port, and nothing else."""
    found = _HOST.fullmatch(text)
    if not found:
        return False
    name, port = found.groups()
    return len(name) <= LONGEST_HOST and (port is None or int(port) <= LAST_PORT)


def host_of(typed: str) -> str:
    """The host of an address as people type or paste it, names of other scripts in Punycode.

    Raises ValidationError with a sentence that says what to type.
    """
    address = unicodedata.normalize("NFKC", typed).strip()
    # the standard library would drop line ends in silence
    if " " in address or not address.isprintable():
        raise _refused()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _refused() from error
    if parts.scheme == "http":
        raise ValidationError(
            _(
                "This address begins with http. The form is shown only on pages whose address begins "
                "with https."
            )
        )
    if parts.scheme != "https" or "@" in parts.netloc:
        raise _refused()
    name = ".".join(map(_in_ascii, (parts.hostname or "").removesuffix(".").split(".")))
    host = name if port in (None, HTTPS_PORT) else f"{name}:{port}"
    if not is_host(host):
        raise _refused()
    return host


def _in_ascii(label: str) -> str:
    """As browsers ask for it. Python's own codec would take "ß" for "ss", which is another name."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _refused() -> ValidationError:
    return ValidationError(
        _("This is not the address of a website. Type it like www.charity.example.")
    )
