from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VettingConfig(AppConfig):
    name = "vetting"

    def ready(self) -> None:
        from directory.publishing import offer
        from vetting import advising, receivers, reference

        self.receivers = receivers
        offer(advising.advise)
        post_migrate.connect(reference.sync_courses, sender=self)
        post_migrate.connect(reference.sync_roles, sender=self)
