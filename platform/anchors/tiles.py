"""The log as static files for monitors (C2SP tlog-tiles): nothing beyond the newest signed head."""

from collections.abc import Iterator

from anchors.models import Checkpoint
from anchors.store import entries_read, tile_read
from base.errors import NotFound
from ledger.tiles import WIDTH, TilePath, entry_bundle_write, tiles_of


def head_text() -> str:
    """The newest signed note. Raises NotFound while there is none."""
    return _newest().note


def tile_of(path: TilePath) -> bytes:
    """Raises NotFound for a tile that the signed log does not have at that width."""
    level = path.level or 0
    if path.n * WIDTH + path.width > _newest().size // WIDTH**level:
        raise NotFound
    if path.level is None:
        return entry_bundle_write(entries_read(path.n * WIDTH, path.width))
    found = tile_read(path.level, path.n, path.width)
    if found is None:
        raise NotFound
    return found


def files_of(head: Checkpoint) -> Iterator[tuple[str, bytes]]:
    """Every file of the log at this head: address and content."""
    yield "checkpoint", head.note.encode()
    for path in tiles_of(head.size):
        yield str(path), tile_of(path)
    for n in range(-(-head.size // WIDTH)):
        path = TilePath(None, n, min(WIDTH, head.size - n * WIDTH))
        yield str(path), tile_of(path)


def _newest() -> Checkpoint:
    head = Checkpoint.objects.order_by("-size").first()
    if head is None:
        raise NotFound
    return head
