"""Seal everything again under the first of DATA_KEYS."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from directory.models import EvidenceDocument, Qualification, Revision
from directory.sealing import reseal
from directory.vault import SealedStorage

CHUNK = 200


class Command(BaseCommand):
    help = (
        "Seal numbers, documents and secrets of second factors again under the first of DATA_KEYS. "
        "Safe to run twice, and while the site runs. Afterwards the old keys can be taken out."
    )

    def handle(self, *args, **options) -> None:
        counts = {
            "numbers": self._papers(),
            "sent texts": self._revisions(),
            "second factors": self._second_factors(),
            "documents": self._documents(),
        }
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(f"Sealed under the first key: {told}.")

    def _papers(self) -> int:
        count = 0
        for key in list(Qualification.objects.values_list("pk", flat=True)):
            with transaction.atomic():
                paper = Qualification.objects.select_for_update().filter(pk=key).first()
                if paper is not None and paper.identifier:
                    paper.save(update_fields=["identifier"])
                    count += 1
        return count

    def _revisions(self) -> int:
        """The words of a revision stay what they are: only the seal on its numbers is new."""
        count = 0
        for revision in Revision.objects.only("content").iterator(chunk_size=CHUNK):
            numbered = [p for p in revision.content["qualifications"] if p["identifier"]]
            for paper in numbered:
                paper["identifier"] = reseal(paper["identifier"].encode()).decode()
            if numbered:
                Revision.objects.filter(pk=revision.pk).update(content=revision.content)
                count += 1
        return count

    def _second_factors(self) -> int:
        count = 0
        for factor in Authenticator.objects.iterator(chunk_size=CHUNK):
            sealed = [key for key in ("secret", "seed") if factor.data.get(key)]
            for key in sealed:
                factor.data[key] = reseal(factor.data[key].encode()).decode()
            if sealed:
                Authenticator.objects.filter(pk=factor.pk).update(data=factor.data)
                count += 1
        return count

    def _documents(self) -> int:
        names = list(EvidenceDocument.objects.exclude(file="").values_list("file", flat=True))
        storage = EvidenceDocument._meta.get_field("file").storage
        for name in names:
            if isinstance(storage, SealedStorage) and storage.exists(name):
                storage.rotate(name)
        return len(names)
