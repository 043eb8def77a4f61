"""Uploads take their bytes raw, past Django's request object; all else goes to Django.

/api/v1/orgs/{org}/uploads       OPTIONS, POST (tus, or plain without Tus-Resumable)
/api/v1/orgs/{org}/uploads/{id}  OPTIONS, HEAD, PATCH, DELETE
"""

import logging
import re
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from base import scope
from base.errors import Invalid, PlumblineError
from tenants.access import access_organisation, require
from tenants.http import actor_of_connection
from tenants.permissions import Perm
from tenants.records import Actor
from uploads import creation, plain, termination, transfer
from uploads.errors import MethodNotAllowed, VersionUnknown
from uploads.headers import CHECKSUMS, EXTENSIONS, VERSION
from uploads.threads import with_database
from uploads.wire import Call, Connection, Receive, Send

logger = logging.getLogger(__name__)

PERM = Perm.ASSESSMENT_CREATE  # every verb on every upload address
PATH = re.compile(r"/api/v1/orgs/(?P<org>[-a-zA-Z0-9_]+)/uploads(?:/(?P<id>[^/]+))?/?")
COLLECTION = "OPTIONS, POST"
ITEM = "DELETE, HEAD, OPTIONS, PATCH"

App = Callable[..., Awaitable[None]]
ITEM_VERBS: dict[str, Callable[[Call, Actor, str], Awaitable[None]]] = {
    "DELETE": termination.terminate,
    "HEAD": transfer.head,
    "PATCH": transfer.patch,
}


def uploads_or(django: App) -> App:
    """The ASGI application that answers upload addresses and hands everything else to `django`."""

    async def application(connection: Connection, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(connection["path"]) if connection["type"] == "http" else None
        if found is None:
            await django(connection, receive, send)
        else:
            await _answered(Call(connection, receive, send), found["org"], found["id"])

    return application


async def _answered(call: Call, org: str, upload_id: str | None) -> None:
    try:
        await _dispatched(call, org, upload_id)
    except PlumblineError as refusal:
        await call.refuse(refusal)
    except Exception:
        logger.exception("upload.failed", extra={"upload": upload_id, "method": call.method})
        if call.is_begun:
            raise
        await call.refuse(PlumblineError())


async def _dispatched(call: Call, org: str, upload_id: str | None) -> None:
    _check_host(call)
    is_plain = _is_plain(call, upload_id)
    _check_method(call, upload_id)
    if call.method != "OPTIONS" and not is_plain and call.header("tus-resumable") != VERSION:
        raise VersionUnknown(headers={"Tus-Version": VERSION})
    actor = await with_database(_actor, call.connection, org)
    if call.method == "OPTIONS":
        await _options(call, actor, ITEM if upload_id else COLLECTION)
    elif upload_id is not None:
        await ITEM_VERBS[call.method](call, actor, upload_id)
    elif is_plain:
        await plain.receive(call, actor)
    else:
        await creation.create(call, actor)


def _is_plain(call: Call, upload_id: str | None) -> bool:
    speaks_tus = any(
        call.header(name) for name in ("tus-resumable", "upload-length", "upload-defer-length")
    )
    return upload_id is None and call.method == "POST" and not speaks_tus


def _check_method(call: Call, upload_id: str | None) -> None:
    allowed = ITEM if upload_id else COLLECTION
    if call.method not in allowed.split(", "):
        raise MethodNotAllowed(headers={"Allow": allowed})


def _check_host(call: Call) -> None:
    domain, _port = split_domain_port(call.header("host"))
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        raise Invalid("This server does not answer to that host name.", code="unknown_host")


def _actor(connection: Connection, org: str) -> Actor:
    actor = actor_of_connection(connection, org)
    require(actor, PERM)
    return actor


async def _options(call: Call, actor: Actor, allowed: str) -> None:
    def limit() -> int:
        with scope.tenant(actor.tenant_id):
            return access_organisation(actor.tenant_id).max_upload_bytes

    await call.answer(
        204,
        {
            "Allow": allowed,
            "Tus-Version": VERSION,
            "Tus-Extension": ",".join(EXTENSIONS),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
            "Tus-Max-Size": str(await with_database(limit)),
        },
    )
