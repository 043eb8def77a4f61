"""Asking a witness over HTTP."""

import urllib.error
import urllib.request

from anchors.limits import WITNESS_TIMEOUT_S
from ledger.witness.client import Reply

MAX_REPLY_BYTES = 1 << 16  # chosen: a cosignature line of ML-DSA-44 is 3.3 KB


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """An address that the operator wrote down is asked, and no other."""


_opener = urllib.request.build_opener(_NoRedirect)


def post(address: str, body: bytes) -> Reply:
    """Raises OSError."""
    request = urllib.request.Request(address, data=body, method="POST")  # noqa: S310 -- operator's
    try:
        with _opener.open(request, timeout=WITNESS_TIMEOUT_S) as answer:
            return Reply(answer.status, answer.read(MAX_REPLY_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.read(MAX_REPLY_BYTES))
