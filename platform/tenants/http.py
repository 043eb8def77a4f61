"""The base of every tenant endpoint: who is it, in which organisation, with which verb.

A view names one `Perm` per method in `perms`; a method without one is refused when the class is
made. The tenant scope is in force exactly while the view runs.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base import errors, scope
from base.http import NewestFirst
from base.idempotency import idempotent
from tenants import access
from tenants.permissions import Perm, Reach
from tenants.records import Actor
from tenants.services import member_seen

M = TypeVar("M", bound=Model)
BEARER = "bearer "
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = ("get", "post", "put", "patch", "delete")


def actor_of(request: HttpRequest, org: str) -> Actor:
    """The actor of a Django request. Raises NotSignedIn, or NotFound for strangers to `org`."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith(BEARER):
        return access.access_organisation_as_device(header[len(BEARER) :].strip(), org)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        raise errors.NotSignedIn
    return access.access_organisation_as_user(user.pk, org)


def actor_of_connection(connection: dict[str, Any], org: str) -> Actor:
    """The actor of a raw ASGI connection (HTTP or WebSocket); database work, call in a thread.

    A browser's cookie counts only together with an Origin of this site, so that no other site can
    act with it; a device's bearer token needs none.
    """
    headers = {
        key.decode("latin-1").lower(): value.decode("latin-1")
        for key, value in connection["headers"]
    }
    header = headers.get("authorization", "")
    if header.lower().startswith(BEARER):
        return access.access_organisation_as_device(header[len(BEARER) :].strip(), org)
    unsafe = connection["type"] == "websocket" or connection.get("method") not in SAFE
    if unsafe and not _same_origin(headers):
        raise errors.NotSignedIn("This request came from another site. Open Plumbline and retry.")
    request = HttpRequest()
    request.COOKIES = _cookies(headers.get("cookie", ""))
    request.session = _session_store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not user.is_authenticated:
        raise errors.NotSignedIn
    return access.access_organisation_as_user(uuid.UUID(str(user.pk)), org)


def _same_origin(headers: dict[str, str]) -> bool:
    origin = headers.get("origin", "")
    host = urlsplit(origin).netloc
    return bool(host) and (host == headers.get("host") or origin in settings.CSRF_TRUSTED_ORIGINS)


def _cookies(header: str) -> dict[str, str]:
    from django.http import parse_cookie

    return parse_cookie(header)


def _session_store(key: str | None) -> Any:
    from importlib import import_module

    return import_module(settings.SESSION_ENGINE).SessionStore(key)


class PrivateView(APIView):
    """Answers about people: no cache keeps them."""

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


class TenantView(PrivateView):
    """An endpoint below /api/v1/orgs/{org}/; who may call it is said by `perms` alone."""

    permission_classes = ()
    perms: ClassVar[dict[str, Perm]] = {}
    actor: Actor
    reach: Reach

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method in METHODS:
            if method in cls.__dict__ and method.upper() not in cls.perms:
                raise TypeError(f"{cls.__name__}.{method} names no permission")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with scope.restored():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.actor = actor_of(request, kwargs["org"])
        method = request.method or ""
        if method in self.perms:
            self.reach = access.require(self.actor, self.perms[method])
        scope.enter(self.actor.tenant_id)
        member_seen(actor=self.actor)

    def idempotent(self, request: Request, create: Callable[[], Response]) -> Response:
        """Run `create` once per Idempotency-Key of this actor (base.idempotency)."""
        who = self.actor.device_id or self.actor.membership_id
        return idempotent(request, f"{self.actor.tenant_id}/{who}", create)


class PageView(TenantView):
    """A list by cursor pages; says so to the API's description too."""

    pagination_class = NewestFirst

    def page(
        self, request: Request, rows: QuerySet[M], shown: Callable[[Sequence[M]], Any]
    ) -> Response:
        """One page of `rows`, each page turned into data by `shown`."""
        pages = self.pagination_class()
        page: Sequence[M] = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response(shown(page))
