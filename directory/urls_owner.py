"""The owner's pages."""

urlpatterns: list = []
