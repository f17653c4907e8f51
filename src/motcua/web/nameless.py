"""Files of a request that are too large for memory: they lie on the disk without a name, so that
nothing of them is left when the request ends, or when the server is killed."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadHandler(FileUploadHandler):
    """Writes a file of a request into one that has no name from the beginning."""

    def new_file(self, *args: Any, **told: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **told)
        settings.UPLOADS.mkdir(parents=True, exist_ok=True)
        self.file = UploadedFile(
            tempfile.TemporaryFile(dir=settings.UPLOADS),  # noqa: SIM115 -- closed with the request
            self.file_name,
            self.content_type,
            0,
            self.charset,
            self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes."""
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Return the file, to be read from its beginning."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        """Let go of a file that did not come whole."""
        if hasattr(self, "file"):
            self.file.close()
