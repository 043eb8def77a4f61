"""What a file is by its first bytes, never by its name: they alone choose the demuxer."""

from media.refusals import refused

HEAD_BYTES = 512
ISO_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"}
OTHER_VIDEO = (
    (0, b"FLV"), (0, b"\x30\x26\xb2\x75"), (0, b"\x00\x00\x01\xba"), (0, b"\x00\x00\x01\xb3"),
    (0, b"OggS"), (0, b".RMF"),
)  # fmt: skip
STILL_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}


def container_of(head: bytes) -> str:
    """The demuxer for a file that begins so. Raises ClipRefused for all that is not on the list."""
    if head[4:8] in ISO_FIRST_BOXES:
        if head[4:8] == b"ftyp" and head[8:12] in STILL_BRANDS:
            raise refused("clip_not_video")
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    packets = {head[0:1] + head[188:189], head[4:5] + head[196:197]}  # MPEG transport stream
    if b"GG" in packets or any(head[at:].startswith(magic) for at, magic in OTHER_VIDEO):
        raise refused("clip_container")
    raise refused("clip_not_video")
