"""SHA-256 without the megabytes of OpenSSL that ``hashlib`` brings along.

The standard library's ``random`` does the same; the digests are the same.
"""

try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # Python 3.12 and later
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]  # Python 3.11
    except ImportError:
        from hashlib import sha256


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in 64 hexadecimal digits."""
    return sha256(content).hexdigest()
