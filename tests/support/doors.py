"""Every door of the platform, found by walking the URL and socket tables, never listed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from live.routing import websocket_urlpatterns
from tenants.permissions import Perm

HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Door:
    """One method of one address; `perm` is the verb that it names."""

    route: str
    method: str
    view: Any
    perm: Perm | None
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def all_patterns() -> Iterator[tuple[str, URLPattern]]:
    yield from _walk("", get_resolver())


def _walk(prefix: str, resolver: URLResolver) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(route, entry)
        else:
            yield route, entry


def tenant_doors() -> list[Door]:
    """Doors below an organisation's address."""
    doors = []
    for route, pattern in all_patterns():
        if "<slug:org>" not in route:
            continue
        view = getattr(pattern.callback, "view_class", None) or pattern.callback
        perms = getattr(view, "perms", {})
        arguments = tuple(pattern.pattern.converters)
        doors += [
            Door(route, method, view, perms.get(method), arguments)
            for method in HTTP_METHODS
            if hasattr(view, method.lower()) or not hasattr(view, "as_view")
        ]
    return doors


def socket_routes() -> list[str]:
    return [str(pattern.pattern) for pattern in websocket_urlpatterns]
