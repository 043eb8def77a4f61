"""The ledger over HTTP: how it stands, what is in it, and what a monitor needs to follow it."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from anchors import serializers as shapes
from anchors.bundles import trust_of
from anchors.entries import Wanted, entries_page
from anchors.keys import log_open
from anchors.standing import keys, status
from anchors.tiles import head_text, tile_of
from audit.kinds import Kind
from audit.services import record_seen
from base import clock
from base.errors import NotFound
from ledger.tiles import MalformedTile, tile_path_parse
from tenants.http import TenantView
from tenants.permissions import Perm

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "private, max-age=31536000, immutable"


class LedgerStatus(TenantView):
    """How the log of this organisation stands: signed, cosigned, anchored, and what it cost."""

    perms = {"GET": Perm.LEDGER_VIEW}

    @extend_schema(responses=shapes.LedgerStatusSerializer)
    def get(self, request: Request, org: str) -> Response:
        del request, org
        return Response(shapes.LedgerStatusSerializer(status()).data)


class LedgerEntries(TenantView):
    """The journal, newest first, each line with its place in the log."""

    perms = {"GET": Perm.LEDGER_VIEW}

    @extend_schema(
        parameters=[shapes.LedgerFilterSerializer], responses=shapes.LedgerEntryPageSerializer
    )
    def get(self, request: Request, org: str) -> Response:
        del org
        asked = shapes.LedgerFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = dict(asked.validated_data)
        found |= {"since": found.pop("from"), "until": found.pop("to")}
        page = entries_page(Wanted(**{**found, "state": found["state"] or None}))
        log = ("ledger", log_open().id)
        record_seen(Kind.LEDGER_SEEN, subject=log, actor=self.actor.ref, person=None)
        return Response(shapes.LedgerEntryPageSerializer(page).data)


class LedgerKeys(TenantView):
    """The keys by which this organisation's log is recognised, here and on the chain."""

    perms = {"GET": Perm.LEDGER_MANAGE}

    @extend_schema(responses=shapes.LedgerKeysSerializer)
    def get(self, request: Request, org: str) -> Response:
        del request, org
        return Response(shapes.LedgerKeysSerializer(keys()).data)


class AnyAccept(DefaultContentNegotiation):
    """Files are what they are, whatever a client says that it accepts."""

    def get_accept_list(self, request: Request) -> list[str]:
        del request
        return ["*/*"]


class FileView(TenantView):
    """What anybody of the organisation may fetch: it says nothing about anyone."""

    perms = {"GET": Perm.LEDGER_FOLLOW}
    content_negotiation_class = AnyAccept


class LedgerTrust(FileView):
    """A trust file: keep it, and check bundles of this organisation by it."""

    @extend_schema(
        parameters=[shapes.TrustQuerySerializer],
        responses={(200, "application/json"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, org: str) -> HttpResponse:
        asked = shapes.TrustQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        name = f"plumbline-trust-{org}-{clock.now():%Y-%m-%d}.json"
        return HttpResponse(
            trust_of(log_open(), asked.validated_data["anchor"]),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class LedgerCheckpoint(FileView):
    """The newest signed head, as C2SP tlog-tiles serves it."""

    @extend_schema(responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, request: Request, org: str) -> HttpResponse:
        del request, org
        return HttpResponse(head_text(), content_type=TEXT)


class LedgerTile(FileView):
    """A tile of hashes or a bundle of entries: `<level>/<n>` or `entries/<n>`, perhaps `.p/<w>`."""

    @extend_schema(responses={(200, BYTES): OpenApiTypes.BINARY})
    def get(self, request: Request, org: str, tile: str) -> HttpResponse:
        del request, org
        try:
            path = tile_path_parse(f"tile/{tile}")
        except MalformedTile:
            raise NotFound from None
        headers = {"Cache-Control": FOR_EVER}
        return HttpResponse(tile_of(path), content_type=BYTES, headers=headers)
