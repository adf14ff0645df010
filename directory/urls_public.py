"""Public pages."""

urlpatterns: list = []
