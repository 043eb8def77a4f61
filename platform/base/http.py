"""How refusals and lists leave the house: problem+json (RFC 9457) and cursor pages."""

import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from base import errors

logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"


def problem(error: errors.PlumblineError) -> dict[str, Any]:
    """The body of one refusal."""
    body: dict[str, Any] = {
        "type": f"urn:plumbline:error:{error.code}",
        "title": error.code.replace("_", " ").capitalize(),
        "status": error.status,
        "detail": gettext(error.sentence),
        "code": error.code,
    }
    if error.fields:
        body["fields"] = error.fields
    return body


def problem_response(error: errors.PlumblineError) -> HttpResponse:
    """For views outside DRF."""
    return HttpResponse(json.dumps(problem(error)), status=error.status, content_type=PROBLEM)


def exception_handler(exc: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's one way from an exception to an answer."""
    error = _translated(exc)
    if error is None:
        return None
    headers = {}
    wait_s = getattr(exc, "wait", None)
    if wait_s:
        headers["Retry-After"] = str(int(wait_s) + 1)
    return Response(problem(error), status=error.status, headers=headers, content_type=PROBLEM)


_TRANSLATED: tuple[tuple[type[Exception], type[errors.PlumblineError]], ...] = (
    (exceptions.Throttled, errors.TooMany),
    (exceptions.NotAuthenticated, errors.NotSignedIn),
    (exceptions.AuthenticationFailed, errors.NotSignedIn),
    (Http404, errors.NotFound),
    (exceptions.NotFound, errors.NotFound),
    (PermissionDenied, errors.Refused),
    (exceptions.PermissionDenied, errors.Refused),
)


def _translated(exc: Exception) -> errors.PlumblineError | None:
    if isinstance(exc, errors.PlumblineError):
        return exc
    if isinstance(exc, exceptions.ValidationError):
        return errors.Invalid(fields=_flat(exc.detail))
    if isinstance(exc, exceptions.PermissionDenied) and str(exc.detail).startswith("CSRF"):
        return errors.Refused("This page is out of date. Reload it and try again.", code="csrf")
    for foreign, ours in _TRANSLATED:
        if isinstance(exc, foreign):
            return ours()
    if isinstance(exc, exceptions.APIException):
        error = errors.Invalid(str(exc.detail), code=exc.default_code)
        error.status = exc.status_code
        return error
    return None


def _flat(detail: Any, path: str = "") -> dict[str, str]:
    if isinstance(detail, dict):
        out: dict[str, str] = {}
        for key, value in detail.items():
            out |= _flat(value, f"{path}.{key}" if path else str(key))
        return out
    if isinstance(detail, list) and detail and not isinstance(detail[0], dict | list):
        return {path or "non_field_errors": " ".join(str(one) for one in detail)}
    if isinstance(detail, list):
        out = {}
        for index, value in enumerate(detail):
            out |= _flat(value, f"{path}[{index}]")
        return out
    return {path or "non_field_errors": str(detail)}


def server_error(_request: HttpRequest) -> HttpResponse:
    return problem_response(errors.PlumblineError())


def page_not_found(
    _request: HttpRequest,
    exception: Exception,  # noqa: ARG001 -- Django passes it by this name
) -> HttpResponse:
    return problem_response(errors.NotFound())


class NewestFirst(CursorPagination):
    """Stable pages over rows that keep arriving: newest first, UUIDv7 breaks ties."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-created_at", "-id")
