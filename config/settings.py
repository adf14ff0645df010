"""Every setting of the site, from the environment (see .env.example) and closed by default.

Nothing set: one process on SQLite, for one machine. DATABASE_URL, REDIS_URL and SITE_URL set: the
same code behind a proxy, with workers beside it.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from config.accounts import *  # noqa: F403
from config.background import *  # noqa: F403
from config.background import VISIBILITY_SECONDS
from config.env import (
    contact_address,
    env,
    mail_server,
    read,
    shared_secret,
    site_url,
    text,
    tile_server,
    writable_folder,
)
from config.policies import PERMISSIONS_POLICY as PERMISSIONS_POLICY
from config.policies import STRICT_POLICY, guard_static, with_tiles

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = read(env.bool, "DEBUG", False, example="1")
DEMO = read(env.bool, "DEMO", False, example="1")
LOG_LEVEL = text("LOG_LEVEL", "INFO").upper()
VAR_DIR = writable_folder("VAR_DIR", Path(text("VAR_DIR", str(BASE_DIR / "var"))).absolute())

SITE_NAME = "True MLD"
SECURITY_CONTACT = contact_address("SECURITY_CONTACT")
"""Where weaknesses are reported, a mailto: or https: address; empty: /.well-known/security.txt is 404."""
SITE_URL = site_url(f"http://127.0.0.1:{text('PORT', '8000')}")
HTTPS = SITE_URL.startswith("https://")
REDIS_URL = text("REDIS_URL")
REDIS_PREFIX = text("REDIS_PREFIX", "truemld:")
EMBEDDED = not REDIS_URL
"""Whether background jobs run as threads of the one web process."""

SECRET_KEY = shared_secret("SECRET_KEY", VAR_DIR / "secret_key", alone=EMBEDDED)
DATA_KEYS = shared_secret("DATA_KEYS", VAR_DIR / "data_key", alone=EMBEDDED).split(",")
"""What documents and numbers are sealed with; the first seals, all open (directory/sealing.py)."""
FINGERPRINT_KEY = shared_secret("FINGERPRINT_KEY", VAR_DIR / "fingerprint_key", alone=EMBEDDED)

ALLOWED_HOSTS = read(
    env.list, "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], example="example.org"
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config.apps.SiteConfig",
    "directory",
    "vetting",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.apps.SiteStaticFilesConfig",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_countries",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # pads its answers by random lengths, so that sizes tell nothing of secrets in them
    "django.middleware.gzip.GZipMiddleware",
    "config.policies.PolicyMiddleware",
    "config.policies.PathPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "config.languages.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "directory.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.second_factor.SecondFactorMiddleware",
    "config.outage.OutageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Storage

DATABASES = {
    "default": read(
        env.dj_db_url,
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'truemld.sqlite3'}",
        example="postgres://user:password@host:5432/truemld",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Django's defaults lose nearly every one of many writers to "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # mapped (as much as SQLite maps by default at most), a page of the file is read without a
        # call of the system: the rows of a results page then take two thirds of the time
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=2147418112;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # as long as a writer waits on SQLite; then the page says when to come back
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c lock_timeout=20s")
# opening a connection takes longer than a search, on SQLite too
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES: dict[str, dict[str, Any]]
if EMBEDDED:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # limits are kept here: Django's 300 entries would be forgotten with some hundred visitors
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.RedisOrLocalCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": REDIS_PREFIX + "cache",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }

STATIC_URL = "static/"
STATIC_ROOT = Path(text("STATIC_DIR", str(VAR_DIR / "static"))).absolute()
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ADD_HEADERS_FUNCTION = guard_static
# packed pictures and fonts do not shrink; maps are read by debuggers only
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "png",
    "jpg",
    "webp",
    "avif",
    "gif",
    "woff2",
    "zip",
    "gz",
    "map",
)
CLAMD = text("CLAMD")
MEDIA_ROOT = VAR_DIR / "media"
DOCUMENTS_DIR = VAR_DIR / "documents"
"""Evidence documents: private, never served by address, only through a view that checks rights."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": "directory.vault.SealedStorage",
        "OPTIONS": {
            "location": DOCUMENTS_DIR,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "photos": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "photos", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Accounts

ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
PROXIES = read(env.int, "PROXIES", 1 if HTTPS else 0, example="1")
"""How many proxies of ours stand in front; says which X-Forwarded-For entry is the visitor."""
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Mail

DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
_mail = mail_server("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or None
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"] or (587 if _mail["EMAIL_USE_TLS"] else 25)
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]

# Background jobs

CELERY_BROKER_URL = REDIS_URL or "memory://localhost//"
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.1}
    if EMBEDDED
    else {
        "global_keyprefix": REDIS_PREFIX,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "visibility_timeout": VISIBILITY_SECONDS,
    }
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat_schedule")

WEBSITE_CHECKS = read(env.bool, "WEBSITE_CHECKS", HTTPS, example="1")
"""Whether the websites of listings are asked if they still answer; off where nobody is served yet."""

# Share of verifications that a second moderator reads without seeing the first answer; of "not
# verified" every one is.
SECOND_READING_SHARE = 0.05

# What a browser may do with our pages

CSRF_FAILURE_VIEW = "config.outage.stale_form"

MAP_TILE_URL = tile_server("MAP_TILE_URL")
"""Street tiles for the map, like https://tiles.example.org/{z}/{x}/{y}.png; empty: no request leaves."""
MAP_TILE_ATTRIBUTION = text("MAP_TILE_ATTRIBUTION")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": with_tiles(STRICT_POLICY, MAP_TILE_URL)}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["directory.api.parsers.BoundedJSONParser"],
    "EXCEPTION_HANDLER": "directory.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "240/min", "user": "600/min", "vet": "30/min"},
    "NUM_PROXIES": PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": "Listings of practitioners of manual lymphatic drainage, and how each was vetted.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_URLS_REGEX = r"^/api/v1/.*$"

# Logs: lines on standard output. No query strings and no words of errors: what a patient searched for
# or somebody typed stays with them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.line"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "stream": "ext://sys.stdout",
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # the development server's own lines hold the whole request, query string included
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
        "celery": {"level": "WARNING"},
    },
}
