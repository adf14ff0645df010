"""Addresses of the read API, under /api/v1/."""

from django.urls import path

from directory.api import log, suggestions, views

urlpatterns = [
    path("suggestions/", suggestions.SuggestionsView.as_view(), name="api-suggestions"),
    path("listings/", views.ListingsView.as_view(), name="api-listings"),
    path("listings/<uuid:listing_id>/", views.ListingView.as_view(), name="api-listing"),
    path(
        "listings/<uuid:listing_id>/verification/",
        views.VerificationView.as_view(),
        name="api-verification",
    ),
    path("log/", log.LogView.as_view(), name="api-log"),
    path("log/roots/", log.RootsView.as_view(), name="api-log-roots"),
]
