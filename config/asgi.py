"""The ASGI application, for servers that speak ASGI; the documented server is WSGI (serve.py)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
