"""The site's settings for tests: everything that is written goes to a folder of this process alone."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="truemld-tests-"))
(_FOLDER / "static").mkdir()
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

# Set before the settings are read, so that neither a developer's .env nor var/ is touched.
os.environ.update(
    VAR_DIR=str(_FOLDER),
    SECRET_KEY="a key for tests only, long enough to satisfy every check of it",
    DATA_KEYS="a key for the documents of tests only, as long as it has to be",
    FINGERPRINT_KEY="a key for the fingerprints of tests only, as long as it has to be",
    SITE_URL="http://127.0.0.1:8000",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DEBUG="0",
    DEMO="0",
    EMAIL_URL="",
    LOG_LEVEL="WARNING",
    # a worker started by one test must not take the jobs of another process's tests
    REDIS_PREFIX=f"truemld-tests-{os.getpid()}:",
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_FOLDER / 'unused.sqlite3'}")
os.environ.setdefault("REDIS_URL", "")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads that write at the same time are part of what is tested.
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PROOF_BITS = 6
PROOF_WAIT = 0
# a draw by chance has no place in tests that do not ask for it
SECOND_READING_SHARE = 0.0
# files are looked up when asked for: otherwise each client of each test would first walk them all
WHITENOISE_AUTOREFRESH = True
