"""`manage.py ledger_status [ORG]`: how each organisation's log stands, one block of lines each."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from anchors.standing import status
from base import scope
from tenants.selectors import organisations


class Command(BaseCommand):
    help = "How each organisation's log stands: signed, cosigned, anchored, and what is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("org", nargs="?", help="short name of one organisation")

    def handle(self, *_args: Any, org: str | None, **_options: Any) -> None:
        for one in organisations(org):
            with scope.tenant(one.id):
                self.stdout.write("\n".join(_lines(one.slug, status())))


def _lines(slug: str, found: dict[str, Any]) -> list[str]:
    head, anchored, chain = found["head"], found["anchored"], found["chain"]["kind"]
    lines = [
        f"{slug}  {found['origin']}",
        f"  lines     {found['size']}, {found['waiting']} waiting",
        f"  signed    {head['size'] if head else 'nothing yet'}",
        f"  cosigned  {', '.join(head['cosigned_by']) if head else ''} ({found['quorum']} needed)",
        f"  anchored  {anchored['size'] if anchored else 'nothing yet'} on {chain}",
        f"  gas       {found['gas']['spent']}",
    ]
    lines += [
        f"  {row['state']:<9} {row['old_size']} to {row['new_size']} {row['reason']}"
        for row in found["anchorings"]
    ]
    lines += [f"  witness {w['name']}: {w['trouble']}" for w in found["witnesses"] if w["trouble"]]
    return [*lines, *([f"  STOPPED   {found['trouble']}"] if found["trouble"] else [])]
