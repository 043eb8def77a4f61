"""Mails that lie on disk, where the installation has no mail server (embedded shape)."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def mails_forget(addresses: Iterable[str]) -> int:
    """Delete kept mails in which one of these addresses stands; returns how many files went.

    Every mail is a file of its own. A mail server's queue and anybody's mailbox are not ours.
    """
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    wanted = [one.lower() for one in addresses]
    if folder is None or not wanted:
        return 0
    found = [
        path
        for path in Path(folder).glob("*.log")
        if any(one in path.read_text(errors="replace").lower() for one in wanted)
    ]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
