"""Every address of the site."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import health
from directory import accounts

# The admin's log-in is the site's own: confirmed e-mail and limits on wrong passwords hold there too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_title = admin.site.site_header = f"{settings.SITE_NAME} moderation"
admin.site.index_title = "All records"
# the index and the crumbs lead everywhere; a second list of everything beside each page does not
admin.site.enable_nav_sidebar = False
_admin_view = admin.site.admin_view


@wraps(_admin_view)
def admin_view(view: Any, cacheable: bool = False) -> Any:
    """The admin takes any method for GET; here it takes those that it means."""
    return require_http_methods(["GET", "HEAD", "POST"])(_admin_view(view, cacheable))


admin.site.admin_view = admin_view  # type: ignore[method-assign]

api_v1: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="api-docs"), name="api"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("", include("directory.api.urls")),
    path("", include("vetting.api.urls")),
]

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api_v1)),
    path("", include("vetting.urls_machines")),
    path("", include("directory.urls_machines")),
    # pages for people: English as they stand, other languages under /de/ and so on
    *i18n_patterns(
        # first, because the searches are asked for most, and addresses are tried one after the other
        path("", include("directory.urls")),
        # before the library's own: that log-in answers too many wrong passwords with 200, that sign-up
        # can end between an account and its address
        path("accounts/login/", accounts.login, name="account_login"),
        path("accounts/signup/", accounts.signup, name="account_signup"),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        path("accounts/sessions/", include("allauth.usersessions.urls")),
        path("", include("vetting.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "directory.views.pages.bad_request"
handler403 = "directory.views.pages.permission_denied"
handler404 = "directory.views.pages.not_found"
handler429 = "directory.views.pages.too_many_requests"
handler500 = "config.outage.server_error"
