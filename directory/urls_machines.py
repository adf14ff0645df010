"""What machines read of the directory: one address each, whatever the language of the pages."""

from django.urls import path

from directory.views import elsewhere, log, pages, photo

urlpatterns = [
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("log/feed.atom", log.feed, name="log_feed"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", elsewhere.security_txt, name="security_txt"),
    path("photos/<uuid:photo_id>/<str:name>", photo.photo, name="photo"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
