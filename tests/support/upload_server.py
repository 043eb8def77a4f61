"""ASGI application for uvicorn, and the command that prepares its database.

`python -m tests.support.upload_server` migrates and prints the seeded people as JSON.
"""

import hashlib
import json
import os
import sys
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.upload_settings")

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import call_command

urlpatterns: list[object] = []


def prepare() -> dict[str, str]:
    """Two organisations, a participant each, a second participant and a device in the first."""
    django.setup()
    call_command("migrate", verbosity=0)

    from accounts.models import User
    from base import scope
    from tenants.models import Membership, Organisation

    told: dict[str, str] = {}
    for slug in ("north", "south"):
        organisation = Organisation.objects.create(slug=slug, name=slug, kind="clinic")
        told[f"{slug}_id"] = str(organisation.id)
        with scope.tenant(organisation.id):
            for name, role in (
                ("ann", "participant"),
                ("ben", "participant"),
                ("pat", "professional"),
            ):
                user = User.objects.create_user(
                    f"{name}@{slug}.example", "a long password", name=name
                )
                member = Membership.objects.create(user=user, role=role)
                told[f"{slug}_{name}"] = str(member.id)
                told[f"{slug}_{name}_cookie"] = _session(user)
            told[f"{slug}_device_token"] = _device(slug)
    return told


def _session(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)  # type: ignore[attr-defined]
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    store.create()
    return str(store.session_key)


def _device(slug: str) -> str:
    from accounts.models import Device

    token = f"pld_{slug}-token"
    Device.objects.create(
        name="camera",
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        scopes=["assessment:create"],
    )
    return token


if __name__ == "__main__":
    json.dump(prepare(), sys.stdout)
else:
    handled_by_django = get_asgi_application()

    from uploads.asgi import uploads_or

    application = uploads_or(handled_by_django)
