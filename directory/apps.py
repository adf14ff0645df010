from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import receivers, reference, roles, second_factor

        self.receivers = (receivers, roles, second_factor)
        post_migrate.connect(reference.sync_vocabulary, sender=self)
