"""Public pages."""

from django.urls import path

from directory.views import contact, pages, public

urlpatterns = [
    path("", public.home, name="home"),
    path("practitioners/", public.results, name="results"),
    path("practitioners/<uuid:listing_id>/", public.listing, name="listing"),
    path("practitioners/<uuid:listing_id>/contact/", contact.contact, name="contact"),
    path(
        "practitioners/<uuid:listing_id>/contact/sent/", contact.contact_sent, name="contact_sent"
    ),
    path("what-mld-is/", pages.page("vetting/what_is_mld.html"), name="what_is_mld"),
    path("about/", pages.page("pages/about.html"), name="about"),
    path("ordering/", pages.page("pages/ordering.html"), name="ordering"),
    path("privacy/", pages.page("pages/privacy.html"), name="privacy"),
    path("accessibility/", pages.page("pages/accessibility.html"), name="accessibility"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
