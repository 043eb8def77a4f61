"""An SMTP server that delivers to a folder: python mail_sink.py PORT FOLDER. For trying out alone.

It speaks what a sender needs (RFC 5321: EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT), no TLS.
"""

import asyncio
import sys
import time
from functools import partial
from pathlib import Path

MOST_BYTES = 10 * 1024**2  # of one letter


async def letter(reader: asyncio.StreamReader) -> bytes:
    """The bytes between DATA and the single dot, dots unstuffed (RFC 5321, 4.5.2)."""
    lines: list[bytes] = []
    size = 0
    while (line := await reader.readline()) not in {b".\r\n", b""}:
        size += len(line)
        if size <= MOST_BYTES:
            lines.append(line.removeprefix(b"."))
    return b"".join(lines)


async def converse(
    folder: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    answers = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}
    writer.write(b"220 plumbline\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        writer.write(answers.get(verb, b"250 ok") + b"\r\n")
        await writer.drain()
        if verb == b"DATA":
            path = folder / f"{time.time_ns()}.eml"
            path.write_bytes(await letter(reader))
            writer.write(b"250 kept\r\n")
        if verb == b"QUIT":
            break
    writer.close()


async def serve(port: int, folder: Path) -> None:
    server = await asyncio.start_server(partial(converse, folder), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
