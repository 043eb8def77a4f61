"""Idempotency-Key on creation: the same key gives the first answer again (IETF httpapi draft)."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response

from base import errors
from base.models import IdempotencyKey


class KeyReused(errors.Conflict):
    code = "idempotency_key_reused"
    status = 422
    sentence = "This Idempotency-Key was used for another request. Send a new key."


def idempotent(request: Request, owner: str, create: Callable[[], Response]) -> Response:
    """Run `create` once per (owner, key); later calls with the same body get its first answer.

    `owner` separates callers. The key row is written in the transaction of the creation itself, so
    a crash between the two leaves neither. Raises KeyReused when the body differs.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return create()
    digest = hashlib.sha256(_canonical(request)).hexdigest()
    name = hashlib.sha256(f"{owner}\n{request.method} {request.path}\n{key}".encode()).hexdigest()
    with transaction.atomic():
        row = IdempotencyKey.objects.filter(name=name).first()
        if row is None:
            try:
                with transaction.atomic():
                    row = IdempotencyKey.objects.create(name=name, request_digest=digest)
            except IntegrityError:
                row = IdempotencyKey.objects.select_for_update().get(name=name)
            else:
                response = create()
                row.status = response.status_code
                row.body = json.loads(json.dumps(response.data, cls=DjangoJSONEncoder))
                row.save(update_fields=["status", "body"])
                return response
    if row.request_digest != digest:
        raise KeyReused
    return Response(row.body, status=row.status, headers={"Idempotent-Replayed": "true"})


def answers_forget(ids: Iterable[uuid.UUID]) -> int:
    """Drop kept answers that created one of these things; returns how many."""
    found = IdempotencyKey.objects.filter(body__id__in=[str(one) for one in ids])
    return found.delete()[0]


def _canonical(request: Request) -> bytes:
    data: Any = request.data
    return json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder).encode()
