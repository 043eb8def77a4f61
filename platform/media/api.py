"""The files of a clip, to those who may see them: ranges for players, a signed address for S3.

Plain Django views: DRF would want to render what must be streamed. The permission is decided
before a byte is touched, in the tenant's scope, and the bytes then flow without database or scope.
"""

import uuid
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar

from django.core.handlers.asgi import ASGIRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.views import View

from base import errors, scope
from base.http import problem_response
from media import ranges, store
from media.access import access_clip
from media.records import Served
from media.selectors import ORIGINAL, served
from media.services import clip_looked_at
from tenants.http import actor_of
from tenants.permissions import Perm
from tenants.services import grant_use

JOURNALLED = ("proxy.mp4", ORIGINAL)


class ClipFile(View):
    """One file of a clip; subclasses name the verb, addresses name the file."""

    perms: ClassVar[dict[str, Perm]] = {}
    name = ""

    def get(self, request: HttpRequest, org: str, assessment_id: uuid.UUID) -> HttpResponseBase:
        try:
            with scope.restored():
                found = self._authorised(request, org, assessment_id)
            return _answer(request, found)
        except errors.PlumblineError as error:
            return problem_response(error)

    def _authorised(self, request: HttpRequest, org: str, assessment_id: uuid.UUID) -> Served:
        actor = actor_of(request, org)
        scope.enter(actor.tenant_id)
        clip = access_clip(actor, assessment_id, self.perms["GET"])
        if request.method == "GET" and self.name in JOURNALLED:
            grant_use(actor=actor, participant_id=clip.participant_id)
            clip_looked_at(
                clip,
                actor=actor.ref,
                original=self.name == ORIGINAL,
                whole=request.headers.get("Range", "bytes=0-").startswith("bytes=0-"),
            )
        return served(clip, self.name)


class ClipCopy(ClipFile):
    perms = {"GET": Perm.CLIP_VIEW}


class ClipOriginal(ClipFile):
    perms = {"GET": Perm.CLIP_DOWNLOAD}
    name = ORIGINAL


def _answer(request: HttpRequest, found: Served) -> HttpResponseBase:
    path = store.local_path(found.key)
    if path is None:
        address = store.signed_url(
            found.key, content_type=found.content_type, download_name=found.download_name
        )
        return HttpResponseRedirect(address, headers={"Cache-Control": "private, no-store"})
    if request.headers.get("If-None-Match") == found.etag:
        return _with_headers(HttpResponse(status=HTTPStatus.NOT_MODIFIED), found)
    return _local(request, found, path)


def _local(request: HttpRequest, found: Served, path: Path) -> HttpResponseBase:
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise errors.NotFound from error  # erased, or not restored from a backup yet
    asked = request.headers.get("Range")
    if not ranges.applies(request.headers.get("If-Range"), found.etag):
        asked = None
    try:
        span = ranges.span_of(asked, size)
    except ranges.Unsatisfiable:
        unmet = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        unmet["Content-Range"] = f"bytes */{size}"
        return _with_headers(unmet, found)
    whole = ranges.Span(0, size)
    response = _body(request, path, span or whole)
    response["Content-Length"] = str((span or whole).length)
    if span is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return _with_headers(response, found)


def _body(request: HttpRequest, path: Path, span: ranges.Span) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    if isinstance(request, ASGIRequest):
        return StreamingHttpResponse(ranges.pieces_async(path, span))
    return StreamingHttpResponse(ranges.pieces(path, span))


def _with_headers(response: HttpResponseBase, found: Served) -> HttpResponseBase:
    response["Content-Type"] = found.content_type
    response["ETag"] = found.etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    if found.download_name is not None:
        response["Content-Disposition"] = f'attachment; filename="{found.download_name}"'
    return response
