"""No server, an ordinary user: SQLite, a broker in a folder, files in a folder, mail on disk."""

import secrets
from pathlib import Path

from plumbline.settings.base import *  # noqa: F403
from plumbline.settings.base import LEDGER_CHAIN, SECRET_KEY, VAR


def kept_secret(path: Path) -> str:
    """The secret key of this installation, made on first use and readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = SECRET_KEY or kept_secret(VAR / "secret_key")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "plumbline.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;"  # what is erased is overwritten, not only unlinked
            ),
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
    }
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
BROKER_FOLDER = VAR / "broker"
BROKER_FOLDER.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(BROKER_FOLDER),
    "data_folder_out": str(BROKER_FOLDER),
    "control_folder": str(BROKER_FOLDER / "control"),
    "polling_interval": 0.05,
}
LEDGER_CHAIN = LEDGER_CHAIN or "embedded"
CHANNEL_LAYERS: dict[str, dict[str, object]] = {}  # sockets look at the event table instead
