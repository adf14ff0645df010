"""Public pages."""

from django.urls import path

from directory.views import alert, contact, elsewhere, log, pages, public

urlpatterns = [
    path("", public.home, name="home"),
    path("practitioners/", public.results, name="results"),
    path("alert/", alert.alert, name="alert"),
    path("alert/asked/", alert.alert_asked, name="alert_asked"),
    path("alert/confirm/<str:token>/", alert.alert_confirm, name="alert_confirm"),
    path("alert/stop/<str:token>/", alert.alert_stop, name="alert_stop"),
    path("practitioners/<uuid:listing_id>/", public.listing, name="listing"),
    path("practitioners/<uuid:listing_id>/sheet/", public.sheet, name="sheet"),
    path("practitioners/<uuid:listing_id>/contact/", contact.contact, name="contact"),
    path(
        "practitioners/<uuid:listing_id>/contact/sent/", contact.contact_sent, name="contact_sent"
    ),
    path(
        "practitioners/<uuid:listing_id>/picture.png",
        elsewhere.listing_picture,
        name="listing_picture",
    ),
    path("badge/<uuid:listing_id>.svg", elsewhere.badge, name="badge"),
    path("embed/search/", elsewhere.search_widget, name="search_widget"),
    path("picture.png", elsewhere.site_picture, name="site_picture"),
    path("for-websites/", elsewhere.for_websites, name="for_websites"),
    path("about/", pages.page("pages/about.html"), name="about"),
    path("ordering/", pages.page("pages/ordering.html"), name="ordering"),
    path("log/", log.log, name="log"),
    path("privacy/", pages.page("pages/privacy.html"), name="privacy"),
    path("accessibility/", pages.page("pages/accessibility.html"), name="accessibility"),
]
