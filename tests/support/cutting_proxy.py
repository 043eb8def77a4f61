"""A bad network: a TCP proxy that cuts connections after a random number of bytes.

Half of the cuts are silent on the server's side, as when a phone changes its network: the server
keeps a connection on which nothing ever comes again.
"""

import contextlib
import random
import socket
import struct
import threading
import time

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset
PIECE = 32_768


class CuttingProxy:
    """`cut_after` is a range of bytes from the client; `pause_s` slows each piece down."""

    def __init__(
        self, target: int, *, seed: int, cut_after: tuple[int, int], pause_s: float = 0.0
    ) -> None:
        self.cuts = 0
        self.bytes_passed = 0
        self._target, self._cut_after, self._pause_s = target, cut_after, pause_s
        self._random = random.Random(seed)
        self._guard = threading.Lock()
        self._silent: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # Waking accept() first: closing alone leaves its thread waiting.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._silent:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        with self._guard:
            budget = self._random.randint(*self._cut_after)
            is_silent = self._random.random() < 0.5
        threading.Thread(target=_pump_back, args=(server, client), daemon=True).start()
        if self._pump(client, server, budget):
            with self._guard:
                self.cuts += 1
            _reset(client)
            if is_silent:
                self._silent.append(server)
            else:
                _reset(server)
        else:
            _reset(server)
            client.close()

    def _pump(self, client: socket.socket, server: socket.socket, budget: int) -> bool:
        """Whether the budget ran out before the client was done."""
        while budget > 0:
            try:
                piece = client.recv(min(PIECE, budget))
                if not piece:
                    return False
                server.sendall(piece)
            except OSError:
                return False
            budget -= len(piece)
            with self._guard:
                self.bytes_passed += len(piece)
            time.sleep(self._pause_s)
        return True


def _pump_back(server: socket.socket, client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := server.recv(PIECE):
            client.sendall(piece)
    with contextlib.suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


def _reset(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    one.close()
