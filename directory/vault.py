"""The store of documents: files that are sealed on disk and plain when they are opened."""

import os
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from directory.sealing import HEADER, reseal, seal, unseal


class SealedStorage(FileSystemStorage):
    """Seals what is saved. A file from before sealing is read as it is until `rotate_keys` seals it."""

    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, ContentFile(seal(content.read())))  # type: ignore[misc]
        except OSError:
            # what a full disk took of it
            Path(self.path(name)).unlink(missing_ok=True)
            raise

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("a sealed file is read whole or written anew")
        with super()._open(name, "rb") as file:  # type: ignore[misc]
            data = file.read()
        return ContentFile(unseal(data) if data.startswith(HEADER) else data, name=name)

    def rotate(self, name: str) -> None:
        """Seal a file again under the first key; it is never half written."""
        with super()._open(name, "rb") as file:  # type: ignore[misc]
            data = file.read()
        sealed = reseal(data) if data.startswith(HEADER) else seal(data)
        spare = super()._save(f"{name}.new", ContentFile(sealed))  # type: ignore[misc]
        os.replace(self.path(spare), self.path(name))
