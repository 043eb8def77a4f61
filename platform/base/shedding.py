"""What the database still holds on disk of rows that are gone."""

import logging

from django.db import connection

logger = logging.getLogger(__name__)


def leavings_shed() -> None:
    """Clear SQLite's write-ahead log, where old pages stay readable until they are written over.

    The database file itself is overwritten with zeros as rows go (`secure_delete` in the settings).
    Postgres does the like in its own time, by vacuum and the recycling of its log.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (is_busy, *_) = cursor.fetchone()
    if is_busy:
        logger.info("database.log_not_cleared")  # somebody was reading; the next pass tries again
