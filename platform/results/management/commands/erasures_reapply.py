"""After restoring a backup: erase again (docs/how-to/erase-a-person.md)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from results.restored import erasures_reapply, orphans_delete


class Command(BaseCommand):
    help = "After a restore: erase again whoever was erased after the backup was made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--files",
            action="store_true",
            help="also delete clips that no row knows: after the file store itself was restored",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        again = erasures_reapply()
        self.stdout.write(f"people erased again: {again}")
        if options["files"]:
            self.stdout.write(f"files without a row deleted: {orphans_delete()}")
