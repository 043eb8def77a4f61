"""Fixtures of every test: two organisations of people, signed-in clients, the tenant scope."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from base import scope
from tenants.models import Membership, Organisation
from tests.factories import tenants
from tests.factories.tenants import Place

ClientFor = Callable[..., Client]
CookieFor = Callable[[Membership], str]
InScope = Callable[[Organisation], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """At the end, sessions that threads of async code left open do not hold the test database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Rates and used codes live in the cache; no test inherits another's."""
    yield
    cache.clear()


@pytest.fixture
def clinic(db: None) -> Place:
    return tenants.place("clinic")


@pytest.fixture
def school(db: None) -> Place:
    return tenants.place("school")


@pytest.fixture
def client_for(db: None) -> ClientFor:
    """Makes a client with a real session of this person; `csrf=True` also checks tokens."""

    def make(membership: Membership, *, csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf)
        client.force_login(membership.user)
        return client

    return make


@pytest.fixture
def cookie_for(client_for: ClientFor) -> CookieFor:
    """Makes the Cookie header of a signed-in person, for raw ASGI and sockets."""

    def make(membership: Membership) -> str:
        name = settings.SESSION_COOKIE_NAME
        return f"{name}={client_for(membership).cookies[name].value}"

    return make


@pytest.fixture
def in_scope() -> InScope:
    """A context in which this organisation's rows may be touched."""
    return lambda org: scope.tenant(org.id)
