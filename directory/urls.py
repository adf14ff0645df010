"""Every address of the directory: public pages, then the owner's."""

from directory import urls_owner, urls_public

urlpatterns = [*urls_public.urlpatterns, *urls_owner.urlpatterns]
