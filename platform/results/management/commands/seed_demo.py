"""Make the demo clinic and school once; print their sign-ins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from results.demo import demo_seed, new_password
from tenants.errors import SlugTaken


class Command(BaseCommand):
    help = "Make the demo clinic and school (once) and print their sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="Send no clips.")

    def handle(self, *_args: Any, **options: Any) -> None:
        kept = settings.VAR / "sign-ins.txt"
        password = new_password()
        try:
            with transaction.atomic():
                rows = list(demo_seed(password, with_clips=not options["people_only"]))
        except SlugTaken:
            self.stdout.write(kept.read_text() if kept.exists() else "The demo is there already.")
            return
        lines = [f"{row.mail:<28}{row.role:<14}{row.organisation}" for row in rows]
        text = "\n".join(["Demo sign-ins, password for all: " + password, *lines, ""])
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(text)
        self.stdout.write(text)
