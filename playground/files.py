"""The files that people and the bot send: kept in memory, found by file_id or by path.

No thumbnails are made, and of images only the size is read (PNG and JPEG).
"""

import mimetypes
import struct
from dataclasses import dataclass

from playground.errors import (
    FILE_EMPTY,
    FILE_ID_INVALID,
    FILE_TOO_BIG,
    IMAGE_DIMENSIONS,
    NOT_AN_IMAGE,
    bad_request,
)

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes with a request."""

    name: str
    data: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that Telegram keeps; `path` is where the bot may download it."""

    file_id: str
    unique_id: str
    name: str
    data: bytes
    mime_type: str
    path: str

    def wire(self) -> dict[str, object]:
        """What every kind of attachment says of its file."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """Every file sent in this toy, by file_id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, folder: str, name: str, data: bytes, mime_type: str = "") -> StoredFile:
        """Stores a file under a new id and path; `folder` is the kind's, such as "documents"."""
        if not data:
            raise bad_request(FILE_EMPTY)
        number = len(self._by_id)
        guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{folder}/file_{number}.{suffix}"
        file = StoredFile(f"TOY{folder}{number:06d}", f"U{number:06d}", name, data, guessed, path)
        self._by_id[file.file_id] = self._by_path[path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file of that id, or None."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file at that path, or None."""
        return self._by_path.get(path)

    def downloadable(self, file_id: str) -> StoredFile:
        """The file of that id, refused as getFile refuses it: unknown, or above 20 MB."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request(FILE_ID_INVALID)
        if len(file.data) > DOWNLOAD_LIMIT:
            raise bad_request(FILE_TOO_BIG)
        return file


def checked_image_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a photo that Telegram would take; refused with its words otherwise.

    The sum of the sides is at most 10,000 and their ratio at most 20 (Bot API, sendPhoto).
    """
    size = image_size(data)
    if size is None:
        raise bad_request(NOT_AN_IMAGE)
    if len(data) > PHOTO_LIMIT:
        raise bad_request(FILE_TOO_BIG)
    if not all(size) or sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request(IMAGE_DIMENSIONS)
    return size


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or a JPEG, or None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
