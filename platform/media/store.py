"""Files of clips over Django's default storage: a folder, or S3 through django-storages."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

SIGNED_FOR_S = 300
COPY_CHUNK = 1024 * 1024


def _storage() -> Storage:
    return storages["default"]


def put(key: str, source: Path) -> None:
    """Store `source` under `key`, replacing whatever lay there; readers see the old or the new."""
    storage = _storage()
    if not isinstance(storage, FileSystemStorage):
        with source.open("rb") as file:
            storage.save(key, File(file))
        return
    target = Path(storage.path(key))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as beside:
        with source.open("rb") as file:
            shutil.copyfileobj(file, beside, COPY_CHUNK)
        beside.flush()
        os.fsync(beside.fileno())
    Path(beside.name).replace(target)


def delete(key: str) -> None:
    """Remove `key`; absent is fine."""
    _storage().delete(key)


def size(key: str) -> int:
    """Bytes of `key`. Raises FileNotFoundError."""
    return _storage().size(key)


def local_path(key: str) -> Path | None:
    """Where `key` lies on this machine; None for a remote store."""
    storage = _storage()
    return Path(storage.path(key)) if isinstance(storage, FileSystemStorage) else None


@contextlib.contextmanager
def local_copy(key: str) -> Iterator[Path]:
    """A readable path with the bytes of `key`: the file itself, or a temporary download."""
    path = local_path(key)
    if path is not None:
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="plumbline-clip-") as copy:
        with _storage().open(key, "rb") as source:
            shutil.copyfileobj(source, copy, COPY_CHUNK)
        copy.flush()
        yield Path(copy.name)


def signed_url(key: str, *, content_type: str, download_name: str | None) -> str:
    """An address in the remote store that answers for SIGNED_FOR_S seconds, ranges included."""
    parameters = {"ResponseContentType": content_type, "ResponseCacheControl": "private, no-store"}
    if download_name is not None:
        parameters["ResponseContentDisposition"] = f'attachment; filename="{download_name}"'
    storage = _storage()
    address: str = storage.url(key, parameters=parameters, expire=SIGNED_FOR_S)  # type: ignore[call-arg]
    return address
